"""Read a report's file, check every row, keep good lines, warnings and refusals; commits as it goes so that people see progress.

Memory stays bounded: rows flow from the file through the checks into COPY, a slice at a time. Whatever an interrupted reading left is
removed first, so the action may be repeated. Two workers never read the same report: the second finds it locked and leaves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO, Final

from django.db import connection, transaction

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.settle_lines import count_lines, refuse_taken_lines, warn_of_other_names
from openjmo.domains.contributions.models import RefusedRow, ReportLine, RowProblem, WageReport
from openjmo.domains.contributions.states import LineState, ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.workers import SealedWorker, Worker, worker_sealer
from openjmo.platform import vault
from openjmo.protocols.wage_file import FIELDS, RawRow, WageFile, WageFileUnreadable, open_wage_file
from openjmo.rules.contributions import jht_calculator
from openjmo.rules.wage_minimum import minimum_wage_for
from openjmo.rules.wage_problems import Problem
from openjmo.rules.wage_report import WageReportChecker
from openjmo.rules.wage_rows import CheckedRow

SLICE = 2_000
CELLS = RefusedRow._meta.get_field("cells")  # noqa: SLF001 - Django's documented interface
QUOTED = RowProblem._meta.get_field("quoted")  # noqa: SLF001 - Django's documented interface
_WAITING = (ReportState.RECEIVED, ReportState.READING)

_LINE: Final = {
    "report_id": "int8",
    "line": "int4",
    "state": "int2",
    "nik_key": "bytea",
    "name_key": "bytea",
    "worker": "bytea",
    "tells_mother": "bool",
    "card_number": "varchar",
    "birth_date": "date",
    "sex": "varchar",
    "started_on": "date",
    "ended_on": "date",
    "end_reason": "varchar",
    "wage_sen": "int8",
    "back_pay_sen": "int8",
    "programmes": "varchar",
    "worker_sen": "int8",
    "employer_sen": "int8",
}
"""The columns of a line and their types, in the order of `_line`."""


def read_report(ref: str, *, now: datetime, progress: Callable[[int], None] = lambda _count: None) -> None:
    """Read and check it; a report that was read already stays as it is. `progress` hears how many rows are through.

    An unreadable file is no failure of the action: the report becomes `unreadable` and says why. Raises NotYours for an unknown report.
    """
    began = time.monotonic()
    report = WageReport.objects.filter(ref=ref).first()
    if report is None:
        raise NotYours("Laporan tidak ditemukan.")
    with _alone_with(report.pk) as is_alone:
        if not is_alone:
            return
        report.refresh_from_db(fields=["state"])
        if report.state not in _WAITING:
            return
        _begin(report)
        try:
            with vault.open_stored(report.file_digest) as source:
                file = _read(report, source, progress)
        except WageFileUnreadable as trouble:
            _give_up(report, trouble)
            return
        _finish(report, file, now + timedelta(seconds=time.monotonic() - began))


@contextmanager
def _alone_with(report_id: int) -> Iterator[bool]:
    """A lock that lives as long as this connection: a killed reader gives it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('contributions.read', %s))", [report_id])
        (is_alone,) = cursor.fetchone() or (False,)
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('contributions.read', %s))", [report_id])


def _begin(report: WageReport) -> None:
    with transaction.atomic():
        _forget_rows(report)
        WageReport.objects.filter(pk=report.pk, state__in=_WAITING).update(state=ReportState.READING, read_count=0)


def _forget_rows(report: WageReport) -> None:
    for table in (ReportLine, RefusedRow, RowProblem):
        table.objects.filter(report=report).delete()


def _read(report: WageReport, source: BinaryIO, progress: Callable[[int], None]) -> WageFile:
    month = Month.of(report.month)
    province = membership.employer_by_id(report.employer_id).province_code
    file = open_wage_file(source)
    checker = WageReportChecker(month, minimum_wage_for(month, province))
    rows = iter(file)
    through = 0
    while batch := list(islice(rows, SLICE)):
        with transaction.atomic():
            _keep(report, checker, batch)
            through += len(batch)
            WageReport.objects.filter(pk=report.pk).update(read_count=through)
        progress(through)
    return file


