"""What a passbook says, how it adds up, and what the signature is over. Plain values; no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from openjmo.core.money import Money
from openjmo.ledger.proof.statement import public_key_of
from openjmo.ledger.proof.wire import text_of
from openjmo.platform.signing import is_signed

FORMAT: Final = "openjmo-passbook-1"
FILE_FORMAT: Final = "openjmo-passbook-file-1"
SUMMARY_FORMAT: Final = "OPENJMO-BUKU-1"
STATEMENT: Final = b"openjmo:passbook:1:statement\0"
SUMMARY: Final = b"openjmo:passbook:1:summary\0"
"""What stands before the signed bytes, so that neither signature passes for the other nor for that of a published total."""
PARTS: Final = ("worker", "employer", "returns", "claims", "other")
HOLDS: Final = ""
_MOST_LABELS: Final = 8


@dataclass(frozen=True, slots=True)
class PassbookCard:
    """One card: its reference, its masked number, and what was on it before and after the period."""

    ref: str
    number: str
    opening: Money
    closing: Money


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """One ledger line. `part` is one of `PARTS`, `event` the ledger's own word, `month` the month it is about (or empty)."""

    ref: str
    on: date
    recorded_at: datetime
    card: str
    part: str
    event: str
    month: str
    detail: str
    """The employer, or for returns the yearly rate in percent and its standing."""
    amount: Money
    balance: Money
    """Of all cards of the passbook together, after this line."""


@dataclass(frozen=True, slots=True)
class Passbook:
    """The statement, unsigned. The period's days are both included."""

    reference: str
    fund: str
    holder_name: str
    holder_nik: str
    """Masked."""
    cards: tuple[PassbookCard, ...]
    first: date
    until: date
    as_of: datetime
    law_digest: str
    opening: Money
    closing: Money
    totals: Mapping[str, Money]
    """What the period added to each part."""
    lines: tuple[PassbookLine, ...]
    public_key: bytes

    def as_json(self) -> dict[str, object]:
        """Every value as text, sen as whole numbers in decimal digits."""
        return {
            "format": FORMAT,
            "reference": self.reference,
            "fund": self.fund,
            "programme": "JHT",
            "holder": {"name": self.holder_name, "nik": self.holder_nik},
            "cards": [
                {"ref": card.ref, "number": card.number, "opening_sen": str(card.opening.sen), "closing_sen": str(card.closing.sen)}
                for card in self.cards
            ],
            "period": {"from": self.first.isoformat(), "until": self.until.isoformat()},
            "as_of": moment_text(self.as_of),
            "law_digest": self.law_digest,
            "opening_sen": str(self.opening.sen),
            "closing_sen": str(self.closing.sen),
            "totals": {f"{part}_sen": str(self.totals[part].sen) for part in PARTS},
            "lines": [
                {
                    "ref": line.ref,
                    "date": line.on.isoformat(),
                    "recorded": moment_text(line.recorded_at),
                    "card": line.card,
                    "kind": line.part,
                    "event": line.event,
                    "month": line.month,
                    "detail": line.detail,
                    "amount_sen": str(line.amount.sen),
                    "balance_sen": str(line.balance.sen),
                }
                for line in self.lines
            ],
            "public_key": text_of(self.public_key),
        }

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return STATEMENT + canonical(self.as_json()).encode()

    @property
    def digest(self) -> bytes:
        """Names the whole content."""
        return sha256(self.signed_bytes()).digest()

    @property
    def summary(self) -> Summary:
        """What goes into the QR code."""
        labels = [card.number[-4:] for card in self.cards]
        shown = labels[:_MOST_LABELS] + ([f"+{len(labels) - _MOST_LABELS}"] if len(labels) > _MOST_LABELS else [])
        return Summary(self.reference, ",".join(shown), self.first, self.until, self.as_of, self.closing, self.digest)


@dataclass(frozen=True, slots=True)
class Summary:
    """The short form: last digits of the cards, period, closing balance, and the digest of the whole."""

    reference: str
    cards: str
    first: date
    until: date
    as_of: datetime
    closing: Money
    digest: bytes

    def text(self) -> str:
        """Everything but the signature."""
        return "|".join(
            (
                SUMMARY_FORMAT,
                self.reference,
                self.cards,
                self.first.isoformat(),
                self.until.isoformat(),
                moment_text(self.as_of),
                str(self.closing.sen),
                text_of(self.digest),
            )
        )

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return SUMMARY + self.text().encode()


@dataclass(frozen=True, slots=True)
class SignedPassbook:
    """The statement with both signatures, that of the whole and that of its summary."""

    passbook: Passbook
    signature: bytes
    summary_signature: bytes

    def file_text(self) -> str:
        """As a member takes it away: one line of canonical JSON."""
        return canonical({"format": FILE_FORMAT, "statement": self.passbook.as_json(), "signature": text_of(self.signature)})

    def qr_text(self) -> str:
        """As the QR code has it; some 250 signs."""
        return f"{self.passbook.summary.text()}|{text_of(self.summary_signature)}"


def canonical(value: object) -> str:
    """The one way to write it: names sorted, no blanks, no escapes that are not needed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """UTC to the microsecond, as `2026-11-25T08:00:00.000000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sign(passbook: Passbook, seed: bytes) -> SignedPassbook:
    """Signed with the seed whose public key the passbook names."""
    assert passbook.public_key == public_key_of(seed)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return SignedPassbook(passbook, key.sign(passbook.signed_bytes()), key.sign(passbook.summary.signed_bytes()))


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not hold: its code (`HOLDS` for none), where, what should stand there and what does."""

    code: str
    at: str = ""
    expected: Money | None = None
    found: Money | None = None


def sums_fault(passbook: Passbook) -> Fault:
    """Whether everything adds up: each running balance, each card, each part, the ends."""
    balance = passbook.opening
    cards = {card.ref: card.opening for card in passbook.cards}
    totals = dict.fromkeys(PARTS, Money.zero())
    for number, line in enumerate(passbook.lines, 1):
        balance += line.amount
        if line.balance != balance:
            return Fault("line_differs", str(number), balance, line.balance)
        if line.card not in cards:
            return Fault("card_unknown", str(number))
        cards[line.card] += line.amount
        totals[line.part] += line.amount
    if passbook.closing != balance:
        return Fault("closing_differs", "", balance, passbook.closing)
    return _cards_fault(passbook, cards) or _totals_fault(passbook, totals) or Fault(HOLDS)


def _cards_fault(passbook: Passbook, closing: Mapping[str, Money]) -> Fault | None:
    for card in passbook.cards:
        if card.closing != closing[card.ref]:
            return Fault("card_differs", card.number, closing[card.ref], card.closing)
    opening = Money.total(card.opening for card in passbook.cards)
    return Fault("opening_differs", "", opening, passbook.opening) if passbook.opening != opening else None


def _totals_fault(passbook: Passbook, totals: Mapping[str, Money]) -> Fault | None:
    wrong = next((part for part in PARTS if passbook.totals[part] != totals[part]), None)
    return Fault("total_differs", wrong, totals[wrong], passbook.totals[wrong]) if wrong else None


def fault_of(signed: SignedPassbook) -> Fault:
    """What does not hold in a passbook: sums first, because they say where, then the signature, which leaves nothing out."""
    fault = sums_fault(signed.passbook)
    if fault.code:
        return fault
    holds = is_signed(signed.passbook.public_key, signed.passbook.signed_bytes(), signed.signature)
    return Fault(HOLDS if holds else "signature_wrong")
