"""A member's payslip shows another amount than the account: open a ticket with both figures side by side (S37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import new_reference
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.savings.models import Difference


@dataclass(frozen=True, slots=True)
class NewDifference:
    """The month and card, the worker's share as recorded here, and as on the payslip."""

    person_id: int
    card_number: str
    month: Month
    recorded: Money
    claimed: Money
    note: str


def report_difference(new: NewDifference, *, now: datetime) -> str:
    """The ticket's reference; while it is not answered, a second report of the month updates it. Raises Refusal when the figures agree."""
    if new.recorded == new.claimed:
        raise Refusal(
            "Angka pada slip gaji Anda sama dengan catatan kami.",
            code="savings.no_difference",
            fix="Tidak ada yang perlu diperbaiki untuk bulan ini.",
        )
    with transaction.atomic():
        ticket, _ = Difference.objects.update_or_create(
            person_id=new.person_id,
            card_number=new.card_number,
            month=new.month.first_day,
            state__in=["open", "waiting"],
            defaults={"recorded_sen": new.recorded.sen, "claimed_sen": new.claimed.sen, "note": new.note},
            create_defaults={
                "ref": new_reference("SL"),
                "recorded_sen": new.recorded.sen,
                "claimed_sen": new.claimed.sen,
                "note": new.note,
                "opened_at": now,
            },
        )
    return ticket.ref
