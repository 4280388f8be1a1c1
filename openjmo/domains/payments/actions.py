"""Write a receipt down, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import new_reference
from openjmo.core.money import Money
from openjmo.domains.payments.models import Receipt


@dataclass(frozen=True, slots=True)
class Notice:
    """What a bank (or the simulator) tells: `external_id` is its own number for the payment."""

    channel: str
    external_id: str
    billing_code: str
    amount: Money
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """The receipt's reference, and whether this very call wrote it."""

    ref: str
    is_new: bool


def record_receipt(notice: Notice) -> Recorded:
    """Keep the notice. The same channel and number again is the same receipt; with another amount or code it is a Refusal."""
    return record_receipts([notice])[0]


def record_receipts(notices: Sequence[Notice]) -> list[Recorded]:
    """As `record_receipt`, for notices with different numbers; all or none."""
    with transaction.atomic():
        fresh = [
            Receipt(
                ref=new_reference("PB"),
                channel=notice.channel,
                external_id=notice.external_id,
                billing_code=notice.billing_code,
                amount_sen=notice.amount.sen,
                paid_at=notice.paid_at,
            )
            for notice in notices
        ]
        Receipt.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = Receipt.objects.filter(channel__in={one.channel for one in notices}, external_id__in={one.external_id for one in notices})
        kept = {(row.channel, row.external_id): row for row in rows}
        recorded = []
        for notice, mine in zip(notices, fresh, strict=True):
            receipt = kept[notice.channel, notice.external_id]
            if (receipt.billing_code, receipt.amount_sen) != (notice.billing_code, notice.amount.sen):
                raise Refusal(
                    "Nomor pembayaran %(id)s sudah dipakai untuk pembayaran lain.",
                    code="payments.number_reused",
                    fix="Kirim pemberitahuan dengan nomor pembayaran yang baru.",
                    values={"id": notice.external_id},
                )
            recorded.append(Recorded(receipt.ref, is_new=receipt.ref == mine.ref))
    return recorded
