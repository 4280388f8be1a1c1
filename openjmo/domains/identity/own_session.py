"""Whose browser it is, for the one statement of an upper room that reads a page with it.

The same as `sessions` and `middleware` find out one after the other, on two connections' worth of questions. Whatever is not plain here, a
key that was changed or a session that is to be renewed, is left to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from openjmo.domains.identity.models import Account, Session
from openjmo.domains.identity.reads import AccountView, signed_in
from openjmo.domains.identity.sessions import SEEN_EVERY, SessionStore, digest
from openjmo.platform.sealed_fields import opened_values

_DATA: Final = Session._meta.get_field("data")  # noqa: SLF001 - Django's documented interface


@cache
def _names() -> tuple[str, ...]:
    return tuple(str(field.attname) for field in Account._meta.concrete_fields)  # noqa: SLF001 - the same


@cache
def session_sql() -> str:
    """The session of the key with digest $1 and the account it is signed in to; the columns that `holder` reads."""
    columns = "".join(f', account."{name}"' for name in _names())
    return (
        f"SELECT session.data, session.seen_at{columns} FROM identity_session session "  # noqa: S608 - our own column names
        "JOIN identity_account account ON account.id = session.account_id WHERE session.key_digest = $1"
    )


def session_fields() -> int:
    """How many columns `session_sql` yields."""
    return len(_names()) + 2


def asked_with(key: str, now: datetime) -> list[Any]:
    """What `own_statement.OWN_OF_SESSION` is given for a session's key."""
    return [digest(key), now, now - timedelta(seconds=settings.OPENJMO_SESSION_IDLE_SECONDS)]


def holder(row: Sequence[Any], key: str, now: datetime) -> AccountView | None:
    """Who is signed in, by a row of `session_sql`; None when that is for others to say. That it was seen is noted once a minute."""
    data, seen_at, *values = row
    names = _names()
    account = Account.from_db("default", names, opened_values(Account, names, values))
    told: dict[str, Any] = _DATA.opened(bytes(data))
    is_plain = (
        account.is_active
        and told.get(SESSION_KEY) == str(account.pk)
        and told.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(str(told.get(HASH_SESSION_KEY, "")), account.get_session_auth_hash())
    )
    if not is_plain:
        return None
    if now - seen_at > SEEN_EVERY:
        SessionStore.note_seen(key, now)
    return signed_in(account)
