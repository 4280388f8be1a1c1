"""Closed periods take no more entries, from whomever; what comes late is booked on the first open day and says when it was meant."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import Error, connection, transaction

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.ledger.chart import RETURNS, Component
from openjmo.ledger.credit import Weight, WeightedCredit, credit_slice
from openjmo.ledger.periods import close_through, closed_through, periods
from openjmo.ledger.post import NewEntry, Posting, post, reverse
from openjmo.ledger.reads import balances_on, lines, year_movements
from openjmo.ledger.verify import verify
from tests.ledger.books import A_DAY, ANI, contribute, open_books, receive
from tests.ledger.books_tampered import done_as

pytestmark = pytest.mark.django_db(transaction=True)
SEPTEMBER = Month(2026, 9)
IN_SEPTEMBER = date(2026, 9, 10)


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    del db
    open_books()
    receive(10_000, on=date(2026, 8, 3))
    contribute(ANI, 100, 185, key="c:8", on=date(2026, 8, 20))


def test_while_nothing_is_closed_every_date_is_taken_as_it_is() -> None:
    contribute(ANI, 100, 185, key="old", on=date(2001, 1, 1))
    (line, _) = lines([ANI], limit=10, components=[Component.WORKER])[::-1]
    assert (line.business_on, "original_on" in line.about) == (date(2001, 1, 1), False)
    assert closed_through() is None
    assert [(str(one.month), one.entry_count, one.closed_at) for one in periods()] == [("2026-08", 2, None), ("2001-01", 1, None)]


def test_what_comes_late_is_booked_on_the_first_open_day_with_its_own_date_kept() -> None:
    assert close_through(SEPTEMBER, by="test")
    assert not close_through(SEPTEMBER, by="other")
    assert not close_through(Month(2026, 7), by="other")
    before = balances_on([ANI], SEPTEMBER.last_day)
    contribute(ANI, 50, 50, key="late", on=IN_SEPTEMBER)
    line = lines([ANI], limit=1)[0]
    assert (line.business_on, line.about) == (date(2026, 10, 1), {"month": "2026-09", "original_on": "2026-09-10"})
    assert balances_on([ANI], SEPTEMBER.last_day) == before
    contribute(ANI, 1, 1, key="in time", on=date(2026, 10, 1))
    assert "original_on" not in lines([ANI], limit=1)[0].about
    assert verify().is_sound
    (october, september, august) = periods()
    assert (october.entry_count, october.closed_at) == (2, None)
    assert (september.entry_count, september.closed_by) == (0, "test")
    assert august.closed_at == september.closed_at


def test_a_reversal_counts_from_the_day_its_original_counts_from() -> None:
    close_through(SEPTEMBER, by="test")
    contribute(ANI, 50, 50, key="late", on=IN_SEPTEMBER)
    reverse("late", new_key="undo", business_on=A_DAY, reason="keliru")
    (line, _) = lines([ANI], limit=2)
    assert (line.business_on, line.original_on) == (A_DAY, IN_SEPTEMBER)
    reverse("c:8", new_key="undo too", business_on=date(2026, 8, 21), reason="keliru")
    with connection.cursor() as cursor:
        cursor.execute("SELECT business_on, about ->> 'original_on' FROM ledger_entry WHERE key = 'undo too'")
        assert cursor.fetchone() == (date(2026, 10, 1), "2026-08-20")


@pytest.mark.parametrize("role", ["application", "owner"])
@pytest.mark.parametrize("on", ["2026-09-30", "2026-08-20", "1999-12-31"])
def test_raw_sql_is_refused_in_a_closed_period(role: str, on: str) -> None:
    close_through(SEPTEMBER, by="test")
    raw = f"INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen) VALUES ('raw', 'test', '{on}', 2, 5)"
    with pytest.raises(Error, match="closed through 2026-09-30"):
        done_as(role, raw)


@pytest.mark.parametrize("through", ["2026-09-29", "2026-08-31", "2026-09-30"])
def test_a_closing_ends_with_a_month_and_never_goes_back(through: str) -> None:
    close_through(SEPTEMBER, by="test")
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_closing (through, closed_by) VALUES (%s, 'raw')", [through])
    assert closed_through() == SEPTEMBER.last_day


def test_an_entry_for_its_own_day_only_is_refused_and_a_known_key_still_changes_nothing() -> None:
    entry = NewEntry("returns:2026-09", "returns", SEPTEMBER.last_day, on_its_day_only=True)
    sides = [Posting(RETURNS, Money(-5)), Posting(ANI, Money(5), Component.RETURNS)]
    first = post(entry, sides)
    close_through(SEPTEMBER, by="test")
    again = post(entry, sides)
    assert (again.entry_id, again.is_new) == (first.entry_id, False)
    with pytest.raises(Refusal) as refused:
        post(NewEntry("returns:2026-08", "returns", date(2026, 8, 31), on_its_day_only=True), sides)
    assert refused.value.code == "ledger.period_closed"
    assert refused.value.fix


def test_a_return_counts_what_was_booked_late_from_its_own_day() -> None:
    """Weight 3 for September, 1 for October: the late money has September's weight, for the crediting and for its explanation."""
    close_through(SEPTEMBER, by="test")
    contribute(ANI, 50, 50, key="late", on=IN_SEPTEMBER)
    contribute(ANI, 10, 10, key="in time", on=date(2026, 10, 1))
    weights = [Weight(date(2026, 9, 1), date(2026, 9, 30), 3), Weight(date(2026, 10, 1), date(2026, 10, 31), 1)]
    october = WeightedCredit(date(2026, 9, 1), date(2026, 10, 31), 0, weights, 0, 100, RETURNS)
    credited = credit_slice(NewEntry("returns:2026-10", "returns", date(2026, 10, 31), on_its_day_only=True), october, range(32_768))
    assert credited.total == Money((10_000 * 3 + 2_000) // 100)
    line = lines([ANI], limit=1, components=[Component.RETURNS])[0]
    seen = year_movements(ANI, year=2026, through=date(2026, 10, 31), known_at=line.recorded_at, without_entry=line.entry_id)
    assert seen.movements == (
        (date(2026, 8, 20), Money.of_rupiah(285)),
        (IN_SEPTEMBER, Money.of_rupiah(100)),
        (date(2026, 10, 1), Money.of_rupiah(20)),
    )


def test_a_closing_waits_for_whoever_is_posting() -> None:
    order: list[str] = []

    def close() -> None:
        try:
            close_through(SEPTEMBER, by="test")
            order.append("closed")
        finally:
            connection.close()

    closing = threading.Thread(target=close)
    with transaction.atomic():
        contribute(ANI, 1, 1, key="under way", on=IN_SEPTEMBER)
        closing.start()
        closing.join(timeout=0.5)
        order.append("posted")
    closing.join()
    assert order == ["posted", "closed"]
    assert lines([ANI], limit=1)[0].business_on == IN_SEPTEMBER
