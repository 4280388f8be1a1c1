"""From a checked report to its bill: what is confirmed is billed, what is not becomes a refused row, nobody is billed twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import Money
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.bill_report import bill_report, new_billing_code
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.models import ReportLine
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.ledger.verify import verify
from tests.domains.contributions.makers import (
    NOW,
    OCTOBER,
    billed,
    checked,
    codes,
    make_employer,
    nik,
    notice,
    payroll,
    posted,
    submitted,
    worker,
    workers,
)
from tests.payroll import KARYA_BAHARI, NUSANTARA_JAYA

pytestmark = pytest.mark.django_db


def test_a_bill_is_the_sum_of_its_lines_and_due_on_the_lawful_day() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(3)))
    assert (bill.worker, bill.employer, bill.fine) == (Money.of_rupiah(300_000), Money.of_rupiah(555_000), Money.zero())
    assert bill.amount == Money.of_rupiah(855_000)
    # 15 November 2026 is a Sunday.
    assert bill.due_on == date(2026, 11, 16)
    assert reads.due_of(bill.ref).day == bill.due_on
    assert bill.line_count == 3
    (report,) = reads.reports_of(employer.id, limit=5)
    assert report.state is ReportState.BILLED


def test_billing_again_gives_the_same_code() -> None:
    report = checked(make_employer(), payroll(workers(2)))
    first = bill_report(report.ref, confirmed_lines=None, by="test", now=NOW)
    assert bill_report(report.ref, confirmed_lines=[], by="test", now=NOW) == first


def test_only_the_warnings_that_were_confirmed_line_by_line_are_billed() -> None:
    employer = make_employer()
    report = checked(employer, KARYA_BAHARI.read_bytes())
    bill_report(report.ref, confirmed_lines=[115, 276], by="account:X", now=NOW)
    after = reads.report_by_ref(report.ref)
    bill = reads.bill_for(report.id)
    assert bill
    assert (after.accepted_count, after.warned_count, after.refused_count) == (281, 0, 19)
    assert bill.line_count == 281
    assert after.accepted_count + after.refused_count + after.skipped_count == 301
    refused = codes(reads.refused_rows(report.id, limit=100))
    assert refused[251] == ["sex_differs_from_nik"]
    assert 115 not in refused
    assert set(ReportLine.objects.filter(report_id=report.id, line__in=[115, 251, 276]).values_list("line", flat=True)) == {115, 276}


def test_an_unconfirmed_row_can_be_written_back_and_sent_again() -> None:
    employer = make_employer()
    row = worker(
        0,
        basic_wage="400.000,50",
        employment_start="2026-10-05",
        employment_end="2026-10-20",
        end_reason="resign",
        back_pay=70_000,
        programmes="JHT JKK",
    )
    first = checked(employer, payroll([row, worker(1)]))
    bill_report(first.ref, confirmed_lines=[], by="test", now=NOW)
    (back,) = reads.refused_rows(first.id, limit=5)
    assert back.cells == {
        **row,
        "basic_wage": "400000,5",
        "fixed_allowance": "0",
        "back_pay": "70000",
    }
    again = checked(employer, payroll([{name: back.cells[name] for name in row}]))
    assert again.warned_count == 1
    line = ReportLine.objects.get(report_id=again.id)
    assert (line.wage_sen, line.programmes) == (40_000_050, "JHT JKK")
    assert (line.started_on, line.ended_on) == (date(2026, 10, 5), date(2026, 10, 20))


def test_nothing_to_bill_is_refused_and_says_why_on_the_report() -> None:
    employer = make_employer()
    first = checked(employer, payroll(workers(2)))
    second = checked(employer, payroll([*workers(2)][::-1]))
    bill_report(first.ref, confirmed_lines=None, by="test", now=NOW)
    with pytest.raises(Refusal) as refused:
        bill_report(second.ref, confirmed_lines=None, by="test", now=NOW)
    assert refused.value.code == "contributions.nothing_to_bill"
    after = reads.report_by_ref(second.ref)
    assert (after.state, after.accepted_count, after.refused_count) == (ReportState.CHECKED, 0, 2)
    assert set(map(tuple, codes(reads.refused_rows(after.id, limit=5)).values())) == {("already_reported",)}
    assert reads.bill_for(after.id) is None


def test_an_unread_a_withdrawn_and_an_unknown_report_are_refused() -> None:
    employer = make_employer()
    unread = submitted(employer, payroll(workers(1)))
    withdrawn = checked(employer, payroll(workers(2)))
    withdraw_report(withdrawn.ref, now=NOW)
    for ref in (unread, withdrawn.ref):
        with pytest.raises(Refusal) as refused:
            bill_report(ref, confirmed_lines=None, by="test", now=NOW)
        assert refused.value.code == "contributions.report_not_checked"
    with pytest.raises(NotYours):
        bill_report("LU-0000-0000-0", confirmed_lines=None, by="test", now=NOW)


def test_a_worker_in_a_billed_report_of_the_month_is_refused_when_the_second_is_read() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(2)))
    second = checked(employer, payroll(workers(3)))
    (first,) = (report for report in reads.reports_of(employer.id, limit=5) if report.ref != second.ref)
    assert (second.accepted_count, second.refused_count) == (1, 2)
    rows = reads.refused_rows(second.id, limit=5)
    assert {row.problems[0].values["report"] for row in rows} == {first.ref}
    assert bill.line_count == 2


def test_another_month_another_employer_and_a_withdrawn_report_stand_in_nobodys_way() -> None:
    first, second = make_employer(), make_employer("20654321", "PT Lain")
    billed(first, payroll(workers(2)))
    assert checked(first, payroll(workers(2)), month=OCTOBER.plus(-1)).accepted_count == 2
    assert checked(second, payroll(workers(2))).accepted_count == 2
    (report,) = (report for report in reads.reports_of(first.id, limit=5) if report.state is ReportState.BILLED)
    withdraw_report(report.ref, now=NOW)
    assert checked(first, payroll(workers(3))).accepted_count == 3


@pytest.mark.django_db(transaction=True)
def test_two_reports_of_one_month_at_the_same_moment_never_accept_a_worker_twice() -> None:
    employer = make_employer()
    shared = workers(40)
    reports = [checked(employer, payroll([*shared, worker(100 + number)])) for number in range(2)]
    assert [report.accepted_count for report in reports] == [41, 41]
    start = Barrier(2)

    def bill(ref: str) -> None:
        start.wait()
        bill_report(ref, confirmed_lines=None, by="test", now=NOW)
        connections.close_all()

    both = [Thread(target=bill, args=[report.ref]) for report in reports]
    for one in both:
        one.start()
    for one in both:
        one.join()
    after = [reads.report_by_ref(report.ref) for report in reports]
    assert sorted(report.accepted_count for report in after) == [1, 41]
    assert sorted(report.refused_count for report in after) == [0, 40]
    assert len(ReportLine.objects.filter(nik_key=nik(0))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_employers_at_the_same_moment_share_workers_without_waiting_in_a_circle() -> None:
    firms = [make_employer(), make_employer("20654321", "PT Lain")]
    shared = workers(300)
    reports = [checked(firm, payroll(shared if number else shared[::-1])) for number, firm in enumerate(firms)]
    start, troubles = Barrier(2), []

    def bill(ref: str) -> None:
        start.wait()
        try:
            bill_report(ref, confirmed_lines=None, by="test", now=NOW)
        except Exception as trouble:  # noqa: BLE001 - told by the assertion below
            troubles.append(trouble)
        connections.close_all()

    both = [Thread(target=bill, args=[report.ref]) for report in reports]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert troubles == []
    person = membership.person_with_nik(nik(7))
    assert person
    assert len(membership.cards_of(person.id)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_card_claimed_by_two_people_at_two_employers_goes_to_the_first_and_the_other_row_is_refused() -> None:
    first, second = make_employer(), make_employer("20654321", "PT Lain")
    reports = [
        checked(first, payroll([worker(0, card_number="12345678903"), worker(1)])),
        checked(second, payroll([worker(2, card_number="12345678903"), worker(3)])),
    ]
    for report in reports:
        bill_report(report.ref, confirmed_lines=None, by="test", now=NOW)
    after = reads.report_by_ref(reports[1].ref)
    assert (after.accepted_count, after.refused_count) == (1, 1)
    assert codes(reads.refused_rows(after.id, limit=5)) == {2: ["card_number_of_another_person"]}


def test_every_billed_line_has_its_card_and_account() -> None:
    report = checked(make_employer(), payroll([*workers(3), worker(5, card_number="12345678903")]))
    bill_report(report.ref, confirmed_lines=None, by="test", now=NOW)
    assert not ReportLine.objects.filter(report_id=report.id, membership=None).exists()
    person = membership.person_with_nik(nik(5))
    assert person
    (card,) = membership.cards_of(person.id)
    assert card.card_number == "12345678903"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_account WHERE kind = 1")
        assert cursor.fetchone() == (4,)


def test_a_worker_who_only_left_is_enrolled_out_and_costs_nothing() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(2)))
    leaving = worker(0, basic_wage="", employment_end="2026-10-15", end_reason="resign")
    bill = billed(employer, payroll([leaving, worker(1)]), month=OCTOBER.plus(1), now=datetime(2026, 11, 25, tzinfo=UTC))
    assert bill.amount == Money.of_rupiah(285_000)
    person = membership.person_with_nik(nik(0))
    assert person
    (card,) = membership.cards_of(person.id)
    assert [(work.ended_on, work.end_reason) for work in card.employments] == [(date(2026, 10, 15), "resign")]


def test_a_late_payment_is_fined_in_the_next_bill_and_only_there() -> None:
    employer = make_employer()
    late = billed(employer, payroll(workers(2)), month=OCTOBER.plus(-1))
    receive_payment(notice(late, paid_at=datetime(2026, 12, 1, 3, tzinfo=UTC)))
    # Due 15 October, paid on 1 December: two months begun, 2 % each, of Rp570.000.
    fine = Money.of_rupiah(22_800)
    assert reads.agenda_of(employer.id, date(2026, 12, 2)).waiting_fine == fine
    following = billed(employer, payroll(workers(2)))
    assert (following.fine, following.amount) == (fine, Money.of_rupiah(592_800))
    ((charged),) = reads.fines_in(following.ref)
    assert (charged.month, charged.amount, charged.figure.money) == (OCTOBER.plus(-1), fine, fine)
    assert billed(employer, payroll(workers(2)), month=OCTOBER.plus(-2)).fine == Money.zero()


def test_taking_the_next_report_back_leaves_the_fine_for_another_bill() -> None:
    employer = make_employer()
    receive_payment(notice(billed(employer, payroll(workers(2)), month=OCTOBER.plus(-1)), paid_at=datetime(2026, 12, 1, 3, tzinfo=UTC)))
    first = checked(employer, payroll(workers(2)))
    bill_report(first.ref, confirmed_lines=None, by="test", now=NOW)
    withdraw_report(first.ref, now=NOW)
    assert billed(employer, payroll(workers(3))).fine == Money.of_rupiah(22_800)


def test_a_billing_code_has_twelve_digits_and_a_luhn_check() -> None:
    for _ in range(50):
        code = new_billing_code()
        digits = [int(sign) for sign in reversed(code)]
        doubled = [sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits)]
        assert len(code) == 12
        assert sum(doubled) % 10 == 0


def test_the_workers_role_may_bill_and_the_books_agree(as_worker_role: None) -> None:
    del as_worker_role
    posted(make_employer(), payroll(workers(3)))


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_workers_are_billed_quickly() -> None:
    report = checked(make_employer(), NUSANTARA_JAYA.read_bytes())
    began = datetime.now(UTC)
    bill_report(report.ref, confirmed_lines=None, by="test", now=NOW)
    took = (datetime.now(UTC) - began).total_seconds()
    print(f"billing 10,000 lines took {took:.2f} s")
    assert took < 8
    assert verify().is_sound
