"""Questions about receipts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from openjmo.core.clock import JAKARTA, business_date
from openjmo.core.money import Money
from openjmo.domains.payments.models import Receipt


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One payment received."""

    ref: str
    channel: str
    amount: Money
    paid_at: datetime
    recorded_at: datetime


def receipts_for(billing_code: str) -> list[ReceiptView]:
    """The receipts of a billing code, oldest first."""
    rows = Receipt.objects.filter(billing_code=billing_code).order_by("recorded_at", "id")
    return [ReceiptView(row.ref, row.channel, Money(row.amount_sen), row.paid_at, row.recorded_at) for row in rows]


@dataclass(frozen=True, slots=True)
class BankReceipt:
    """A receipt by the two names under which a bank may list it."""

    ref: str
    billing_code: str
    external_id: str
    amount: Money
    paid_on: date
    """The day in Jakarta on which it was paid."""


def receipts_named(references: Collection[str]) -> list[BankReceipt]:
    """The receipts whose billing code or bank's number is among these, whenever they were paid."""
    wanted = list(references)
    return _bank_receipts(Receipt.objects.filter(Q(billing_code__in=wanted) | Q(external_id__in=wanted)))


def receipts_between(first: date, last: date) -> list[BankReceipt]:
    """The receipts paid on these days in Jakarta, both included."""
    begin = datetime.combine(first, time(), JAKARTA)
    end = datetime.combine(last + timedelta(days=1), time(), JAKARTA)
    return _bank_receipts(Receipt.objects.filter(paid_at__gte=begin, paid_at__lt=end))


def unknown_refs(refs: Collection[str]) -> list[str]:
    """Those references that no receipt has."""
    known = set(Receipt.objects.filter(ref__in=refs).values_list("ref", flat=True))
    return sorted(set(refs) - known)


def _bank_receipts(rows: QuerySet[Receipt]) -> list[BankReceipt]:
    return [
        BankReceipt(row.ref, row.billing_code, row.external_id, Money(row.amount_sen), business_date(row.paid_at))
        for row in rows.order_by("paid_at", "id")
    ]
