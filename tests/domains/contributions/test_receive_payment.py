"""Money for a bill: exact, once, and followed by a posting; anything else is refused and leaves no trace."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import Money
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.models import LateFine
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.payments import reads as payments
from openjmo.domains.payments.actions import Notice
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import BANK, deposit_account
from openjmo.ledger.verify import verify
from tests.domains.contributions.makers import NOW, OCTOBER, billed, make_employer, notice, payroll, workers

pytestmark = pytest.mark.django_db


def postings_to_do() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'contributions.post'")
        return int((cursor.fetchone() or (0,))[0])


def test_an_exact_payment_is_booked_and_the_report_waits_for_its_posting() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(2)))
    ref = receive_payment(notice(bill))
    (report,) = reads.reports_of(employer.id, limit=5)
    assert (report.state, report.is_busy) == (ReportState.PAID, True)
    assert ledger.balance_of(BANK) == -bill.amount
    assert ledger.balance_of(deposit_account(employer.ref)) == bill.amount
    assert [receipt.ref for receipt in payments.receipts_for(bill.billing_code)] == [ref]
    assert postings_to_do() == 1
    assert not LateFine.objects.exists()


def test_the_same_notice_again_is_the_same_receipt() -> None:
    bill = billed(make_employer(), payroll(workers(2)))
    first = receive_payment(notice(bill))
    assert receive_payment(notice(bill)) == first
    assert ledger.balance_of(BANK) == -bill.amount
    assert postings_to_do() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_notice_four_times_at_once_is_one_payment() -> None:
    bill = billed(make_employer(), payroll(workers(2)))
    start, refs = Barrier(4), []

    def tell() -> None:
        start.wait()
        refs.append(receive_payment(notice(bill)))
        connections.close_all()

    tellers = [Thread(target=tell) for _ in range(4)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    assert len(refs) == 4
    assert len(set(refs)) == 1
    assert ledger.balance_of(BANK) == -bill.amount
    assert verify().is_sound


@pytest.mark.parametrize("difference", [-1, 1, -100_000_000])
def test_one_sen_too_little_or_too_much_is_refused(difference: int) -> None:
    bill = billed(make_employer(), payroll(workers(200)))
    with pytest.raises(Refusal) as refused:
        receive_payment(notice(bill, amount=bill.amount + Money(difference)))
    assert refused.value.code == "contributions.amount_differs"
    assert payments.receipts_for(bill.billing_code) == []
    assert ledger.balance_of(BANK) == Money.zero()


def test_an_unknown_code_is_not_yours() -> None:
    with pytest.raises(NotYours) as refused:
        receive_payment(Notice("simulator", "1", "999999999999", Money.of_rupiah(1), NOW))
    assert refused.value.code == "contributions.bill_unknown"


def test_paying_a_second_time_is_refused_and_not_booked() -> None:
    bill = billed(make_employer(), payroll(workers(2)))
    receive_payment(notice(bill))
    with pytest.raises(Refusal) as refused:
        receive_payment(notice(bill, external_id="another"))
    assert refused.value.code == "contributions.bill_already_paid"
    assert len(payments.receipts_for(bill.billing_code)) == 1
    assert ledger.balance_of(BANK) == -bill.amount


def test_a_withdrawn_bill_cannot_be_paid() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(2)))
    (report,) = reads.reports_of(employer.id, limit=5)
    withdraw_report(report.ref, now=NOW)
    with pytest.raises(Refusal) as refused:
        receive_payment(notice(bill))
    assert refused.value.code == "contributions.bill_withdrawn"
    assert ledger.balance_of(BANK) == Money.zero()


def test_a_number_used_for_another_bill_is_refused() -> None:
    employer = make_employer()
    first, second = billed(employer, payroll(workers(2))), billed(employer, payroll(workers(2)), month=OCTOBER.plus(-1))
    receive_payment(notice(first, external_id="N-1"))
    with pytest.raises(Refusal) as refused:
        receive_payment(notice(second, external_id="N-1"))
    assert refused.value.code == "payments.number_reused"


@pytest.mark.parametrize(
    ("paid_at", "months"),
    [
        (datetime(2026, 11, 16, 16, 59, tzinfo=UTC), 0),  # still 16 November in Jakarta
        (datetime(2026, 11, 16, 17, 1, tzinfo=UTC), 1),  # 17 November in Jakarta
        (datetime(2026, 12, 16, 3, 0, tzinfo=UTC), 1),
        (datetime(2026, 12, 17, 3, 0, tzinfo=UTC), 2),
    ],
)
def test_the_fine_counts_from_the_jakarta_date(paid_at: datetime, months: int) -> None:
    bill = billed(make_employer(), payroll(workers(2)))
    receive_payment(notice(bill, paid_at=paid_at))
    fines = [fine.amount_sen for fine in LateFine.objects.all()]
    assert fines == ([Money.of_rupiah(570_000 * 2 * months // 100).sen] if months else [])


@pytest.mark.django_db(transaction=True)
def test_paying_and_taking_back_at_the_same_moment_ends_in_exactly_one_of_both() -> None:
    for attempt in range(5):
        employer = make_employer(f"2012345{attempt}")
        bill = billed(employer, payroll(workers(2)))
        (report,) = reads.reports_of(employer.id, limit=5)
        start = Barrier(2)
        refused: list[str] = []

        def pay(bill: reads.BillView = bill, start: Barrier = start, refused: list[str] = refused) -> None:
            start.wait()
            try:
                receive_payment(notice(bill))
            except Refusal as reason:
                refused.append(reason.code)
            connections.close_all()

        def take_back(ref: str = report.ref, start: Barrier = start, refused: list[str] = refused) -> None:
            start.wait()
            try:
                withdraw_report(ref, now=NOW)
            except Refusal as reason:
                refused.append(reason.code)
            connections.close_all()

        both = [Thread(target=pay), Thread(target=take_back)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        paid = reads.report_by_ref(report.ref).state is ReportState.PAID
        assert refused == ["contributions.report_already_paid" if paid else "contributions.bill_withdrawn"]
        assert (ledger.balance_of(deposit_account(employer.ref)) == bill.amount) is paid
