"""The bank's statement against receipts and clearing account: every line and every receipt ends in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions.bank_statement import Comparison, compare_statement
from openjmo.domains.payments.actions import Notice, record_receipt
from openjmo.domains.payments.models import Receipt
from openjmo.ledger.chart import BANK, AccountKind, deposit_account
from openjmo.ledger.post import NewEntry, Posting, open_account, post
from openjmo.protocols.bank_statement import StatementLine, read_statement
from openjmo.simulators.bank import statement
from tests.fund import BUDI, SITI, at, bill_month, make_employer, pay

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


@pytest.fixture
def codes() -> tuple[str, str]:
    """Two bills, paid on 10 and 12 September; the bank's own numbers are TX-1 and TX-2."""
    employer = make_employer()
    _, first = bill_month(employer, Month(2026, 8), [SITI])
    _, second = bill_month(employer, Month(2026, 7), [BUDI])
    pay(first, date(2026, 9, 10), external_id="TX-1")
    pay(second, date(2026, 9, 12), external_id="TX-2")
    return first, second


def _compare(*lines: tuple[int, str, Money]) -> Comparison:
    made = [StatementLine(place, date(2026, 9, day), reference, amount) for place, (day, reference, amount) in enumerate(lines, 2)]
    return compare_statement(made, first=FIRST, last=LAST)


def _amounts(codes: Sequence[str]) -> list[Money]:
    kept = dict(Receipt.objects.values_list("billing_code", "amount_sen"))
    return [Money(kept[code]) for code in codes]


def test_the_pretend_banks_own_statement_agrees(codes: tuple[str, str]) -> None:
    found = compare_statement(read_statement(statement(FIRST, LAST).encode()), first=FIRST, last=LAST)
    assert found.agrees
    assert [pair.line.reference for pair in found.matched] == list(codes)
    assert found.statement_total == found.receipts_total == found.booked_total == Money.total(_amounts(codes))


def test_the_banks_own_number_and_another_day_are_the_same_payment(codes: tuple[str, str]) -> None:
    one, two = _amounts(codes)
    assert _compare((11, "TX-1", one), (30, codes[1], two)).agrees


def test_missing_here_and_missing_at_the_bank(codes: tuple[str, str]) -> None:
    one, _ = _amounts(codes)
    found = _compare((10, codes[0], one), (15, "999", Money(100)))
    assert not found.agrees
    assert [line.reference for line in found.missing_here] == ["999"]
    assert [receipt.billing_code for receipt in found.missing_at_bank] == [codes[1]]
    assert len(found.matched) == 1


def test_a_differing_amount_and_a_doubled_line(codes: tuple[str, str]) -> None:
    one, two = _amounts(codes)
    found = _compare((10, codes[0], one), (10, codes[0], one), (12, codes[1], two - Money(1)))
    assert [line.line for line in found.doubled_at_bank] == [3]
    (pair,) = found.amount_differs
    assert (pair.line.reference, pair.difference) == (codes[1], Money(-1))
    assert (found.missing_here, found.missing_at_bank) == ((), ())


def test_a_receipt_that_was_written_twice_and_never_booked(codes: tuple[str, str]) -> None:
    one, two = _amounts(codes)
    record_receipt(Notice("other", "TX-9", codes[0], one, at(date(2026, 9, 10))))
    found = _compare((10, codes[0], one), (12, codes[1], two))
    (doubled,) = found.doubled_here
    assert doubled.external_id == "TX-9"
    assert [(receipt.ref, booked) for receipt, booked in found.not_booked] == [(doubled.ref, Money.zero())]


def test_money_on_the_clearing_account_without_a_receipt(codes: tuple[str, str]) -> None:
    one, two = _amounts(codes)
    open_account(deposit_account("PK-X"), AccountKind.DEPOSIT)
    stray = NewEntry("receipt:PB-X", "receipt", date(2026, 9, 20))
    post(stray, [Posting(BANK, Money(-7)), Posting(deposit_account("PK-X"), Money(7))])
    found = _compare((10, codes[0], one), (12, codes[1], two))
    assert found.booked_without_receipt == (("receipt:PB-X", Money(7)),)
    assert not found.agrees


def test_a_receipt_outside_the_days_is_not_missed(codes: tuple[str, str]) -> None:
    one, _ = _amounts(codes)
    made = [StatementLine(2, date(2026, 9, 10), codes[0], one)]
    assert compare_statement(made, first=date(2026, 9, 10), last=date(2026, 9, 11)).agrees


@pytest.mark.usefixtures("codes")
def test_comparing_asks_a_few_questions_however_long_the_statement(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    lines = [StatementLine(place, date(2026, 9, 10), f"{place:012d}", Money(100)) for place in range(2, 500)]
    with django_assert_max_num_queries(5):
        assert len(compare_statement(lines, first=FIRST, last=LAST).missing_here) == 498
