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
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

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
_SETTLED: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
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
        link: _Link | None = getattr(self._own, "link", None)
        if link is not None:
            try:
                return link.fetch(statement, values)
            except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.FeatureNotSupported) as trouble:
                # It went away; or a migration changed what a prepared statement gives.
                self.close()
                if isinstance(trouble, psycopg.errors.QueryCanceled):
                    raise
        return self._connect().fetch(statement, values)

    def write(self, statement: str, values: Sequence[Any], *, must_last: bool = False) -> None:
        """One statement that changes something, in a transaction of its own; with `must_last` it is on the disk when this returns."""
        link: _Link = getattr(self._own, "link", None) or self._connect()
        execute = psycopg.RawCursor(link.connection).execute
        try:
            execute("BEGIN READ WRITE")
            if must_last:
                execute("SET LOCAL synchronous_commit = on")
            execute(statement, values)
            execute("COMMIT")
        except psycopg.Error:
            self.close()
            raise

    def close(self) -> None:
        """Let go of this thread's connection."""
        link: _Link | None = getattr(self._own, "link", None)
        self._own.link = None
        if link is not None:
            with contextlib.suppress(psycopg.Error):
                link.connection.close()

    def _connect(self) -> _Link:
        parameters = connections[self.alias].get_connection_params()
        said = {**_SETTINGS, **({"role": self.role} if self.role else {})}
        options = " ".join([str(parameters.get("options") or ""), *(f"-c {name}={value}" for name, value in said.items())])
        given = {name: value for name, value in parameters.items() if name not in _DJANGOS_OWN}
        connection: psycopg.Connection[Row] = psycopg.connect(
            **given, options=options.strip(), autocommit=True, prepare_threshold=0, connect_timeout=5
        )
        link = _Link(connection)
        self._own.link = link
        return link


class _Link:
    """One connection and what was prepared on it.

    libpq is called for each statement with values that psycopg's own rules write and read; a cursor around it costs as much as the rest.
    """

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection
        self._adapter = Transformer(connection)
        self._prepared: dict[tuple[str, tuple[int, ...] | None], bytes] = {}

    def fetch(self, statement: str, values: Sequence[Any]) -> list[Row]:
        """All rows. Raises psycopg's errors."""
        server, adapter = self.connection.pgconn, self._adapter
        written = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values))
        types = adapter.types
        name = self._prepared.get((statement, types))
        if name is None:
            name = b"read%d" % len(self._prepared)
            self._settled(server.prepare(name, statement.encode(), types))
            self._prepared[statement, types] = name
        result = self._settled(server.exec_prepared(name, written, adapter.formats))  # type: ignore[arg-type] # None is NULL
        adapter.set_pgresult(result)
        return adapter.load_rows(0, result.ntuples, tuple)

    def _settled(self, result: PGresult) -> PGresult:
        if result.status in _SETTLED:
            return result
        if self.connection.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message())
        raise psycopg.errors.error_from_result(result)
