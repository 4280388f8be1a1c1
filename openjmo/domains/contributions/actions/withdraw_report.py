"""An employer takes a report back before it is paid; its bill can no longer be paid, its workers can be reported again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.contributions.models import Bill, LateFine, WageReport
from openjmo.domains.contributions.states import ReportState


def withdraw_report(ref: str, *, now: datetime) -> None:
    """Withdraw it; a second call changes nothing. Raises NotYours, or Refusal once it is paid."""
    with transaction.atomic():
        report = WageReport.objects.select_for_update().filter(ref=ref).first()
        if report is None:
            raise NotYours("Laporan tidak ditemukan.")
        if report.state in {ReportState.PAID, ReportState.POSTED}:
            raise Refusal(
                "Laporan yang sudah dibayar tidak bisa ditarik kembali.",
                code="contributions.report_already_paid",
                fix="Laporkan perbaikannya pada laporan bulan berikutnya.",
            )
        LateFine.objects.filter(charged_in__report=report).update(charged_in=None)
        Bill.objects.filter(report=report).update(withdrawn_at=now)
        report.state = ReportState.WITHDRAWN
        report.save(update_fields=["state"])
