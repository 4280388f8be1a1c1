"""The lawbook with the operator's rates laid over it, and the rate of a year with its standing."""

from __future__ import annotations

from datetime import date

from openjmo.core.clock import business_date
from openjmo.domains.savings.models import DeclaredRate
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook

ANNUAL_RATE = "jht.development.annual_rate"


def current_law() -> Lawbook:
    """The lawbook as this fund applies it: declared yearly rates over the printed ones, the newest of a year last.

    A rate is known from the day on which it was declared, so that a look from an earlier day does not see it.
    """
    declared = [
        DeclaredValue(
            id=ANNUAL_RATE,
            effective_from=date(row.year, 1, 1),
            effective_to=date(row.year, 12, 31),
            value=row.rate_percent,
            source=row.source,
            confidence="declared" if row.status == "declared" else "assumed",
            known_from=business_date(row.declared_at),
            note=row.note,
        )
        for row in DeclaredRate.objects.order_by("pk")
    ]
    return lawbook().with_values(declared)
