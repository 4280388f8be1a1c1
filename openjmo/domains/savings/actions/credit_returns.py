"""Credit one month's returns to every member account: one entry, set-based, exact to the sen.

Rests on PP 46/2015 Pasal 22(2) and 27; the method is a setting (docs/rules.md). The entry's key is the month, so a month is credited once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.savings.models import ReturnCredit
from openjmo.domains.savings.rates import current_law
from openjmo.ledger.chart import RETURNS
from openjmo.ledger.credit import Weight, WeightedCredit, credit_weighted
from openjmo.ledger.post import NewEntry
from openjmo.platform.works import at_work
from openjmo.rules.growth import GrowthTable, growth_table

CREDITING: Final = "savings.credit_returns"
"""The name by which this work shows while it is being done (`openjmo.platform.works`)."""


def entry_key(month: Month) -> str:
    """The ledger's key of a month's crediting."""
    return f"returns:{month}"


def credit_returns(month: Month, *, now: datetime) -> ReturnCredit | None:
    """Credit it; the record of it, or None when nobody had earned anything. A second call changes nothing.

    Raises Refusal for a month that is not over, or credited out of order; UnknownParameter when nobody declared the year's rate.
    """
    if business_date(now) <= month.last_day:
        raise Refusal(
            "Bulan %(month)s belum selesai.",
            code="savings.month_not_over",
            fix="Tunggu sampai bulan berganti.",
            values={"month": str(month)},
        )
    law = current_law()
    table = growth_table(month.year, law=law)
    with transaction.atomic():
        at_work(CREDITING)
        known = ReturnCredit.objects.filter(month=month.first_day).first()
        if known:
            return known
        if ReturnCredit.objects.filter(month__gt=month.first_day).exists():
            raise Refusal(
                "Bulan sesudah %(month)s sudah dibukukan.",
                code="savings.month_out_of_order",
                fix="Hasil pengembangan dibukukan menurut urutan bulan.",
                values={"month": str(month)},
            )
        rate = table.parameters[0]
        credited = credit_weighted(
            NewEntry(
                key=entry_key(month),
                event="returns",
                business_on=month.last_day,
                rules_digest=law.digest(),
                about={
                    "month": str(month),
                    "rate_percent": rate.rate.as_percent(),
                    "rate_status": rate.confidence,
                    "rate_source": rate.source,
                    "method": table.method,
                },
                on_its_day_only=True,
            ),
            _credit(table, month),
        )
        if not credited.is_new:
            return None
        return ReturnCredit.objects.create(
            month=month.first_day,
            method=table.method,
            rate_percent=rate.rate.as_percent(),
            rate_status=rate.confidence,
            account_count=credited.account_count,
            total_sen=credited.total.sen,
            entry_key=entry_key(month),
            rules_digest=law.digest(),
            credited_at=now,
        )


def _credit(table: GrowthTable, month: Month) -> WeightedCredit:
    weights = table.weights(month.month)
    return WeightedCredit(
        year_starts=date(month.year, 1, 1),
        through=month.last_day,
        opening_numerator=weights[0],
        weights=[Weight(*_slot_days(table, slot), weight) for slot, weight in enumerate(weights) if slot and weight],
        offset=table.offset,
        denominator=table.scale,
        counter_account=RETURNS,
    )


def _slot_days(table: GrowthTable, slot: int) -> tuple[date, date]:
    if table.method == "daily":
        day = date(table.year, 1, 1) + timedelta(days=slot - 1)
        return day, day
    month = Month(table.year, slot)
    return month.first_day, month.last_day
