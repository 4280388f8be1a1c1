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
_DIGITS: Final = re.compile(r"\d(?:[ .\-]?\d){10,15}(?!\d)")
"""A NIK or a card number, as people write them."""


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
    """Newest first."""
    rows = Canary.objects.select_related("person").order_by("-id")[offset : offset + limit]
    return [
        CanaryView(
            row.ref, row.placed_for, row.planted_by, row.planted_at, looks.look_count([row.subject]), row.person.account_id is not None
        )
        for row in rows
    ]


def found_in(lines: Iterable[str]) -> Iterator[Found]:
    """Canaries in a list of people that turned up somewhere: each line and each canary in it once."""
    known = _by_number()
    for place, line in enumerate(lines, start=1):
        numbers = {re.sub(r"\D", "", found.group()) for found in _DIGITS.finditer(line)}
        rows = {row.pk: row for number in numbers if (row := known.get(number))}
        yield from (Found(place, row.ref, row.placed_for, row.planted_at) for row in rows.values())


def _by_number() -> dict[str, Canary]:
    """Each canary by its NIK and by its card numbers."""
    known = {}
    for row in Canary.objects.select_related("person").order_by("id"):
        numbers = [row.person.nik, *(card.card_number for card in membership.cards_of(row.person_id))]
        known.update(dict.fromkeys(numbers, row))
    return known
