"""What a simple career may come to in JP: a monthly pension, or one sum where fewer than 180 months are paid.

Called by the member's simulation and the public calculator. The wage of today is carried back and forward by one yearly growth, counted up
to the cap of each year. Past caps and inflations come from the book; those nobody can know yet are laid over it as assumptions, and every
figure that uses one says so. The limits of a pension are known for a year once they are published, so a later pension is shown without
them. PP 45/2015 Pasal 15, 17, 18, 24 and 28.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import SEN_PER_RUPIAH, Money, Rate, Rounding
from openjmo.core.periods import Month, age_on
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.jp_age import jp_pension_age_reached, jp_pension_start
from openjmo.rules.jp_benefit import jp_average_wage, jp_formula_benefit, jp_payout_form
from openjmo.rules.jp_contributions import jp_contribution
from openjmo.rules.jp_limits import jp_within_limits
from openjmo.rules.jp_lump_sum import jp_lump_sum
from openjmo.rules.jp_wage import jp_weighted_wage, with_inflation
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook
from openjmo.rules.pension_age import jp_has_ended
from openjmo.rules.programmes import first_month_of
from openjmo.rules.projection.assumptions import HIGHEST_YEARLY, LOWEST_AGE, MOST_WAGE, Break, wrong_input
from openjmo.rules.returns import Flow

_CAP: Final = "jp.wage_cap"
_RETURN: Final = "jp.lump_sum.annual_rate"
_SOURCE: Final = sentence("andaian pada isian")
_WHOLE_RUPIAH: Final = Rounded(Rounding.DOWN, SEN_PER_RUPIAH)
_LIMITS: Final = ("jp.benefit.minimum", "jp.benefit.maximum")
_PAYMENT_DAY: Final = 15
"""Contributions to come are taken to arrive on this day of the following month, as the projection of JHT does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """What is known of a member's JP and what is assumed; percentages are per year."""

    on: date
    birth_date: date
    wage: Money
    """The monthly wage now."""
    months_paid: int
    """JP contributions paid so far; taken to be the last months before `first_month`."""
    first_month: Month
    """The first month that is still to be paid."""
    wage_growth: Rate
    inflation: Rate
    """For the years whose inflation the book does not know."""
    annual_return: Rate
    """For the years whose JP return the book does not know."""
    stop: Month | None = None
    """The first month without work; None works until pension age."""
    breaks: Collection[Break] = ()
    """Months to come without work."""


@dataclass(frozen=True, slots=True)
class PensionOutlook:
    """What the career comes to. Of `monthly` and `lump_sum` one is None, as `form` says."""

    reached: Figure
    """The day of pension age."""
    starts: Figure
    months: int
    """Paid by then, those so far included."""
    form: Figure
    monthly: Figure | None
    """The pension of the first year; within the limits of that year where they are published."""
    is_limited: bool
    """Whether the limits of the first year are known and were applied."""
    lump_sum: Figure | None


def pension_outlook(career: Career, law: Lawbook | None = None) -> PensionOutlook:
    """Project.

    Raises InvalidInput: `rules.projection_input_wrong` (a wage, percentage or birth date that cannot be meant), `rules.months_paid_wrong`,
    `rules.birth_date_wrong`, `rules.contributions_missing`; UnknownParameter.
    """
    _check(career)
    book = law or lawbook()
    reached, starts = jp_pension_age_reached(career.birth_date, book), jp_pension_start(career.birth_date, law=book)
    end = _first_month_without(career, reached.day, book)
    months = [*_behind(career, end, book), *_ahead(career, end)]
    form = jp_payout_form(len(months), starts.day, book)
    assumed = _assumed(career, min(months).year if months else career.on.year, starts.day.year, book)
    if form.text == "lump_sum":
        return PensionOutlook(reached, starts, len(months), form, None, False, _lump_sum(career, months, starts.day, assumed))
    formula = _formula(career, months, starts.day, assumed)
    is_limited = limits_are_known(starts.day, book)
    monthly = jp_within_limits(formula, starts.day, book) if is_limited else formula
    return PensionOutlook(reached, starts, len(months), form, monthly, is_limited, None)


def limits_are_known(on: date, law: Lawbook | None = None) -> bool:
    """Whether the lowest and the highest pension of the year of `on` are published; a value without an end holds for its own year only."""
    found = [(law or lawbook()).find(name, on) for name in _LIMITS]
    return all(limit and (limit.effective_to or (limit.effective_from and limit.effective_from.year == on.year)) for limit in found)


def _check(career: Career) -> None:
    if age_on(career.birth_date, career.on) < LOWEST_AGE:
        raise wrong_input("birth_date", "Masukkan tanggal lahir seseorang yang berusia paling sedikit %(least)s tahun.", least=LOWEST_AGE)
    if not Money.zero() <= career.wage <= MOST_WAGE:
        raise wrong_input("wage", "Masukkan upah sebulan antara nol dan Rp10 miliar.")
    yearly = {"wage_growth": career.wage_growth, "inflation": career.inflation, "annual_return": career.annual_return}
    for name, rate in yearly.items():
        if not Rate.of(0) <= rate <= HIGHEST_YEARLY:
            raise wrong_input(name, "Masukkan persen setahun antara 0 dan 100.")


