"""A balance projected month by month to a birthday, for three returns.

The contribution of a month is booked in the month after it, as the law's due day has it (PP 46/2015 Pasal 19). Future months are governed
by the law as known now. Wages rise each January and are cut to whole rupiah.

The first year begins with today's balance in today's month: what it has already earned this year is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from openjmo.core.money import SEN_PER_RUPIAH, Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.contributions import jht_contribution
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.growth import GrowthTable
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.projection.assumptions import Assumptions, Start, check
from openjmo.rules.projection.walk import year_figure, year_returns


@dataclass(frozen=True, slots=True)
class YearEnd:
    """Where the balance stands at the end of a year (of the last one: of the birthday's month), for the three returns."""

    month: Month
    wage: Money
    """The monthly wage of that year; zero when nothing is paid in."""
    booked: Money
    """Contributions booked in that year."""
    low: Money
    middle: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Projection:
    """The three balances at the end, and the years between."""

    until: Month
    low: Money
    middle: Money
    high: Money
    contributions: Money
    """All future contributions."""
    years: tuple[YearEnd, ...]


class _Booking(NamedTuple):
    """One contribution: booked in this month, for a month of that year."""

    booked_in: Month
    wage_year: int


def project(start: Start, assumptions: Assumptions, law: Lawbook | None = None) -> Projection:
    """Project. Raises InvalidInput `rules.projection_input_wrong` with the field and what is accepted."""
    plan = _Plan(start, assumptions, law or lawbook())
    walks = [_Walk(plan, rate) for rate in assumptions.returns()]
    ends = []
    for month in plan.ends():
        slots = plan.slots(month.year)
        for walk in walks:
            walk.go(month, slots)
        wage = plan.wages[month.year].money if month.year in plan.wages else Money.zero()
        ends.append(YearEnd(month, wage, Money(sum(slots.values())), *(walk.balance for walk in walks)))
    low, middle, high = (walk.balance for walk in walks)
    return Projection(plan.until, low, middle, high, Money.total(end.booked for end in ends), tuple(ends))


def explain_projection(start: Start, assumptions: Assumptions, law: Lawbook | None = None) -> Figure:
    """The middle balance with its reasons, year by year. Raises as `project`."""
    plan = _Plan(start, assumptions, law or lawbook())
    walk = _Walk(plan, assumptions.return_middle)
    years = []
    for month in plan.ends():
        years.append(walk.explained(month, plan.slots(month.year), plan.contributions(month.year)))
        walk.go(month, plan.slots(month.year))
    return Figure(
        code="projection.balance",
        label=sentence("Perkiraan saldo pada %(until)s: saldo sekarang %(balance)s ditambah yang masuk tiap tahun"),
        amount=walk.balance,
        formula="balance = now - taken_now; balance + total({projection.year})",
        inputs=(
            ("now", start.balance),
            ("taken_now", assumptions.taken_now),
            ("balance", plan.left),
            ("until", plan.until),
            ("wage_now", assumptions.wage),
            ("wage_growth", assumptions.wage_growth),
            ("first_year", start.on.year),
        ),
        parameters=tuple(plan.law.value(name, start.on) for name in ("jht.development.crediting_method", "jht.development.rounding")),
        notes=(sentence("Perkiraan, bukan janji: hasil pengembangan, upah, dan aturan kelak bisa lain."),),
        parts=tuple(years),
    )


class _Plan:
    """What will be booked when, whatever it earns."""

    def __init__(self, start: Start, assumptions: Assumptions, law: Lawbook) -> None:
        check(start, assumptions)
        self.start, self.law = start, law
        self.left = start.balance - assumptions.taken_now
        self.until = Month.of(start.birth_date).plus(12 * assumptions.until_age)
        self.bookings = [booking for booking in _bookings(start, assumptions) if booking.booked_in <= self.until]
        self.wages = {year: _wage(assumptions, start.on.year, year) for year in {booking.wage_year for booking in self.bookings}}
        self.shares = {year: jht_contribution(wage.money, Month(year, 1), law).figure for year, wage in self.wages.items()}

    def ends(self) -> Iterator[Month]:
        """The last month of every year, of the last one the birthday's."""
        for year in range(self.start.on.year, self.until.year + 1):
            yield self.until if year == self.until.year else Month(year, 12)

    def slots(self, year: int) -> dict[int, int]:
        """Sen booked in each month of a year."""
        return {one.booked_in.month: self.shares[one.wage_year].money.sen for one in self.bookings if one.booked_in.year == year}

    def contributions(self, year: int) -> tuple[Figure, ...]:
        """The same with reasons: one figure for each wage."""
        booked = [one for one in self.bookings if one.booked_in.year == year]
        return tuple(_contributions(booked, self.wages, self.shares, wage) for wage in sorted({one.wage_year for one in booked}))


class _Walk:
    """One balance on its way, under one return."""

    def __init__(self, plan: _Plan, rate: Rate) -> None:
        self.balance = plan.left
        self._start = plan.start
        self._rate = rate
        self._method = plan.law.value("jht.development.crediting_method", plan.start.on).text
        self._rounding = Rounding(plan.law.value("jht.development.rounding", plan.start.on).text)

    def _year(self, month: Month, slots: dict[int, int]) -> tuple[GrowthTable, dict[int, int]]:
        table = GrowthTable.for_rate(self._rate, self._method, month.year, self._rounding)
        is_first = month.year == self._start.on.year
        by_slot = {table.slot_of(self._start.on) if is_first else 0: self.balance.sen}
        for inside, sen in slots.items():
            slot = table.slot_of(Month(month.year, inside).day(15))
            by_slot[slot] = by_slot.get(slot, 0) + sen
        return table, by_slot

    def go(self, month: Month, slots: dict[int, int]) -> None:
        """To the end of a year."""
        table, by_slot = self._year(month, slots)
        self.balance += Money(sum(slots.values()) + table.earned(by_slot, month.month))

    def explained(self, month: Month, slots: dict[int, int], contributions: tuple[Figure, ...]) -> Figure:
        """The year with its reasons, before going there."""
        table, by_slot = self._year(month, slots)
        return year_figure(month.year, self.balance, Money(sum(slots.values())), contributions, year_returns(table, by_slot, month))


def _bookings(start: Start, assumptions: Assumptions) -> Iterator[_Booking]:
    month = max(start.first_month, Month.of(start.on).plus(-1))
    stop = Month.of(start.birth_date).plus(12 * assumptions.stop_age)
    while month < stop:
        if not any(gap.first <= month <= gap.last for gap in assumptions.breaks):
            yield _Booking(month.following(), month.year)
        month = month.following()


def _wage(assumptions: Assumptions, first_year: int, year: int) -> Figure:
    """The monthly wage of a year, cut to whole rupiah."""
    grown = assumptions.wage.sen * (1 + assumptions.wage_growth.ratio) ** max(0, year - first_year)
    return Figure(
        code="projection.wage",
        label=sentence("Upah sebulan pada tahun %(year)s bila naik %(wage_growth)s setahun dari %(wage_now)s"),
        amount=Money(Rounding.DOWN.apply(Fraction(grown) / SEN_PER_RUPIAH) * SEN_PER_RUPIAH),
        formula="wage_now * power(1 + wage_growth, max(0, year - first_year))",
        inputs=(
            ("wage_now", assumptions.wage),
            ("wage_growth", assumptions.wage_growth),
            ("year", year),
            ("first_year", first_year),
        ),
        rounding=Rounded(Rounding.DOWN, SEN_PER_RUPIAH),
    )


def _contributions(booked: list[_Booking], wages: dict[int, Figure], shares: dict[int, Figure], wage_year: int) -> Figure:
    months = sum(booking.wage_year == wage_year for booking in booked)
    share = shares[wage_year]
    return Figure(
        code="projection.contributions",
        label=sentence("Iuran %(months)s bulan dari upah %(wage)s"),
        amount=share.money * months,
        formula="wage = {projection.wage}; wage = sum(share.wage for share in {jht.contribution}); months * {jht.contribution}",
        inputs=(("months", months), ("wage", wages[wage_year].money)),
        parts=(wages[wage_year], share),
    )
