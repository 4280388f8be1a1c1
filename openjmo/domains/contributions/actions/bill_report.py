"""The employer accepts a checked report: enrol its workers and make the bill.

What is billed is fixed here: the report's lines with their contributions to the sen, each line tied to its card. Posting later takes
exactly these lines.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Sum

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.settle_lines import count_lines, refuse_taken_lines, set_unconfirmed_aside
from openjmo.domains.contributions.actions.take_over_reports import DOOR as TAKEN_OVER
from openjmo.domains.contributions.changes import write_back
from openjmo.domains.contributions.models import Bill, LateFine, ReportLine, WageReport
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.actions.enrol_reported import enrol_reported, fill_mothers_names
from openjmo.rules.deadlines import due_date
from openjmo.rules.lawbook import lawbook

BILLING_CODE_DIGITS = 12

# A look-up for each line, not a join: it costs the same however little the planner knows of rows that were written a moment ago.
_RESOLVE = """
UPDATE contributions_report_line line SET membership_id = (
    SELECT card.final_membership_id FROM membership_card card
     WHERE card.nik_key = line.nik_key AND (card.card_number = line.card_number OR (line.card_number = ''
           AND (card.employer_id = report.employer_id OR EXISTS (SELECT FROM membership_at_work work
               WHERE work.membership_id = card.membership_id AND work.employer_id = report.employer_id))))
     ORDER BY card.opened_on DESC, card.membership_id DESC LIMIT 1)
  FROM contributions_wage_report report
 WHERE report.id = line.report_id AND line.report_id = ANY(%(reports)s) AND line.membership_id IS NULL
"""
_TO_ENROL = """
SELECT row_number() OVER (ORDER BY line.report_id, line.line), report.employer_id, line.nik_key, line.name_key, line.worker,
       line.card_number, line.birth_date, line.sex, coalesce(line.started_on, report.month), line.ended_on, line.end_reason,
       report.door = %s
  FROM contributions_report_line line JOIN contributions_wage_report report ON report.id = line.report_id
 WHERE line.report_id = ANY(%s) AND (line.membership_id IS NULL OR line.ended_on IS NOT NULL OR NOT EXISTS (
       SELECT FROM membership_at_work work WHERE work.membership_id = line.membership_id AND work.employer_id = report.employer_id))
"""
_MOTHERS = """
SELECT line.nik_key, line.worker, report.door = %s
  FROM contributions_report_line line JOIN contributions_wage_report report ON report.id = line.report_id
 WHERE line.report_id = ANY(%s) AND line.tells_mother
"""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An employer's word on a checked report: `confirmed_lines` are the lines with warnings it stands by, None means all of them."""

    ref: str
    confirmed_lines: Collection[int] | None
    by: str
    at: datetime


def bill_report(ref: str, *, confirmed_lines: Collection[int] | None, by: str, now: datetime) -> str:
    """Make the bill and give its billing code; a second call gives the same code.

    `confirmed_lines` are the lines with warnings that the employer stands by; None means all of them. Unconfirmed ones become refused
    rows. Raises NotYours for an unknown report, Refusal when it is not checked yet, was withdrawn, or has no line to bill.
    """
    return bill_reports([Acceptance(ref, confirmed_lines, by, now)])[0]


def bill_reports(acceptances: Sequence[Acceptance]) -> list[str]:
    """As `bill_report`, for one report of each of many employers at once, all or none; their billing codes in the same order."""
    with transaction.atomic():
        reports, codes = _locked([acceptance.ref for acceptance in acceptances])
        fresh = {acceptance.ref: acceptance for acceptance in acceptances if acceptance.ref not in codes}
        waiting = [report for report in reports if report.ref in fresh]
        if waiting and refuse_taken_lines(*(report.pk for report in waiting)):
            count_lines(*waiting)
            write_back(waiting, _COUNTS)
        refusal = None
        try:
            with transaction.atomic():
                codes |= _bill(waiting, fresh) if waiting else {}
        except Refusal as reason:
            # What was found out above is kept all the same, so that the employer sees which rows another report holds.
            refusal = reason
    if refusal:
        raise refusal
    return [codes[acceptance.ref] for acceptance in acceptances]


_BILLABLE = (ReportState.CHECKED, ReportState.ACCEPTED)
_COUNTS = ["accepted_count", "warned_count", "refused_count"]


def _bill(reports: Sequence[WageReport], acceptances: Mapping[str, Acceptance]) -> dict[str, str]:
    for report in reports:
        confirmed = acceptances[report.ref].confirmed_lines
        set_unconfirmed_aside(report.pk, None if confirmed is None else sorted(confirmed))
    _tie_lines_to_cards(reports)
    bills = _make_bills(reports)
    count_lines(*reports)
    for report in reports:
        report.state = ReportState.BILLED
        report.confirmed_by, report.confirmed_at = acceptances[report.ref].by, acceptances[report.ref].at
        report.accepted_count, report.warned_count = bills[report.pk].line_count, 0
    write_back(reports, ["state", "confirmed_by", "confirmed_at", *_COUNTS])
    return {report.ref: bills[report.pk].billing_code for report in reports}


