"""JHT reckoned a second time from the text: contribution, due day, fine, return.

PP 46/2015 Pasal 16, 19, 20, 22; PP 14/1993 Pasal 9, 10.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from tests.rules.oracle.book import first_of, last_of, months_on, nearest, open_day, percent, row, value

FIRST = 1993 * 12 + 2
"""March 1993, the first month whose first day lies in the programme, counted in months."""


def a_month(dice: Random, first: int = FIRST, last: int = 2030 * 12) -> tuple[int, int]:
    """A month, more often one at the edge of a law."""
    edges = [FIRST, 2015 * 12 + 5, 2015 * 12 + 6, 2020 * 12 + 6, 2020 * 12 + 7, 2021 * 12, 2021 * 12 + 1]
    number = dice.choice(edges) if dice.random() < 0.1 else dice.randrange(first, last)
    number = max(first, number)
    return number // 12, number % 12 + 1


def an_amount(dice: Random, most: int = 500_000_000_000) -> int:
    """Sen: small, round, near a half, or anything."""
    match dice.randrange(5):
        case 0:
            return dice.randrange(2_000)
        case 1:
            return dice.randrange(1, 50_000) * 100_000_00 % most
        case 2:
            return (dice.randrange(most // 50) * 50 + 25) % most
        case _:
            return dice.randrange(most)


def draw_contribution(dice: Random) -> dict[str, Any]:
    """A wage up to five billion rupiah in a month of the programme."""
    return {"wage": an_amount(dice), "month": a_month(dice)}


def contribution(wage: int, month: tuple[int, int]) -> tuple[int, int, int]:
    """Worker's and employer's share and the deposit; each share to the nearest sen, a half upwards."""
    day = first_of(*month)
    shares = [nearest(wage * percent(f"jht.contribution.{payer}_rate", day)) for payer in ("worker", "employer")]
    return shares[0], shares[1], sum(shares)


def _is_relieved(day: date) -> bool:
    return value("jht.covid_relief.applies", day) and row("jht.contribution.due_day", day, "PU_covid") is not None


def draw_due(dice: Random) -> dict[str, Any]:
    """A month of either segment."""
    segment = dice.choice(("PU", "BPU"))
    return {"month": a_month(dice, FIRST if segment == "PU" else 2015 * 12 + 6), "segment": segment}


@lru_cache(maxsize=10_000)
def due(month: tuple[int, int], segment: str) -> date:
    """The last day to pay: a day of the following month, moved to the next working day where the text says so."""
    day = first_of(*month)
    number = value("jht.contribution.due_day", day, "PU_covid" if segment == "PU" and _is_relieved(day) else segment)
    end = last_of(month[0], month[1] + 1)
    nominal = end if number > end.day else end.replace(day=number)
    if value("jht.contribution.due_day_roll", day, segment) == "none":
        return nominal
    return open_day(nominal, leave=value("jht.contribution.due_roll_collective_leave", day))


def draw_fine(dice: Random) -> dict[str, Any]:
    """A deposit and two days, up to about five years apart."""
    month = a_month(dice, last=2027 * 12)
    from_due = dice.choice((0, 1, 28, 29, 30, 31, 32, 59, 60, 61, dice.randrange(-40, 1800)))
    return {"deposit": an_amount(dice), "month": month, "late_by": from_due}


def fine(deposit: int, month: tuple[int, int], paid_on: date) -> int:
    """A share of the whole deposit for every month begun after the due day. Counted month by month, as on a calendar."""
    day, due_on = first_of(*month), due(month, "PU")
    begun = 0
    while months_on(due_on, begun) < paid_on:
        begun += 1
    return nearest(deposit * begun * percent("jht.late_fine_rate", day, "covid" if _is_relieved(day) else None))


DECIMALS = 10**18


@lru_cache(maxsize=100_000)
def grown(rate: Fraction, twelfths: int) -> Fraction:
    """(1+r)^(k/12) to 18 decimals, found by halving an interval of 30 decimals."""
    if twelfths % 12 == 0:
        return (1 + rate) ** (twelfths // 12)
    power, low, high = (1 + rate) ** twelfths, 10**30, 2 * 10**30
    while high - low > 1:
        middle = (low + high) // 2
        if middle**12 * power.denominator <= power.numerator * 10**360:
            low = middle
        else:
            high = middle
    return Fraction(round(Fraction(low, 10**30) * DECIMALS), DECIMALS)


def draw_return(dice: Random) -> dict[str, Any]:
    """A balance, some bookings in and out, and a month of a year, under any method."""
    year = dice.randrange(2015, 2031)
    rates = [Fraction(dice.randrange(2001), 10_000), Fraction(551, 10_000), Fraction(0), Fraction(1)]
    flows = []
    for _ in range(dice.choice((0, 0, 1, 3, 12))):
        month = dice.randrange(1, 13)
        sign = -1 if dice.random() < 0.2 else 1
        flows.append((date(year, month, dice.randrange(1, last_of(year, month).day + 1)), sign * an_amount(dice, 10**10)))
    return {
        "opening": an_amount(dice, 10**12),
        "flows": flows,
        "rate": dice.choice(rates),
        "method": dice.choice(("monthly", "monthly", "yearly", "daily")),
        "month": (year, dice.randrange(1, 13)),
        "credited": dice.choice((0, 0, an_amount(dice, 10**9))),
    }


def returned(opening: int, flows: list[tuple[date, int]], rate: Fraction, method: str, month: tuple[int, int], credited: int) -> int:
    """What the month still has to bring so that the year's return so far is on the account, cut to the sen; never below nothing."""
    year, twelfths = month
    end = last_of(*month)
    share = {"monthly": _share_monthly, "yearly": _share_yearly, "daily": _share_daily}[method]
    exact = opening * share(rate, None, year, twelfths)
    for booked_on, amount in flows:
        if booked_on <= end:
            exact += amount * share(rate, booked_on, year, twelfths)
    return max(0, max(0, int(exact // 1)) - credited)


def _share_monthly(rate: Fraction, booked_on: date | None, _year: int, twelfths: int) -> Fraction:
    return _grown_between(rate, booked_on.month if booked_on else 0, twelfths)


@lru_cache(maxsize=10_000)
def _grown_between(rate: Fraction, booked: int, twelfths: int) -> Fraction:
    exact = grown(rate, twelfths) / grown(rate, booked) - 1
    return Fraction(round(exact * DECIMALS), DECIMALS)


def _share_yearly(rate: Fraction, booked_on: date | None, _year: int, twelfths: int) -> Fraction:
    return rate if booked_on is None and twelfths == 12 else Fraction(0)


def _share_daily(rate: Fraction, booked_on: date | None, year: int, twelfths: int) -> Fraction:
    begin, end = booked_on or date(year - 1, 12, 31), last_of(year, twelfths)
    return rate * (end - begin).days / (date(year + 1, 1, 1) - date(year, 1, 1)).days


def draw_projection(dice: Random) -> dict[str, Any]:
    """A balance and a wage carried on for some years."""
    year = dice.randrange(2026, 2031)
    return {
        "on": date(year, dice.randrange(1, 13), dice.randrange(1, 29)),
        "balance": an_amount(dice, 10**10),
        "wage": dice.randrange(1_000_000, 30_000_000) * 100,
        "until": (year + dice.choice((1, 2, 5, dice.randrange(1, 31))), dice.randrange(1, 13)),
        "raised": Fraction(dice.randrange(0, 1_501), 10_000),
        "rate": Fraction(dice.randrange(0, 1_201, 25), 10_000),
    }


def projected(on: date, balance: int, wage: int, until: tuple[int, int], raised: Fraction, rate: Fraction) -> int:
    """A balance in a later month: contributions of each month booked in the next one, the wage raised each January, a return each year."""
    booked_last, first = until[0] * 12 + until[1] - 1, on.year * 12 + on.month - 1
    for year in range(on.year, until[0] + 1):
        flows = []
        for number in range(max(first, year * 12), min(booked_last, year * 12 + 11) + 1):
            before = number - 1
            now = int(wage * (1 + raised) ** max(0, before // 12 - on.year) // 100 * 100)
            flows.append((date(year, number % 12 + 1, 15), contribution(now, (before // 12, 1))[2]))
        last = until[1] if year == until[0] else 12
        begun = [(on, balance)] if year == on.year else []
        earned = returned(0 if begun else balance, begun + flows, rate, "monthly", (year, last), 0)
        balance += sum(amount for _, amount in flows) + earned
    return balance
