"""An operator enters the yearly rate of returns: published with its source, or an assumption that says so (PP 46/2015 Pasal 27)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from openjmo.domains.savings.models import DeclaredRate
from openjmo.domains.savings.rates import current_law
from openjmo.rules.growth import GrowthTable, growth_table


@dataclass(frozen=True, slots=True)
class NewRate:
    """`rate_percent` is a quoted decimal, `"5.51"`; `is_assumed` marks a working assumption."""

    year: int
    rate_percent: str
    source: str
    is_assumed: bool
    by: str
    note: str = ""


def declare_rate(new: NewRate) -> GrowthTable:
    """Keep it; it holds for every month credited from now on. Raises InvalidInput, and then nothing is kept."""
    with transaction.atomic():
        DeclaredRate.objects.create(
            year=new.year,
            rate_percent=new.rate_percent,
            status="assumed" if new.is_assumed else "declared",
            source=new.source,
            note=new.note,
            declared_by=new.by,
        )
        return growth_table(new.year, law=current_law())
