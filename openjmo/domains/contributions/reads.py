"""Questions about wage reports, bills and reported months; answers are frozen values.

Two kinds of askers: an employer asks about its own reports (every question takes the employer's id, so that nobody else's report can be
named), and upper rooms ask about the months of given cards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Sum

from openjmo.core.errors import NotYours
from openjmo.core.money import SEN_PER_RUPIAH, Money
from openjmo.core.periods import Month
from openjmo.domains.contributions.models import Bill, LateFine, RefusedRow, ReportLine, RowProblem, WageReport
from openjmo.domains.contributions.states import LineState, ReportState
from openjmo.rules.deadlines import due_date
from openjmo.rules.derivation import Figure

SLICE = 1_000


@dataclass(frozen=True, slots=True)
class ReportView:
    """A wage report as its employer sees it."""

    id: int
    ref: str
    employer_id: int
    month: Month
    file_name: str
    state: ReportState
    read_count: int
    row_count: int | None
    accepted_count: int
    warned_count: int
    refused_count: int
    skipped_count: int
    submitted_at: datetime
    checked_at: datetime | None
    posted_at: datetime | None
    failure_code: str
    failure: dict[str, object]
    unknown_columns: tuple[str, ...]

    @property
    def is_busy(self) -> bool:
        """Whether a job is at work and the page should look again."""
        return self.state in {ReportState.RECEIVED, ReportState.READING, ReportState.ACCEPTED, ReportState.PAID}


@dataclass(frozen=True, slots=True)
class BillView:
    """What is to be paid for a report."""

    ref: str
    billing_code: str
    worker: Money
    employer: Money
    fine: Money
    amount: Money
    due_on: date
    line_count: int
    paid_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """What stands against a row. `message` and `fix` are translation keys with places for `values`."""

    field: str
    severity: str
    code: str
    message: str
    fix: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row that needs work: whom it is about as far as it can be read, and everything that stands against it.

    `cells` is the row as typed, in our own columns; for a row that can be taken only card number, name and wage.
    """

    line: int
    is_refused: bool
    """Else it waits for the employer's word, or has it once the report is billed."""
    cells: dict[str, str]
    problems: tuple[ProblemView, ...]

    @property
    def card_number(self) -> str:
        """As typed."""
        return self.cells.get("card_number", "")

    @property
    def full_name(self) -> str:
        """As typed."""
        return self.cells.get("full_name", "")

    @property
    def wage(self) -> str:
        """The basic wage as typed; for a row that can be taken the base of its contributions."""
        return self.cells.get("basic_wage", "")


def report_of(employer_id: int, ref: str) -> ReportView:
    """The employer's own report. Raises NotYours for anybody else's and for none."""
    report = WageReport.objects.filter(employer_id=employer_id, ref=ref).first()
    if report is None:
        raise NotYours("Laporan tidak ditemukan.")
    return _report_view(report)


def report_by_ref(ref: str) -> ReportView:
    """Any report, for operators and jobs. Raises NotYours when there is none."""
    report = WageReport.objects.filter(ref=ref).first()
    if report is None:
        raise NotYours("Laporan tidak ditemukan.")
    return _report_view(report)


def reports_of(employer_id: int, *, limit: int, offset: int = 0) -> list[ReportView]:
    """The employer's reports, newest month first."""
    rows = WageReport.objects.filter(employer_id=employer_id).order_by("-month", "-submitted_at", "-pk")[offset : offset + limit]
    return [_report_view(row) for row in rows]


def report_count(employer_id: int) -> int:
    """How many reports the employer has sent."""
    return WageReport.objects.filter(employer_id=employer_id).count()


def unposted_refs() -> list[str]:
    """Paid reports whose posting job may have been lost, oldest first."""
    return list(WageReport.objects.filter(state=ReportState.PAID).order_by("submitted_at").values_list("ref", flat=True))


def unbilled_refs(*, before: datetime) -> list[str]:
    """Reports accepted before that moment whose bill has not been made, oldest first."""
    waiting = WageReport.objects.filter(state=ReportState.ACCEPTED, confirmed_at__lt=before)
    return list(waiting.order_by("confirmed_at").values_list("ref", flat=True))


