"""Questions about receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
