"""Leave messages for people inside the app; one, or one for every row of a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from psycopg import sql

from openjmo.domains.messaging.models import Message

_QUOTED: Final = Message._meta.get_field("quoted")  # noqa: SLF001 - Django's documented interface


def notify(
    recipient: str, template: str, values: Mapping[str, object] | None = None, *, topic: str, about: str = "", key: str = ""
) -> None:
    """One message. A second one with the same recipient and key changes nothing. Written in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO messaging_message (recipient, topic, template, "values", quoted, about, key) '
            "VALUES (%s, %s, %s, '{}', %s, %s, %s) ON CONFLICT DO NOTHING",
            [recipient, topic, template, _QUOTED.sealed(dict(values)) if values else None, about, key],
        )


def notify_many(select_sql: str, params: Sequence[Any] | Mapping[str, Any], topic: str, template: str, *, key: str = "") -> int:
    """One message for every row of the caller's query, in one statement; how many were written.

    The query yields, in this order: recipient (text), values (jsonb, kept in clear, so without names), about (text). With a key, a
    recipient gets at most one message for it, however often this is repeated. The query is written by the calling room, never by a person.
    """
    # The constants are spelled into the statement, so that the caller may use either kind of parameter place in the query.
    constants = [_literal(constant) for constant in (topic, template, key)]
    statement = (
        'INSERT INTO messaging_message (recipient, topic, template, "values", about, key) '  # noqa: S608 - see above
        f'SELECT chosen.recipient, {constants[0]}, {constants[1]}, chosen."values", chosen.about, {constants[2]} '
        f'FROM ({select_sql}) AS chosen(recipient, "values", about) ON CONFLICT DO NOTHING'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def _literal(constant: str) -> str:
    return sql.Literal(constant).as_string(None).replace("%", "%%")


def mark_read(recipients: Sequence[str], now: datetime, *, refs: Sequence[UUID] | None = None) -> int:
    """Note that these messages (all of them without `refs`) were opened; somebody else's are not touched. How many were unread."""
    chosen = Message.objects.filter(recipient__in=list(recipients), read_at=None)
    if refs is not None:
        chosen = chosen.filter(ref__in=list(refs))
    return chosen.update(read_at=now)
