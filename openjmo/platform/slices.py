"""Changes every row of a table in slices, each in a transaction of its own, so that it may be cut off anywhere and begun again.

Used where columns are sealed (`rotation` and migrations). Rows are walked by their key; a row that was changed before is passed over by the
condition or by the caller, so beginning again costs reading and no writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

SLICE: Final = 2_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Of which table which columns are read and written; `condition` is SQL over the row that holds while it is not yet done."""

    table: str
    key: Sequence[str]
    reads: Sequence[str]
    writes: Sequence[str]
    """None when rows are only looked at."""
    condition: str = "true"


def walk(
    connection: BaseDatabaseWrapper, way: Walk, change: Callable[[Row], Row | None], progress: Callable[[int], None] = lambda _count: None
) -> int:
    """Give each row's `reads` to `change` and write what it answers into `writes`; None leaves the row. How many were written.

    `progress` hears after each slice how many rows were looked at so far.
    """
    kinds = _kinds(connection, way.table)
    looked = written = 0
    last: Row | None = None
    while True:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(_choose(way, is_first=last is None), [*(last or ()), SLICE])
            rows = cursor.fetchall()
            if not rows:
                return written
            width = len(way.key)
            changed = [(row[:width], found) for row in rows if (found := change(tuple(row[width:]))) is not None]
            if changed:
                columns = [list(column) for column in zip(*((*key, *found) for key, found in changed), strict=True)]
                cursor.execute(_write(way, kinds), columns)
        last = tuple(rows[-1][:width])
        looked += len(rows)
        written += len(changed)
        progress(looked)


def _choose(way: Walk, *, is_first: bool) -> str:
    key = _names(way.key)
    text = sql.SQL("SELECT {columns} FROM {table} WHERE ({condition}){after} ORDER BY {key} LIMIT %s{lock}").format(
        columns=_names([*way.key, *way.reads]),
        table=sql.Identifier(way.table),
        condition=sql.SQL(way.condition),
        after=sql.SQL("") if is_first else sql.SQL(" AND ({key}) > ({places})").format(key=key, places=_places(len(way.key))),
        key=key,
        lock=sql.SQL(" FOR UPDATE") if way.writes else sql.SQL(""),
    )
    return text.as_string(None)


def _write(way: Walk, kinds: dict[str, str]) -> str:
    columns = [*way.key, *way.writes]
    fresh = [f"c{number}" for number in range(len(columns))]
    text = sql.SQL("UPDATE {table} held SET {set} FROM unnest({arrays}) AS fresh ({fresh}) WHERE {match}").format(
        table=sql.Identifier(way.table),
        set=sql.SQL(", ").join(
            sql.SQL("{} = fresh.{}").format(sql.Identifier(name), sql.Identifier(place))
            for name, place in zip(way.writes, fresh[len(way.key) :], strict=True)
        ),
        # The names of types are the database's own.
        arrays=sql.SQL(", ").join(sql.SQL("%s::{}[]").format(sql.SQL(kinds[name])) for name in columns),
        fresh=_names(fresh),
        match=sql.SQL(" AND ").join(
            sql.SQL("held.{} = fresh.{}").format(sql.Identifier(name), sql.Identifier(place))
            for name, place in zip(way.key, fresh, strict=False)
        ),
    )
    return text.as_string(None)


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _places(count: int) -> sql.Composed:
    return sql.SQL(", ").join([sql.Placeholder()] * count)


def _kinds(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return dict(cursor.fetchall())