def _keep(report: WageReport, checker: WageReportChecker, batch: list[RawRow]) -> None:
    split = jht_calculator(Month.of(report.month)).split
    sealed = worker_sealer()
    lines: list[tuple[object, ...]] = []
    refused: list[tuple[object, ...]] = []
    problems: list[Problem] = []
    for row in batch:
        accepted, found = checker.check(row)
        problems += found
        if accepted is None:
            cells = dict(zip(FIELDS, row[1 : len(FIELDS) + 1], strict=True))
            refused.append((report.pk, row.line, CELLS.sealed(_readable(cells))))
        else:
            state = LineState.WARNED if found else LineState.ACCEPTED
            lines.append(_line(report.pk, accepted, state, split, sealed))
    _copy_lines(lines)
    _copy("contributions_refused_row (report_id, line, cells)", refused)
    _copy(
        'contributions_row_problem (report_id, line, field, severity, code, message, fix, "values", quoted)',
        (
            (report.pk, found.line, found.field, found.severity, found.code, found.message, found.fix, "{}", _quoted(found.values))
            for found in problems
        ),
    )


def _quoted(values: Mapping[str, object]) -> bytes | None:
    """Sealed, because it may quote a cell."""
    return QUOTED.sealed(_readable(values)) if values else None


def _readable(values: Mapping[str, object]) -> dict[str, object]:
    """A cell that holds a NUL is shown with the sign for unreadable."""
    return {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in values.items()}


def _line(
    report_id: int,
    row: CheckedRow,
    state: LineState,
    split: Callable[[int], tuple[int, int]],
    sealed: Callable[[Worker], SealedWorker],
) -> tuple[object, ...]:
    wage_sen = row.contribution_wage_sen
    worker_sen, employer_sen = split(wage_sen) if not row.programmes or "JHT" in row.programmes else (0, 0)
    return (
        report_id,
        row.line,
        int(state),
        *sealed(Worker(row.nik, row.full_name, row.mother_name)),
        row.mother_name != "",
        row.card_number or "",
        row.birth_date,
        row.sex,
        row.employment_start,
        row.employment_end,
        row.end_reason or "",
        wage_sen,
        row.back_pay_sen,
        " ".join(row.programmes),
        worker_sen,
        employer_sen,
    )


def _copy_lines(lines: Iterable[tuple[object, ...]]) -> None:
    """In the binary form: seals as text are twice as long."""
    statement = f"COPY contributions_report_line ({', '.join(_LINE)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(list(_LINE.values()))
        for line in lines:
            copy.write_row(line)


def _copy(target: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _give_up(report: WageReport, trouble: InvalidInput) -> None:
    with transaction.atomic():
        _forget_rows(report)
        if _is_withdrawn(report):
            return
        report.state = ReportState.UNREADABLE
        report.failure_code = trouble.code
        values = {name: str(value) for name, value in trouble.values.items()}
        report.failure = {"message": trouble.message, "fix": trouble.fix, "values": values}
        report.save(update_fields=["state", "failure_code", "failure"])


def _is_withdrawn(report: WageReport) -> bool:
    """Whether the employer took the report back while it was being read; from here to the end of the transaction they cannot."""
    return WageReport.objects.select_for_update().get(pk=report.pk).state == ReportState.WITHDRAWN


def _finish(report: WageReport, file: WageFile, now: datetime) -> None:
    with transaction.atomic():
        if _is_withdrawn(report):
            _forget_rows(report)
            return
        refuse_taken_lines(report.pk)
        warn_of_other_names(report.pk)
        count_lines(report)
        report.skipped_count = file.skipped.count
        report.row_count = report.read_count = report.accepted_count + report.warned_count + report.refused_count
        report.unknown_columns = list(file.heading.unknown)
        report.state = ReportState.CHECKED
        report.checked_at = now
        report.save()