def unread_refs(*, before: datetime) -> list[str]:
    """Reports whose reading has not finished, handed in before that moment, oldest first."""
    waiting = WageReport.objects.filter(state__in=[ReportState.RECEIVED, ReportState.READING], submitted_at__lt=before)
    return list(waiting.order_by("submitted_at").values_list("ref", flat=True))


def _report_view(row: WageReport) -> ReportView:
    return ReportView(
        id=row.pk,
        ref=row.ref,
        employer_id=row.employer_id,
        month=Month.of(row.month),
        file_name=row.file_name,
        state=ReportState(row.state),
        read_count=row.read_count,
        row_count=row.row_count,
        accepted_count=row.accepted_count,
        warned_count=row.warned_count,
        refused_count=row.refused_count,
        skipped_count=row.skipped_count,
        submitted_at=row.submitted_at,
        checked_at=row.checked_at,
        posted_at=row.posted_at,
        failure_code=row.failure_code,
        failure=row.failure,
        unknown_columns=tuple(row.unknown_columns),
    )


def bill_for(report_id: int) -> BillView | None:
    """The bill of a report that is still to be paid or was paid."""
    bill = Bill.objects.filter(report_id=report_id, withdrawn_at=None).first()
    return _bill_view(bill) if bill else None


def bills_for(report_ids: Sequence[int]) -> dict[int, BillView]:
    """The same for many reports at once, by report id."""
    return {bill.report_id: _bill_view(bill) for bill in Bill.objects.filter(report_id__in=list(report_ids), withdrawn_at=None)}


def due_of(bill_ref: str) -> Figure:
    """Why a bill is due on its day."""
    return Figure.from_data(Bill.objects.values_list("derivation", flat=True).get(ref=bill_ref))


@dataclass(frozen=True, slots=True)
class FineView:
    """A late fine that a bill collects, for the month that was paid late, with its reasons."""

    month: Month
    amount: Money
    figure: Figure


def fines_in(bill_ref: str) -> list[FineView]:
    """The fines of a bill, oldest month first."""
    fines = LateFine.objects.filter(charged_in__ref=bill_ref).select_related("bill__report").order_by("bill__report__month", "pk")
    return [FineView(Month.of(fine.bill.report.month), Money(fine.amount_sen), Figure.from_data(fine.derivation)) for fine in fines]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an employer has to do next."""

    month: Month
    """The month whose contributions are due next: the one before this."""
    due: Figure
    is_settled: bool
    """Whether a report of that month has been paid."""
    unpaid: tuple[tuple[ReportView, BillView], ...]
    """Bills of any month that wait for their money, the first due first."""
    waiting_fine: Money
    """Fines that the next bill will collect."""


def agenda_of(employer_id: int, today: date) -> Agenda:
    """What is due and what is open."""
    month = Month.of(today).plus(-1)
    own = WageReport.objects.filter(employer_id=employer_id)
    billed = [_report_view(row) for row in own.filter(state=ReportState.BILLED).order_by("month", "submitted_at")]
    bills = bills_for([report.id for report in billed])
    fines = LateFine.objects.filter(employer_id=employer_id, charged_in=None).aggregate(sen=Sum("amount_sen"))
    return Agenda(
        month=month,
        due=due_date(month),
        is_settled=own.filter(month=month.first_day, state__in=[ReportState.PAID, ReportState.POSTED]).exists(),
        unpaid=tuple((report, bills[report.id]) for report in billed),
        waiting_fine=Money(fines["sen"] or 0),
    )


def bill_by_code(billing_code: str) -> BillView | None:
    """The bill with that code, as a bank asks for it."""
    bill = Bill.objects.filter(billing_code=billing_code).first()
    return _bill_view(bill) if bill else None


def bills_by_code(billing_codes: Collection[str]) -> dict[str, BillView]:
    """Many bills by their codes; one query."""
    return {bill.billing_code: _bill_view(bill) for bill in Bill.objects.filter(billing_code__in=billing_codes)}


def _bill_view(bill: Bill) -> BillView:
    return BillView(
        ref=bill.ref,
        billing_code=bill.billing_code,
        worker=Money(bill.worker_sen),
        employer=Money(bill.employer_sen),
        fine=Money(bill.fine_sen),
        amount=Money(bill.amount_sen),
        due_on=bill.due_on,
        line_count=bill.line_count,
        paid_at=bill.paid_at,
        withdrawn_at=bill.withdrawn_at,
    )


def expected_total(report_id: int) -> tuple[Money, Money]:
    """What the good lines would cost, and what the lines with warnings would add."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(worker_sen + employer_sen) FILTER (WHERE state = 1), 0)::bigint, "
            "coalesce(sum(worker_sen + employer_sen) FILTER (WHERE state = 2), 0)::bigint "
            "FROM contributions_report_line WHERE report_id = %s",
            [report_id],
        )
        good, warned = cursor.fetchone() or (0, 0)
    return Money(good), Money(warned)


