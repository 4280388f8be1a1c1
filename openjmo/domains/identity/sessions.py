"""Django's session engine over our own table: one query brings the session and its account.

Named by the setting SESSION_ENGINE. Promises: the database knows only the digest of a key; deleting the row ends the session at once, and
a request that is under way cannot bring it back; a session unused for OPENJMO_SESSION_IDLE_SECONDS or older than
OPENJMO_SESSION_MAX_SECONDS is as good as deleted; `seen_at` is written at most once a minute. Data is JSON. Why not Django's own engine:
docs/decisions/0001.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from openjmo.domains.identity.models import Account, Session
from openjmo.platform.prepared import fetch
from openjmo.platform.sealed_fields import opened_values

SEEN_EVERY: Final = timedelta(minutes=1)
_DATA: Final = Session._meta.get_field("data")  # noqa: SLF001 - Django's documented interface


def digest(key: str) -> bytes:
    """What the table knows of a key."""
    return hashlib.sha256(key.encode()).digest()


@cache
def _account_columns() -> tuple[str, ...]:
    return tuple(str(field.attname) for field in Account._meta.concrete_fields)  # noqa: SLF001 - Django's documented interface


@cache
def columns() -> str:
    """SQL: what `read_row` reads of a `session` and its `account`."""
    return ", ".join(("session.data", "session.seen_at", *(f'account."{name}"' for name in _account_columns())))


def read_row(row: Sequence[Any]) -> tuple[dict[str, Any], datetime, Account | None]:
    """The session's data, when it was seen, and its account, of the columns of `columns`."""
    data, seen_at, *values = row
    names = _account_columns()
    is_somebodys = values[names.index("id")] is not None
    account = Account.from_db("default", names, opened_values(Account, names, values)) if is_somebodys else None
    return data_of(bytes(data)), seen_at, account


def data_of(sealed: bytes) -> dict[str, Any]:
    """The data of a session. Raises SealBrokenError."""
    data: dict[str, Any] = _DATA.opened(sealed)
    return data


def is_signed_in(told: Mapping[str, Any] | SessionBase, account: Account) -> bool:
    """Whether that account is signed in by a session with these data: it is active, and its password has not changed since."""
    return (
        account.is_active
        and told.get(SESSION_KEY) == str(account.pk)
        and told.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(str(told.get(HASH_SESSION_KEY, "")), account.get_session_auth_hash())
    )


def asked_with(key: str, now: datetime) -> list[Any]:
    """The values by which a session that holds is found: the digest of its key, the present, and within how many seconds it was used."""
    return [digest(key), now, settings.OPENJMO_SESSION_IDLE_SECONDS]


def note_seen(key: str, seen_at: datetime, now: datetime) -> None:
    """The session with that key is used now; written down when it was not within a minute."""
    if now - seen_at > SEEN_EVERY:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE identity_session SET seen_at = %s WHERE key_digest = %s", [now, digest(key)])


@cache
def _load_statement() -> str:
    return (
        f"SELECT {columns()} FROM identity_session session LEFT JOIN identity_account account ON account.id = session.account_id "  # noqa: S608
        "WHERE session.key_digest = $1 AND session.expires_at > $2 AND session.seen_at > $2 - make_interval(secs => $3)"
    )


class SessionStore(SessionBase):
    """A session and, once loaded, the account signed in with it."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.account: Account | None = None
        self._session_cache: dict[str, Any]
        self.ended = ""
        """Why the browser's session holds no longer, once it was looked for: idle, old, or gone (put out, or cleared away since)."""

    def load(self) -> dict[str, Any]:
        """Data of the session; empty, and the key forgotten, when there is no such session any more."""
        key = self.session_key
        if key is None:
            return {}
        now = timezone.now()
        rows = fetch(_load_statement(), asked_with(key, now))
        if not rows:
            self._session_key = None
            self.ended = self._why_ended(key, now)
            return {}
        loaded, seen_at, self.account = read_row(rows[0])
        note_seen(key, seen_at, now)
        return loaded

    @staticmethod
    def _why_ended(key: str, now: datetime) -> str:
        """Asked only when there is nothing to go on with. Empty for a visitor's session, which nobody misses."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT account_id, expires_at, seen_at FROM identity_session WHERE key_digest = %s", [digest(key)])
            row = cursor.fetchone()
        if row is None:
            return "gone"
        account_id, expires_at, seen_at = row
        if account_id is None:
            return ""
        is_idle = now - seen_at >= timedelta(seconds=settings.OPENJMO_SESSION_IDLE_SECONDS)
        return "old" if expires_at <= now and not is_idle else "idle"

    def exists(self, session_key: str) -> bool:
        """Whether a row has this key."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM identity_session WHERE key_digest = %s", [digest(session_key)])
            return cursor.fetchone() is not None

    def create(self) -> None:
        """Begin a new session under a new key of 256 random bits."""
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def cycle_key(self) -> None:
        """Go on under a new key; what was noted of the browser stays."""
        data, old = dict(self.items()), self.session_key
        self.create()
        self._session_cache = data
        if old is None:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE identity_session renewed SET device_id = old.device_id, browser = old.browser, system = old.system "
                "FROM identity_session old WHERE renewed.key_digest = %s AND old.key_digest = %s",
                [digest(self.session_key or ""), digest(old)],
            )
        self.delete(old)

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's interface
        """Write the data. Raises UpdateError when the session has been ended meanwhile; it is never brought back."""
        key = self.session_key
        if key is None:
            self.create()
            return
        if must_create and not hasattr(self, "_session_cache"):
            self._session_cache = {}
        data = dict(self.items())
        account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        now = timezone.now()
        with connection.cursor() as cursor:
            if must_create:
                ends_at = now + timedelta(seconds=settings.OPENJMO_SESSION_MAX_SECONDS)
                cursor.execute(
                    "INSERT INTO identity_session (key_digest, account_id, data, created_at, seen_at, expires_at) "
                    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (key_digest) DO NOTHING",
                    [digest(key), account_id, _DATA.sealed(data), now, now, ends_at],
                )
            else:
                cursor.execute(
                    "UPDATE identity_session SET account_id = %s, data = %s, seen_at = %s WHERE key_digest = %s",
                    [account_id, _DATA.sealed(data), now, digest(key)],
                )
            if cursor.rowcount == 0:
                raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End this session, or the one with that key."""
        key = session_key or self.session_key
        if key is None:
            return
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM identity_session WHERE key_digest = %s", [digest(key)])
        self.account = None

    def flush(self) -> None:
        """End the session and forget everything about it."""
        super().flush()
        self.account = None

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows of sessions that are over."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM identity_session WHERE expires_at <= %s OR seen_at <= %s",
                [now, now - timedelta(seconds=settings.OPENJMO_SESSION_IDLE_SECONDS)],
            )
