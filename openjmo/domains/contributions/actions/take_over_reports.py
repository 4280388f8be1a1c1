"""Take over months that were checked elsewhere: a fund's history from the system before, or a made-up one.

The lines come as values, not as a file, and are staged by COPY as `read_report` stages them; contributions are computed here, by the law of
the month. From there on a report walks the same way as any other: billed, paid, posted. Whoever calls vouches for the shape of the lines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connection, transaction

from openjmo.core.ids import Sex, new_reference
from openjmo.core.periods import Month
from openjmo.domains.contributions.models import WageReport
from openjmo.domains.contributions.states import LineState, ReportState
from openjmo.domains.membership.workers import Worker, worker_sealer
from openjmo.rules.contributions import jht_calculator

DOOR: Final = "history"

_COPY: Final = (
    "COPY contributions_report_line (report_id, line, state, nik_key, name_key, worker, tells_mother, card_number, birth_date, sex, "
    "started_on, ended_on, end_reason, wage_sen, back_pay_sen, worker_sen, employer_sen) FROM STDIN"
)


_AFTER_WHO: Final = 6
"""From this place on, a line says when and how much."""


class OldLine(NamedTuple):
    """One worker's month. `ended_on` is the last day; a line without a wage only reports a leaving."""

    nik: str
    card_number: str
    full_name: str
    birth_date: date
    sex: Sex
    mother_name: str
    started_on: date
    ended_on: date | None
    end_reason: str
    wage_sen: int
    back_pay_sen: int


@dataclass(frozen=True, slots=True)
class OldReport:
    """One employer's month; `key` is the former system's own name for it and stands in for the digest of a file."""

    employer_id: int
    month: Month
    key: str
    submitted_at: datetime
    lines: Sequence[OldLine]


def take_over_reports(reports: Sequence[OldReport], *, by: str) -> list[str]:
    """Stage them, checked and ready to be billed; their references in the same order. One that is known stays as it is.

    Raises InvalidInput for a month before the programme, and then stages none.
    """
    with transaction.atomic():
        rows = [_row(report, by) for report in reports]
        WageReport.objects.bulk_create(rows, ignore_conflicts=True)
        kept = {row.file_digest: row for row in WageReport.objects.filter(file_digest__in=[row.file_digest for row in rows])}
        staged = [(kept[row.file_digest], row, report) for row, report in zip(rows, reports, strict=True)]
        fresh = [(known.pk, report) for known, row, report in staged if known.ref == row.ref]
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for line in _lines(fresh):
                copy.write_row(line)
    return [kept[row.file_digest].ref for row in rows]


def _row(report: OldReport, by: str) -> WageReport:
    count = len(report.lines)
    return WageReport(
        ref=new_reference("LU"),
        employer_id=report.employer_id,
        month=report.month.first_day,
        file_digest=hashlib.sha256(f"{DOOR}:{report.employer_id}:{report.key}".encode()).hexdigest(),
        file_name=report.key,
        file_size=0,
        door=DOOR,
        submitted_by=by,
        submitted_at=report.submitted_at,
        state=ReportState.CHECKED,
        read_count=count,
        row_count=count,
        accepted_count=count,
        checked_at=report.submitted_at,
    )


def _lines(reports: Sequence[tuple[int, OldReport]]) -> Iterator[tuple[object, ...]]:
    for report_id, report in reports:
        split, sealed = jht_calculator(report.month).split, worker_sealer()
        for number, line in enumerate(report.lines, start=1):
            worker = Worker(line.nik, line.full_name, line.mother_name)
            who = (*sealed(worker), line.mother_name != "", line.card_number, line.birth_date, line.sex)
            yield (report_id, number, int(LineState.ACCEPTED), *who, *line[_AFTER_WHO:], *split(line.wage_sen))
