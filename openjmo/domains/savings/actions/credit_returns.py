"""Credit one month's returns to every member account, slice by slice, set-based, exact to the sen.

Rests on PP 46/2015 Pasal 22(2) and 27; the method is a setting (docs/rules.md). An entry's key is the month and the slice, so whoever is
cut off goes on where it was, and nobody is credited twice. Before the month itself, years that are over are caught up for those accounts
whose money of such a year was booked or corrected afterwards.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Final

from django.db import connection

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.savings.models import ReturnCredit
from openjmo.domains.savings.moving import MERGE_EVENTS, OPENING_EVENTS
from openjmo.domains.savings.rates import current_law
from openjmo.ledger.chart import RETURNS
from openjmo.ledger.credit import (
    LATE_EVENT,
    SLICE_IDS,
    Weight,
    WeightedCredit,
    accounts_touched_late,
    credit_accounts,
    credit_slice,
    credited_under,
    has_credits_after,
    member_slices,
)
from openjmo.ledger.post import NewEntry
from openjmo.platform.works import at_work
from openjmo.rules.growth import GrowthTable, growth_table
from openjmo.rules.lawbook import Lawbook

CREDITING: Final = "savings.credit_returns"
"""The name by which this work shows while it is being done (`openjmo.platform.works`)."""
EVENT: Final = "returns"
"""Of an entry that credits a month."""
CONNECTIONS: Final = 2
"""How many slices are credited at once."""


def entry_key(month: Month, lowest: int = 0) -> str:
    """The ledger's key of a month's crediting of the slice that begins with an account id; without one, of the whole month."""
    return f"returns:{month}:{lowest}" if lowest else f"returns:{month}"


def credit_returns(month: Month, *, now: datetime, progress: Callable[[str], None] = lambda _step: None) -> ReturnCredit | None:
    """Credit it; the record of it, or None when nobody had earned anything. A second call changes nothing; one that was cut off goes on.

    Called outside a transaction each slice is committed by itself and `progress` hears of it; within one it is all or nothing.
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
    with at_work(CREDITING):
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
        _catch_up(month, law)
        _credit_slices(month, table, law, progress)
        credited = credited_under(entry_key(month))
        if not credited.account_count:
            return None
        return ReturnCredit.objects.create(
            month=month.first_day,
            method=table.method,
            rate_percent=table.parameters[0].rate.as_percent(),
            rate_status=table.parameters[0].confidence,
            account_count=credited.account_count,
            total_sen=credited.total.sen,
            entry_key=entry_key(month),
            rules_digest=law.digest(),
            credited_at=now,
        )


def is_cut_off() -> bool:
    """Whether a crediting was begun and not ended: some accounts have the month's returns and others do not yet."""
    newest = ReturnCredit.objects.order_by("-month").values_list("month", flat=True).first()
    return has_credits_after(Month.of(newest).last_day if newest else date.min, events=[EVENT, LATE_EVENT])


def _credit_slices(month: Month, table: GrowthTable, law: Lawbook, progress: Callable[[str], None]) -> None:
    slices = member_slices(SLICE_IDS)
    credit = _credit(table, month)
    waiting = deque(slices)
    telling = Lock()

    def one_after_another() -> None:
        while True:
            try:
                ids = waiting.popleft()
            except IndexError:
                return
            entry = _entry(entry_key(month, ids.start), EVENT, month, table, law)
            try:
                credited = credit_slice(entry, credit, ids)
            except BaseException:
                waiting.clear()  # the other one stops too, and the rest is for the next try
                raise
            with telling:
                progress(f"{month}: {credited.account_count:,} accounts credited, {len(waiting)} of {len(slices)} slices to go")

    if connection.in_atomic_block or min(CONNECTIONS, len(slices)) <= 1:
        one_after_another()
        return

    def with_a_connection_of_its_own() -> None:
        try:
            one_after_another()
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS - 1) as pool:
        others = [pool.submit(with_a_connection_of_its_own) for _ in range(CONNECTIONS - 1)]
        one_after_another()
        for running in others:
            running.result()


def _catch_up(month: Month, law: Lawbook) -> None:
    """Credit or take back what years that are over earned through movements that were booked after them."""
    credited_years = _whole_years(before=month.year)
    if not credited_years:
        return
    touched = accounts_touched_late(before=date(month.year, 1, 1), first_counting=date(credited_years[0], 1, 1), not_events=MERGE_EVENTS)
    for year in credited_years:
        accounts = sorted(account for account, first in touched.items() if first <= year)
        if not accounts:
            continue
        table = growth_table(year, law=law)
        entry = _entry(f"returns-late:{month}:{year}", LATE_EVENT, month, table, law, of=Month(year, 12))
        credit_accounts(entry, _credit(table, Month(year, 12), gives_back=True), accounts)


def _whole_years(*, before: int) -> Sequence[int]:
    """The years in a row up to the one before `before` whose December was credited, oldest first."""
    decembers = {day.year for day in ReturnCredit.objects.filter(month__month=12).values_list("month", flat=True)}
    first = before
    while first - 1 in decembers:
        first -= 1
    return range(first, before)


def _entry(key: str, event: str, month: Month, table: GrowthTable, law: Lawbook, *, of: Month | None = None) -> NewEntry:
    """An entry of the month's last day; `of` is the month whose end it counts from, when that is an earlier one."""
    rate = table.parameters[0]
    return NewEntry(
        key=key,
        event=event,
        business_on=month.last_day,
        rules_digest=law.digest(),
        about={
            "month": str(of or month),
            "rate_percent": rate.rate.as_percent(),
            "rate_status": rate.confidence,
            "rate_source": rate.source,
            "method": table.method,
        },
        counts_on=of.last_day if of else None,
        on_its_day_only=True,
    )


def _credit(table: GrowthTable, month: Month, *, gives_back: bool = False) -> WeightedCredit:
    weights = table.weights(month.month)
    return WeightedCredit(
        year_starts=date(month.year, 1, 1),
        through=month.last_day,
        opening_numerator=weights[0],
        weights=[Weight(*_slot_days(table, slot), weight) for slot, weight in enumerate(weights) if slot and weight],
        offset=table.offset,
        denominator=table.scale,
        counter_account=RETURNS,
        opening_events=OPENING_EVENTS,
        gives_back=gives_back,
    )


def _slot_days(table: GrowthTable, slot: int) -> tuple[date, date]:
    if table.method == "daily":
        day = date(table.year, 1, 1) + timedelta(days=slot - 1)
        return day, day
    month = Month(table.year, slot)
    return month.first_day, month.last_day
