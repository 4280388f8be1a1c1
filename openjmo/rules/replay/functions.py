"""What a formula may call. Written anew, with other methods than the rules use where there is one."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any, Final, NamedTuple


class YearMonth(NamedTuple):
    """A calendar month."""

    year: int
    month: int


def _whole(value: Fraction) -> int:
    if value != int(value):
        raise ValueError(f"{value} is no whole number")
    return int(value)


def as_month(value: date | YearMonth) -> YearMonth:
    """The month a day lies in."""
    return value if isinstance(value, YearMonth) else YearMonth(value.year, value.month)


def _shifted(month: YearMonth, count: int) -> YearMonth:
    index = month.year * 12 + month.month - 1 + count
    return YearMonth(index // 12, index % 12 + 1)


def day_of(month: date | YearMonth, number: Fraction) -> date:
    """Day `number` of a month, or its last day where the month is shorter."""
    year, inside = as_month(month)
    return date(year, inside, min(_whole(number), monthrange(year, inside)[1]))


def plus_months(start: date | YearMonth, count: Fraction) -> date | YearMonth:
    """So many months later: of a month a month, of a day the same day or the last of a shorter month."""
    later = _shifted(as_month(start), _whole(count))
    return later if isinstance(start, YearMonth) else day_of(later, Fraction(start.day))


def plus_days(start: date, count: Fraction) -> date:
    """So many days later."""
    return start + timedelta(days=_whole(count))


def months_from(first: date | YearMonth, last: date | YearMonth) -> Fraction:
    """The difference of two months, days not looked at."""
    a, b = as_month(first), as_month(last)
    return Fraction((b.year - a.year) * 12 + b.month - a.month)


def full_months(first: date, last: date) -> Fraction:
    """Months completed from a day to another; none when the other is earlier."""
    count = 0
    while plus_months(first, Fraction(count + 1)) <= last:  # type: ignore[operator]  # a day gives a day
        count += 1
    return Fraction(count)


def started_months(first: date, last: date) -> Fraction:
    """Months begun from a day to another; none when the other is not later."""
    full = full_months(first, last)
    return full + (1 if plus_months(first, full) < last else 0)  # type: ignore[operator]  # a day gives a day


def age(birth: date, on: date) -> Fraction:
    """Completed years; born on 29 February, the year is complete on 1 March of a common year."""
    before = (on.month, on.day) < (birth.month, birth.day)
    return Fraction(on.year - birth.year - (1 if before else 0))


def birthday(birth: date, years: Fraction) -> date:
    """The first day on which so many years are complete."""
    day = date(birth.year + _whole(years), birth.month, 1)
    while age(birth, day) < years:
        day += timedelta(days=1)
    return day


@cache
def _closed(year: int, leave: bool) -> frozenset[date]:  # noqa: FBT001
    from holidays import country_holidays

    kinds = ("public", "government") if leave else ("public",)
    return frozenset(country_holidays("ID", years=year, categories=kinds, language="id"))


def _is_open(day: date, *, leave: bool) -> bool:
    return day.weekday() < 5 and day not in _closed(day.year, leave)  # noqa: PLR2004 - Monday to Friday


def next_working_day(day: date, leave: bool) -> date:  # noqa: FBT001
    """The day itself or the first working day after it; `leave`: cuti bersama is no working day."""
    while not _is_open(day, leave=leave):
        day += timedelta(days=1)
    return day


def plus_working_days(day: date, count: Fraction, leave: bool) -> date:  # noqa: FBT001
    """The so-manieth working day after a day."""
    left = _whole(count)
    while left:
        day += timedelta(days=1)
        left -= _is_open(day, leave=leave)
    return day


def days_from(first: date, last: date) -> Fraction:
    """Days from one day to another; negative when the other is earlier."""
    return Fraction(last.toordinal() - first.toordinal())


def working_days_from(first: date, last: date, leave: bool) -> Fraction:  # noqa: FBT001
    """Working days after a day up to and with another; none when the other is not later."""
    return Fraction(sum(_is_open(date.fromordinal(day), leave=leave) for day in range(first.toordinal() + 1, last.toordinal() + 1)))


def rate_in_month(stretches: Sequence[Mapping[str, Any]], number: Fraction) -> Fraction:
    """The rate of the so-manieth month of a schedule; zero behind its end."""
    rates = [stretch["rate"] for stretch in stretches for _ in range(_whole(stretch["months"]))]
    return Fraction(rates[_whole(number) - 1]) if number <= len(rates) else Fraction(0)


def tiers(amount: Fraction, scale: Sequence[Mapping[str, Any]]) -> Fraction:
    """What a rising scale takes of an amount, each rate on its own stretch."""
    ends = [*(step["above"] for step in scale[1:]), None]
    taken = Fraction(0)
    for step, end in zip(scale, ends, strict=True):
        top = amount if end is None else min(amount, end)
        taken += max(Fraction(0), top - step["above"]) * step["rate"]
    return taken


def floor_to(value: Fraction, unit: Fraction) -> Fraction:
    """Down to a multiple of `unit`."""
    return math.floor(value / unit) * unit


def ceil_to(value: Fraction, unit: Fraction) -> Fraction:
    """Up to a multiple of `unit`."""
    return math.ceil(value / unit) * unit


def round_to(value: Fraction, unit: Fraction) -> Fraction:
    """To the nearest multiple of `unit`; the middle goes away from zero."""
    steps = abs(value) / unit
    whole = math.floor(steps + Fraction(1, 2))
    return (whole if value >= 0 else -whole) * unit


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A whole power."""
    if not 0 <= exponent <= 1_000:  # noqa: PLR2004 - a bound of good sense
        raise ValueError("the exponent is not between 0 and 1000")
    return base ** _whole(exponent)


