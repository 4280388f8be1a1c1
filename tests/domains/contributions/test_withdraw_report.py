"""Taking a report back: before it is paid, and never after."""

from __future__ import annotations

import pytest

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.states import ReportState
from tests.domains.contributions.makers import NOW, billed, checked, make_employer, notice, payroll, posted, submitted, workers

pytestmark = pytest.mark.django_db


def test_a_report_can_be_taken_back_unread_checked_unreadable_and_billed() -> None:
    employer = make_employer()
    unread = submitted(employer, payroll(workers(1)))
    read = checked(employer, payroll(workers(2))).ref
    unreadable = checked(employer, b"%PDF-1.7").ref
    billed(employer, payroll(workers(3)))
    (due,) = (report.ref for report in reads.reports_of(employer.id, limit=9) if report.state is ReportState.BILLED)
    for ref in (unread, read, unreadable, due):
        withdraw_report(ref, now=NOW)
        withdraw_report(ref, now=NOW)
        assert reads.report_by_ref(ref).state is ReportState.WITHDRAWN
    assert reads.bill_for(reads.report_by_ref(due).id) is None


def test_a_paid_or_posted_report_stays() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(2)))
    receive_payment(notice(bill))
    (paid,) = reads.reports_of(employer.id, limit=5)
    done = posted(employer, payroll(workers(2, first=10)))
    for ref in (paid.ref, done.ref):
        with pytest.raises(Refusal) as refused:
            withdraw_report(ref, now=NOW)
        assert refused.value.code == "contributions.report_already_paid"


def test_an_unknown_report_is_not_yours() -> None:
    with pytest.raises(NotYours):
        withdraw_report("LU-0000-0000-0", now=NOW)
