"""The JKK benefit of somebody who cannot work for a time (STMB, santunan sementara tidak mampu bekerja).

A share of the monthly wage that falls by stretches of months: 100, 75 and 50 % until 1 December 2019, since then 100 % for twelve months
and 50 % after. Lampiran III of PP 44/2015 and of PP 82/2019, from secondary sources. The day of the accident decides the law. How an
incomplete month counts was not found: `jkk.benefit.stmb_part_month`.

>>> unable_to_work(Money.of_rupiah(4_000_000), date(2026, 1, 5), months=13).money
Money(sen=5000000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month, plus_months
from openjmo.rules.believable import believable_day
from openjmo.rules.benefit_parts import benefit_rounding, refuse_negative, refuse_negative_count, refuse_order
from openjmo.rules.derivation import Figure, Value, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue

STRETCHES: Final = ("months_1_6", "months_7_12", "months_1_12", "after_month_12")
"""The stretches either law knows, in order."""
USUAL_MONTH_DAYS: Final = 30
SHORTEST_MONTH: Final = 28
LONGEST_MONTH: Final = 31
_WHOLE: Final = sentence("Santunan sementara tidak mampu bekerja selama %(all_months)s bulan dan %(all_days)s hari")
_WHOLE_MONTHS: Final = sentence("Santunan sementara tidak mampu bekerja selama %(all_months)s bulan")
_LABELS: Final = {
    (False, False): sentence("%(rate)s dari upah %(wage)s selama %(months)s bulan"),
    (False, True): sentence("%(rate)s dari upah %(wage)s selama %(months)s bulan, sesudah bulan ke-%(before)s"),
    (True, False): sentence("%(rate)s dari upah %(wage)s selama %(months)s bulan dan %(days)s hari"),
    (True, True): sentence("%(rate)s dari upah %(wage)s selama %(months)s bulan dan %(days)s hari, sesudah bulan ke-%(before)s"),
}
"""A stretch by whether it has days beside its months, and whether another came before it."""


@dataclass(frozen=True, slots=True)
class TimeUnable:
    """Whole months, and days of a further month that has so many."""

    months: int
    days: int = 0
    month_days: int = USUAL_MONTH_DAYS

    @classmethod
    def between(cls, first_day: date, last_day: date) -> TimeUnable:
        """From the first to the last day unable to work, both included. Raises InvalidInput (`rules.dates_reversed`)."""
        refuse_order(believable_day(first_day, "first_day"), believable_day(last_day, "last_day"), "last_day")
        end = last_day + timedelta(days=1)
        months = Month.of(end).index - Month.of(first_day).index
        if plus_months(first_day, months) > end:
            months -= 1
        begun = plus_months(first_day, months)
        return cls(months, (end - begun).days, (plus_months(first_day, months + 1) - begun).days)


class _Law(NamedTuple):
    key: str
    rate: ParameterValue
    last_month: ParameterValue | None


def unable_between(wage: Money, accident_on: date, first_day: date, last_day: date, law: Lawbook | None = None) -> Figure:
    """The benefit for the days from the first to the last unable to work, both included. Raises as `unable_to_work`."""
    time = TimeUnable.between(first_day, last_day)
    dates: tuple[tuple[str, Value], ...] = (("first_day", first_day), ("last_day", last_day))
    checks = (
        "all_months = full_months(first_day, plus_days(last_day, 1)); "
        "all_days = days_from(plus_months(first_day, all_months), plus_days(last_day, 1)); "
    )
    return _benefit(wage, accident_on, time, law, dates, checks)


def unable_to_work(
    wage: Money, accident_on: date, *, months: int, days: int = 0, month_days: int = USUAL_MONTH_DAYS, law: Lawbook | None = None
) -> Figure:
    """The benefit for so many months and days of a further month. Wage is the last one before the accident.

    Raises InvalidInput: `rules.amount_negative`, `rules.count_negative`, `rules.month_days_wrong`.
    """
    for count, field in ((months, "months"), (days, "days")):
        refuse_negative_count(count, field)
    if not SHORTEST_MONTH <= month_days <= LONGEST_MONTH:
        raise InvalidInput(
            "Satu bulan tidak mungkin %(month_days)s hari.",
            code="rules.month_days_wrong",
            field="month_days",
            fix="Isi banyaknya hari pada bulan itu, dari %(least)s sampai %(most)s.",
            values={"month_days": month_days, "least": SHORTEST_MONTH, "most": LONGEST_MONTH},
        )
    return _benefit(wage, accident_on, TimeUnable(months, days, month_days), law, (), "")


def _benefit(
    wage: Money, accident_on: date, time: TimeUnable, law: Lawbook | None, dates: tuple[tuple[str, Value], ...], checks: str
) -> Figure:
    refuse_negative(wage, "wage")
    book = law or lawbook()
    part_month = book.value("jkk.benefit.stmb_part_month", accident_on)
    thirtieths = part_month.text == "thirtieths"
    counted = TimeUnable(time.months, time.days, USUAL_MONTH_DAYS if thirtieths else time.month_days)
    parts = _stretches(wage, counted, accident_on, book)
    return Figure(
        code="jkk.benefit.stmb",
        label=_WHOLE if time.days else _WHOLE_MONTHS,
        amount=Money.total(part.money for part in parts),
        formula=(
            f"{checks}all_months = sum(part.months for part in {{jkk.benefit.stmb_stretch}}); "
            "all_days = sum(part.days for part in {jkk.benefit.stmb_stretch}); "
            f'month_days = {USUAL_MONTH_DAYS} if [{part_month.id}] == "thirtieths" else running_month_days; total(parts)'
        ),
        inputs=(
            ("wage", wage),
            ("accident_on", accident_on),
            ("all_months", time.months),
            ("all_days", time.days),
            ("running_month_days", time.month_days),
            ("month_days", counted.month_days),
            *dates,
        ),
        parameters=(part_month,),
        article=articles([parameter for part in parts for parameter in part.parameters]),
        notes=(sentence("Pemberi kerja tetap membayar upah, lalu menerima santunan ini sebagai gantinya."),),
        parts=parts,
    )


def _stretches(wage: Money, time: TimeUnable, on: date, book: Lawbook) -> tuple[Figure, ...]:
    """One figure for each stretch that was reached, and always the first."""
    parts: list[Figure] = []
    before = 0
    for stretch in _stretches_of_law(on, book):
        last = stretch.last_month.number if stretch.last_month else None
        months = max(0, (time.months if last is None else min(time.months, last)) - before)
        days = time.days if before <= time.months and (last is None or time.months < last) else 0
        if months or days or not parts:
            parts.append(_stretch(wage, stretch, time, before=before, months=months, days=days, on=on, book=book))
        before = last or before
    return tuple(parts)


def _stretches_of_law(on: date, book: Lawbook) -> list[_Law]:
    found = [(key, book.find("jkk.benefit.stmb", on, key)) for key in STRETCHES]
    if not any(rate for _, rate in found):
        book.value("jkk.benefit.stmb", on, STRETCHES[0])
    last_known = book.parameter("jkk.benefit.stmb_last_month").keys
    return [
        _Law(key, rate, book.value("jkk.benefit.stmb_last_month", on, key) if key in last_known else None) for key, rate in found if rate
    ]


def _stretch(wage: Money, stretch: _Law, time: TimeUnable, *, before: int, months: int, days: int, on: date, book: Lawbook) -> Figure:
    settings, rounded = benefit_rounding(book, on)
    share = Rate((months + Fraction(days, time.month_days)) * stretch.rate.rate.ratio)
    last = "[jkk.benefit.stmb_last_month]"
    if stretch.last_month:
        checks = f"months = max(0, min(all_months, {last}) - before); days = all_days if before <= all_months < {last} else 0; "
    else:
        checks = "months = max(0, all_months - before); days = all_days if before <= all_months else 0; "
    return Figure(
        code="jkk.benefit.stmb_stretch",
        label=_LABELS[bool(days), bool(before)],
        amount=wage.times(share, rounded.method, unit_sen=rounded.unit_sen),
        formula=f"{checks}rate = [jkk.benefit.stmb]; wage * rate * (months + days / month_days)",
        inputs=(
            ("wage", wage),
            ("rate", stretch.rate.rate),
            ("months", months),
            ("days", days),
            ("before", before),
        ),
        parameters=tuple(part for part in (stretch.rate, stretch.last_month, *settings) if part),
        article=stretch.rate.source,
        rounding=rounded,
    )
