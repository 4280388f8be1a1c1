"""Who reads, and why; what every function that opens a member's file demands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In what part somebody reads."""

    STAFF = "staff"
    """An officer at the desk."""
    OPERATOR = "operator"
    """Somebody at the command line."""
    EMPLOYER = "employer"
    """Whoever acts for an employer."""
    KEY = "key"
    """A program with an access key of the member's."""


class Purpose(StrEnum):
    """Why a file is opened."""

    CARD_REQUEST = "card_request"
    CORRECTION = "correction"
    DIFFERENCE = "difference"
    MERGE = "merge"
    WAGE_REPORT = "wage_report"
    QUESTION = "question"
    OWN_PROGRAM = "own_program"
    PRIVACY = "privacy"
    PROTECTION = "protection"
    VERIFICATION = "verification"
    EMERGENCY = "emergency"
    """A request was opened by an officer without its task (`support.openings`)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody about to read a member's file."""

    kind: Kind
    who: str
    """How the record names them: `account:…`, `operator:…`, `employer:…`."""
    name: str
    """As the member reads it."""
    account_id: int | None = None
    """Of an officer: nothing is recorded when it is their own file, which they are shown as members only."""
