"""The clock that is handed in.

A portal, a gateway or a job asks the time once, at the door; everything below gets it as a value. Stored time is UTC, "today" is
the Jakarta date. Tests hand in a `FrozenClock`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

JAKARTA: Final = ZoneInfo("Asia/Jakarta")


class Clock(Protocol):
    """Whoever can tell the time."""

    def now(self) -> datetime:
        """The moment, in UTC."""


def business_date(moment: datetime) -> date:
    """The Jakarta calendar date of a moment. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(JAKARTA).date()


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FrozenClock:
    """A clock that stands still, for tests and for playing the past."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was given."""
        return self.moment
