"""Does what somebody typed at registration fit a person of the register? Pure; used by `actions.settle_registration`.

A card number or a mother's name is taken as a secret between the person and the fund. One that came in with an employer's report is no
secret to that employer, who could name any NIK with a card of his own making, register with it and look at what others have paid in.
So where there is more than this card to look at, an employer's word links nobody by itself, unless it came first and has stood for
`EMPLOYERS_WORD_STANDS`; a desk then looks at the request. A person with a single card, and everything taken over with the register from
before, is matched as ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_NO_WORD: Final = re.compile("[^a-z0-9]+")

EMPLOYERS_WORD_STANDS: Final = timedelta(days=30)
"""A setting of ours, not a figure of the law: every employer reports once a month, so by then the others have told their cards too."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed. `card_number` is empty for "I don't know my KPJ"; then the mother's name is asked instead."""

    nik: str
    card_number: str
    full_name: str
    mother_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the register. `reported_at` is when an employer's report brought it, None when no employer did."""

    number: str
    recorded_at: datetime
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register knows of the person with that NIK."""

    full_name: str
    mother_name: str
    phone: str
    cards: Collection[Card]
    is_linked: bool
    mother_reported_at: datetime | None = None
    """When an employer's report brought the mother's name, if one did."""


def plain_name(name: str) -> str:
    """Names compared without case, accents, dots and doubled blanks: `St. Aminah ` equals `ST AMINAH`."""
    if name.isascii():
        return " ".join(_NO_WORD.sub(" ", name.lower()).split())
    folded = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", kept).strip()


def differences(typed: Typed, registered: Registered | None, now: datetime) -> list[str]:
    """What speaks against linking; empty when everything fits. A phone that differs alone does not.

    Names of fields, `account` when the person has one, and `employers_word` when only an employer vouches for what fits.
    """
    if registered is None:
        return ["nik"]
    found = []
    if registered.is_linked:
        found.append("account")
    if plain_name(typed.full_name) != plain_name(registered.full_name):
        found.append("full_name")
    if typed.card_number:
        card = next((card for card in registered.cards if card.number == typed.card_number), None)
        if card is None:
            found.append("card_number")
        elif not _is_proof(card.reported_at, [other for other in registered.cards if other is not card], now):
            found.append("employers_word")
    elif not registered.mother_name or plain_name(typed.mother_name) != plain_name(registered.mother_name):
        found.append("mother_name")
    elif len(registered.cards) > 1 and not _is_proof(registered.mother_reported_at, registered.cards, now):
        found.append("employers_word")
    if found and registered.phone and typed.phone != registered.phone:
        found.append("phone")
    return found


def _is_proof(reported_at: datetime | None, others: Collection[Card], now: datetime) -> bool:
    """Whether it may link by itself: no employer brought it, or there is nothing else to look at, or it came first and has stood."""
    if reported_at is None or not others:
        return True
    return all(reported_at <= other.recorded_at for other in others) and now - reported_at >= EMPLOYERS_WORD_STANDS
