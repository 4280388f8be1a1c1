"""What a line, a posting and a month weigh: bytes in tables, indexes and write-ahead log; and what a statement of forty years costs.

    .venv/bin/python bench/storage.py [WORKERS]

One employer hands in two months of the same workers (10,000) through the code that serves people. The first month fills the register, the
second shows what every further month adds. Then their returns are credited, and one account gets a line a month for forty years in month
tables of their own. An embedded PostgreSQL of its own in a temporary folder. docs/scale.md reckons with these figures. No checkpoint falls
between, so the log is without whole pages.
"""

import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random

WORKERS = 10_000
TABLES = (
    *("ledger_line", "ledger_balance", "ledger_account", "ledger_entry", "ledger_link", "contributions_report_line"),
    *("messaging_message", "messaging_mail", "membership_person", "membership_membership", "membership_employment", "identity_account"),
)
YEARS = 40
REPEATS = 15


def _sizes() -> dict[str, tuple[int, int, int]]:
    """Rows, bytes of the table and bytes of its indexes; of all its partitions together."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {table}), sum(pg_table_size(part))::bigint, sum(pg_indexes_size(part))::bigint "
                f"FROM (SELECT '{table}'::regclass AS part UNION SELECT relid FROM pg_partition_tree('{table}')) AS parts"
            )
            found[table] = cursor.fetchone()
    return found


@contextmanager
def _wal(name: str, count: int) -> Iterator[None]:
    """Print what the block adds to the write-ahead log, by line, and how long it takes."""
    from django.db import connection

    def position() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            return str(cursor.fetchone()[0])

    before, began = position(), time.perf_counter()
    yield
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s, %s)", [position(), before])
        print(f"{name:32}{int(cursor.fetchone()[0]) / count:>12,.0f} WAL bytes/line{count / took:>12,.0f} lines/s")


def _show_sizes(title: str, before: dict[str, tuple[int, int, int]], after: dict[str, tuple[int, int, int]]) -> None:
    print(f"\n{title:32}{'rows':>10}{'table':>10}{'indexes':>10}  bytes a row")
    for table, (rows, heap, indexes) in after.items():
        added = rows - before[table][0]
        if added >= WORKERS / 10:
            print(f"{table:32}{added:>10,}{(heap - before[table][1]) / added:>10,.0f}{(indexes - before[table][2]) / added:>10,.0f}")


def _file(count: int) -> bytes:
    """The same workers each time it is called."""
    from openjmo.protocols.wage_file import FIELDS
    from openjmo.simulators.niks import Numbers

    chance, numbers = Random(1), Numbers()  # noqa: S311 - invented people
    text = StringIO()
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    for number in range(count):
        born = date(1970, 1, 1) + timedelta(days=chance.randrange(12_000))
        row = {
            "nik": numbers.nik(chance, "32", born, "L"),
            "full_name": f"Pekerja Rekaan {number}",
            "birth_date": born.isoformat(),
            "sex": "L",
            "mother_name": f"Ibu Rekaan {number}",
            "employment_start": "2020-01-01",
            "basic_wage": str(5_000_000 + 1_000 * (number % 997)),
        }
        writer.writerow(row)
    return text.getvalue().encode()


def _month(count: int, month: object, content: bytes, employer_id: int) -> None:
    """Report, bill, pay and post one month."""
    from openjmo.core.periods import Month
    from openjmo.domains.contributions import reads
    from openjmo.domains.contributions.actions.bill_report import bill_report
    from openjmo.domains.contributions.actions.post_report import post_report
    from openjmo.domains.contributions.actions.read_report import read_report
    from openjmo.domains.contributions.actions.receive_payment import receive_payment
    from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
    from openjmo.domains.payments.actions import Notice

    assert isinstance(month, Month)
    paid_on = month.following().day(10)
    now = datetime(paid_on.year, paid_on.month, paid_on.day, 3, tzinfo=UTC)
    with _wal(f"{month} read and checked", count):
        ref = submit_report(NewReport(employer_id, month, "upah.csv", "bench", "bench"), [content], now=now, read_later=False).ref
        read_report(ref, now=now)
    with _wal(f"{month} accepted and billed", count):
        code = bill_report(ref, confirmed_lines=None, by="bench", now=now)
    bill = reads.bill_by_code(code)
    assert bill
    receive_payment(Notice("bench", code, code, bill.amount, now), post_later=False)
    with _wal(f"{month} posted, workers told", count):
        post_report(ref, now=now)


def _forty_years() -> None:
    """One account with a line a month in month tables of their own: what its questions cost."""
    from django.db import connection

    from openjmo.core.money import Money
    from openjmo.core.periods import Month, months_between
    from openjmo.ledger import reads
    from openjmo.ledger.chart import BANK, AccountKind, Component, member_account
    from openjmo.ledger.periods import close_through
    from openjmo.ledger.post import Batch, NewEntry, Posting, open_account, post_many
    from openjmo.ledger.storage import open_months
    from openjmo.ledger.years import carry_closed_years, years_added

    code, last = member_account("KP-BENCH"), Month(2026, 12)
    months = list(months_between(last.plus(1 - 12 * YEARS), last))
    open_months(months)
    open_account(code, AccountKind.MEMBER)
    amount = Money.of_rupiah(285_000)
    post_many(
        [
            Batch(NewEntry(f"bench:{month}", "bench", month.day(10)), [Posting(BANK, -amount), Posting(code, amount, Component.WORKER)])
            for month in months
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_line, ledger_entry, ledger_account, ledger_balance")
    asked: dict[str, Callable[[], object]] = {
        "kept balance": lambda: reads.balances_now([code]),
        "newest 20 lines": lambda: reads.lines([code], limit=20),
        "totals of each year": lambda: years_added([code]),
        "balance of a date": lambda: reads.balances_on([code], date(2000, 1, 1)),
    }
    print(f"\none account, {len(months)} month tables{'median ms':>23}{'locks held':>14}")
    _ask_all(asked)
    close_through(last.plus(-12), by="bench")
    carry_closed_years()
    print("the same, all years but the last carried on")
    _ask_all(asked)


def _ask_all(asked: dict[str, Callable[[], object]]) -> None:
    from django.db import connection, transaction

    for name, ask in asked.items():
        spent, locks = [], 0
        for _ in range(REPEATS):
            with transaction.atomic(), connection.cursor() as cursor:
                began = time.perf_counter()
                ask()
                spent.append(time.perf_counter() - began)
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'")
                (locks,) = cursor.fetchone()
        print(f"{name:32}{statistics.median(spent) * 1000:>20,.1f}{locks:>14,}")


def main(count: int) -> None:
    """Load, credit, ask; prints the tables of docs/scale.md."""
    from openjmo.commands import django_ready

    with django_ready("measuring what a line weighs", as_owner=True):
        from django.core.management import call_command

        from openjmo.core.periods import Month
        from openjmo.domains.membership import reads as membership
        from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
        from openjmo.domains.savings.actions.credit_returns import credit_returns
        from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
        from openjmo.ledger.storage import open_months

        call_command("migrate", interactive=False, verbosity=0)
        open_months([Month(2026, month) for month in (8, 9)])
        employer = membership.employer_by_ref(add_employer(NewEmployer("20123456", "PT Timbangan", "C", "32")))
        assert employer
        declare_rate(NewRate(2026, "5.5", "bench", is_assumed=True, by="bench"))
        content, empty = _file(count), _sizes()
        print(f"{count:,} workers, file of {len(content) / count:.0f} bytes a line\n")
        _month(count, Month(2026, 7), content, employer.id)
        first = _sizes()
        _month(count, Month(2026, 8), content, employer.id)
        second = _sizes()
        with _wal("returns of a month", count):
            credited = credit_returns(Month(2026, 9), now=datetime(2026, 11, 1, 3, tzinfo=UTC))
        assert credited
        assert credited.account_count == count
        third = _sizes()
        _show_sizes("first month: with the register", empty, first)
        _show_sizes("every further month", first, second)
        _show_sizes("crediting of a month", second, third)
        _forty_years()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENJMO_DATA_DIR"] = folder
        main(int(sys.argv[1]) if len(sys.argv) > 1 else WORKERS)
