"""Statements asked of the database as whoever the connection acts as, for tests of the walls."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, transaction


def rows(statement: str) -> list[tuple[Any, ...]]:
    """All that is seen."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [tuple(row) for row in cursor.fetchall()]


def is_refused(statement: str) -> bool:
    """Whether the database refuses it; the transaction around it goes on."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False
