"""Whose browser it is, for the one statement of an upper room that reads a page with it.

The parts are those of `sessions`, which finds it out for every other page. Whatever is not plain here, such as a session whose key or
password was changed, is left to the ordinary way.

Opening the session's seal and reckoning what its account's password makes of it always end alike for the same row, so a process remembers
of the rows that held last a digest each. The row itself is read anew every time, so a session that was ended or an account that was closed
has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from openjmo.domains.identity.models import Account
from openjmo.domains.identity.sessions import SEEN_EVERY, asked_with, data_of, digest, is_signed_in
from openjmo.platform.direct import Direct
from openjmo.platform.later import Later

__all__ = ["SESSION", "SESSION_FIELDS", "Holder", "SeenNotes", "asked_with", "holder"]

_ASKED: Final = ("password", "id", "hide_balance", "is_active")
"""In the order of the model's fields."""
SESSION: Final = ", ".join(f"(own.who).{'account_id' if name == 'id' else name}" for name in ("data", "seen_at", *_ASKED))
"""SQL: what `holder` reads, of `own_statement.OWN_OF_SESSION`."""
SESSION_FIELDS: Final = len(_ASKED) + 2
"""How many columns those are."""
_MOST_HELD: Final = 20_000
_NOTE_SEEN: Final = (
    "UPDATE identity_session SET seen_at = due.seen_at FROM (SELECT session.id, noted.seen_at FROM identity_session session "
    "JOIN unnest($1::bytea[], $2::timestamptz[]) AS noted(key_digest, seen_at) USING (key_digest) "
    "WHERE session.seen_at < noted.seen_at FOR NO KEY UPDATE OF session SKIP LOCKED) AS due WHERE identity_session.id = due.id"
)
"""What is being written to at this moment is passed over: two processes that wait for each other's rows would be stopped."""
_held: Final[set[bytes]] = set()
"""Digests of session and account of what was found to hold."""


class Holder(NamedTuple):
    """Who is signed in: as much as such a page has to know."""

    id: int
    hides_amounts: bool


class SeenNotes:
    """Notes of a process when sessions were last used, written down together (`openjmo.platform.later`)."""

    def __init__(self, *, at_once: bool = False) -> None:
        self.database = Direct()
        self._later = Later(self._write, name="uses of sessions", at_once=at_once)

    def note(self, key: str, seen_at: datetime, now: datetime) -> None:
        """The session with that key, last seen then, is used now; noted when it was not within a minute."""
        if now - seen_at > SEEN_EVERY:
            self._later.note(digest(key), now)

    def _write(self, seen: Mapping[bytes, datetime]) -> None:
        self.database.write(_NOTE_SEEN, [list(seen), list(seen.values())])


def holder(row: Sequence[Any], key: str, now: datetime, seen: SeenNotes) -> Holder | None:
    """Who is signed in, by the values of `SESSION`; None when that is for others to say. That it was seen is noted once a minute."""
    data, seen_at, *asked = row
    password, account_id, hides_amounts, is_active = asked
    mark = hashlib.blake2b(repr((password, account_id, is_active)).encode() + bytes(data)).digest()
    if mark not in _held:
        if not is_signed_in(data_of(data), Account.from_db("default", _ASKED, asked)):
            return None
        if len(_held) >= _MOST_HELD:
            _held.clear()
        _held.add(mark)
    seen.note(key, seen_at, now)
    return Holder(account_id, hides_amounts)
