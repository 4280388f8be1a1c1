"""An employer hands in a wage report: keep the file, remember who sent it, and have it read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput
from openjmo.core.ids import new_reference
from openjmo.core.periods import Month
from openjmo.domains.contributions.defer import defer_reading
from openjmo.domains.contributions.models import WageReport
from openjmo.domains.contributions.states import ReportState
from openjmo.platform import vault
from openjmo.rules.contributions import jht_calculator

FILE_LIMIT = 60_000_000
"""Bytes. A line is about 110 bytes: room for half a million workers in one file."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """Who reports what: `door` is where it came in, `by` the account's or operator's name for the audit."""

    employer_id: int
    month: Month
    file_name: str
    door: str
    by: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """The report's reference, and whether this very call made it."""

    ref: str
    is_new: bool


def submit_report(new: NewReport, chunks: Iterable[bytes], *, now: datetime, read_later: bool = True) -> Submitted:
    """Keep the file; the same file for the same month again is the same report.

    It is read by a job, unless the caller reads it at once (`read_later=False`).

    Raises InvalidInput for a month that has not begun or lies before the programme, and for an empty or too large file.
    """
    if new.month > Month.of(business_date(now)):
        raise InvalidInput(
            "Bulan %(month)s belum dimulai.",
            code="month_in_future",
            field="month",
            fix="Pilih bulan ini atau bulan yang sudah lewat.",
            values={"month": str(new.month)},
        )
    jht_calculator(new.month)  # a month before the programme is refused here and not by the reader
    stored = vault.store(chunks, limit=FILE_LIMIT)
    with transaction.atomic():
        same = WageReport.objects.filter(employer_id=new.employer_id, month=new.month.first_day, file_digest=stored.digest).exclude(
            state=ReportState.WITHDRAWN
        )
        known = same.first()
        if known:
            return Submitted(known.ref, is_new=False)
        report = WageReport(
            ref=new_reference("LU"),
            employer_id=new.employer_id,
            month=new.month.first_day,
            file_digest=stored.digest,
            file_name=new.file_name[:200],
            file_size=stored.size,
            door=new.door,
            submitted_by=new.by,
            submitted_at=now,
        )
        # Two taps at the same moment: the second finds the first by the unique constraint.
        WageReport.objects.bulk_create([report], ignore_conflicts=True)
        kept = same.get()
        is_new = kept.ref == report.ref
        if is_new and read_later:
            defer_reading(kept.ref)
    return Submitted(kept.ref, is_new)