_PLACES: Final = Decimal(1).scaleb(-18)


@cache
def _grown(rate: Fraction, twelfths: int) -> Fraction:
    """(1+r)^(k/12) with 18 decimals, by logarithms."""
    with localcontext() as context:
        context.prec = 80
        base = 1 + Decimal(rate.numerator) / Decimal(rate.denominator)
        exact = (base.ln() * twelfths / 12).exp() if rate else Decimal(1)
        return Fraction(exact.quantize(_PLACES, ROUND_HALF_EVEN))


def growth(method: str, rate: Fraction, slot: Fraction, month: date | YearMonth) -> Fraction:
    """What one sen booked in a slot has earned by the end of a month: `monthly`, `yearly` or `daily` crediting."""
    year, inside = as_month(month)
    if method == "monthly":
        exact = _grown(rate, inside) / _grown(rate, _whole(slot)) - 1
        with localcontext() as context:
            context.prec = 80
            share = Decimal(exact.numerator) / Decimal(exact.denominator)
            return Fraction(share.quantize(_PLACES, ROUND_HALF_EVEN))
    if method == "yearly":
        return rate if inside == 12 and slot == 0 else Fraction(0)  # noqa: PLR2004 - December
    days = date(year, 12, 31).timetuple().tm_yday
    end = day_of(YearMonth(year, inside), Fraction(31)).timetuple().tm_yday
    return rate * max(Fraction(0), end - slot) / days


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "max": max,
    "min": min,
    "abs": abs,
    "year": lambda day: Fraction(day.year),
    "month": as_month,
    "first_day": lambda month: day_of(month, Fraction(1)),
    "last_day": lambda month: day_of(month, Fraction(31)),
    "date": lambda year, month, day: date(_whole(year), _whole(month), _whole(day)),
    "day_of": day_of,
    "plus_months": plus_months,
    "plus_days": plus_days,
    "months_from": months_from,
    "full_months": full_months,
    "started_months": started_months,
    "age": age,
    "birthday": birthday,
    "next_working_day": next_working_day,
    "plus_working_days": plus_working_days,
    "days_from": days_from,
    "working_days_from": working_days_from,
    "rate_in_month": rate_in_month,
    "tiers": tiers,
    "floor_to": floor_to,
    "ceil_to": ceil_to,
    "round_to": round_to,
    "power": power,
    "growth": growth,
    "field": lambda rule, name: rule[name],
    "has": lambda words, word: word in words,
}
