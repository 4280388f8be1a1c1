"""A database connection of its own for each thread, beside Django's, for the few reads that answer without Django.

Promises: reads only, unless the statement says otherwise by itself; the restricted role, like everything that serves people; every
statement is planned once and kept prepared; after the database went away the next statement connects again, so that a restart costs
nobody an error. Never: a transaction that stays open.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from django.db import connections

LONGEST_MILLISECONDS: Final = 5_000
"""A read that answers without Django takes a millisecond; one that takes this long is given up."""

Row = tuple[Any, ...]


class Direct:
    """The connections of one process to one of the databases of the settings, one for each thread that asks."""

    def __init__(self, alias: str = "default") -> None:
        self.alias = alias
        self._own = threading.local()

    def fetch(self, statement: str, values: Sequence[Any]) -> list[Row]:
        """All rows. Raises psycopg.OperationalError when the database cannot be reached, after one more try."""
        connection: psycopg.Connection[Row] | None = getattr(self._own, "connection", None)
        if connection is not None:
            try:
                return connection.execute(statement, values).fetchall()
            except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.FeatureNotSupported) as trouble:
                # It went away; or a migration changed what a prepared statement gives.
                self.close()
                if isinstance(trouble, psycopg.errors.QueryCanceled):
                    raise
        return self._connect().execute(statement, values).fetchall()

    def write(self, statement: str, values: Sequence[Any]) -> None:
        """One statement that changes something, in a transaction of its own."""
        connection = getattr(self._own, "connection", None) or self._connect()
        connection.execute("BEGIN READ WRITE")
        try:
            connection.execute(statement, values)
        except psycopg.Error:
            self.close()
            raise
        connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of this thread's connection."""
        connection: psycopg.Connection[Row] | None = getattr(self._own, "connection", None)
        self._own.connection = None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                connection.close()

    def _connect(self) -> psycopg.Connection[Row]:
        parameters = connections[self.alias].get_connection_params()
        options = f"{parameters.get('options') or ''} -c default_transaction_read_only=on -c statement_timeout={LONGEST_MILLISECONDS}"
        given = {
            name: value for name, value in parameters.items() if name not in {"cursor_factory", "context", "prepare_threshold", "options"}
        }
        connection: psycopg.Connection[Row] = psycopg.connect(
            **given, options=options.strip(), autocommit=True, prepare_threshold=0, connect_timeout=5
        )
        self._own.connection = connection
        return connection
