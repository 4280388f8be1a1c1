"""Everything the member's balance page says, in one statement.

The page is looked at more than all others together, and on the day wages are paid by everybody at once. Asked one after the other, its
questions cost ten times what one statement costs; so each room says in SQL what it would answer (`*_json`), and here it becomes the same
values that the room's own reads give. One statement also means one moment: nothing on the page is older than anything else on it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from openjmo.core.clock import business_date
from openjmo.core.money import Money
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportedMonth
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CARD_ACCOUNT, CARD_ID, CardView, PersonView
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.proofs.reads import NewestTotal
from openjmo.domains.savings.actions.credit_returns import CREDITING
from openjmo.domains.savings.rates import RATES_JSON, law_of_json
from openjmo.domains.savings.reads import PROCESSING, Balance, CardBalance, YearPoint, parts_of, sum_of, year_points
from openjmo.ledger import reads as ledger
from openjmo.ledger.reads import AccountBalance
from openjmo.platform import replicas, works
from openjmo.platform.prepared import fetch
from openjmo.platform.works import UnderWay
from openjmo.rules.lawbook import Lawbook


@dataclass(frozen=True, slots=True)
class BalancePage:
    """What is told to a member whose account is linked to the register."""

    person: PersonView
    balance: Balance | None
    """None while no card is joined."""
    years: tuple[YearPoint, ...]
    likely_cards: tuple[str, ...]
    """Masked numbers of cards that may be theirs under another NIK (U4)."""
    unread_count: int
    newest_total: NewestTotal | None
    under_way: UnderWay
    law: Lawbook


@dataclass(frozen=True, slots=True)
class _Card:
    """A card with what the statement told of it."""

    view: CardView
    kept: AccountBalance | None
    added: dict[int, tuple[Money, Money]]
    in_process: tuple[ReportedMonth, ...]


@cache
def _statement() -> str:
    told = (
        membership.cards_json(
            "me.id",
            ledger.kept_json(CARD_ACCOUNT),
            ledger.years_json(CARD_ACCOUNT),
            contributions.months_json(CARD_ID, "$5::text[]"),
        ),
        membership.likely_cards_json("me.id"),
        messaging.unread_sql("ARRAY[$2::text, 'person:' || me.ref]"),
        proofs.NEWEST_JSON,
        works.under_way_json("$3::timestamptz", "$4::text"),
        RATES_JSON,
    )
    return f"SELECT me.*, json_build_array({', '.join(told)})::text FROM ({membership.PERSON} WHERE account_id = $1) me"  # noqa: S608


def balance_page(account_id: int, recipient: str, *, now: datetime, card_ref: str | None = None) -> BalancePage | None:
    """The page of the account's own person; None when the account is not linked. One query.

    It may come from a copy of the database, and then `balance.asked_at` is the moment of that copy.
    `recipient` is the account's key for messages. An unknown `card_ref` is treated as "all cards".
    """
    values = [account_id, recipient, now, CREDITING, [str(one) for one in PROCESSING]]
    rows = fetch(_statement(), values, using=replicas.alias())
    if not rows:
        return None
    person = membership.person_of_row(rows[0][: membership.PERSON_FIELDS])
    cards, likely, unread, newest, under_way, rates = json.loads(rows[0][membership.PERSON_FIELDS])
    told = [_card(row) for row in cards or ()]
    known = [replace(card, view=view) for card, view in zip(told, membership.with_merged([card.view for card in told]), strict=True)]
    chosen = next((card for card in known if card.view.ref == card_ref), None)
    shown = [chosen] if chosen else known
    return BalancePage(
        person=person,
        balance=_balance(known, chosen, shown, replicas.as_of(now)) if known else None,
        years=tuple(_years(shown, now)),
        likely_cards=tuple(likely or ()),
        unread_count=unread,
        newest_total=proofs.newest_of_json(newest),
        under_way=works.under_way_of_json(under_way) if replicas.alias() == "default" else works.under_way(now, work=CREDITING),
        law=law_of_json(rates),
    )


def _card(row: list[Any]) -> _Card:
    view, (kept, years, months) = membership.card_of_json(row)
    return _Card(
        view,
        ledger.kept_of_json(view.account_code, kept),
        {year: (Money(worker + employer + claims), Money(returns)) for year, worker, employer, returns, claims in years or ()},
        tuple(contributions.month_of_json(month) for month in months or ()),
    )


def _balance(known: list[_Card], chosen: _Card | None, shown: list[_Card], now: datetime) -> Balance:
    per_card = tuple(CardBalance(card.view, parts_of(card.kept)) for card in shown)
    moments = [card.kept.updated_at for card in shown if card.kept and card.kept.updated_at and card.kept.total]
    return Balance(
        cards=tuple(card.view for card in known),
        chosen=chosen.view if chosen else None,
        per_card=per_card,
        parts=sum_of(one.parts for one in per_card),
        asked_at=now,
        last_posted_at=max(moments, default=None),
        in_process=tuple(sorted((month for card in shown for month in card.in_process), key=lambda one: one.month, reverse=True)),
    )


def _years(shown: list[_Card], now: datetime) -> list[YearPoint]:
    added: dict[int, tuple[Money, Money]] = {}
    for card in shown:
        for year, (paid_in, returns) in card.added.items():
            before = added.get(year, (Money.zero(), Money.zero()))
            added[year] = (before[0] + paid_in, before[1] + returns)
    return year_points(added, today=business_date(now))
