"""What the lane answers: the balance, or a problem (RFC 9457) with its code, the reason and the next step.

Amounts are text, twice: whole sen, and rupiah with two decimals, so that no program needs a float to read them.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import psycopg
from django.conf import settings
from django.utils.translation import gettext, override

from openjmo.core.clock import JAKARTA
from openjmo.core.errors import Failure, Refusal, Trouble
from openjmo.core.money import Money
from openjmo.domains.identity.tokens import Uses, digest_of
from openjmo.domains.savings.own_balance import NothingToRead, OwnBalance, OwnCard, TokenRefused, own_balance
from openjmo.domains.savings.own_looks import OwnLooks
from openjmo.domains.savings.reads import Parts, sum_of
from openjmo.gateways.lane.limits import Limits
from openjmo.platform.direct import Direct
from openjmo.platform.headers import security_headers
from openjmo.platform.hosts import KnownHosts

METHODS: Final = ("GET", "HEAD")
RETRY_SECONDS: Final = 5
"""When the database is away."""
_logger = logging.getLogger(__name__)
_PLACE: Final = Money.of_rupiah(1).sen


@dataclass(frozen=True, slots=True)
class Asked:
    """One call, as far as the lane looks at it."""

    method: str
    authorization: str
    address: str
    """Of the caller, for counting wrong tokens."""
    host: str
    speaks: str
    """Accept-Language: problems are told in English to who asks for it first, else in Indonesian."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; the body of a HEAD is left out by who sends it."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Answers:
    """Answers for one process."""

    def __init__(self, database: Direct | None = None, limits: Limits | None = None, *, notes_at_once: bool = False) -> None:
        self.database = database or Direct()
        self.uses = Uses(self.database, at_once=notes_at_once)
        self.looks = OwnLooks(self.database)
        self.copies = {alias: Direct(alias) for alias in settings.OPENJMO_REPLICAS}
        self.limits = limits or Limits()
        self._common = (*security_headers().items(), ("Cache-Control", "no-store"))
        self._good = (*self._common, ("Content-Type", "application/json"))
        self._hosts = KnownHosts()

    def answer(self, asked: Asked, reference: str) -> Answer:
        """The answer to one call; `reference` is its id in the log, told with every problem."""
        scheme, _, token = asked.authorization.partition(" ")
        digest = digest_of(token.strip()) if scheme.lower() == "bearer" else None
        return self._turned_away(asked, digest, reference) or self._read(asked, digest, reference)

    def _turned_away(self, asked: Asked, digest: bytes | None, reference: str) -> Answer | None:
        """What is refused before anybody asks the database."""
        if not self._hosts.has(asked.host):
            return self._problem(HTTPStatus.BAD_REQUEST, _WRONG_HOST, asked, reference)
        if asked.method not in METHODS:
            return self._problem(HTTPStatus.METHOD_NOT_ALLOWED, _WRONG_METHOD, asked, reference, ("Allow", ", ".join(METHODS)))
        if not self.limits.address_may_ask(asked.address):
            return self._too_many(_TOO_MANY_WRONG, asked, reference)
        if digest is not None and not self.limits.token_may_ask(digest):
            return self._too_many(_TOO_MANY, asked, reference)
        return None

    def _read(self, asked: Asked, digest: bytes | None, reference: str) -> Answer:
        try:
            balance = own_balance(digest, self.database, self.uses, self.looks, self.copies)
        except TokenRefused as refused:
            self.limits.note_wrong(asked.address)
            return self._problem(HTTPStatus.UNAUTHORIZED, refused, asked, reference, ("WWW-Authenticate", 'Bearer realm="OpenJMO"'))
        except NothingToRead as nothing:
            return self._problem(HTTPStatus.FORBIDDEN, nothing, asked, reference)
        except psycopg.Error as trouble:
            _logger.warning("trouble", exc_info=trouble, extra={"request_id": reference})
            return self._problem(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY, asked, reference, ("Retry-After", str(RETRY_SECONDS)))
        if digest is not None:
            self.limits.note_asked(digest)
        return Answer(HTTPStatus.OK, self._good, written(balance))

    def _too_many(self, why: Failure, asked: Asked, reference: str) -> Answer:
        wait = str(self.limits.seconds_to_wait())
        return self._problem(HTTPStatus.TOO_MANY_REQUESTS, why, asked, reference, ("Retry-After", wait))

    def _problem(self, status: HTTPStatus, why: Failure, asked: Asked, reference: str, *more: tuple[str, str]) -> Answer:
        with override("en" if asked.speaks.strip().lower().startswith("en") else "id"):
            told = {
                "type": "about:blank",
                "title": status.phrase,
                "status": int(status),
                "code": why.code,
                "detail": gettext(why.message),
                "next_step": gettext(why.fix),
                "reference": reference,
            }
        body = json.dumps(told, ensure_ascii=False).encode()
        return Answer(status, (*self._common, ("Content-Type", "application/problem+json"), *more), body)


_WRONG_HOST: Final = Refusal("Nama server ini tidak dikenal.", code="lane.host_unknown", fix="Pakai alamat resmi situs ini.")
_WRONG_METHOD: Final = Refusal("Alamat ini hanya bisa dibaca.", code="lane.read_only", fix="Pakai GET atau HEAD.")
_TOO_MANY: Final = Refusal(
    "Kunci ini terlalu sering bertanya.", code="lane.too_many", fix="Tunggu sebanyak detik pada kepala Retry-After, lalu coba lagi."
)
_TOO_MANY_WRONG: Final = Refusal(
    "Terlalu banyak kunci yang keliru dari alamat ini.",
    code="lane.too_many_wrong",
    fix="Tunggu sebanyak detik pada kepala Retry-After, lalu kirim kunci yang benar.",
)
_AWAY: Final = Trouble("Sistem sedang tidak dapat membaca data.", code="lane.away", fix="Coba lagi sebentar lagi. Tidak ada yang hilang.")


def written(balance: OwnBalance) -> bytes:
    """The balance as JSON. Nothing in it needs escaping: whole numbers, moments, and references of letters, digits and dashes."""
    parts = [_parts(card.parts) for card in balance.cards]
    cards = ",".join(
        f'{{"card":"{card.ref}","number_ends":"{card.last_digits}",{told},"posted_at":{_moment(card)}}}'
        for card, told in zip(balance.cards, parts, strict=True)
    )
    total = parts[0] if len(parts) == 1 else _parts(sum_of(card.parts for card in balance.cards))
    as_of = balance.as_of.astimezone(JAKARTA).isoformat()
    return f'{{"programme":"JHT","currency":"IDR","as_of":"{as_of}",{total},"cards":[{cards}]}}'.encode()


def _parts(parts: Parts) -> str:
    return (
        f'"total":{_amount(parts.total.sen)},"worker":{_amount(parts.worker.sen)},"employer":{_amount(parts.employer.sen)},'
        f'"returns":{_amount(parts.returns.sen)},"claims":{_amount(parts.claims.sen)}'
    )


def _amount(sen: int) -> str:
    whole, rest = divmod(abs(sen), _PLACE)
    return f'{{"sen":"{sen}","rupiah":"{"-" if sen < 0 else ""}{whole}.{rest:02d}"}}'


def _moment(card: OwnCard) -> str:
    return f'"{card.updated_at.astimezone(JAKARTA).isoformat()}"' if card.updated_at else "null"
