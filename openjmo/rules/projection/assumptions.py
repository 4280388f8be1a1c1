"""Where a projection starts and what it assumes, checked before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month, age_on
from openjmo.rules.lawbook import Lawbook, lawbook

HIGHEST_YEARLY: Final = Rate.percent(100)
"""A bound of good sense for every yearly percentage."""
LOWEST_AGE, HIGHEST_AGE = 15, 80
"""Ages a projection may end at: a net for typing errors, not the law's limits."""
MOST_WAGE: Final = Money.of_rupiah(10_000_000_000)
"""Rp 10 billion a month: beyond it a typing error is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is certain today: the balance to the sen and the first month whose contribution is not on it yet."""

    on: date
    balance: Money
    birth_date: date
    first_month: Month


@dataclass(frozen=True, slots=True)
class Break:
    """Months without work, both included."""

    first: Month
    last: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What nobody knows. Percentages are per year; wages rise each January."""

    wage: Money
    """The monthly wage now."""
    wage_growth: Rate
    return_low: Rate
    return_middle: Rate
    return_high: Rate
    inflation: Rate
    until_age: int
    """The balance is projected to the month of this birthday."""
    stop_age: int
    """The last contribution is for the month before this birthday's."""
    breaks: tuple[Break, ...] = ()
    taken_now: Money = field(default_factory=Money.zero)
    """Taken out of the balance today, for example a partial claim."""

    def returns(self) -> tuple[Rate, Rate, Rate]:
        """Lowest, middle, highest."""
        return self.return_low, self.return_middle, self.return_high


def default_assumptions(*, wage: Money, on: date, until_age: int, law: Lawbook | None = None) -> Assumptions:
    """The assumptions of the book; the middle return is the newest published one, else the middle of the band."""
    book = law or lawbook()
    low, high = book.value("projection.return_low", on).rate, book.value("projection.return_high", on).rate
    published = newest_return(on, book)
    middle = min(max(published, low), high) if published else Rate((low.ratio + high.ratio) / 2)
    return Assumptions(
        wage=wage,
        wage_growth=book.value("projection.wage_growth", on).rate,
        return_low=low,
        return_middle=middle,
        return_high=high,
        inflation=book.value("projection.inflation", on).rate,
        until_age=until_age,
        stop_age=until_age,
    )


def newest_return(on: date, law: Lawbook) -> Rate | None:
    """The return of the newest year known on a day; None when no year is."""
    for year in range(on.year, law.first_day("jht.development.annual_rate").year - 1, -1):
        if found := law.find("jht.development.annual_rate", date(year, 12, 31)):
            return found.rate
    return None


def check(start: Start, assumptions: Assumptions) -> None:
    """Raises InvalidInput naming the field and what is accepted."""
    age = age_on(start.birth_date, start.on)
    if not max(LOWEST_AGE, age + 1) <= assumptions.until_age <= HIGHEST_AGE:
        raise wrong_input("until_age", "Masukkan usia antara %(least)s dan %(most)s.", least=max(LOWEST_AGE, age + 1), most=HIGHEST_AGE)
    if not max(LOWEST_AGE, age) <= assumptions.stop_age <= assumptions.until_age:
        raise wrong_input(
            "stop_age", "Masukkan usia antara %(least)s dan %(most)s.", least=max(LOWEST_AGE, age), most=assumptions.until_age
        )
    if not Money.zero() <= assumptions.wage <= MOST_WAGE:
        raise wrong_input("wage", "Masukkan upah sebulan antara nol dan Rp10 miliar.")
    yearly = {
        "wage_growth": assumptions.wage_growth,
        "return_low": assumptions.return_low,
        "return_middle": assumptions.return_middle,
        "return_high": assumptions.return_high,
        "inflation": assumptions.inflation,
    }
    for name, rate in yearly.items():
        if not Rate.of(0) <= rate <= HIGHEST_YEARLY:
            raise wrong_input(name, "Masukkan persen setahun antara 0 dan 100.")
    if not assumptions.return_low <= assumptions.return_middle <= assumptions.return_high:
        raise wrong_input("return_middle", "Hasil pengembangan yang di tengah harus berada di antara yang paling rendah dan paling tinggi.")
    if not Money.zero() <= assumptions.taken_now <= start.balance:
        raise wrong_input("taken_now", "Yang diambil sekarang paling banyak sebesar saldo.")
    if any(gap.last < gap.first for gap in assumptions.breaks):
        raise wrong_input("breaks", "Jeda kerja berakhir sebelum dimulai. Tukar kedua bulannya.")


def wrong_input(field_name: str, message: str, **values: object) -> InvalidInput:
    """The refusal of one field of a projection."""
    return InvalidInput(message, code="rules.projection_input_wrong", field=field_name, fix="Ubah isian ini.", values=values)
