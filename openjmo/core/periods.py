"""Months, half-open spans, ages and working days.

Used wherever the law speaks of a month of contributions, a due date or an age. Pure date arithmetic: "today" and the set of
holidays are always handed in.

>>> Month.parse("2026-10").following().first_day
datetime.date(2026, 11, 1)
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month, the unit in which contributions are owed."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1900 <= self.year <= 9998:  # noqa: PLR2004 - the calendar itself
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-10`. Raises ValueError."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(f"a month is written YYYY-MM, for example 2026-10, not {text!r}")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def from_index(cls, index: int) -> Month:
        """The month with that running number (see `index`)."""
        return cls(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        """Running number: differences of two are a count of months."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        """Its first day, included."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day, included."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier when negative)."""
        return Month.from_index(self.index + months)

    def following(self) -> Month:
        """The next month."""
        return self.plus(1)

    def day(self, number: int) -> date:
        """Day `number` of the month, or the last day where the month is shorter."""
        return date(self.year, self.month, min(number, self.last_day.day))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; none when `last` is earlier."""
    return (Month.from_index(index) for index in range(first.index, last.index + 1))


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` (included) to `end` (not included; None is open)."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def age_on(birth: date, day: date) -> int:
    """Completed years of age; someone born on 29 February completes the year on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    """The day on which so many years of age are complete, as `age_on` counts them."""
    day = plus_months(birth, 12 * years)
    return day if day.day == birth.day else day + timedelta(days=1)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    return Month.of(day).plus(months).day(day.day)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def plus_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The `count`-th working day after `day`, which is itself not counted."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), holidays)
    return day
