"""Months have tables of their own; what is promised of postings holds there too."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, connection, transaction

from openjmo.core.periods import Month
from openjmo.ledger.post import reverse
from openjmo.ledger.reads import balance_of, lines
from openjmo.ledger.storage import month_tables, open_months, open_months_ahead
from openjmo.ledger.verify import verify
from tests.ledger.books import ANI, contribute, open_books, receive
from tests.ledger.books_tampered import behind_the_guards, done_as

pytestmark = pytest.mark.django_db(transaction=True)

MONTH = Month(2026, 10)
TABLE = "ledger_line_2026_10"


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int((cursor.fetchone() or (0,))[0])


@pytest.fixture(autouse=True)
def _month(db: None) -> None:
    del db
    open_books()
    assert open_months([MONTH]) == [MONTH]
    receive(1_000_000)
    contribute(ANI, 100_000, 185_000, key="c:1", on=date(2026, 10, 1))
    contribute(ANI, 100_000, 185_000, key="c:2", on=date(2026, 10, 31))
    contribute(ANI, 1_000, 1_850, key="c:3", on=date(2026, 11, 1))


def test_postings_lie_in_the_table_of_their_business_month() -> None:
    receipts_of_october = 2
    assert _rows(TABLE) == 2 + 2 + receipts_of_october
    assert _rows("ledger_line_rest") == 2
    assert [line.business_on.month for line in lines([ANI], limit=9)] == [11, 11, 10, 10, 10, 10]
    assert balance_of(ANI).sen == 57_285_000
    reverse("c:1", new_key="undo", business_on=date(2026, 11, 2), reason="keliru")
    assert balance_of(ANI).sen == 28_785_000
    assert verify().is_sound


def test_a_month_is_opened_once_and_not_after_its_first_posting() -> None:
    assert open_months([MONTH]) == []
    assert open_months([Month(2026, 11)]) == []
    assert [table.month for table in month_tables()] == [MONTH, None]


def test_every_month_is_vacuumed_by_what_was_added_and_asks_nobody_to_sum_up_a_range() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT month.relname, month.reloptions, found.reloptions FROM pg_inherits JOIN pg_class month ON month.oid = inhrelid "
            "JOIN pg_index ON indrelid = month.oid JOIN pg_class found ON found.oid = indexrelid JOIN pg_am ON pg_am.oid = found.relam "
            "WHERE inhparent = 'ledger_line'::regclass AND amname = 'brin'"
        )
        found = {name: (set(of_table or ()), of_index) for name, of_table, of_index in cursor.fetchall()}
    by_lines = {"autovacuum_vacuum_insert_scale_factor=0", "autovacuum_vacuum_insert_threshold=10000"}
    assert found == dict.fromkeys((TABLE, "ledger_line_rest"), (by_lines, ["pages_per_range=16"]))


def test_months_are_opened_ahead() -> None:
    assert open_months_ahead(Month(2026, 12)) == [Month(2026, 12), Month(2027, 1), Month(2027, 2), Month(2027, 3)]


@pytest.mark.parametrize("month", ["1976-12-01", "2099-01-01"])
def test_no_table_is_made_for_an_unlikely_month(month: str) -> None:
    with pytest.raises(Error, match="no table"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_open_month(%s)", [month])


@pytest.mark.parametrize("role", ["application", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET worker_sen = worker_sen + 1",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"INSERT INTO {TABLE} SELECT account_id, entry_id, business_on + 1 FROM ledger_line",
        f"INSERT INTO {TABLE} SELECT * FROM ledger_line WHERE false",
    ],
)
def test_a_month_is_not_changed_by_its_own_name(role: str, statement: str) -> None:
    with pytest.raises(Error):
        done_as(role, statement)


def test_a_sen_changed_in_a_month_is_found() -> None:
    behind_the_guards(f"UPDATE {TABLE} SET worker_sen = worker_sen + 1 WHERE business_on = '2026-10-01'")
    found = verify()
    assert ("entry_balances", "c:1") in [(one.check, one.subject) for one in found.mismatches]
    assert [(one.reason, one.key) for one in found.broken_links] == [("entry_changed", "c:1")]
