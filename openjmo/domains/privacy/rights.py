"""The rights, and until when each wants an answer. Hours come from the lawbook; where the law was read to give none, none is promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from openjmo.core.clock import business_date
from openjmo.domains.identity.actions import Limit
from openjmo.rules.lawbook import lawbook


class Right(StrEnum):
    """What somebody may ask about their data (UU 27/2022 Pasal 5 to 13)."""

    ACCESS = "access"
    """A copy of everything (Pasal 7, 32)."""
    RECTIFICATION = "rectification"
    """Make wrong or old data right (Pasal 6, 30)."""
    RESTRICTION = "restriction"
    """Hold the processing, or limit it (Pasal 11, 41)."""
    OBJECTION = "objection"
    """Against a decision that a machine took alone (Pasal 10)."""
    ERASURE = "erasure"
    """End the processing, erase or destroy (Pasal 8, 43)."""
    WITHDRAWAL = "withdrawal"
    """Take a consent back (Pasal 9, 40)."""


ASKED_OF_OFFICERS: Final = tuple(right for right in Right if right is not Right.ACCESS)
_DEADLINES: Final = {
    Right.ACCESS: "access",
    Right.RECTIFICATION: "rectification",
    Right.RESTRICTION: "restriction",
    Right.WITHDRAWAL: "stop_after_consent_withdrawn",
}


LIMITING: Final = {Right.RESTRICTION: Limit.USE, Right.OBJECTION: Limit.MACHINE}
"""Rights that have an effect from being served until their owner takes them back (`identity.limits`)."""


def due_at(right: Right, asked_at: datetime) -> datetime | None:
    """When the law's hours (`pdp.deadline`) are over; None for a right without hours."""
    return asked_at + timedelta(hours=hours(_DEADLINES[right], asked_at)) if right in _DEADLINES else None


def hours(key: str, at: datetime) -> int:
    """The hours of `pdp.deadline` that held on that day."""
    return lawbook().value("pdp.deadline", business_date(at), key).number
