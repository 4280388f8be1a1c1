"""A passbook read from the ledger, as it was known at a moment: private to the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.domains.membership.reads import CardView, PersonView
from openjmo.domains.passbooks.statement import PARTS, Passbook, PassbookCard, PassbookLine
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.reads import Line

MOST_LINES: Final = 4_000
"""More than a hundred years of one card."""
_LONGEST_WORDS: Final = 200
_PARTS: Final = {Component.WORKER: "worker", Component.EMPLOYER: "employer", Component.RETURNS: "returns", Component.CLAIMS: "claims"}


def first_day(cards: Sequence[CardView]) -> date | None:
    """The business date of the oldest line of these cards; None when there is none."""
    oldest = ledger.lines([card.account_code for card in cards], limit=1, oldest_first=True)
    return oldest[0].business_on if oldest else None


def read_contents(
    person: PersonView,
    cards: Sequence[CardView],
    *,
    reference: str,
    first: date,
    until: date,
    as_of: datetime,
    law_digest: str,
    public_key: bytes,
) -> Passbook:
    """The statement of these cards from `first` to `until`. Raises Refusal `passbooks.too_long`."""
    found = ledger.lines([card.account_code for card in cards], limit=MOST_LINES + 1, known_at=as_of, oldest_first=True)
    if len(found) > MOST_LINES:
        raise Refusal(
            "Kartu-kartu ini punya lebih dari %(most)s baris.",
            code="passbooks.too_long",
            fix="Pilih satu kartu, atau unduh semua baris sebagai CSV di halaman mutasi saldo.",
            values={"most": MOST_LINES},
        )
    before = [line for line in found if line.business_on < first]
    # An entry may pay returns to several cards: their order must be the same each time.
    within = sorted(
        (line for line in found if first <= line.business_on <= until),
        key=lambda line: (line.business_on, line.entry_id, line.component, line.account),
    )
    opening = Money.total(line.amount for line in before)
    by_account = {card.account_code: card for card in cards}
    return Passbook(
        reference=reference,
        fund=_clean(settings.OPENJMO_FUND_NAME),
        holder_name=_clean(person.full_name),
        holder_nik=person.nik[:4] + "•" * 8 + person.nik[12:],
        cards=tuple(_card(card, before, within) for card in cards),
        first=first,
        until=until,
        as_of=as_of,
        law_digest=law_digest,
        opening=opening,
        closing=opening + Money.total(line.amount for line in within),
        totals={part: Money.total(line.amount for line in within if _part(line) == part) for part in PARTS},
        lines=tuple(_lines(within, by_account, opening)),
        public_key=public_key,
    )


def _card(card: CardView, before: Sequence[Line], within: Sequence[Line]) -> PassbookCard:
    opening = Money.total(line.amount for line in before if line.account == card.account_code)
    moved = Money.total(line.amount for line in within if line.account == card.account_code)
    return PassbookCard(card.ref, card.masked, opening, opening + moved)


def _lines(within: Sequence[Line], cards: dict[str, CardView], opening: Money) -> list[PassbookLine]:
    lines = []
    balance = opening
    for line in within:
        balance += line.amount
        card = cards[line.account]
        lines.append(
            PassbookLine(
                ref=f"{line.entry_id}-{line.component:d}-{card.card_number[-4:]}",
                on=line.business_on,
                recorded_at=line.recorded_at,
                card=card.ref,
                part=_part(line),
                event=_clean(line.event),
                month=_clean(line.about.get("month", "")),
                detail=_detail(line),
                amount=line.amount,
                balance=balance,
            )
        )
    return lines


def _part(line: Line) -> str:
    return _PARTS.get(line.component, "other")


def _detail(line: Line) -> str:
    if "rate_percent" in line.about:
        return _clean(f"{line.about['rate_percent']} {line.about.get('rate_status', '')}")
    return _clean(line.about.get("employer", ""))


def _clean(words: str) -> str:
    """As it can be signed: one line of printable signs."""
    return "".join(sign for sign in " ".join(words.split())[:_LONGEST_WORDS] if sign >= " " and sign != "\x7f")
