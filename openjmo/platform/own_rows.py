"""The second wall from the program's side: for the length of a block, the database shows one account's rows and no others.

The connection takes on the member's role and names the account and what is its own; what that role sees is said in
`domains/support/migrations/0002_second_wall.py`. At the end it is what it was before, also after an error. In a transaction both hold
at most until its end; outside of one a connection that cannot be set back is closed, so that a kept connection never carries an account
into the next request.

What is read after the block has the first wall only: the conditions of its own query. A file that is streamed reads each of its slices in a
block of its own, and leaves it before a row is handed out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connections, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform import replicas
from openjmo.platform.direct import Direct
from openjmo.platform.prepared import STANDS_APART, fetch, heard

_ENTER: Final = "SELECT openjmo_enter($1, $2, $3)"
_LEAVE: Final = "SELECT openjmo_leave($1, $2)"


@contextlib.contextmanager
def only_of(account_id: int, *, when_asked: bool = False) -> Iterator[None]:
    """The block sees this account's rows. Where there are no roles (OPENJMO_DB_APP_ROLE is empty) nothing changes.

    `when_asked` narrows with the block's first question, for a page that may ask none besides `fetch_own`. Its first question must not
    stand in a transaction that the block itself began: RuntimeError.
    """
    if not settings.OPENJMO_DB_APP_ROLE:
        yield
        return
    with contextlib.ExitStack() as stack:
        for alias in dict.fromkeys(("default", replicas.alias())):
            is_late = when_asked and not connections[alias].in_atomic_block
            stack.enter_context((_narrowed_when_asked if is_late else _narrowed)(alias, account_id))
        yield


OWN: Final = "(SELECT openjmo_narrow($1) AS account_id OFFSET 0) own"
"""For the FROM of a statement of `fetch_own`: $1, the account, after the statement has been narrowed to it.

What reads rows of the account must stand in a LATERAL subquery (with OFFSET 0) that asks for `own.account_id`; else it may be read before,
and finds nothing.
"""

OWN_OF_SESSION: Final = "(SELECT openjmo_narrow_session($1, $2, $3) AS account_id OFFSET 0) own"
"""The same for a statement of `fetch_of_session`: $1 is the digest of a session's key, $2 the present moment, $3 since when it must have
been used.
"""


@cache
def _walled(alias: str) -> Direct:
    return Direct(alias, role=settings.OPENJMO_DB_MEMBER_ROLE)


def fetch_own(statement: str, values: Sequence[Any], *, using: str = "default") -> list[tuple[Any, ...]]:
    """All rows of one statement that narrows itself by `OWN` to the account that is its first value.

    It has a connection of its own that never acts as anybody but the member's role, so that nothing has to be said before or after it:
    without the narrowing, the role sees no rows. In a transaction it stands in that transaction. Raises what Django raises.
    """
    wrapper = connections[using]
    if wrapper.in_atomic_block or not settings.OPENJMO_DB_APP_ROLE:
        with only_of(values[0]):
            return fetch(statement, values, using=using)
    return heard(lambda: _walled(using).fetch(statement, values), statement, values, using=using, stands_apart=True)


def fetch_of_session(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `fetch_own`, for a statement that narrows itself by `OWN_OF_SESSION`; never in a transaction. Raises psycopg's errors."""
    return _walled("default").fetch(statement, values)


def let_go() -> None:
    """Close the connections of `fetch_own` that this thread has."""
    for alias in ("default", *settings.OPENJMO_REPLICAS):
        _walled(alias).close()


def out_of_reach(*tables: str) -> migrations.RunPython:
    """For a migration: no page of a member asks for these tables or views, so the member's role may not."""

    def revoke(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if settings.OPENJMO_DB_APP_ROLE:
            for table in tables:
                editor.execute(f"REVOKE ALL ON {table} FROM {editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)}")

    return migrations.RunPython(revoke, migrations.RunPython.noop)


def put_behind_the_wall(editor: BaseDatabaseSchemaEditor, own_rows: Mapping[str, str]) -> None:
    """For the migration of a new table with members' rows: the member's role sees those for which the condition (SQL) holds."""
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    app, member = (editor.quote_name(name) for name in (settings.OPENJMO_DB_APP_ROLE, settings.OPENJMO_DB_MEMBER_ROLE))
    for table, own in own_rows.items():
        editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY everything ON {table} TO {app} USING (true) WITH CHECK (true)")
        editor.execute(f"CREATE POLICY own ON {table} TO {member} USING ({own}) WITH CHECK ({own})")


@contextlib.contextmanager
def _narrowed_when_asked(alias: str, account: int) -> Iterator[None]:
    wrapper = connections[alias]
    with contextlib.ExitStack() as stack:
        is_narrowed = False

        def narrow_first(execute: Callable[..., Any], *asked: Any) -> Any:  # noqa: ANN401 - Django's interface
            nonlocal is_narrowed
            if not is_narrowed and not asked[-1].get(STANDS_APART):
                if wrapper.in_atomic_block:
                    raise RuntimeError("this page is narrowed when it first asks, which must not be within a transaction")
                stack.enter_context(_narrowed(alias, account))
                is_narrowed = True
            return execute(*asked)

        with wrapper.execute_wrapper(narrow_first):
            yield


@contextlib.contextmanager
def _narrowed(alias: str, account: int) -> Iterator[None]:
    wrapper = connections[alias]
    wrapper.ensure_connection()
    connection: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
    is_local = wrapper.in_atomic_block
    with wrapper.wrap_database_errors, psycopg.RawCursor(connection) as cursor:
        row = cursor.execute(_ENTER, [account, is_local, settings.OPENJMO_DB_MEMBER_ROLE], prepare=True).fetchone()
    before = row[0] if row else "none"
    try:
        yield
    finally:
        if wrapper.connection is connection and not wrapper.needs_rollback:
            try:
                with psycopg.RawCursor(connection) as cursor:
                    cursor.execute(_LEAVE, [before, is_local], prepare=True)
            except psycopg.Error:
                # A broken transaction takes both back when it is rolled back; a broken connection must not be used again.
                if not is_local:
                    wrapper.close()
