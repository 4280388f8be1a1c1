"""A large fund to write to: member accounts, a month's wage-report lines staged beside them, and deposits that pay for them.

Used by `posting.py`, `crediting.py` and `nation.py` in a throw-away cluster; everything goes through `openjmo.ledger`, guards and chain on.
Django is ready and acts as the owner of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.ledger.chart import BANK, deposit_account
from openjmo.ledger.post import Batch, NewEntry, Posting, post_many, post_selected
from openjmo.ledger.storage import open_months

LINES_A_REPORT: Final = 10_000
LINES: Final = "SELECT account_id, worker_sen, employer_sen, NULL::bigint, NULL::bigint FROM bench_line WHERE report = %(report)s"
"""Two postings a line: the worker's share and the employer's."""


@dataclass(frozen=True, slots=True)
class WritingFund:
    """How many member accounts, and what each report's lines sum to."""

    accounts: int
    report_sen: tuple[int, ...]


def make_fund(accounts: int) -> WritingFund:
    """Open the accounts and stage one month's lines, `LINES_A_REPORT` of neighbouring accounts a report."""
    reports = accounts // LINES_A_REPORT
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (code, kind, may_be_negative) "
            "SELECT 'member:KP-' || lpad(n::text, 8, '0'), 1, false FROM generate_series(1, %s) n",
            [accounts],
        )
        cursor.execute(
            "INSERT INTO ledger_account (code, kind, may_be_negative) SELECT 'deposit:PK-' || n, 2, false FROM generate_series(0, %s) n",
            [reports - 1],
        )
        cursor.execute(
            "CREATE TABLE bench_line AS SELECT ((place - 1) / %s)::int AS report, id AS account_id, "
            "(8000000 + place %% 1000)::bigint AS worker_sen, 14800000::bigint AS employer_sen "
            "FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM ledger_account WHERE kind = 1) AS account",
            [LINES_A_REPORT],
        )
        cursor.execute("CREATE INDEX ON bench_line (report)")
        cursor.execute("SELECT sum(worker_sen + employer_sen)::bigint FROM bench_line GROUP BY report ORDER BY report")
        sums = tuple(row[0] for row in cursor.fetchall())
        cursor.execute("VACUUM (ANALYZE)")
    return WritingFund(accounts, sums)


def receive_month(fund: WritingFund, month: Month) -> None:
    """The bank has the money of every report of a month."""
    post_many(
        [
            Batch(
                NewEntry(f"receipt:{month}:{report}", "receipt", month.day(3)),
                [Posting(BANK, Money(-sen)), Posting(deposit_account(f"PK-{report}"), Money(sen))],
            )
            for report, sen in enumerate(fund.report_sen)
        ]
    )


def post_month(fund: WritingFund, month: Month, *, connections: int = 1) -> None:
    """Post every report of a month, one transaction a report."""
    each(range(len(fund.report_sen)), lambda report: _post_report(fund, month, report), connections)


def _post_report(fund: WritingFund, month: Month, report: int) -> None:
    entry = NewEntry(f"contribution:{month}:{report}", "contribution", month.day(10), about={"month": str(month)})
    post_selected(entry, LINES, {"report": report}, [Posting(deposit_account(f"PK-{report}"), Money(-fund.report_sen[report]))])


def each(works: Sequence[int], do: object, connections: int) -> None:
    """Do each work, in as many threads with a connection of their own."""
    assert callable(do)
    if connections == 1:
        for work in works:
            do(work)
        return

    def some(first: int) -> None:
        try:
            for work in works[first::connections]:
                do(work)
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        for running in [pool.submit(some, first) for first in range(connections)]:
            running.result()


def open_fund_months(first: Month, count: int) -> list[Month]:
    """Give those months their tables."""
    months = [first.plus(ahead) for ahead in range(count)]
    open_months(months)
    return months


@contextmanager
def wal_bytes(found: list[int]) -> Iterator[None]:
    """Adds how much was written to the log of the database meanwhile."""
    before = _wal()
    yield
    found.append(_wal() - before)


def _wal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        return int((cursor.fetchone() or (0,))[0])


def staged_postings(on: date) -> bytes:
    """A month's postings, two a line and one a report, in the order in which ours are written, as COPY takes them in binary."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT line.account_id, line.report + 1::bigint, part.amount_sen, %s::date, part.component FROM ("
            "SELECT * FROM bench_line UNION ALL SELECT report, account.id, -sum(worker_sen + employer_sen)::bigint, NULL "
            "FROM bench_line JOIN ledger_account account ON account.code = 'deposit:PK-' || report GROUP BY report, account.id) AS line "
            "CROSS JOIN LATERAL (VALUES (CASE WHEN line.employer_sen IS NULL THEN 0 ELSE 1 END::smallint, line.worker_sen), "
            "(2::smallint, line.employer_sen)) AS part (component, amount_sen) WHERE part.amount_sen IS NOT NULL "
            "ORDER BY line.report, part.component = 0, line.account_id, part.component) TO STDOUT WITH (FORMAT binary)",
            [on],
        ) as copied,
    ):
        return b"".join(bytes(block) for block in copied)
