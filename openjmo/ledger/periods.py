"""Closing of periods: business months that take no more entries.

Called by savings, which knows when a month may be closed, and by `post`, which books what comes late on the first open day. The database
refuses an entry with a business date in a closed period, also from raw SQL. There is no reopening: what turns up late is booked late, and
its entry says which day it was meant for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from openjmo.core.money import Money
from openjmo.core.periods import Month

ORIGINAL_ON: Final = "original_on"
"""The name in an entry's `about` under which a late entry keeps the day it was meant for."""


@dataclass(frozen=True, slots=True)
class Period:
    """One business month with what was booked in it."""

    month: Month
    entry_count: int
    turnover: Money
    closed_at: datetime | None
    """None while it is open."""
    closed_by: str


def closed_through() -> date | None:
    """The last closed business day; None when nothing is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(through) FROM ledger_closing")
        row = cursor.fetchone()
    return row[0] if row else None


def close_through(month: Month, *, by: str) -> bool:
    """Close every business month up to this one, for good; false when it was closed already.

    Waits for transactions that are posting. Whether the month may be closed is for the caller to know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('openjmo.ledger.closing', 0))")
        cursor.execute(
            "INSERT INTO ledger_closing (through, closed_by) SELECT %s, %s "
            "WHERE NOT EXISTS (SELECT 1 FROM ledger_closing WHERE through >= %s)",
            [month.last_day, by, month.last_day],
        )
        return bool(cursor.rowcount)


def first_open_day() -> date | None:
    """The first business day that takes entries; None when every day does. Nothing can be closed until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('openjmo.ledger.closing', 0))")
    closed = closed_through()
    return closed + timedelta(days=1) if closed else None


def periods() -> list[Period]:
    """Every business month with entries, and every month that ended a closing, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT month.first_day, month.entry_count, month.turnover, closing.closed_at, coalesce(closing.closed_by, '') FROM ("
            "SELECT first_day, sum(entry_count)::bigint AS entry_count, sum(turnover)::bigint AS turnover FROM ("
            "SELECT date_trunc('month', business_on)::date AS first_day, count(*) AS entry_count, sum(turnover_sen) AS turnover "
            "FROM ledger_entry GROUP BY 1 UNION ALL "
            "SELECT date_trunc('month', through)::date, 0, 0 FROM ledger_closing) AS found GROUP BY first_day) AS month "
            "LEFT JOIN LATERAL (SELECT closed_at, closed_by FROM ledger_closing WHERE through >= month.first_day ORDER BY through LIMIT 1"
            ") AS closing ON true ORDER BY month.first_day DESC"
        )
        return [Period(Month.of(row[0]), row[1], Money(row[2]), row[3], row[4]) for row in cursor.fetchall()]
