"""What a session has shown of who sits there: how its owner signed in, and when they last proved it.

Kept in the data of the session, which every request reads anyway. A *second factor* is something beside the password; a *fresh proof* is
at most five minutes old (R6.2) and is asked for before something grave. Used by the actions and reads of the room.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

FRESH_FOR: Final = timedelta(minutes=5)
_SECOND: Final = "second_factor"
_PROVED: Final = "proved"

Session = MutableMapping[str, Any]
"""The data of a session, as Django hands it out."""


class Way(StrEnum):
    """How somebody shows who they are; the strongest first."""

    PASSKEY = "passkey"
    TOTP = "totp"
    SMS = "sms"
    EMAIL = "email"
    RECOVERY = "recovery"
    PASSWORD = "password"  # noqa: S105 - the name of a way


STRONG: Final = frozenset({Way.PASSKEY, Way.TOTP, Way.RECOVERY})
"""What officers must show; a recovery code stands in for a lost app or key and is on paper only."""


def note(session: Session, way: Way, now: datetime) -> None:
    """It was shown in this session, now. A weaker way does not take away what a stronger one has shown."""
    session[_PROVED] = [str(way), now.isoformat()]
    if way is not Way.PASSWORD and second_factor(session) not in STRONG:
        session[_SECOND] = str(way)


def second_factor(session: Session) -> Way | None:
    """What was shown beside the password since signing in."""
    kept = session.get(_SECOND)
    return Way(kept) if kept in set(Way) else None


def fresh_way(session: Session, now: datetime) -> Way | None:
    """What was shown within the last five minutes, the newest if several."""
    kept = session.get(_PROVED)
    if not isinstance(kept, list):
        return None
    way, at = kept
    return Way(way) if timedelta(0) <= now - datetime.fromisoformat(at) <= FRESH_FOR else None
