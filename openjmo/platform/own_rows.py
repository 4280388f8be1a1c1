"""The second wall from the program's side: for the length of a block, the database shows one account's or employer's rows and no others.

The connection takes on the role of members' or of employers' pages and names whose rows it is about; what these roles see is said in
`domains/support/migrations/0002_second_wall.py` and `0010_employers_wall.py`. A page of the desk names nobody: what its role sees grows
with each line of who looked (`0013_desk_wall.py`). At the end it is what it was before, also after an error. In
a transaction both hold at most until its end; outside of one a connection that cannot be set back is closed, so that a kept connection
never carries an account into the next request.

What is read after the block has the first wall only: the conditions of its own query. A file that is streamed is read slice by
slice in blocks of their own (`in_slices`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

import psycopg
from django.conf import settings
from django.db import connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from openjmo.platform import replicas
from openjmo.platform.prepared import STANDS_APART


@dataclass(frozen=True, slots=True)
class _Door:
    """Two functions of the database.

    `enter` takes whose rows, whether it is for the transaction only, and the role, and gives the role before, which `leave` takes.
    """

    enter: str
    leave: str


_MEMBERS: Final = _Door("SELECT openjmo_enter($1, $2, $3)", "SELECT openjmo_leave($1, $2)")
_EMPLOYERS: Final = _Door("SELECT openjmo_enter_employer($1, $2, $3, $4, $5)", "SELECT openjmo_leave_employer($1, $2)")
_DESK: Final = _Door("SELECT openjmo_enter_desk($1, $2, $3)", "SELECT openjmo_leave_desk($1, $2)")
Row = TypeVar("Row")
Lifted = Callable[[], AbstractContextManager[None]]
"""A block within the block that sees what everybody's pages see."""


def only_of(account_id: int, *, when_asked: bool = False) -> AbstractContextManager[object]:
    """The block sees this account's rows. Where there are no roles (OPENJMO_DB_APP_ROLE is empty) nothing changes.

    `when_asked` narrows with the block's first question, for a page that may ask none besides `own_statement.fetch_own`. Its first question
    must not stand in a transaction that the block itself began: RuntimeError.
    """
    if not settings.OPENJMO_DB_APP_ROLE:
        return contextlib.nullcontext()
    alias = replicas.alias()
    if alias == "default":
        return _only_of(alias, account_id, when_asked=when_asked)
    return _both(*(_only_of(one, account_id, when_asked=when_asked) for one in ("default", alias)))


@contextlib.contextmanager
def _both(original: AbstractContextManager[object], copy: AbstractContextManager[object]) -> Iterator[None]:
    with original, copy:
        yield


def _only_of(alias: str, account_id: int, *, when_asked: bool) -> AbstractContextManager[object]:
    if when_asked:
        wrapper = connections[alias]
        if not wrapper.in_atomic_block:
            return _WhenAsked(wrapper, alias, account_id)
    return _narrowed_to_member(alias, account_id)


def _narrowed_to_member(alias: str, account_id: int) -> AbstractContextManager[Lifted]:
    return _narrowed(alias, _MEMBERS, settings.OPENJMO_DB_MEMBER_ROLE, account_id)


@contextlib.contextmanager
def only_of_employer(account_id: int, employer_id: int, on: date) -> Iterator[Lifted]:
    """The block sees this employer's rows, if the account acts for it on that day, and else none.

    What it is given lifts the wall for one action that needs everybody's rows, on the original only. Without roles nothing changes.
    """
    if not settings.OPENJMO_DB_APP_ROLE:
        yield contextlib.nullcontext
        return
    with contextlib.ExitStack() as stack:
        lifted = {
            alias: stack.enter_context(_narrowed(alias, _EMPLOYERS, settings.OPENJMO_DB_EMPLOYER_ROLE, account_id, employer_id, on))
            for alias in dict.fromkeys(("default", replicas.alias()))
        }
        yield lifted["default"]


@contextlib.contextmanager
def only_what_is_looked_at(officer_account_id: int) -> Iterator[Lifted]:
    """The block sees the officer's own file, and of others those for which it has left a line of who looked (`looks.actions.note_look`).

    What it is given lifts the wall for one answer; behind it every file is closed again until its line is asked for anew. Only the original
    is asked, so the block stands in a transaction of it, as every page of the desk does. Without roles nothing changes.
    """
    if not settings.OPENJMO_DB_APP_ROLE:
        yield contextlib.nullcontext
        return
    with _narrowed("default", _DESK, settings.OPENJMO_DB_DESK_ROLE, officer_account_id) as lifted:
        yield lifted


def in_slices(rows: Iterator[Row], size: int, behind: Callable[[], AbstractContextManager[object]]) -> Iterator[Row]:
    """Rows of a file that is written after its page: read so many at a time, each time behind the wall.

    The wall is left before a row is handed out. So a reader who goes away in the middle leaves nothing of it on the connection.
    """
    while True:
        with behind():
            some = list(islice(rows, size))
        if not some:
            return
        yield from some


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
    member = editor.quote_name(settings.OPENJMO_DB_MEMBER_ROLE)
    for table, own in own_rows.items():
        editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY everything ON {table} TO {serving_roles(editor)} USING (true) WITH CHECK (true)")
        editor.execute(f"CREATE POLICY own ON {table} TO {member} USING ({own}) WITH CHECK ({own})")


