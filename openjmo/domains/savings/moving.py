"""Move the balance of a card to another so that returns go on as though the money had always been there, and move it back.

Private to this room; the register and the request are changed by `actions/settle_merge`. Returns are reckoned per year from the opening
balance, the movements on their days and what the year has credited (`ledger/credit`). So the money goes over in as many entries as there
are days on which it counts in the years that are not fully credited: one for everything before them, which counts on the last day before,
then one per day, and returns as returns. The source keeps nothing in any part.

Going back is the mirror of these entries. What the money has earned on the target meanwhile goes back too: for each year in which something
was credited since, what the source would have been credited less what it was, by the rate of the newest credited month, at most what the
target was credited too much.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from openjmo.core.errors import Refusal
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.domains.membership.actions.merge_card import TwoCards
from openjmo.domains.savings.models import ReturnCredit
from openjmo.domains.savings.rates import current_law
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.post import Batch, NewEntry, Posting, post, post_many, reverse
from openjmo.rules.growth import GrowthTable, growth_table
from openjmo.rules.returns import Flow, slots_of

_EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
OPENING_EVENTS: Final = ("merge", "merge.reversed")
"""Those of them that may bring an opening balance along, with the returns in it. Returns that go back are of the year they say."""
MERGE_EVENTS: Final = (*OPENING_EVENTS, "merge.returns", "merge.returns.reversed")
"""The ledger's events of merging and undoing, which settle their returns themselves."""


def move_balance(ref: str, cards: TwoCards, *, on: date) -> tuple[int, Money]:
    """Book it on that day; how many entries it took, and the sum."""
    since = _first_open_year(on)
    days = ledger.parts_by_day(cards.source_account, since=since)
    post_many(
        [
            Batch(
                NewEntry(
                    key=_key(ref, number),
                    event="merge",
                    business_on=on,
                    about={"merge": ref, "from": cards.source_ref, "to": cards.target_ref},
                    counts_on=day.counts_on or since - timedelta(days=1),
                ),
                [
                    posting
                    for part, amount in day.parts
                    for posting in (Posting(cards.source_account, -amount, part), Posting(cards.target_account, amount, part))
                ],
            )
            for number, day in enumerate(days, 1)
        ]
    )
    return len(days), Money.total(day.net for day in days)


def move_back(ref: str, cards: TwoCards, entry_count: int, *, on: date, since: datetime) -> None:
    """Undo it on that day, with the returns of the months that were credited since a moment.

    Raises Refusal `savings.merge_spent` when the target no longer holds enough; the caller's transaction is then given up.
    """
    moved = ledger.movements_by_key(cards.target_account, [_key(ref, number) for number in range(1, entry_count + 1)])
    held = ledger.balance_of(cards.target_account)
    for key in _in_steps({_key(ref, number): Money.zero() for number in range(1, entry_count + 1)} | moved, held):
        reverse(key, new_key=f"un{key}", business_on=on, reason=ref)
    credited = ReturnCredit.objects.filter(credited_at__gte=since).order_by("month")
    for newest in {row.month.year: row for row in credited}.values():
        _give_returns_back(ref, cards, newest, on=on)


def _key(ref: str, number: int) -> str:
    return f"merge:{ref}:{number}"


def _first_open_year(on: date) -> date:
    """The first day of the first year that is not fully credited; the first of all days while nothing was ever credited."""
    newest = ReturnCredit.objects.order_by("-month").values_list("month", flat=True).first()
    if newest is None:
        return date.min + timedelta(days=1)
    return date(min(on.year, Month.of(newest).following().year), 1, 1)


def _in_steps(moved: Mapping[str, Money], held: Money) -> list[str]:
    """An order in which neither card falls below zero on the way: each entry is reversed by a statement of its own.

    Raises Refusal where there is none.
    """
    waiting = sorted(moved, key=lambda key: moved[key], reverse=True)
    returned, steps = Money.zero(), []
    while waiting:
        key = next((one for one in waiting if Money.zero() <= returned + moved[one] <= held), None)
        if key is None:
            raise _spent()
        waiting.remove(key)
        returned += moved[key]
        steps.append(key)
    return steps


def _give_returns_back(ref: str, cards: TwoCards, newest: ReturnCredit, *, on: date) -> None:
    month = Month.of(newest.month)
    rounding = growth_table(month.year, law=current_law()).rounding
    table = GrowthTable.for_rate(Rate.percent(newest.rate_percent), newest.method, month.year, rounding)
    due = min(-_ahead(cards.source_account, table, month), _ahead(cards.target_account, table, month))
    if due <= Money.zero():
        return
    if ledger.balance_of(cards.target_account) < due:
        raise _spent()
    post(
        NewEntry(
            key=f"unmerge:{ref}:returns:{month.year}",
            event="merge.returns",
            business_on=on,
            about={"merge": ref, "from": cards.source_ref, "to": cards.target_ref, "month": str(month)},
            counts_on=month.last_day,
        ),
        [Posting(cards.target_account, -due, Component.RETURNS), Posting(cards.source_account, due, Component.RETURNS)],
    )


def _ahead(account: str, table: GrowthTable, month: Month) -> Money:
    """What the account was credited in the year up to the month, less what it has earned by then."""
    year = ledger.year_movements(account, year=month.year, through=month.last_day, known_at=_EVER, without_entry=0)
    slots = slots_of(table, year.opening, [Flow(day, amount) for day, amount in year.movements], month)
    return year.credited - Money(table.earned(slots, month.month))


def _spent() -> Refusal:
    return Refusal(
        "Saldo kartu tujuan tidak cukup lagi untuk dikembalikan.",
        code="savings.merge_spent",
        fix="Sebagian uangnya sudah dibayarkan lewat klaim, jadi penggabungan ini tidak bisa dibatalkan.",
    )
