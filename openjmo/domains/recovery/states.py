"""How far a case is, reckoned from its row and the clock; and the codes that open it. Used by the actions and reads of the room."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from openjmo.domains.recovery.models import Case
from openjmo.platform.codes import digest_of

CODES_HOLD_FOR: Final = timedelta(minutes=10)
TRIES: Final = 5
TURNS: Final = 5
"""How often codes may be asked for in one case; then another one is opened."""
LINK_HOLDS_FOR: Final = timedelta(hours=24)
PATH: Final = "/pulihkan/"

_CASE: Final = "openjmo.recovery.case"
_TRUSTED: Final = "openjmo.recovery.trusted"
_LINK: Final = "openjmo.recovery.link"


class State(StrEnum):
    """What it waits for."""

    CONTACTS = "contacts"
    """The new contacts are to be proved."""
    WAITING = "waiting"
    """Somebody has to agree: the trusted person, or two officers."""
    AGREED = "agreed"
    """The days pass in which anybody who was told can stop it."""
    READY = "ready"
    """The password can be chosen with the link that was sent."""
    DONE = "done"
    OVER = "over"


def state_of(case: Case, now: datetime) -> State:
    """As it is."""
    if case.done_at:
        return State.DONE
    if case.ended_at or now >= case.expires_at:
        return State.OVER
    return _under_way(case, now)


def shown_state(case: Case, now: datetime) -> State:
    """As whoever opened it may see it. One that was stopped before anybody agreed looks as one that nobody answers, until it runs out."""
    is_secret = case.end == Case.End.STOPPED and case.agreed_at is None and now < case.expires_at
    return _under_way(case, now) if is_secret else state_of(case, now)


def _under_way(case: Case, now: datetime) -> State:
    if not are_contacts_proven(case):
        return State.CONTACTS
    if case.agreed_at is None or case.ready_at is None:
        return State.WAITING
    return State.AGREED if now < case.ready_at else State.READY


def are_contacts_proven(case: Case) -> bool:
    """Whether both new contacts have shown the code sent to them."""
    return case.email_proven_at is not None and (case.phone_proven_at is not None or not case.asks_phone)


def may_codes_be_typed(case: Case, now: datetime) -> bool:
    """Whether there may be codes that hold."""
    return case.codes_until is None or (now < case.codes_until and case.wrong_count < TRIES)


def case_digest(code: str) -> str:
    """What is kept of a case code."""
    return digest_of(code, _CASE)


def trusted_digest(code: str) -> str:
    """What is kept of a trusted person's code."""
    return digest_of(code, _TRUSTED)


def link_digest(key: str) -> str:
    """What is kept of the key in a link."""
    return digest_of(key, _LINK)


def contact_digest(case: Case, route: str, code: str) -> str:
    """What is kept of the digits that went to one of its new contacts; `route` is email or phone."""
    return digest_of(code, f"openjmo.recovery.{route}.{case.ref}")