@dataclass(frozen=True, slots=True)
class Deed:
    """What an employer's page may do with rows of a table for which the condition (SQL) holds; `columns` are all that it may touch."""

    deed: str
    own: str
    columns: str = ""
    becomes: str = ""
    """What must hold of a row once it is changed; empty when it is the same."""


def open_to_employers(editor: BaseDatabaseSchemaEditor, deeds: Mapping[str, tuple[Deed, ...]]) -> None:
    """For a migration: the role of employers' pages, which has no rights by itself, may do this.

    Not for tables that are filled by COPY, which PostgreSQL refuses where row-level security binds; they are shown by a view in the role's
    own schema (`domains/support/migrations/0010_employers_wall.py`).
    """
    if not settings.OPENJMO_DB_APP_ROLE:
        return
    employer = editor.quote_name(settings.OPENJMO_DB_EMPLOYER_ROLE)
    for table, allowed in deeds.items():
        for one in allowed:
            columns = f" ({one.columns})" if one.columns else ""
            editor.execute(f"GRANT {one.deed}{columns} ON {table} TO {employer}")
            using = "" if one.deed == "INSERT" else f" USING ({one.own})"
            check = "" if one.deed == "SELECT" else f" WITH CHECK ({one.becomes or one.own})"
            editor.execute(f"CREATE POLICY employers_{one.deed.lower()} ON {table} FOR {one.deed} TO {employer}{using}{check}")


def create_role(editor: BaseDatabaseSchemaEditor, name: str) -> None:
    """For a migration: a role without a login that the owner's account may take on, made unless somebody made it beforehand."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {editor.quote_name(name)} NOLOGIN")
        cursor.execute("SELECT pg_has_role(current_user, %s, 'SET')", [name])
        if cursor.fetchone() == (False,):
            cursor.execute(f"GRANT {editor.quote_name(name)} TO CURRENT_USER")


def copy_rights(editor: BaseDatabaseSchemaEditor, role: str, to: str) -> None:
    """For a migration: rights on tables, views and sequences, as they are.

    Functions are open to everybody unless a migration says otherwise. No page names a month's table of postings, whose rights nobody has.
    """
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.relname, held.relkind = 'S', acl.privilege_type FROM pg_class held, aclexplode(held.relacl) AS acl "
            "WHERE held.relnamespace = 'public'::regnamespace AND held.relkind IN ('r', 'p', 'v', 'S') "
            "AND acl.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)",
            [role],
        )
        rights = cursor.fetchall()
    for name, is_sequence, right in rights:
        editor.execute(f"GRANT {right} ON {'SEQUENCE ' if is_sequence else ''}{editor.quote_name(name)} TO {editor.quote_name(to)}")


def serving_roles(editor: BaseDatabaseSchemaEditor) -> str:
    """For a migration: the roles of web and worker, quoted; the worker's came later than the first walls and may not be there yet."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [settings.OPENJMO_DB_WORKER_ROLE])
        (has_worker,) = cursor.fetchone() or (False,)
    names = [settings.OPENJMO_DB_APP_ROLE, *([settings.OPENJMO_DB_WORKER_ROLE] if has_worker else [])]
    return ", ".join(map(editor.quote_name, names))


class _WhenAsked:
    """Enters the block with the first question that the connection hears."""

    def __init__(self, wrapper: BaseDatabaseWrapper, alias: str, account_id: int) -> None:
        self._wrapper = wrapper
        self._whose = (alias, account_id)
        self._block: AbstractContextManager[Lifted] | None = None

    def __enter__(self) -> None:
        self._wrapper.execute_wrappers.append(self._narrow_first)

    def __exit__(self, *_raised: object) -> None:
        self._wrapper.execute_wrappers.remove(self._narrow_first)
        if self._block is not None:
            self._block.__exit__(None, None, None)

    def _narrow_first(self, execute: Callable[..., Any], *asked: Any) -> Any:  # noqa: ANN401 - Django's interface
        if self._block is None and not asked[-1].get(STANDS_APART):
            if self._wrapper.in_atomic_block:
                raise RuntimeError("this page is narrowed when it first asks, which must not be within a transaction")
            block = _narrowed_to_member(*self._whose)
            block.__enter__()
            self._block = block
        return execute(*asked)


@contextlib.contextmanager
def _narrowed(alias: str, door: _Door, role: str, *whose: object) -> Iterator[Lifted]:
    wrapper = connections[alias]
    wrapper.ensure_connection()
    connection: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
    is_local = wrapper.in_atomic_block

    def enter() -> str:
        with wrapper.wrap_database_errors, psycopg.RawCursor(connection) as cursor:
            row = cursor.execute(door.enter, [*whose, is_local, role], prepare=True).fetchone()
        return row[0] if row else "none"

    def leave() -> None:
        if wrapper.connection is connection and not wrapper.needs_rollback:
            try:
                with psycopg.RawCursor(connection) as cursor:
                    cursor.execute(door.leave, [before, is_local], prepare=True)
            except psycopg.Error:
                # A broken transaction takes both back when it is rolled back; a broken connection must not be used again.
                if not is_local:
                    wrapper.close()

    @contextlib.contextmanager
    def lifted() -> Iterator[None]:
        leave()
        try:
            yield
        finally:
            if not wrapper.needs_rollback:
                enter()

    before = enter()
    try:
        yield lifted
    finally:
        leave()
