"""Balances now, on a date, as known at a moment; lines with their running balance."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection

from openjmo.core.money import Money
from openjmo.ledger import reads
from openjmo.ledger.chart import Component
from openjmo.ledger.post import reverse
from openjmo.ledger.years import YearParts, years_added
from tests.ledger.books import ANI, BUDI, contribute, open_books, receive

pytestmark = pytest.mark.django_db(transaction=True)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 14), date(2026, 11, 16)


def _moment() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[datetime] = cursor.fetchone()
    return row[0]


@pytest.fixture
def before_correction() -> datetime:
    """Three months for Ani; then October is taken back. The moment is just before that."""
    open_books()
    receive(2_000)
    for day, key in ((SEPTEMBER, "c:9"), (OCTOBER, "c:10"), (NOVEMBER, "c:11")):
        contribute(ANI, 100, 185, key=key, on=day)
    moment = _moment()
    reverse("c:10", new_key="c:10:undo", business_on=OCTOBER, reason="salah orang")
    return moment


def test_as_of_and_as_known_are_two_questions(before_correction: datetime) -> None:
    def total(on: date, known_at: datetime | None = None) -> Money:
        return reads.balances_on([ANI], on, known_at=known_at)[0].total

    assert total(date(2026, 9, 13)) == Money.zero()
    assert total(SEPTEMBER) == Money.of_rupiah(285)
    assert total(OCTOBER) == Money.of_rupiah(285)
    assert total(OCTOBER, before_correction) == Money.of_rupiah(570)
    assert total(NOVEMBER) == reads.balances_now([ANI])[0].total == Money.of_rupiah(570)
    assert total(NOVEMBER, before_correction) == Money.of_rupiah(855)


def test_lines_carry_the_balance_after_them(before_correction: datetime) -> None:
    del before_correction
    lines = reads.lines([ANI], limit=100, oldest_first=True)
    running = Money.zero()
    for line in lines:
        running += line.amount
        assert line.balance_after == running
    assert running == reads.balance_of(ANI)
    assert [line.business_on for line in reads.lines([ANI], limit=100)] == [line.business_on for line in reversed(lines)]


def test_filters_and_pages_agree_with_the_count(before_correction: datetime) -> None:
    workers = [Component.WORKER]
    count = reads.line_count([ANI], components=workers)
    assert count == 4
    pages = [reads.lines([ANI], limit=3, offset=offset, components=workers) for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 1, 0]
    assert reads.line_count([ANI], year=2025) == 0
    assert reads.line_count([ANI], known_at=before_correction) == 6
    assert reads.lines([BUDI], limit=5) == []


def test_a_line_of_somebody_else_is_not_found(before_correction: datetime) -> None:
    del before_correction
    entry = reads.lines([ANI], limit=1)[0]
    assert reads.line_of([ANI], entry_id=entry.entry_id, component=entry.component) == entry
    assert reads.line_of([BUDI], entry_id=entry.entry_id, component=entry.component) is None


def test_years_add_up(before_correction: datetime) -> None:
    del before_correction
    assert years_added([ANI, BUDI]) == {
        2026: YearParts(Money.of_rupiah(200), Money.of_rupiah(370), Money.zero(), Money.zero()),
    }


def test_an_unknown_account_has_nothing() -> None:
    assert reads.balances_now(["member:nobody"]) == []
    assert reads.balance_of("member:nobody") == Money.zero()
