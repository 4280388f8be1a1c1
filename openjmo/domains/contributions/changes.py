"""Write changed columns of many rows back in one statement.

Django's `bulk_update` builds a CASE branch for every row and column; for the reports of a month that cost more than posting them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models
from psycopg import sql


def write_back(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Save these fields of these rows, all of one table, found by their primary key. Plain columns only, no JSON."""
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001 - Django's documented way to a model's fields
    chosen = [field for field in map(meta.get_field, fields) if isinstance(field, models.Field)]
    pairs = [(str(field.column), str(field.db_type(connection)), field.attname) for field in chosen]
    key = sql.Identifier(str(meta.pk.column))
    names = [sql.Identifier(column) for column, _, _ in pairs]
    kinds = ["bigint", *(kind for _, kind, _ in pairs)]
    statement = sql.SQL("UPDATE {table} SET {set} FROM unnest({arrays}) AS fresh ({key}, {names}) WHERE {table}.{key} = fresh.{key}")
    text = statement.format(
        table=sql.Identifier(meta.db_table),
        set=sql.SQL(", ").join(sql.SQL("{0} = fresh.{0}").format(name) for name in names),
        arrays=sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for kind in kinds),
        key=key,
        names=sql.SQL(", ").join(names),
    )
    columns = [[getattr(row, name) for row in rows] for _, _, name in pairs]
    with connection.cursor() as cursor:
        cursor.execute(text.as_string(None), [[row.pk for row in rows], *columns])
