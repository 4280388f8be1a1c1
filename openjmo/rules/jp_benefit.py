"""What a pension is a month: in its first year, for disability, and in later years.

Called by eligibility, dry-runs and projections. 1 % of the average weighted wage for each year of contributions, within the limits of the
year (PP 45/2015 Pasal 17 to 20). The formula amount and the amount within the limits are told apart, because the limits of some years were
not found: then only the second is refused.

>>> average = jp_given_average(Money.of_rupiah(6_000_000))
>>> jp_old_age_benefit(average, 180, date(2026, 3, 1)).monthly.money
Money(sen=90000000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.rules.believable import believable_year
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.jp_common import benefit_rounding, checked_amount, checked_months
from openjmo.rules.jp_limits import jp_within_limits
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import UnknownParameter

FULL_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class JpBenefit:
    """A pension a month: `formula` as Pasal 17 has it, and what the limits of the year make of it, or why that is not known."""

    formula: Figure
    outcome: Figure | UnknownParameter

    @property
    def limited(self) -> Figure | None:
        """What is paid; None when a limit of the year was not found."""
        return self.outcome if isinstance(self.outcome, Figure) else None

    @property
    def monthly(self) -> Figure:
        """What is paid. Raises UnknownParameter when a limit of the year was not found."""
        if isinstance(self.outcome, UnknownParameter):
            raise self.outcome
        return self.outcome


def jp_average_wage(weighted: Sequence[Figure], on: date, law: Lawbook | None = None) -> Figure:
    """The average of weighted wages (from `jp_weighted_wage`), each year by its paid months.

    Raises InvalidInput (`rules.wages_missing`).
    """
    if not weighted:
        raise InvalidInput(
            "Belum ada upah yang dapat dirata-ratakan.",
            code="rules.wages_missing",
            field="weighted_monthly_wages",
            fix="Isi upah tertimbang sedikitnya satu tahun.",
        )
    book = law or lawbook()
    part_years = book.value("jp.benefit.part_years", on)
    counts = [_months_of(figure) if part_years.text == "by_months" else 1 for figure in weighted]
    total = Money.total(figure.money * count for figure, count in zip(weighted, counts, strict=True))
    rounding = benefit_rounding(book, on)
    weight = '(part.months if [jp.benefit.part_years] == "by_months" else 1)'
    return Figure(
        code="jp.average_wage",
        label=sentence("Rata-rata upah tertimbang sebulan, dari %(years)s tahun"),
        amount=rounding.money(Fraction(total.sen, sum(counts))),
        formula=f"years = count({{jp.weighted_wage}}); counted = sum({weight} for part in {{jp.weighted_wage}}); "
        f"weighted_total = sum(part * {weight} for part in {{jp.weighted_wage}}); weighted_total / counted",
        inputs=(("years", len(weighted)), ("weighted_total", total), ("counted", sum(counts))),
        parameters=(part_years, *rounding.settings),
        article=articles([parameter for figure in weighted for parameter in figure.parameters]),
        rounding=rounding.rounded,
        parts=tuple(weighted),
    )


def jp_given_wage(wage: Money, months: int = FULL_YEAR) -> Figure:
    """A weighted wage that somebody else computed, as a given fact. Raises InvalidInput (`rules.amount_negative`)."""
    return Figure(
        code="jp.weighted_wage",
        label=sentence("Upah tertimbang sebulan yang sudah dihitung, %(months)s bulan iuran"),
        amount=checked_amount(wage, "weighted_monthly_wages"),
        inputs=(("months", months),),
    )


def jp_given_average(average: Money) -> Figure:
    """An average weighted wage that somebody else computed, as a given fact. Raises InvalidInput (`rules.amount_negative`)."""
    return Figure(
        code="jp.average_wage",
        label=sentence("Rata-rata upah tertimbang sebulan yang sudah dihitung"),
        amount=checked_amount(average, "average"),
        formula="weighted_total / counted",
        inputs=(("weighted_total", average), ("counted", 1)),
    )


def jp_formula_benefit(average: Figure, months: int, on: date, law: Lawbook | None = None) -> Figure:
    """Pasal 17(2): 1 % for each year of `months` paid, of the average. Raises InvalidInput (`rules.months_negative`)."""
    book = law or lawbook()
    checked_months(months, "contribution_months")
    rate = book.value("jp.accrual_rate", on)
    first = book.value("jp.benefit.round_average", on)
    rounding = benefit_rounding(book, on)
    total, counted = average.values["weighted_total"], average.values["counted"]
    if not isinstance(total, Money) or not isinstance(counted, int):
        raise TypeError(f"{average.code} is no average wage")
    exact = Fraction(average.money.sen) if first.flag else Fraction(total.sen, counted)
    return Figure(
        code="jp.formula_benefit",
        label=sentence("%(rate)s setahun, masa iur %(months)s bulan, dari rata-rata upah tertimbang"),
        amount=rounding.money(rate.rate.ratio * months / FULL_YEAR * exact),
        formula="rate = [jp.accrual_rate]; rate * months / 12 * ({jp.average_wage} if [jp.benefit.round_average] "
        "else sum(part.weighted_total / part.counted for part in {jp.average_wage}))",
        inputs=(("rate", rate.rate), ("months", months)),
        parameters=(rate, first, *rounding.settings),
        article=rate.source,
        rounding=rounding.rounded,
        parts=(average,),
    )


def jp_payout_form(months: int, on: date, law: Lawbook | None = None) -> Figure:
    """`pension` from 180 paid months at pension age, else `lump_sum`; `.text`. Raises InvalidInput (`rules.months_negative`)."""
    least = (law or lawbook()).value("jp.eligibility.min_contribution_months", on)
    monthly = checked_months(months, "contribution_months") >= least.number
    return Figure(
        code="jp.payout_form",
        label=sentence("Masa iur %(months)s bulan cukup untuk pensiun bulanan, paling sedikit %(least)s bulan")
        if monthly
        else sentence("Masa iur %(months)s bulan kurang dari %(least)s bulan, jadi dibayar sekaligus"),
        amount="pension" if monthly else "lump_sum",
        formula='least = [jp.eligibility.min_contribution_months]; "pension" if months >= least else "lump_sum"',
        inputs=(("months", months), ("least", least.number)),
        parameters=(least,),
        article=least.source,
    )


def jp_old_age_benefit(average: Figure, months: int, on: date, law: Lawbook | None = None) -> JpBenefit:
    """The pension of the first year, starting on `on`. Raises Refusal (`rules.jp_lump_sum_instead`) below 180 paid months."""
    form = jp_payout_form(months, on, law)
    if form.text == "lump_sum":
        raise Refusal(
            "Masa iur %(months)s bulan belum cukup untuk pensiun bulanan.",
            code="rules.jp_lump_sum_instead",
            fix="Iuran dan hasil pengembangannya dibayar sekaligus. Pensiun bulanan mulai dari %(least)s bulan.",
            values={"months": months, "least": form.parameters[0].number},
        )
    return _limited(jp_formula_benefit(average, months, on, law), on, law)


def jp_disability_benefit(average: Figure, counted: Figure, on: date, law: Lawbook | None = None) -> JpBenefit:
    """The full formula for the months that count (from `jp_counted_months`). Raises Refusal (`rules.jp_record_too_short`)."""
    return _limited(jp_formula_benefit(average, counted_or_refused(counted), on, law), on, law)


def jp_indexed_benefit(last: Money, year: int, law: Lawbook | None = None) -> JpBenefit:
    """The pension of a later year: the last one, raised by the inflation of the year before (Pasal 17(4)).

    Raises InvalidInput (`rules.amount_negative`, `rules.date_unbelievable`) and UnknownParameter where that inflation is not known.
    """
    book, on = law or lawbook(), date(believable_year(year, "year"), 1, 1)
    checked_amount(last, "last_benefit")
    inflation = book.value("jp.inflation_rate", date(year - 1, 12, 31))
    use = book.value("jp.inflation_use", on, "benefit")
    every = book.value("jp.benefit.limits_every_year", on)
    rounding = benefit_rounding(book, on)
    figure = Figure(
        code="jp.indexed_benefit",
        label=sentence("JP tahun %(year)s, %(last)s ditambah inflasi %(inflation)s"),
        amount=rounding.money(last.sen * (1 + inflation.rate.ratio)),
        formula="inflation = [jp.inflation_rate]; last * (1 + inflation)",
        inputs=(("year", year), ("last", last), ("inflation", inflation.rate)),
        parameters=(inflation, use, every, *rounding.settings),
        article=use.source,
        rounding=rounding.rounded,
    )
    return _limited(figure, on, law) if every.flag else JpBenefit(figure, figure)


def counted_or_refused(counted: Figure) -> int:
    """The months that count. Raises Refusal (`rules.jp_record_too_short`) when the record is too short for a monthly pension."""
    if counted.count:
        return counted.count
    raise Refusal(
        "Masa iur %(months_paid)s bulan belum memenuhi syarat pensiun bulanan.",
        code="rules.jp_record_too_short",
        fix="Periksa lama kepesertaan dan bulan yang iurannya sudah dibayar. Keduanya tertulis di rincian.",
        values={"months_paid": counted.values["months_paid"]},
    )


def _limited(formula: Figure, on: date, law: Lawbook | None) -> JpBenefit:
    try:
        return JpBenefit(formula, jp_within_limits(formula, on, law))
    except UnknownParameter as unknown:
        return JpBenefit(formula, unknown)


def _months_of(weighted: Figure) -> int:
    months = weighted.values["months"]
    if type(months) is not int:
        raise TypeError(f"{weighted.code} does not say its months")
    return months