def _first_month_without(career: Career, reached: date, book: Lawbook) -> Month:
    """The first month that owes no JP any more."""
    return next(month for month in map(Month.of(reached).plus, range(-1, 3)) if jp_has_ended(career.birth_date, month, book).ended.flag)


def _behind(career: Career, end: Month, book: Lawbook) -> list[Month]:
    now = min(career.first_month, end)
    most = max(0, now.index - first_month_of("JP", book).index)
    if not 0 <= career.months_paid <= most:
        raise InvalidInput(
            "JP baru ada sejak %(first)s, jadi sampai sekarang paling banyak %(most)s bulan.",
            code="rules.months_paid_wrong",
            field="months_paid",
            fix="Isi jumlah bulan dari 0 sampai %(most)s.",
            values={"first": str(first_month_of("JP", book)), "most": most},
        )
    return [now.plus(-count) for count in range(1, career.months_paid + 1)]


def _ahead(career: Career, end: Month) -> Iterator[Month]:
    end = min(end, career.stop) if career.stop else end
    month = career.first_month
    while month < end:
        if not any(gap.first <= month <= gap.last for gap in career.breaks):
            yield month
        month = month.following()


def _assumed(career: Career, first: int, last: int, book: Lawbook) -> Lawbook:
    """The book with what is assumed of each year it does not know."""
    unknown = [year for year in range(first, last) if book.find("jp.inflation_rate", date(year, 12, 31)) is None]
    law = with_inflation(dict.fromkeys(unknown, career.inflation), _SOURCE, law=book)
    cap = book.value(_CAP, career.on).money
    return law.with_values(
        [
            *(
                _of_year(_CAP, year, _grown(cap, career.wage_growth, year - career.on.year).sen // SEN_PER_RUPIAH)
                for year in range(career.on.year + 1, last + 1)
            ),
            *(
                _of_year(_RETURN, year, career.annual_return.as_percent())
                for year in range(first, last + 1)
                if book.find(_RETURN, date(year, 12, 31)) is None
            ),
        ]
    )


def _of_year(name: str, year: int, value: str | int) -> DeclaredValue:
    return DeclaredValue(
        id=name,
        value=value,
        effective_from=date(year, 1, 1),
        effective_to=date(year, 12, 31),
        source=_SOURCE,
        confidence="assumed",
    )


def _grown(amount: Money, growth: Rate, years: int) -> Money:
    """After so many years, or that many before where negative; cut to whole rupiah."""
    return Money(Rounding.DOWN.apply(amount.sen * (1 + growth.ratio) ** years / SEN_PER_RUPIAH) * SEN_PER_RUPIAH)


def _year_wage(career: Career, year: int, law: Lawbook) -> Figure:
    """The wage of a year that counts for JP."""
    cap = law.value(_CAP, date(year, 12, 31))
    return Figure(
        code="jp.year_wage",
        label=sentence("Upah tahun %(year)s yang dihitung: %(wage_now)s berubah %(wage_growth)s setahun, paling tinggi %(cap)s"),
        amount=min(_grown(career.wage, career.wage_growth, year - career.on.year), cap.money),
        formula="cap = [jp.wage_cap]; min(wage_now * power(1 + wage_growth, max(0, year - first_year)) "
        "/ power(1 + wage_growth, max(0, first_year - year)), cap)",
        inputs=(
            ("wage_now", career.wage),
            ("wage_growth", career.wage_growth),
            ("year", year),
            ("first_year", career.on.year),
            ("cap", cap.money),
        ),
        parameters=(cap,),
        article=cap.source,
        rounding=_WHOLE_RUPIAH,
    )


def _formula(career: Career, months: list[Month], on: date, law: Lawbook) -> Figure:
    weighted = [
        jp_weighted_wage(_year_wage(career, year, law), year, last_year=on.year - 1, months=count, law=law)
        for year, count in sorted(Counter(month.year for month in months).items())
    ]
    return jp_formula_benefit(jp_average_wage(weighted, on, law), len(months), on, law)


def _lump_sum(career: Career, months: list[Month], on: date, law: Lawbook) -> Figure:
    owed: dict[int, Money] = {}
    flows = []
    for month in sorted(months):
        if month.year not in owed:
            owed[month.year] = jp_contribution(_year_wage(career, month.year, law).money, Month(month.year, 12), law=law).money
        flows.append(Flow(month.following().day(_PAYMENT_DAY), owed[month.year]))
    return jp_lump_sum(flows, max(Month.of(on), Month.of(max((flow.booked_on for flow in flows), default=on))), law)
