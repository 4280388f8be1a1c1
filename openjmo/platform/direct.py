"""A database connection of its own for each thread, beside Django's, for the few reads that answer without Django.

Promises: reads only, unless the statement says otherwise by itself; the restricted role, like everything that serves people; every
statement is planned once and kept prepared; after the database went away the next statement connects again, so that a restart costs
nobody an error. Never: a transaction that stays open.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

import psycopg
from django.db import connections

LONGEST_MILLISECONDS: Final = 5_000
"""A read that answers without Django takes a millisecond; one that takes this long is given up."""

Row = tuple[Any, ...]
_SETTINGS: Final = MappingProxyType(
    {
        "default_transaction_read_only": "on",
        "statement_timeout": LONGEST_MILLISECONDS,
        # Every statement here finds a few rows by unique keys, so no value makes another plan better.
        "plan_cache_mode": "force_generic_plan",
        # Of what is written here, when a token was last used, a power cut may take the last moment.
        "synchronous_commit": "off",
    }
)
_DJANGOS_OWN: Final = frozenset({"cursor_factory", "context", "prepare_threshold", "options"})


class Direct:
    """The connections of one process to one of the databases of the settings, one for each thread that asks."""

    def __init__(self, alias: str = "default", *, role: str = "") -> None:
        self.alias = alias
        self.role = role
        """Another role to act as than the settings say; only one that theirs may take on."""
        self._own = threading.local()

    def fetch(self, statement: str, values: Sequence[Any]) -> list[Row]:
        """All rows; the places for values are $1, $2 and so on.

        Raises psycopg.OperationalError when the database cannot be reached, after one more try.
        """
        cursor: psycopg.RawCursor[Row] | None = getattr(self._own, "cursor", None)
        if cursor is not None:
            try:
                return cursor.execute(statement, values).fetchall()
            except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.FeatureNotSupported) as trouble:
                # It went away; or a migration changed what a prepared statement gives.
                self.close()
                if isinstance(trouble, psycopg.errors.QueryCanceled):
                    raise
        return self._connect().execute(statement, values).fetchall()

    def write(self, statement: str, values: Sequence[Any], *, must_last: bool = False) -> None:
        """One statement that changes something, in a transaction of its own; with `must_last` it is on the disk when this returns."""
        cursor: psycopg.RawCursor[Row] = getattr(self._own, "cursor", None) or self._connect()
        try:
            cursor.execute("BEGIN READ WRITE")
            if must_last:
                cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute(statement, values)
            cursor.execute("COMMIT")
        except psycopg.Error:
            self.close()
            raise

    def close(self) -> None:
        """Let go of this thread's connection."""
        cursor: psycopg.RawCursor[Row] | None = getattr(self._own, "cursor", None)
        self._own.cursor = None
        if cursor is not None:
            with contextlib.suppress(psycopg.Error):
                cursor.connection.close()

    def _connect(self) -> psycopg.RawCursor[Row]:
        parameters = connections[self.alias].get_connection_params()
        said = {**_SETTINGS, **({"role": self.role} if self.role else {})}
        options = " ".join([str(parameters.get("options") or ""), *(f"-c {name}={value}" for name, value in said.items())])
        given = {name: value for name, value in parameters.items() if name not in _DJANGOS_OWN}
        connection: psycopg.Connection[Row] = psycopg.connect(
            **given, options=options.strip(), autocommit=True, prepare_threshold=0, connect_timeout=5
        )
        cursor = psycopg.RawCursor(connection)
        self._own.cursor = cursor
        return cursor
