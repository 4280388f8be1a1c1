"""The states of a wage report and of its lines."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ReportState(StrEnum):
    """Where a wage report stands."""

    RECEIVED = "received"
    READING = "reading"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    """Its employer stands by it; the bill is being made."""
    BILLED = "billed"
    PAID = "paid"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


class LineState(IntEnum):
    """What became of a line that was not refused (refused rows are kept apart, as typed)."""

    ACCEPTED = 1
    WARNED = 2
    """Accepted once the employer confirms."""
