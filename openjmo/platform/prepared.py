"""One statement on Django's own connection, prepared: parsed and planned once for as long as the connection lives.

For the few statements that nearly every request asks. Django's cursors write the values into the text, so that the server reads and plans
each one anew; here the values travel apart. It stands in whatever transaction is under way. Behind a pooler that hands out connections by
transaction and does not know prepared statements, OPENJMO_DB_PREPARE=0 turns preparing off, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import psycopg
from django.db import connections


def fetch(statement: str, values: Sequence[Any], *, using: str = "default") -> list[tuple[Any, ...]]:
    """All rows; the places for values are $1, $2 and so on. Raises what Django raises for the same trouble."""
    wrapper = connections[using]
    wrapper.ensure_connection()
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": statement, "time": ""})
    connection: psycopg.Connection[tuple[Any, ...]] = wrapper.connection

    def run(statement: str, values: Sequence[Any], _many: bool, _context: object) -> list[tuple[Any, ...]]:  # noqa: FBT001 - Django's interface
        with psycopg.RawCursor(connection) as cursor:
            return cursor.execute(statement, values, prepare=True).fetchall()

    execute: Callable[..., list[tuple[Any, ...]]] = run
    for listener in reversed(wrapper.execute_wrappers):
        execute = partial(listener, execute)
    with wrapper.wrap_database_errors:
        return execute(statement, values, False, {"connection": wrapper})
