"""A bank (or the simulator) says that a billing code was paid: write it down, book the money, have the report posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions.changes import write_back
from openjmo.domains.contributions.defer import defer_posting
from openjmo.domains.contributions.models import Bill, LateFine, WageReport
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.payments.actions import Notice, record_receipts
from openjmo.ledger.chart import BANK, AccountKind, deposit_account
from openjmo.ledger.post import Batch, NewEntry, Posting, open_accounts, post_many
from openjmo.rules.late_fines import late_fine


def receive_payment(notice: Notice, *, post_later: bool = True) -> str:
    """Book the payment and mark the report paid; the receipt's reference. The same notice again changes nothing.

    The report is posted by a job, unless the caller posts it at once (`post_later=False`).

    Raises NotYours for an unknown code; Refusal for a withdrawn or already paid bill and for an amount that is not the bill's.
    """
    return receive_payments([notice], post_later=post_later)[0]


def receive_payments(notices: Sequence[Notice], *, post_later: bool = True) -> list[str]:
    """As `receive_payment`, for notices about different codes, all or none; the receipts' references in the same order."""
    with transaction.atomic():
        bills = _locked_bills([notice.billing_code for notice in notices])
        for notice in notices:
            _check(bills[notice.billing_code], notice)
        receipts = record_receipts(notices)
        fresh = [
            _Paid(bills[notice.billing_code], notice, receipt.ref)
            for notice, receipt in zip(notices, receipts, strict=True)
            if receipt.is_new
        ]
        if any(paid.bill.paid_at for paid in fresh):
            raise Refusal("Tagihan ini sudah dibayar.", code="contributions.bill_already_paid", fix="Tidak perlu membayar lagi.")
        if fresh:
            _book(fresh)
            for paid in fresh:
                paid.bill.paid_at = paid.notice.paid_at
                paid.bill.report.state = ReportState.PAID
            write_back([paid.bill for paid in fresh], ["paid_at"])
            write_back([paid.bill.report for paid in fresh], ["state"])
        if post_later:
            for paid in fresh:
                defer_posting(paid.bill.report.ref)
    return [receipt.ref for receipt in receipts]


@dataclass(frozen=True, slots=True)
class _Paid:
    bill: Bill
    notice: Notice
    receipt_ref: str


def _locked_bills(codes: Sequence[str]) -> dict[str, Bill]:
    # Reports are locked before their bills, as everywhere, so that a withdrawal at the same moment waits instead of failing.
    report_ids = dict(Bill.objects.filter(billing_code__in=codes).values_list("billing_code", "report_id"))
    if len(report_ids) < len(codes):
        raise NotYours("Kode bayar tidak dikenal.", code="contributions.bill_unknown")
    reports = {report.pk: report for report in WageReport.objects.select_for_update().filter(pk__in=report_ids.values()).order_by("pk")}
    bills = {bill.billing_code: bill for bill in Bill.objects.select_for_update().filter(report__in=reports).order_by("pk")}
    for bill in bills.values():
        bill.report = reports[bill.report_id]
    return bills


def _check(bill: Bill, notice: Notice) -> None:
    if bill.withdrawn_at:
        raise Refusal("Tagihan ini sudah ditarik kembali.", code="contributions.bill_withdrawn", fix="Minta kode bayar yang baru.")
    if notice.amount.sen != bill.amount_sen:
        raise Refusal(
            "Jumlah pembayaran tidak sama dengan tagihan.",
            code="contributions.amount_differs",
            fix="Bayar tepat sejumlah tagihan.",
        )


def _book(payments: Sequence[_Paid]) -> None:
    employers = membership.employers_by_id([paid.bill.report.employer_id for paid in payments])
    deposits = [deposit_account(employers[paid.bill.report.employer_id].ref) for paid in payments]
    open_accounts(deposits, AccountKind.DEPOSIT)
    post_many(
        [
            Batch(
                NewEntry(
                    key=f"receipt:{paid.receipt_ref}",
                    event="receipt",
                    business_on=business_date(paid.notice.paid_at),
                    about={"receipt": paid.receipt_ref, "bill": paid.bill.ref, "employer": employers[paid.bill.report.employer_id].ref},
                ),
                [Posting(BANK, -paid.notice.amount), Posting(deposit, paid.notice.amount)],
            )
            for paid, deposit in zip(payments, deposits, strict=True)
        ]
    )
    LateFine.objects.bulk_create([fine for paid in payments if (fine := _fine(paid.bill, business_date(paid.notice.paid_at)))])


def _fine(bill: Bill, paid_on: date) -> LateFine | None:
    if paid_on <= bill.due_on:
        return None
    fine = late_fine(
        Money(bill.worker_sen + bill.employer_sen),
        bill.due_on,
        paid_on,
        employer_share=Money(bill.employer_sen),
        month=Month.of(bill.report.month),
    )
    if not fine.money:
        return None
    return LateFine(bill=bill, employer_id=bill.report.employer_id, amount_sen=fine.money.sen, derivation=fine.to_data())
