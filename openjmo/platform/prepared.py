"""One statement on Django's own connection, prepared: parsed and planned once for as long as the connection lives.

For the few statements that nearly every request asks. Django's cursors write the values into the text, so that the server reads and plans
each one anew; here the values travel apart. It stands in whatever transaction is under way. Behind a pooler that hands out connections by
transaction and does not know prepared statements, OPENJMO_DB_PREPARE=0 turns preparing off, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import psycopg
from django.db import connections

Rows = list[tuple[Any, ...]]
STANDS_APART: Final = "stands_apart"
"""In the context that listeners of a connection are given: the statement has a connection of its own."""


def fetch(statement: str, values: Sequence[Any], *, using: str = "default") -> Rows:
    """All rows; the places for values are $1, $2 and so on. Raises what Django raises for the same trouble."""
    wrapper = connections[using]
    wrapper.ensure_connection()
    connection: psycopg.Connection[tuple[Any, ...]] = wrapper.connection

    def run() -> Rows:
        with psycopg.RawCursor(connection) as cursor:
            return cursor.execute(statement, values, prepare=True).fetchall()

    return heard(run, statement, values, using=using)


def heard(run: Callable[[], Rows], statement: str, values: Sequence[Any], *, using: str, stands_apart: bool = False) -> Rows:
    """Do it, so that whoever listens to the connection or counts its statements hears of it. Raises what Django raises."""
    wrapper = connections[using]
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": statement, "time": ""})
    with wrapper.wrap_database_errors:
        if not wrapper.execute_wrappers:
            return run()
        execute: Callable[..., Rows] = lambda *_asked: run()  # noqa: E731 - the innermost of the listeners' chain
        for listener in reversed(wrapper.execute_wrappers):
            execute = partial(listener, execute)
        return execute(statement, values, False, {"connection": wrapper, STANDS_APART: stands_apart})
