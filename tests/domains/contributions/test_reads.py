"""What an employer and upper rooms may ask; an employer's questions never reach another's reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from tests.domains.contributions.makers import (
    NOW,
    OCTOBER,
    billed,
    checked,
    make_employer,
    nik,
    notice,
    payroll,
    posted,
    submitted,
    worker,
    workers,
)

pytestmark = pytest.mark.django_db


def test_an_employer_finds_its_own_report_and_nobody_elses() -> None:
    mine, other = make_employer(), make_employer("20654321", "PT Lain")
    report = checked(mine, payroll(workers(1)))
    assert reads.report_of(mine.id, report.ref) == report
    for employer_id, ref in ((other.id, report.ref), (mine.id, "LU-0000-0000-0")):
        with pytest.raises(NotYours):
            reads.report_of(employer_id, ref)
    assert reads.reports_of(other.id, limit=5) == []
    assert reads.agenda_of(other.id, date(2026, 11, 5)).unpaid == ()


def test_reports_come_newest_month_first_and_in_pages() -> None:
    employer = make_employer()
    refs = [submitted(employer, payroll(workers(1)), month=OCTOBER.plus(-back)) for back in (2, 0, 1)]
    assert [report.ref for report in reads.reports_of(employer.id, limit=5)] == [refs[1], refs[2], refs[0]]
    assert [report.ref for report in reads.reports_of(employer.id, limit=1, offset=1)] == [refs[2]]
    assert reads.report_count(employer.id) == 3


def test_the_agenda_names_the_month_the_due_date_and_what_waits_for_money() -> None:
    employer = make_employer()
    before = reads.agenda_of(employer.id, date(2026, 11, 5))
    assert (before.month, before.due.day, before.is_settled, before.unpaid) == (OCTOBER, date(2026, 11, 16), False, ())
    bill = billed(employer, payroll(workers(2)))
    ((report, waiting),) = reads.agenda_of(employer.id, date(2026, 11, 5)).unpaid
    assert (report.month, waiting) == (OCTOBER, bill)
    receive_payment(notice(bill))
    after = reads.agenda_of(employer.id, date(2026, 11, 5))
    assert (after.is_settled, after.unpaid) == (True, ())


def test_refused_rows_come_in_pages_and_all_of_them_for_a_file() -> None:
    report = checked(make_employer(), payroll([worker(number, basic_wage="nol") for number in range(2_100)]))
    assert report.refused_count == 2_100
    assert [row.line for row in reads.refused_rows(report.id, limit=2, offset=3)] == [5, 6]
    every = list(reads.every_refused_row(report.id))
    assert [row.line for row in every] == list(range(2, 2_102))
    assert all(row.problems for row in every)


def test_months_of_a_card_follow_its_report() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(1)), month=OCTOBER.plus(-1))
    billed(employer, payroll(workers(1)))
    person = membership.person_with_nik(nik(0))
    assert person
    (card,) = membership.cards_of(person.id)
    months = reads.months_of([card.id])
    assert [(row.month, row.state, row.total) for row in months] == [
        (OCTOBER, ReportState.BILLED, Money.of_rupiah(285_000)),
        (OCTOBER.plus(-1), ReportState.POSTED, Money.of_rupiah(285_000)),
    ]
    assert reads.months_of([card.id], states=[ReportState.PAID]) == []
    assert reads.months_of([]) == []


def test_what_a_killed_worker_left_behind_is_found() -> None:
    employer = make_employer()
    unread = submitted(employer, payroll(workers(1)))
    receive_payment(notice(billed(employer, payroll(workers(2)))))
    (paid,) = (report.ref for report in reads.reports_of(employer.id, limit=5) if report.state is ReportState.PAID)
    assert reads.unread_refs(before=NOW + timedelta(minutes=1)) == [unread]
    assert reads.unread_refs(before=NOW) == []
    assert reads.unposted_refs() == [paid]


def test_latency_is_measured_from_the_banks_word_to_the_balance() -> None:
    assert reads.posting_latency(since=NOW - timedelta(days=30)) is None
    employer = make_employer()
    receive_payment(notice(billed(employer, payroll(workers(3)))))
    (report,) = reads.reports_of(employer.id, limit=5)
    now = datetime.now(UTC)
    post_report(report.ref, now=now + timedelta(seconds=5))
    measured = reads.posting_latency(since=now - timedelta(days=1))
    assert measured
    assert measured.reports == 1
    assert timedelta(seconds=5) < measured.median < timedelta(seconds=30)
