"""Everything the member's balance page says, in one statement.

The page is looked at more than all others together, and on the day wages are paid by everybody at once. Asked one after the other, its
questions cost ten times what one statement costs; so each room says in SQL what it would answer (`*_json`), and here it becomes the same
values that the room's own reads give. One statement also means one moment: nothing on the page is older than anything else on it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from openjmo.core.clock import business_date
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportedMonth
from openjmo.domains.identity.own_session import SESSION, SESSION_FIELDS, Holder, SeenNotes, asked_with, holder
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CARD_ACCOUNT, CARD_ID, Card, PersonView
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.proofs.reads import NewestTotal
from openjmo.domains.savings.actions.credit_returns import CREDITING
from openjmo.domains.savings.rates import RATES_JSON, law_of_json
from openjmo.domains.savings.reads import PROCESSING, Balance, CardBalance, YearPoint, parts_of, sum_of, year_points
from openjmo.ledger import reads as ledger
from openjmo.ledger import years
from openjmo.ledger.reads import AccountBalance
from openjmo.ledger.years import Carried
from openjmo.platform import replicas, works
from openjmo.platform.own_statement import OWN, OWN_OF_SESSION, fetch_of_session, fetch_own
from openjmo.platform.works import UnderWay
from openjmo.rules.lawbook import Lawbook


@dataclass(frozen=True, slots=True)
class BalancePage:
    """What is told to a member whose account is linked to the register."""

    person_row: Sequence[Any] | None
    """None where only the page was asked for: it names nobody."""
    balance: Balance[Card] | None
    """None while no card is joined."""
    years: tuple[YearPoint, ...]
    likely_cards: tuple[str, ...]
    """Masked numbers of cards that may be theirs under another NIK (U4)."""
    unread_count: int
    newest_total: NewestTotal | None
    under_way: UnderWay
    law: Lawbook

    @property
    def person(self) -> PersonView:
        """Whose page it is; the seals of name and number are opened here."""
        if self.person_row is None:
            raise ValueError("whose page it is was not asked for")
        return membership.person_of_row(self.person_row)


@dataclass(frozen=True, slots=True)
class _Card:
    """A card with what the statement told of it."""

    view: Card
    kept: AccountBalance | None
    added: list[tuple[int, Sequence[int]]]
    """What each year added, part by part in sen."""
    in_process: tuple[ReportedMonth, ...]


def _told(recipient: str, now: str, *, reads_postings: bool) -> str:
    """SQL for what the person `me` is told, as JSON; $4 and $5 are what `_values` gives."""
    told = (
        membership.cards_json(
            "me.id",
            ledger.kept_json(CARD_ACCOUNT),
            years.years_json(CARD_ACCOUNT, "$4::int", "$5::date" if reads_postings else None),
            contributions.months_json(CARD_ID, _PROCESSING),
        ),
        membership.likely_cards_json("me.id"),
        messaging.unread_sql(f"ARRAY[{recipient}, 'person:' || me.ref]"),
        proofs.NEWEST_JSON,
        works.under_way_json(now, f"'{CREDITING}'"),
        RATES_JSON,
    )
    return f"json_build_array({', '.join(told)})::text"


_PROCESSING: Final = "ARRAY['" + "', '".join(PROCESSING) + "']"


@cache
def _of_account(*, reads_postings: bool) -> str:
    me = f"LATERAL ({membership.PERSON} WHERE account_id = own.account_id OFFSET 0) me"
    return f"SELECT {_told('$2::text', '$3::timestamptz', reads_postings=reads_postings)}, me.* FROM {OWN}, {me}"  # noqa: S608 - the rooms' own words


@cache
def _of_session(*, reads_postings: bool) -> str:
    told = _told("'account:' || (own.who).ref", "$2::timestamptz", reads_postings=reads_postings)
    me = "LATERAL (SELECT (own.who).person_id AS id, (own.who).person_ref AS ref) me"
    return f"SELECT {SESSION}, {told} FROM {OWN_OF_SESSION}, {me} WHERE me.id IS NOT NULL"  # noqa: S608 - the same


def _values(reach: Carried, now: datetime) -> tuple[list[Any], bool]:
    """The values of `_told`, and whether postings are read."""
    reads_postings = reach.reads_from <= business_date(now)
    return [reach.year, reach.reads_from] if reads_postings else [reach.year], reads_postings


def balance_page(account_id: int, recipient: str, *, now: datetime, card_ref: str | None = None) -> BalancePage | None:
    """The page of the account's own person; None when the account is not linked. One query.

    It may come from a copy of the database, and then `balance.asked_at` is the moment of that copy.
    `recipient` is the account's key for messages. An unknown `card_ref` is treated as "all cards".
    """
    reach = years.carried()
    values, reads_postings = _values(reach, now)
    statement = _of_account(reads_postings=reads_postings)
    rows = fetch_own(statement, [account_id, recipient, now, *values], using=replicas.alias())
    return _page(rows[0][0], rows[0][1:], reach, now=now, card_ref=card_ref) if rows else None


def page_of_session(key: str, *, now: datetime, seen: SeenNotes) -> tuple[Holder, BalancePage] | None:
    """Who is signed in with that session's key, and the page of all cards, in one query; None when anything about it is not plain.

    `seen` takes note that the session was used. Not to be called in a transaction. Raises psycopg.Error without a database.
    """
    reach = years.carried()
    values, reads_postings = _values(reach, now)
    rows = fetch_of_session(_of_session(reads_postings=reads_postings), [*asked_with(key, now), *values])
    if not rows:
        return None
    who = holder(rows[0][:SESSION_FIELDS], key, now, seen)
    return (who, _page(rows[0][SESSION_FIELDS], None, reach, now=now)) if who else None


def _page(told: str, person_row: Sequence[Any] | None, reach: Carried, *, now: datetime, card_ref: str | None = None) -> BalancePage:
    cards, likely, unread, newest, under_way, rates = json.loads(told)
    known = [_card(view, more, reach) for view, more in membership.cards_of_json(cards)]
    chosen = next((card for card in known if card.view.ref == card_ref), None)
    shown = [chosen] if chosen else known
    return BalancePage(
        person_row=person_row,
        balance=_balance(known, chosen, shown, replicas.as_of(now)) if known else None,
        years=tuple(_years(shown, now)),
        likely_cards=tuple(likely or ()),
        unread_count=unread,
        newest_total=proofs.newest_of_json(newest),
        under_way=works.under_way_of_json(under_way) if replicas.alias() == "default" else works.under_way(now, work=CREDITING),
        law=law_of_json(rates),
    )


def _card(view: Card, more: Sequence[Any], reach: Carried) -> _Card:
    kept, added, months = more
    return _Card(
        view,
        ledger.kept_of_json(view.account_code, kept),
        years.sen_of_years(kept[:4] if kept else None, added, reach),
        tuple(contributions.months_of_json(months)),
    )


def _balance(known: list[_Card], chosen: _Card | None, shown: list[_Card], now: datetime) -> Balance[Card]:
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
    added: dict[int, tuple[int, int]] = {}
    for card in shown:
        for year, (worker, employer, returns, claims) in card.added:
            paid_in_before, returns_before = added.get(year, (0, 0))
            added[year] = (paid_in_before + worker + employer + claims, returns_before + returns)
    return year_points(added, today=business_date(now))
