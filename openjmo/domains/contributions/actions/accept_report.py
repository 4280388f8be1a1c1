"""The employer accepts a checked report: a small one is billed at once, a large one by a job that the employer need not wait for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.contributions.actions.bill_report import bill_report
from openjmo.domains.contributions.actions.settle_lines import set_unconfirmed_aside
from openjmo.domains.contributions.defer import defer_billing
from openjmo.domains.contributions.models import WageReport
from openjmo.domains.contributions.states import ReportState

AT_ONCE = 2_000
"""Lines: billing so many takes less than a second."""


def accept_report(ref: str, *, confirmed_lines: Collection[int] | None, by: str, now: datetime) -> str | None:
    """The billing code, or None while a job makes it; a second call changes nothing. Raises as `bill_report`."""
    with transaction.atomic():
        report = WageReport.objects.select_for_update().filter(ref=ref).first()
        if report is None:
            raise NotYours("Laporan tidak ditemukan.")
        if report.state == ReportState.ACCEPTED:
            return None
        if report.state == ReportState.CHECKED and report.accepted_count + report.warned_count > AT_ONCE:
            set_unconfirmed_aside(report.pk, None if confirmed_lines is None else sorted(confirmed_lines))
            report.state = ReportState.ACCEPTED
            report.confirmed_by, report.confirmed_at = by, now
            report.save(update_fields=["state", "confirmed_by", "confirmed_at"])
            defer_billing(ref)
            return None
    return bill_report(ref, confirmed_lines=confirmed_lines, by=by, now=now)


def bill_accepted(ref: str) -> None:
    """What the job does. A report that turns out to have nothing to bill goes back to its employer."""
    report = WageReport.objects.filter(ref=ref, state=ReportState.ACCEPTED).first()
    if report is None or report.confirmed_at is None:
        return
    try:
        bill_report(ref, confirmed_lines=None, by=report.confirmed_by, now=report.confirmed_at)
    except Refusal:
        WageReport.objects.filter(ref=ref, state=ReportState.ACCEPTED).update(state=ReportState.CHECKED)
