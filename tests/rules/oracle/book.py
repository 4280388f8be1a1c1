"""What the second reckoning knows of the law: the parameter files, read by itself, and days counted by itself.

Nothing here comes from `openjmo`: a fault of the reader or of the date functions must not hide in both reckonings. Amounts are whole sen,
rates are fractions.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from holidays import country_holidays

FOLDER = Path(__file__).parents[3] / "openjmo" / "rules" / "parameters"


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, Any]]:
    """Every entry of the files by its id."""
    found = {}
    for path in FOLDER.glob("*/*.yaml"):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            found[entry["id"]] = entry
    return found


def row(name: str, on: date, key: str | None = None) -> dict[str, Any] | None:
    """The line of an entry that holds on a day, as the file writes it; of several the one known last."""
    best = None
    for line in entries()[name]["values"]:
        if line.get("key") != key:
            continue
        if (line.get("effective_from") or date.min) <= on <= (line.get("effective_to") or date.max) and (
            best is None or (line.get("known_from") or date.min) > (best.get("known_from") or date.min)
        ):
            best = line
    return best


@lru_cache(maxsize=100_000)
def value(name: str, on: date, key: str | None = None) -> Any:  # noqa: ANN401 - whatever the file holds
    """The value of that line. Raises LookupError where the book is silent."""
    found = row(name, on, key)
    if found is None or found["value"] is None:
        raise LookupError(f"{name} ({key}) on {on}")
    return found["value"]


@lru_cache(maxsize=100_000)
def percent(name: str, on: date, key: str | None = None) -> Fraction:
    """A rate."""
    return Fraction(value(name, on, key)) / 100


def sen(name: str, on: date, key: str | None = None) -> int:
    """An amount."""
    return int(value(name, on, key)) * 100


def nearest(exact: Fraction, unit: int = 1) -> int:
    """To the nearest multiple of `unit`, a half upwards; nothing here is negative."""
    steps, rest = divmod(exact, unit)
    return (steps + (1 if rest * 2 >= unit else 0)) * unit


def first_of(year: int, month: int) -> date:
    """The first day of a month; months beyond December or before January run on."""
    years, twelfth = divmod(month - 1, 12)
    return date(year + years, twelfth + 1, 1)


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return first_of(year, month + 1) - timedelta(days=1)


def months_on(day: date, count: int) -> date:
    """The same day `count` months on, or the last of a shorter month."""
    return min(first_of(day.year, day.month + count) + timedelta(days=day.day - 1), last_of(day.year, day.month + count))


def birthday(birth: date, age: int) -> date:
    """The day on which an age is reached; of 29 February it is 1 March in a common year."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


@lru_cache(maxsize=1_000)
def free_days(year: int, *, leave: bool) -> frozenset[date]:
    """Holidays of a year, with cuti bersama or without."""
    kinds = ("public", "government") if leave else ("public",)
    return frozenset(country_holidays("ID", years=year, categories=kinds, language="id"))


def is_open(day: date, *, leave: bool) -> bool:
    """Whether people work."""
    return day.isoweekday() <= 5 and day not in free_days(day.year, leave=leave)


def open_day(day: date, *, leave: bool) -> date:
    """The day or the first working day after it."""
    return day if is_open(day, leave=leave) else open_day(day + timedelta(days=1), leave=leave)


def working_days_on(day: date, count: int, *, leave: bool = True) -> date:
    """The `count`-th working day after a day."""
    return day if count == 0 else working_days_on(open_day(day + timedelta(days=1), leave=leave), count - 1, leave=leave)
