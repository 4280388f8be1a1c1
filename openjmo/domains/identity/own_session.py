"""Whose browser it is, for the one statement of an upper room that reads a page with it.

The parts are those of `sessions`, which finds it out for every other page. Whatever is not plain here, such as a session whose key or
password was changed, is left to the ordinary way.

Opening the session's seal and reckoning what its account's password makes of it always end alike for the same row, so a process remembers
of the rows that held last a digest each. The row itself is read anew every time, so a session that was ended or an account that was closed
has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from openjmo.domains.identity.models import Account
from openjmo.domains.identity.sessions import asked_with, data_of, is_signed_in, note_seen

__all__ = ["SESSION", "SESSION_FIELDS", "Holder", "asked_with", "holder"]

_ASKED: Final = ("password", "id", "hide_balance", "is_active")
"""In the order of the model's fields."""
SESSION: Final = ", ".join(f"(own.who).{'account_id' if name == 'id' else name}" for name in ("data", "seen_at", *_ASKED))
"""SQL: what `holder` reads, of `own_statement.OWN_OF_SESSION`."""
SESSION_FIELDS: Final = len(_ASKED) + 2
"""How many columns those are."""
_MOST_HELD: Final = 20_000
_held: Final[set[bytes]] = set()
"""Digests of session and account of what was found to hold."""


class Holder(NamedTuple):
    """Who is signed in: as much as such a page has to know."""

    id: int
    hides_amounts: bool


def holder(row: Sequence[Any], key: str, now: datetime) -> Holder | None:
    """Who is signed in, by the values of `SESSION`; None when that is for others to say. That it was seen is noted once a minute."""
    data, seen_at, *asked = row
    password, account_id, hides_amounts, is_active = asked
    mark = hashlib.blake2b(repr((bytes(data), password, account_id, is_active)).encode()).digest()
    if mark not in _held:
        if not is_signed_in(data_of(data), Account.from_db("default", _ASKED, asked)):
            return None
        if len(_held) >= _MOST_HELD:
            _held.clear()
        _held.add(mark)
    note_seen(key, seen_at, now)
    return Holder(account_id, hides_amounts)
