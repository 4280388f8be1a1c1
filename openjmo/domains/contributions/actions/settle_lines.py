"""Set-based checks of a report's lines against the register and against other reports.

Called by `read_report` when the file is through, and again by `bill_report` under the employer's lock, because another report may have been
billed in between. A line that must not pass becomes a refused row with its reason; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from openjmo.core.money import SEN_PER_RUPIAH
from openjmo.domains.contributions.models import RefusedRow, ReportLine, WageReport
from openjmo.domains.contributions.states import LineState
from openjmo.domains.membership.workers import open_worker


@dataclass(frozen=True, slots=True)
class _Check:
    code: str
    severity: str
    field: str
    message: str
    fix: str
    condition: str
    """SQL that finds lines of `reports`: report, line, and named values for the message."""


_REFUSING = (
    _Check(
        code="already_reported",
        severity="error",
        field="nik",
        message="Pekerja ini sudah ada di laporan %(report)s untuk bulan yang sama.",
        fix="Hapus baris ini, atau tarik kembali laporan yang lama sebelum dibayar.",
        condition="SELECT line.report_id, line.line, jsonb_build_object('report', other.ref) FROM contributions_wage_report own "
        "JOIN contributions_wage_report other ON other.employer_id = own.employer_id AND other.month = own.month AND other.id <> own.id "
        "AND other.state IN ('billed', 'paid', 'posted') JOIN contributions_report_line twin ON twin.report_id = other.id "
        "JOIN contributions_report_line line ON line.report_id = own.id AND line.nik_key = twin.nik_key WHERE own.id = ANY(%(reports)s)",
    ),
    _Check(
        code="card_number_of_another_person",
        severity="error",
        field="card_number",
        message="Nomor KPJ ini tercatat atas NIK lain.",
        fix="Periksa kartu peserta. Jika pekerja belum punya kartu, kosongkan kolom KPJ.",
        condition="SELECT line.report_id, line.line, '{}'::jsonb FROM contributions_report_line line "
        "JOIN membership_card card ON card.card_number = line.card_number AND card.nik_key <> line.nik_key "
        "WHERE line.report_id = ANY(%(reports)s) AND line.card_number <> ''",
    ),
)
_WARNING = _Check(
    code="name_differs_from_register",
    severity="warning",
    field="full_name",
    message="Nama berbeda dari catatan kami untuk NIK ini.",
    fix="Periksa nama dan NIK pada KTP. Jika sudah benar, setujui baris ini.",
    condition="SELECT line.report_id, line.line, '{}'::jsonb FROM contributions_report_line line "
    "JOIN membership_card card ON card.nik_key = line.nik_key "
    "WHERE line.report_id = ANY(%(reports)s) AND card.name_key <> line.name_key",
)


def refuse_taken_lines(*report_ids: int) -> int:
    """Refuse lines that another report holds already or whose card is somebody else's; how many."""
    refused = 0
    for check in _REFUSING:
        refused += _note(check, report_ids)
        noted = "SELECT report_id, line FROM contributions_row_problem WHERE report_id = ANY(%(reports)s) AND code = %(code)s"
        _move_to_refused(report_ids, f"(report_id, line) IN ({noted})", code=check.code)
    return refused


def warn_of_other_names(report_id: int) -> int:
    """Ask the employer about names that differ from the register; how many."""
    noted = _note(_WARNING, [report_id])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contributions_report_line SET state = 2 WHERE report_id = %s AND line IN "
            "(SELECT line FROM contributions_row_problem WHERE report_id = %s AND code = %s)",
            [report_id, report_id, _WARNING.code],
        )
    return noted


def count_lines(*reports: WageReport) -> None:
    """Bring the reports' counts in line with their rows; the caller saves them."""
    lines = ReportLine.objects.filter(report__in=reports).values_list("report_id", "state").annotate(Count("line")).order_by()
    counts = {(report_id, state): count for report_id, state, count in lines}
    refused = dict(RefusedRow.objects.filter(report__in=reports).values_list("report_id").annotate(Count("line")).order_by())
    for report in reports:
        report.accepted_count = counts.get((report.pk, LineState.ACCEPTED), 0)
        report.warned_count = counts.get((report.pk, LineState.WARNED), 0)
        report.refused_count = refused.get(report.pk, 0)


def set_unconfirmed_aside(report_id: int, confirmed: list[int] | None) -> None:
    """Warned lines that the employer did not confirm become refused rows; `None` confirms all."""
    if confirmed is not None:
        _move_to_refused([report_id], "state = 2 AND line <> ALL(%(confirmed)s)", confirmed=confirmed)


def _note(check: _Check, report_ids: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contributions_row_problem (report_id, line, field, severity, code, message, fix, values) "  # noqa: S608 - own text
            "SELECT DISTINCT ON (found.report_id, found.line) found.report_id, found.line, %(field)s, %(severity)s, %(code)s, %(message)s, "
            f"%(fix)s, found.values FROM ({check.condition}) AS found (report_id, line, values) "
            "WHERE NOT EXISTS (SELECT FROM contributions_row_problem known WHERE known.report_id = found.report_id "
            "AND known.line = found.line AND known.code = %(code)s)",
            {
                "reports": list(report_ids),
                "field": check.field,
                "severity": check.severity,
                "code": check.code,
                "message": check.message,
                "fix": check.fix,
            },
        )
        return int(cursor.rowcount)


def _move_to_refused(report_ids: Sequence[int], condition: str, **values: str | list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM contributions_report_line WHERE report_id = ANY(%(reports)s) AND {condition} RETURNING report_id, line, worker, "  # noqa: S608
            "card_number, birth_date, sex, started_on, ended_on, end_reason, wage_sen, back_pay_sen, programmes",
            {"reports": list(report_ids), **values},
        )
        gone = cursor.fetchall()
    RefusedRow.objects.bulk_create(
        (RefusedRow(report_id=row[0], line=row[1], cells=_own_columns(*row[2:])) for row in gone), batch_size=1_000
    )


def _own_columns(
    worker: bytes,
    card_number: str,
    birth_date: date,
    sex: str,
    started_on: date | None,
    ended_on: date | None,
    end_reason: str,
    wage_sen: int,
    back_pay_sen: int,
    programmes: str,
) -> dict[str, str]:
    """A line written back in our own columns; the base of contributions is then one figure."""
    known = open_worker(bytes(worker))
    return {
        "nik": known.nik,
        "card_number": card_number,
        "full_name": known.full_name,
        "birth_date": birth_date.isoformat(),
        "sex": sex,
        "mother_name": known.mother_name,
        "employment_start": started_on.isoformat() if started_on else "",
        "employment_end": ended_on.isoformat() if ended_on else "",
        "end_reason": end_reason,
        "basic_wage": _typed(wage_sen),
        "fixed_allowance": "0",
        "back_pay": _typed(back_pay_sen),
        "programmes": programmes,
    }


def _typed(sen: int) -> str:
    """An amount as somebody would type it: `5000000`, `5000000,5`."""
    rupiah, rest = divmod(sen, SEN_PER_RUPIAH)
    return f"{rupiah},{rest:02d}".rstrip("0") if rest else str(rupiah)
