"""Close business months for good: nothing is booked into them any more, and what comes late is booked on the first open day.

A month whose returns are not credited yet stays open, because their crediting is booked on its last day (PP 46/2015 Pasal 22(2)).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.savings.models import ReturnCredit
from openjmo.ledger.periods import close_through


def close_periods(through: Month, *, by: str, now: datetime) -> bool:
    """Close every month up to this one; false when it was closed already. There is no reopening.

    Raises Refusal for a month that is not over, and for one whose returns are not credited.
    """
    if business_date(now) <= through.last_day:
        raise Refusal(
            "Bulan %(month)s belum selesai, jadi belum bisa ditutup.",
            code="savings.period_not_over",
            fix="Tunggu sampai bulan berganti dan hasil pengembangannya dibukukan.",
            values={"month": str(through)},
        )
    with transaction.atomic():
        if not ReturnCredit.objects.filter(month__gte=through.first_day).exists():
            raise Refusal(
                "Hasil pengembangan bulan %(month)s belum dibukukan, jadi bulan itu belum bisa ditutup.",
                code="savings.period_not_credited",
                fix="Bukukan dulu hasil pengembangannya: openjmo returns credit.",
                values={"month": str(through)},
            )
        return close_through(through, by=by)
