"""Whose browser it is, for the one statement of an upper room that reads a page with it.

The parts are those of `sessions`, which finds it out for every other page. Whatever is not plain here, such as a session whose key or
password was changed, is left to the ordinary way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from openjmo.domains.identity.reads import AccountView, signed_in
from openjmo.domains.identity.sessions import asked_with, column_count, columns, is_signed_in, note_seen, read_row

__all__ = ["asked_with", "holder", "session_fields", "session_sql"]


@cache
def session_sql() -> str:
    """The session of the key with digest $1 and the account it is signed in to; the columns that `holder` reads."""
    return (
        f"SELECT {columns()} FROM identity_session session JOIN identity_account account ON account.id = session.account_id "  # noqa: S608
        "WHERE session.key_digest = $1"
    )


def session_fields() -> int:
    """How many columns `session_sql` yields."""
    return column_count()


def holder(row: Sequence[Any], key: str, now: datetime) -> AccountView | None:
    """Who is signed in, by a row of `session_sql`; None when that is for others to say. That it was seen is noted once a minute."""
    told, seen_at, account = read_row(row)
    if account is None or not is_signed_in(told, account):
        return None
    note_seen(key, seen_at, now)
    return signed_in(account)
