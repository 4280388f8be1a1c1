"""JP reckoned a second time from the text: cap, pension age, contribution, weighted wage, benefit. PP 45/2015 Pasal 15, 17, 18, 28, 29."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.rules.oracle.book import birthday, first_of, nearest, percent, sen, value
from tests.rules.oracle.jht import a_month, an_amount

RUPIAH = 100
BEGINNING = date(2015, 7, 1)


def reached(birth: date) -> date:
    """The first day of the programme on which somebody is as old as that day's pension age asks, walking from birthday to birthday."""
    for age in range(56, 66):
        day = max(birthday(birth, age), BEGINNING)
        while day < birthday(birth, age + 1):
            if value("jp.pension_age", day) <= age:
                return day
            day = min(date(day.year + 1, 1, 1), birthday(birth, age + 1))
    return birthday(birth, 65)


def pension_start(birth: date) -> tuple[date, date]:
    """The day of pension age, and the 1st of the month after it, from which the pension is paid (Pasal 15)."""
    day = reached(birth)
    return day, first_of(day.year, day.month + 1)


def draw_birth(dice: Random) -> dict[str, Any]:
    """A day of birth of somebody who may reach pension age under this law."""
    return {"birth": date(1959, 1, 1) + timedelta(days=dice.randrange(20_000))}


def draw_contribution(dice: Random) -> dict[str, Any]:
    """A wage in a month of the programme, perhaps of somebody whose age is known."""
    month = a_month(dice, 2015 * 12 + 6)
    birth = dice.choice((None, date(month[0] - dice.randrange(54, 67), dice.randrange(1, 13), dice.randrange(1, 29))))
    return {"wage": an_amount(dice, 3_000_000_000), "month": month, "birth": birth}


def contribution(wage: int, month: tuple[int, int], birth: date | None) -> tuple[int, int, int]:
    """The wage that counts, the worker's and the employer's share. Nothing from the month on whose first day pension age is reached."""
    day = first_of(*month)
    if birth is not None and reached(birth) <= day:
        return 0, 0, 0
    base = min(wage, sen("jp.wage_cap", day))
    worker, employer = (nearest(base * percent(f"jp.contribution.{payer}_rate", day)) for payer in ("worker", "employer"))
    return base, worker, employer


def draw_cap(dice: Random) -> dict[str, Any]:
    """A cap and a growth between -5 and 10 %."""
    return {"cap": dice.randrange(70_000, 200_000) * RUPIAH * 100, "growth": Fraction(dice.randrange(-500, 1001), 10_000)}


def next_cap(cap: int, growth: Fraction) -> int:
    """The cap of the next year, down to a hundred rupiah (Pasal 29(3); the step is observed, not written)."""
    return int(cap * (1 + growth) // (100 * RUPIAH)) * 100 * RUPIAH


def draw_weighted(dice: Random) -> dict[str, Any]:
    """A wage and the inflation of up to fifteen years."""
    first = dice.randrange(2015, 2030)
    years = {year: Fraction(dice.randrange(0, 1001), 10_000) for year in range(first, dice.randrange(first, 2030) + 1)}
    return {"wage": dice.randrange(1_000_000, 20_000_000) * RUPIAH, "inflation": years}


def weighted(wage: int, inflation: Mapping[int, Fraction]) -> int:
    """A year's wage carried to today with each year's inflation, to the nearest rupiah (Pasal 17(3) and its explanation)."""
    exact = Fraction(wage)
    for year in sorted(inflation):
        exact += exact * inflation[year]
    return nearest(exact, RUPIAH)


def draw_benefit(dice: Random) -> dict[str, Any]:
    """Fifteen to forty years of wages, each with the months that were paid."""
    counts = [dice.choice((12, 12, dice.randrange(1, 13))) for _ in range(dice.randrange(15, 41))]
    wages = [(dice.randrange(1_000_000, 15_000_000) * RUPIAH, count) for count in counts]
    return {"months": max(180, sum(counts)), "wages": wages, "on": date(2026, dice.randrange(1, 12), 1)}


def benefit(months: int, wages: Sequence[tuple[int, int]], on: date) -> tuple[int, int]:
    """One percent of the average weighted wage for each year paid, to the nearest rupiah; and within the year's limits (Pasal 17, 18)."""
    assert value("jp.benefit.part_years", on) == "by_months"
    average = Fraction(sum(wage * count for wage, count in wages), sum(count for _, count in wages))
    exact = nearest(percent("jp.accrual_rate", on) * Fraction(months, 12) * average, RUPIAH)
    return exact, min(sen("jp.benefit.maximum", on), max(sen("jp.benefit.minimum", on), exact))
