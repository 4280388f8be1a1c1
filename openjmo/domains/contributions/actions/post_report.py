"""Turn a paid report into one ledger entry: every worker's contribution is on the account, every worker is told.

Rests on PP 46/2015 Pasal 16 (rates) and 22(2) (what is paid is what the account holds). The entry's key is the report's reference, so that
however often the job runs and wherever it was cut off, a line is posted once.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions.changes import write_back
from openjmo.domains.contributions.defer import defer_mails
from openjmo.domains.contributions.facts import ReportPosted
from openjmo.domains.contributions.models import Bill, WageReport
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.merge_card import keep_cards_apart
from openjmo.domains.membership.actions.note_contributions import note_contributions
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.messaging import actions as messaging
from openjmo.ledger.chart import LATE_FINES, deposit_account
from openjmo.ledger.post import Batch, NewEntry, Posting, post_selected_many
from openjmo.platform.announce import announce

_LINES = (
    "SELECT (chosen.place - 1)::int, card.ledger_account_id, nullif(line.worker_sen, 0), nullif(line.employer_sen, 0), "
    "NULL::bigint, NULL::bigint "
    "FROM unnest(%(reports)s::bigint[]) WITH ORDINALITY AS chosen (report_id, place) "
    "JOIN contributions_report_line line ON line.report_id = chosen.report_id "
    "JOIN membership_card card ON card.membership_id = line.membership_id WHERE line.worker_sen > 0 OR line.employer_sen > 0"
)
_WORKERS = (
    "SELECT 'person:' || card.person_ref, jsonb_build_object('paid_month', %s::text, 'employer', %s::text, "
    "'worker_sen', line.worker_sen, 'employer_sen', line.employer_sen), %s FROM contributions_report_line line "
    "JOIN membership_card card ON card.membership_id = line.membership_id WHERE line.report_id = %s AND line.worker_sen > 0"
)
_CONTRIBUTED = "SELECT membership_id FROM contributions_report_line WHERE report_id = ANY(%s) AND worker_sen > 0"
"""A line may report nothing but a leaving; such a worker has no contribution to be told of."""


def post_report(ref: str, *, now: datetime, tell_workers: bool = True) -> None:
    """Post it; a second call changes nothing. Raises NotYours for an unknown report, Refusal for one that is not paid.

    `now` is when the work began; what it took is part of the report's `posted_at`. `tell_workers` is off only when years of history are
    loaded for a demonstration.
    """
    post_reports({ref: now}, tell_workers=tell_workers)


def post_reports(moments: Mapping[str, datetime], *, tell_workers: bool = True) -> None:
    """As `post_report`, for many reports, each with the moment its work began; all or none."""
    began = time.monotonic()
    with transaction.atomic():
        reports = list(WageReport.objects.select_for_update().filter(ref__in=moments).order_by("pk"))
        if len(reports) < len(moments):
            raise NotYours("Laporan tidak ditemukan.")
        waiting = [report for report in reports if report.state != ReportState.POSTED]
        if not waiting:
            return
        bills = {bill.report_id: bill for bill in Bill.objects.filter(report__in=waiting, withdrawn_at=None)}
        employers = membership.employers_by_id([report.employer_id for report in waiting])
        keep_cards_apart()
        batches = [_batch(report, bills.get(report.pk), employers[report.employer_id]) for report in waiting]
        post_selected_many(batches, _LINES, {"reports": [report.pk for report in waiting]})
        for month, of_month in groupby(sorted(waiting, key=lambda report: report.month), key=lambda report: Month.of(report.month)):
            note_contributions(_CONTRIBUTED, [[report.pk for report in of_month]], month)
        if tell_workers:
            for report in waiting:
                _tell_workers(report, employers[report.employer_id])
        took = timedelta(seconds=time.monotonic() - began)
        for report in waiting:
            report.state = ReportState.POSTED
            report.posted_at = moments[report.ref] + took
        write_back(waiting, ["state", "posted_at"])
        for report in waiting:
            announce(ReportPosted(report.pk, moments[report.ref] + took))


def _batch(report: WageReport, bill: Bill | None, employer: EmployerView) -> Batch:
    if report.state != ReportState.PAID or bill is None or bill.paid_at is None:
        raise Refusal("Laporan ini belum dibayar.", code="contributions.report_not_paid", fix="Bayar tagihannya lebih dulu.")
    counter = [Posting(deposit_account(employer.ref), Money(-bill.amount_sen))]
    if bill.fine_sen:
        counter.append(Posting(LATE_FINES, Money(bill.fine_sen)))
    entry = NewEntry(
        key=f"contribution:{report.ref}",
        event="contribution",
        business_on=business_date(bill.paid_at),
        rules_digest=bill.rules_digest,
        about={
            "report": report.ref,
            "bill": bill.ref,
            "month": str(Month.of(report.month)),
            "employer": employer.name,
            "employer_ref": employer.ref,
        },
    )
    return Batch(entry, counter)


def _tell_workers(report: WageReport, employer: EmployerView) -> None:
    values = [str(Month.of(report.month)), employer.name, report.ref, report.pk]
    messaging.notify_many(_WORKERS, values, "contribution", "contribution_posted", key=f"posted:{report.ref}")
    defer_mails(report.ref)
