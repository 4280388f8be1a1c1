"""Month tables of postings: opened ahead of time, listed for who looks after the disk.

Called by `openjmo migrate`, by a nightly job and by `openjmo ledger months`. A month without a table of its own is kept with the rest; its
postings are as safe, only slower to add to. So a month is opened before its first posting; afterwards it stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection, transaction

from openjmo.core.periods import Month

MONTHS_AHEAD: Final = 3
"""How many months beyond the present one have their tables ready."""


@dataclass(frozen=True, slots=True)
class MonthTable:
    """One table of postings. `month` is None for the rest."""

    month: Month | None
    table_bytes: int
    index_bytes: int


def open_months(months: Iterable[Month]) -> list[Month]:
    """Give each of these months a table of its own; the months that got one now.

    A month that has one is left alone, and so is a month whose postings already lie with the rest.
    """
    opened = []
    for month in months:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT ledger_open_month(%s)", [month.first_day])
                if cursor.fetchone() == (True,):
                    opened.append(month)
        except DatabaseError as trouble:
            if getattr(trouble.__cause__, "sqlstate", "") != _HAS_POSTINGS:
                raise
    return opened


_HAS_POSTINGS: Final = "23514"
"""The rest would break the bound that the new table gives it."""


def open_months_ahead(present: Month) -> list[Month]:
    """Give the present month and the `MONTHS_AHEAD` next ones their tables; the months that got one now."""
    return open_months(present.plus(ahead) for ahead in range(MONTHS_AHEAD + 1))


def month_tables() -> list[MonthTable]:
    """Every table of postings with its size on disk, oldest month first, the rest last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(leaf.relname FROM '^ledger_line_([0-9]{4}_[0-9]{2})$'), pg_table_size(leaf.oid), "
            "pg_indexes_size(leaf.oid) FROM pg_inherits JOIN pg_class leaf ON leaf.oid = inhrelid "
            "WHERE inhparent = 'ledger_line'::regclass ORDER BY 1 NULLS LAST"
        )
        return [MonthTable(Month.parse(name.replace("_", "-")) if name else None, *sizes) for name, *sizes in cursor.fetchall()]
