"""Canary records (U16): invented persons in the register whom nobody has any business to read.

No request, report or payment is about them. So every look at one is a question to whoever looked, and a list of people that has one in it
was taken from here. Which persons they are is read by the worker and by commands only; pages cannot ask (`migrations/0015_canaries.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from openjmo.domains.looks import reads as looks
from openjmo.domains.membership import reads as membership
from openjmo.domains.support.models import Canary

PAGE_SIZE: Final = 50
PERSONS: Final = "SELECT person_id FROM support_canary"
"""SQL: their row ids, for rooms above that count people."""
_DIGITS: Final = re.compile(r"\d(?:[ .\-]?\d){10,}")
"""Digits in a row, as many as a card number has or more, as people and programs write them: `3578 0142 0385 9999`."""
_LENGTHS: Final = (11, 16)
"""Of a card number and of a NIK."""


@dataclass(frozen=True, slots=True)
class CanaryView:
    """One of them; nothing by which it could be recognised in the register."""

    ref: str
    placed_for: str
    planted_by: str
    planted_at: datetime
    look_count: int
    is_claimed: bool
    """An account was joined with it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a list in which a canary's NIK or card number stands."""

    line: int
    ref: str
    placed_for: str
    planted_at: datetime


def canary_count() -> int:
    """How many there are."""
    return Canary.objects.count()


def canaries(*, limit: int = PAGE_SIZE, offset: int = 0) -> list[CanaryView]:
    """Newest first; three queries."""
    rows = list(Canary.objects.order_by("-id")[offset : offset + limit])
    counts, joined = looks.look_counts([row.subject for row in rows]), membership.persons_with_account([row.person_id for row in rows])
    return [
        CanaryView(row.ref, row.placed_for, row.planted_by, row.planted_at, counts.get(row.subject, 0), row.person_id in joined)
        for row in rows
    ]


def found_in(lines: Iterable[str]) -> Iterator[Found]:
    """Canaries in a list of people that turned up somewhere: each line and each canary in it once.

    Numbers are found where nothing but a blank, or nothing at all, stands between them and the next.
    """
    known = _by_number()
    for place, line in enumerate(lines, start=1):
        rows = {row.pk: row for number in _numbers_in(line) if (row := known.get(number))}
        yield from (Found(place, row.ref, row.placed_for, row.planted_at) for row in rows.values())


def _numbers_in(line: str) -> Iterator[str]:
    for found in _DIGITS.finditer(line):
        digits = re.sub(r"\D", "", found.group())
        yield from (digits[first : first + length] for length in _LENGTHS for first in range(len(digits) - length + 1))


def _by_number() -> dict[str, Canary]:
    """Each canary by its NIK and by its card numbers."""
    known = {}
    for row in Canary.objects.select_related("person").order_by("id"):
        numbers = [row.person.nik, *(card.card_number for card in membership.cards_of(row.person_id))]
        known.update(dict.fromkeys(numbers, row))
    return known