def warned_rows(report_id: int, *, limit: int) -> list[RowView]:
    """Rows that wait for the employer's word, in file order."""
    found = ReportLine.objects.filter(report_id=report_id, state=LineState.WARNED).order_by("line")
    rows = {
        line: {"card_number": card_number, "full_name": worker.full_name, "basic_wage": str(wage_sen // SEN_PER_RUPIAH)}
        for line, card_number, worker, wage_sen in found.values_list("line", "card_number", "worker", "wage_sen")[:limit]
    }
    return _with_problems(report_id, rows, is_refused=False)


def refused_rows(report_id: int, *, limit: int, offset: int = 0) -> list[RowView]:
    """Refused rows as typed, in file order."""
    found = RefusedRow.objects.filter(report_id=report_id).order_by("line")[offset : offset + limit]
    return _with_problems(report_id, {row.line: row.cells for row in found}, is_refused=True)


def refused_cards(report_id: int) -> list[str]:
    """The card numbers in the refused rows, as typed."""
    found = RefusedRow.objects.filter(report_id=report_id).values_list("cells", flat=True).iterator(SLICE)
    return sorted({cells["card_number"] for cells in found if cells.get("card_number")})


def every_refused_row(report_id: int) -> Iterator[RowView]:
    """All of them, a slice at a time, for a file to take away."""
    last = -1
    while True:
        found = RefusedRow.objects.filter(report_id=report_id, line__gt=last).order_by("line")[:SLICE]
        rows = {row.line: row.cells for row in found}
        if not rows:
            return
        yield from _with_problems(report_id, rows, is_refused=True)
        last = max(rows)


def _with_problems(report_id: int, rows: dict[int, dict[str, str]], *, is_refused: bool) -> list[RowView]:
    problems: dict[int, list[ProblemView]] = {}
    for found in RowProblem.objects.filter(report_id=report_id, line__in=rows).order_by("line", "pk"):
        view = ProblemView(found.field, found.severity, found.code, found.message, found.fix, {**found.values, **(found.quoted or {})})
        problems.setdefault(found.line, []).append(view)
    return [RowView(line, is_refused, cells, tuple(problems.get(line, ()))) for line, cells in rows.items()]


@dataclass(frozen=True, slots=True)
class ReportedMonth:
    """One worker's line in a billed, paid or posted report."""

    membership_id: int
    month: Month
    employer_name: str
    wage: Money
    worker: Money
    employer: Money
    state: ReportState
    due_on: date
    paid_at: datetime | None
    posted_at: datetime | None
    report_ref: str
    employer_id: int
    bill_ref: str

    @property
    def total(self) -> Money:
        """What worker and employer pay in together."""
        return self.worker + self.employer


def months_of(
    membership_ids: Sequence[int],
    *,
    states: Sequence[ReportState] = (ReportState.BILLED, ReportState.PAID, ReportState.POSTED),
    month: Month | None = None,
) -> list[ReportedMonth]:
    """Reported months of the cards, or one month of them, newest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line.membership_id, report.month, employer.name, line.wage_sen, line.worker_sen, line.employer_sen, report.state, "
            "bill.due_on, bill.paid_at, report.posted_at, report.ref, report.employer_id, bill.ref FROM contributions_report_line line "
            "JOIN contributions_wage_report report ON report.id = line.report_id "
            "JOIN contributions_bill bill ON bill.report_id = report.id AND bill.withdrawn_at IS NULL "
            "JOIN membership_employer_name employer ON employer.employer_id = report.employer_id "
            "WHERE line.membership_id = ANY(%s) AND line.worker_sen > 0 AND report.state = ANY(%s) "
            "AND (%s::date IS NULL OR report.month = %s) ORDER BY report.month DESC, report.id DESC",
            [list(membership_ids), [str(state) for state in states], *[month.first_day if month else None] * 2],
        )
        return [
            ReportedMonth(
                membership_id=row[0],
                month=Month.of(row[1]),
                employer_name=row[2],
                wage=Money(row[3]),
                worker=Money(row[4]),
                employer=Money(row[5]),
                state=ReportState(row[6]),
                due_on=row[7],
                paid_at=row[8],
                posted_at=row[9],
                report_ref=row[10],
                employer_id=row[11],
                bill_ref=row[12],
            )
            for row in cursor.fetchall()
        ]


_MONTH_AND_REPORT: Final = itemgetter(1, -1)


def months_json(membership: str, states: str) -> str:
    """SQL for the reported months of one card as JSON, in no order, None for none; see `months_of_json`.

    `membership` is SQL for the card's row id, `states` for an array of states.
    """
    return (
        "(SELECT json_agg(json_build_array(line.membership_id, report.month, employer.name, line.wage_sen, line.worker_sen, "  # noqa: S608
        "line.employer_sen, report.state, bill.due_on, bill.paid_at, report.posted_at, report.ref, report.employer_id, bill.ref, "
        "report.id)) FROM contributions_report_line line "
        "JOIN contributions_wage_report report ON report.id = line.report_id "
        "JOIN contributions_bill bill ON bill.report_id = report.id AND bill.withdrawn_at IS NULL "
        "JOIN membership_employer_name employer ON employer.employer_id = report.employer_id "
        f"WHERE line.membership_id = {membership} AND line.worker_sen > 0 AND report.state = ANY({states}))"
    )


def months_of_json(rows: Sequence[Sequence[Any]] | None) -> list[ReportedMonth]:
    """The months of `months_json`, newest first."""
    return [_month_of_json(row) for row in sorted(rows or (), key=_MONTH_AND_REPORT, reverse=True)]


def _month_of_json(row: Sequence[Any]) -> ReportedMonth:
    membership_id, month, employer_name, wage, worker, employer, state, due_on, paid_at, posted_at, report_ref, *more = row
    employer_id, bill_ref, _report_id = more
    return ReportedMonth(
        membership_id=membership_id,
        month=Month.of(date.fromisoformat(month)),
        employer_name=employer_name,
        wage=Money(wage),
        worker=Money(worker),
        employer=Money(employer),
        state=ReportState(state),
        due_on=date.fromisoformat(due_on),
        paid_at=datetime.fromisoformat(paid_at) if paid_at else None,
        posted_at=datetime.fromisoformat(posted_at) if posted_at else None,
        report_ref=report_ref,
        employer_id=employer_id,
        bill_ref=bill_ref,
    )


@dataclass(frozen=True, slots=True)
class PostingLatency:
    """Measured time from the bank's notice to the balance, over recent reports."""

    reports: int
    median: timedelta
    slowest_of_twenty: timedelta
    """95 of 100 were faster."""


def posting_latency(*, since: datetime, until: datetime | None = None) -> PostingLatency | None:
    """Measured over reports posted since then and before `until`; None when there were none (X14: one measured answer)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY taken), percentile_cont(0.95) WITHIN GROUP (ORDER BY taken) "
            "FROM (SELECT report.posted_at - receipt.recorded_at AS taken FROM contributions_wage_report report "
            "JOIN contributions_bill bill ON bill.report_id = report.id JOIN payments_received receipt "
            "ON receipt.billing_code = bill.billing_code WHERE report.posted_at >= %s "
            "AND (%s::timestamptz IS NULL OR report.posted_at < %s) "
            "AND report.posted_at >= receipt.recorded_at AND report.door <> 'history') AS measured",
            [since, until, until],
        )
        row = cursor.fetchone()
    return PostingLatency(*row) if row and row[0] else None


@dataclass(frozen=True, slots=True)
class PostedReports:
    """How many reports were posted in a span, and of how many employers."""

    reports: int
    employers: int


def posted_reports(*, since: datetime, until: datetime) -> PostedReports:
    """Those posted since then and before `until`."""
    posted = WageReport.objects.filter(state=ReportState.POSTED, posted_at__gte=since, posted_at__lt=until)
    return PostedReports(**posted.aggregate(reports=Count("id"), employers=Count("employer_id", distinct=True)))
