"""The balance of whoever holds an access token: token, account, cards and kept balances in one statement, without Django's connection.

The statement is put together from what each room says about its own tables. It is asked anew at every call: a token that is revoked, an
account that is closed and a card that is joined or taken off change the very next answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

import psycopg

from openjmo.core.errors import Failure
from openjmo.core.money import Money
from openjmo.domains.identity.tokens import HOLDER, USED_EVERY, Uses
from openjmo.domains.savings.own_looks import OwnLooks
from openjmo.domains.savings.reads import Parts
from openjmo.ledger.chart import member_account
from openjmo.ledger.reads import KEPT_BALANCES
from openjmo.platform import replicas
from openjmo.platform.direct import Direct, Row
from openjmo.platform.replicas import Copy

_CARDS: Final = (
    f"LEFT JOIN membership_card card ON card.account_id = holder.account_id LEFT JOIN ({KEPT_BALANCES}) kept "
    "ON kept.code = 'member:' || card.membership_ref"
)
_WHICH: Final = "card.opened_on, card.membership_id, card.membership_ref, right(card.card_number, 4)"
_WHAT: Final = f"{_WHICH}, kept.worker_sen, kept.employer_sen, kept.returns_sen, kept.claims_sen, kept.updated_at"
_WHO: Final = (
    f"SELECT holder.*, {_WHICH} FROM ({HOLDER}) holder "  # noqa: S608 - our own texts
    "LEFT JOIN membership_card card ON card.account_id = holder.account_id"
)
_OPENED_ON, _CARD_ID, _REF = 6, 7, 8
"""Where the card begins in a row; before it stands the holder."""
_KEPT: Final = f"{KEPT_BALANCES} WHERE account.code = ANY($1)"
_ALL: Final = f"SELECT holder.*, {_WHAT} FROM ({HOLDER}) holder {_CARDS}"  # noqa: S608 - our own texts


class TokenRefused(Failure):
    """Nobody may ask with this: unknown, revoked or run out."""

    code = "token_refused"


class NothingToRead(Failure):
    """The token is good, and its account may not read a balance: it is closed, or no card is joined to it."""

    code = "nothing_to_read"


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One card of the holder: its public reference, the last four digits of its number, what is on it."""

    ref: str
    last_digits: str
    parts: Parts
    updated_at: datetime | None
    """When the newest posting was recorded; None before the first."""


@dataclass(frozen=True, slots=True)
class OwnBalance:
    """All cards of the holder, newest first, and the moment as of which it holds at least."""

    cards: tuple[OwnCard, ...]
    as_of: datetime


def own_balance(
    digest: bytes | None, database: Direct, uses: Uses, looks: OwnLooks, copies: Mapping[str, Direct] = MappingProxyType({})
) -> OwnBalance:
    """The balance of the holder of the token with that digest; one query. `uses` notes that it was used, `looks` that somebody looked.

    Where there are copies of the database, whose token it is and which cards they hold is asked of the original, and only what is on the
    cards of a copy: then `as_of` is the moment of that copy.

    Raises TokenRefused and NothingToRead, each with its code and the next step, and psycopg.OperationalError without a database.
    """
    if digest is None:
        raise _unknown()
    asked_at = datetime.now(UTC)
    copy = replicas.watch.choose(asked_at) if copies else None
    rows, as_of = (database.fetch(_ALL, [digest]), asked_at) if copy is None else _from_copy(digest, database, copies[copy.alias], copy)
    token_id, used_at = _checked(rows, asked_at)
    if used_at is None or asked_at - used_at > USED_EVERY:
        uses.note(token_id)
    if len(rows) > 1:  # put in order here, because that costs the database more for a few rows than finding them
        rows = sorted(rows, key=itemgetter(_OPENED_ON, _CARD_ID), reverse=True)
    cards = tuple(_card(row[_REF:]) for row in rows if row[_REF] is not None)
    if not cards:
        raise NothingToRead(
            "Belum ada kartu peserta yang tersambung dengan akun ini.",
            code="savings.no_card",
            fix="Buka OpenJMO, pilih Profil, lalu sambungkan kartu.",
        )
    looks.note(token_id, asked_at)
    return OwnBalance(cards, as_of)


def _from_copy(digest: bytes, database: Direct, other: Direct, copy: Copy) -> tuple[list[Row], datetime]:
    """The same rows, amounts from the copy; all from the original when the copy fails."""
    asked_at = datetime.now(UTC)
    rows = database.fetch(_WHO, [digest])
    try:
        kept = other.fetch(_KEPT, [[member_account(row[_REF]) for row in rows if row[_REF] is not None]])
    except psycopg.Error:
        replicas.watch.leave(copy.alias)
        return database.fetch(_ALL, [digest]), asked_at
    amounts = {code: (worker, employer, returns, claims, updated) for code, worker, employer, returns, claims, _total, updated in kept}
    nothing = (None,) * 5
    return [(*row, *(amounts.get(member_account(row[_REF]), nothing) if row[_REF] else nothing)) for row in rows], copy.as_of


def _checked(rows: Sequence[Row], now: datetime) -> tuple[int, datetime | None]:
    """The token's id and when it was last used."""
    if not rows:
        raise _unknown()
    token_id, _account_id, used_at, expires_at, revoked_at, is_active = rows[0][:_OPENED_ON]
    if revoked_at is not None:
        raise TokenRefused(
            "Kunci akses ini sudah dicabut.",
            code="identity.token_revoked",
            fix="Buat kunci baru di OpenJMO: Profil, Kunci akses.",
        )
    if expires_at <= now:
        raise TokenRefused(
            "Masa berlaku kunci akses ini sudah habis.",
            code="identity.token_expired",
            fix="Buat kunci baru di OpenJMO: Profil, Kunci akses.",
        )
    if not is_active:
        raise NothingToRead("Akun ini sudah ditutup.", code="identity.account_closed", fix="Hubungi petugas bila ini keliru.")
    return token_id, used_at


def _unknown() -> TokenRefused:
    return TokenRefused(
        "Kunci akses ini tidak dikenal.",
        code="identity.token_unknown",
        fix="Kirim kunci yang utuh pada kepala Authorization: Bearer. Kunci baru dibuat di OpenJMO: Profil, Kunci akses.",
    )


def _card(row: Sequence[Any]) -> OwnCard:
    ref, last_digits, worker, employer, returns, claims, updated_at = row
    return OwnCard(ref, last_digits, Parts(Money(worker or 0), Money(employer or 0), Money(returns or 0), Money(claims or 0)), updated_at)
