"""End sessions on the server: the cookie that is left behind opens nothing."""

from __future__ import annotations

from django.db import connection

from openjmo.domains.identity.models import Session
from openjmo.domains.identity.sessions import SessionStore, digest


def end_sessions(account_id: int, *, keep: str | None = None) -> int:
    """End every session of the account, except the one with the key `keep`; how many."""
    chosen = Session.objects.filter(account_id=account_id)
    if keep is not None:
        chosen = chosen.exclude(key_digest=digest(keep))
    return chosen.delete()[0]


def forget_ended_sessions() -> None:
    """Delete sessions and counters of attempts that have run out."""
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        # Django's cache only looks for old rows when it is full, and counts all rows at every write.
        cursor.execute("DELETE FROM identity_counter WHERE expires < now()")
