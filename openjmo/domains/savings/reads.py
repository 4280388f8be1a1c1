"""What a member asks: how much, since when, from whom, and what is under way. One answer object for every portal and channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import PostingLatency, ReportedMonth
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import Card, CardView, SomeCard
from openjmo.domains.savings.models import Goal, ReturnCredit
from openjmo.domains.savings.rates import current_law
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.reads import AccountBalance, Line
from openjmo.ledger.years import years_added

__all__ = [
    "Balance",
    "CardBalance",
    "Component",
    "GoalView",
    "Line",
    "Parts",
    "YearPoint",
    "balance_of",
    "balance_on",
    "current_law",
    "goal_of",
    "latency",
    "line_count",
    "lines_of",
    "parts_by_card",
    "years_of",
]
"""A ledger line and its component are passed on as they are: both are frozen values, and portals do not know the ledger."""

PROCESSING = (ReportState.BILLED, ReportState.PAID)


@dataclass(frozen=True, slots=True)
class Parts:
    """A balance and the four parts it is the sum of. Claims are negative or nothing."""

    worker: Money
    employer: Money
    returns: Money
    claims: Money

    @property
    def contributions(self) -> Money:
        """Worker and employer together."""
        return self.worker + self.employer

    @property
    def total(self) -> Money:
        """The balance."""
        return Money(self.worker.sen + self.employer.sen + self.returns.sen + self.claims.sen)


@dataclass(frozen=True, slots=True)
class YearPoint:
    """Where a balance stood at the end of a calendar year (of this year: now)."""

    year: int
    contributions: Money
    """Paid in since the beginning, claims taken off."""
    returns: Money
    """Credited since the beginning."""

    @property
    def total(self) -> Money:
        """The balance."""
        return self.contributions + self.returns


@dataclass(frozen=True, slots=True)
class CardBalance(Generic[SomeCard]):
    """One card and what is on it."""

    card: SomeCard
    parts: Parts


@dataclass(frozen=True, slots=True)
class Balance(Generic[SomeCard]):
    """The answer to "how much do I have": of all cards, or of the one that was asked for."""

    cards: tuple[SomeCard, ...]
    chosen: SomeCard | None
    per_card: tuple[CardBalance[SomeCard], ...]
    parts: Parts
    asked_at: datetime
    """Balances are kept as entries are posted: the figure is right at this very moment."""
    last_posted_at: datetime | None
    in_process: tuple[ReportedMonth, ...]
    """Reported months that are not on the account yet."""


def balance_of(person_id: int, *, now: datetime, card_ref: str | None = None) -> Balance[CardView]:
    """The balance with its parts. An unknown card of this person is treated as "all cards"."""
    cards = membership.cards_of(person_id)
    chosen = next((card for card in cards if card.ref == card_ref), None)
    shown = [chosen] if chosen else cards
    kept = {balance.code: balance for balance in ledger.balances_now([card.account_code for card in shown])}
    per_card = tuple(CardBalance(card, parts_of(kept.get(card.account_code))) for card in shown)
    moments = [balance.updated_at for balance in kept.values() if balance.updated_at and balance.total]
    return Balance(
        cards=tuple(cards),
        chosen=chosen,
        per_card=per_card,
        parts=sum_of(one.parts for one in per_card),
        asked_at=now,
        last_posted_at=max(moments, default=None),
        in_process=tuple(contributions.months_of([card.id for card in shown], states=PROCESSING)),
    )


def balance_on(person_id: int, on: date, *, known_at: datetime | None = None, card_ref: str | None = None) -> Parts:
    """The balance at the end of a business date; with `known_at`, as it could be known at that moment."""
    cards = [card for card in membership.cards_of(person_id) if card_ref in (None, card.ref)]
    return sum_of(parts_of(one) for one in ledger.balances_on([card.account_code for card in cards], on, known_at=known_at))


def parts_by_card(cards: Sequence[CardView]) -> dict[str, Parts]:
    """What is on each of these cards now, by their references; one query."""
    kept = {balance.code: balance for balance in ledger.balances_now([card.account_code for card in cards])}
    return {card.ref: parts_of(kept.get(card.account_code)) for card in cards}


def years_of(cards: Sequence[Card], *, today: date) -> list[YearPoint]:
    """Where the balance stood at the end of each year, from the first posting to now, without holes."""
    added = years_added([card.account_code for card in cards])
    return year_points({year: (parts.paid_in.sen, parts.returns.sen) for year, parts in added.items()}, today=today)


def year_points(added: Mapping[int, tuple[int, int]], *, today: date) -> list[YearPoint]:
    """The end of each year from what each year added, paid in and returns, in sen."""
    if not added:
        return []
    points = []
    paid_in = returns = 0
    for year in range(min(added), max(*added, today.year) + 1):
        more_paid_in, more_returns = added.get(year, (0, 0))
        paid_in, returns = paid_in + more_paid_in, returns + more_returns
        points.append(YearPoint(year, Money(paid_in), Money(returns)))
    return points


def lines_of(
    cards: Sequence[Card],
    *,
    limit: int,
    offset: int = 0,
    year: int | None = None,
    components: Sequence[Component] | None = None,
    oldest_first: bool = False,
) -> list[Line]:
    """Every ledger line of the cards, newest first unless asked otherwise."""
    return ledger.lines(
        [card.account_code for card in cards], limit=limit, offset=offset, year=year, components=components, oldest_first=oldest_first
    )


def line_count(cards: Sequence[CardView], *, year: int | None = None, components: Sequence[Component] | None = None) -> int:
    """How many lines `lines_of` would give without a limit."""
    return ledger.line_count([card.account_code for card in cards], year=year, components=components)


def latency(*, since: datetime) -> PostingLatency | None:
    """Measured time from payment to balance (X14)."""
    return contributions.posting_latency(since=since)


def credited_through() -> Month | None:
    """The newest month whose returns are credited; None before the first."""
    newest = ReturnCredit.objects.order_by("-month").values_list("month", flat=True).first()
    return Month.of(newest) if newest else None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A kept goal."""

    target: Money
    at_age: int
    assumed: Mapping[str, str]
    kept_at: datetime


def goal_of(person_id: int) -> GoalView | None:
    """The member's goal; None when there is none."""
    row = Goal.objects.filter(person_id=person_id).first()
    return GoalView(Money(row.target_sen), row.at_age, row.assumed, row.kept_at) if row else None


def parts_of(balance: AccountBalance | None) -> Parts:
    """A kept balance as parts; nothing where none is kept."""
    if balance is None:
        return Parts(Money.zero(), Money.zero(), Money.zero(), Money.zero())
    return Parts(balance.worker, balance.employer, balance.returns, balance.claims)


def sum_of(parts: Iterable[Parts]) -> Parts:
    """All of them together."""
    rows = list(parts)
    return Parts(
        worker=Money.total(row.worker for row in rows),
        employer=Money.total(row.employer for row in rows),
        returns=Money.total(row.returns for row in rows),
        claims=Money.total(row.claims for row in rows),
    )