def _locked(refs: Sequence[str]) -> tuple[list[WageReport], dict[str, str]]:
    """The reports, each alone among its employer's, and the billing codes of those that have one already."""
    reports = list(WageReport.objects.select_for_update().filter(ref__in=refs).order_by("pk"))
    if len(reports) < len(set(refs)):
        raise NotYours("Laporan tidak ditemukan.")
    codes = dict(Bill.objects.filter(report__in=reports, withdrawn_at=None).values_list("report__ref", "billing_code"))
    if any(report.ref not in codes and report.state not in _BILLABLE for report in reports):
        raise Refusal(
            "Laporan ini belum selesai diperiksa atau sudah ditarik kembali.",
            code="contributions.report_not_checked",
            fix="Tunggu sampai pemeriksaan selesai, atau unggah laporan baru.",
        )
    _one_report_of_an_employer_at_a_time([report.employer_id for report in reports])
    return reports, codes


def _one_report_of_an_employer_at_a_time(employer_ids: Sequence[int]) -> None:
    if len(set(employer_ids)) < len(employer_ids):
        raise ValueError("two reports of one employer are billed one after the other")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('contributions.bill', employer)) FROM unnest(%s::bigint[]) AS employer",
            [sorted(employer_ids)],
        )


def _tie_lines_to_cards(reports: Sequence[WageReport]) -> None:
    ids = [report.pk for report in reports]
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, {"reports": ids})
        enrol_reported(_TO_ENROL, [TAKEN_OVER, ids])
        fill_mothers_names(_MOTHERS, [TAKEN_OVER, ids])
        cursor.execute(_RESOLVE, {"reports": ids})
    # A card that another employer gave to somebody else a moment ago: only now can it be seen.
    refuse_taken_lines(*ids)
    loose = ReportLine.objects.filter(report__in=ids, membership=None).first()
    if loose:
        raise LookupError(f"line {loose.line} of report {loose.report_id} has no card")


def _make_bills(reports: Sequence[WageReport]) -> dict[int, Bill]:
    lines = ReportLine.objects.filter(report__in=reports).values_list("report_id").order_by()
    sums = {row[0]: row[1:] for row in lines.annotate(Count("line"), Sum("worker_sen"), Sum("employer_sen"))}
    if any(report.pk not in sums or not sums[report.pk][1] for report in reports):
        raise Refusal(
            "Tidak ada baris yang bisa ditagihkan.",
            code="contributions.nothing_to_bill",
            fix="Unduh baris yang salah, perbaiki, lalu unggah lagi.",
        )
    employer_ids = [report.employer_id for report in reports]
    fines = list(LateFine.objects.select_for_update().filter(employer_id__in=employer_ids, charged_in=None).order_by("pk"))
    due = {month: due_date(month) for month in {Month.of(report.month) for report in reports}}
    bills = {}
    for report in reports:
        line_count, worker_sen, employer_sen = map(int, sums[report.pk])
        fine_sen = sum(fine.amount_sen for fine in fines if fine.employer_id == report.employer_id)
        bills[report.pk] = Bill(
            ref=new_reference("TG"),
            report=report,
            billing_code=new_billing_code(),
            worker_sen=worker_sen,
            employer_sen=employer_sen,
            fine_sen=fine_sen,
            amount_sen=worker_sen + employer_sen + fine_sen,
            due_on=due[Month.of(report.month)].day,
            line_count=line_count,
            derivation=due[Month.of(report.month)].to_data(),
            rules_digest=lawbook().digest(),
        )
    Bill.objects.bulk_create(bills.values())
    # By name: a fine that came into being since the sum was taken waits for the next bill.
    by_employer = {report.employer_id: bills[report.pk] for report in reports}
    for fine in fines:
        fine.charged_in = by_employer[fine.employer_id]
    write_back(fines, ["charged_in"])
    return bills


def new_billing_code() -> str:
    """Twelve digits, the last one a check digit by Luhn, so that one wrong key is caught before a bank is asked."""
    body = str(secrets.randbelow(9 * 10 ** (BILLING_CODE_DIGITS - 2)) + 10 ** (BILLING_CODE_DIGITS - 2))
    return body + str(_luhn(body))


def _luhn(body: str) -> int:
    total = 0
    for place, sign in enumerate(reversed(body)):
        digit = int(sign) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - two digits are added up
    return -total % 10
