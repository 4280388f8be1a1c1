"""Issued passbooks of a person, and the check of anybody's: signed by this fund or not, issued or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView, PersonView
from openjmo.domains.passbooks.contents import first_day, read_contents
from openjmo.domains.passbooks.models import PDF, Issued, PreparedPdf
from openjmo.domains.passbooks.statement import (
    HOLDS,
    PARTS,
    Fault,
    Passbook,
    PassbookCard,
    PassbookLine,
    SignedPassbook,
    Summary,
    fault_of,
    sign,
)
from openjmo.domains.passbooks.wire import LONGEST_TEXT, read_passbook, read_summary
from openjmo.ledger.proof.statement import public_key_of
from openjmo.ledger.proof.wire import text_of
from openjmo.platform.sealing import unseal
from openjmo.platform.signing import is_signed, signing_seed

__all__ = [
    "HOLDS",
    "LONGEST_TEXT",
    "PARTS",
    "CheckedPassbook",
    "Fault",
    "IssuedView",
    "Passbook",
    "PassbookCard",
    "PassbookLine",
    "PdfView",
    "SignedPassbook",
    "checked",
    "first_day",
    "issue_state",
    "issued_count",
    "issued_to",
    "passbook_of",
    "pdf_of",
    "pdf_to_draw",
    "public_key",
]

Standing = Literal["issued", "differs", "unknown"]
"""`differs`: this fund issued something else under that reference."""


@dataclass(frozen=True, slots=True)
class IssuedView:
    """One issued passbook, without its content."""

    reference: str
    card_ref: str
    first: date
    until: date
    as_of: datetime


def issued_to(person_id: int, *, limit: int, offset: int = 0) -> list[IssuedView]:
    """The person's own, newest first."""
    rows = Issued.objects.filter(person_id=person_id).order_by("-id")[offset : offset + limit]
    return [IssuedView(row.reference, row.card_ref, row.first, row.until, row.as_of) for row in rows]


def issued_count(person_id: int) -> int:
    """How many there are."""
    return Issued.objects.filter(person_id=person_id).count()


def passbook_of(person: PersonView, reference: str) -> SignedPassbook | None:
    """The person's passbook with that reference, read again and signed; None when it is not theirs.

    Raises Refusal `passbooks.changed` when it would no longer be the same (a name was put right, the key was changed), and
    `proofs.key_missing`.
    """
    row = Issued.objects.filter(person_id=person.id, reference=reference).first()
    if row is None:
        return None
    seed = signing_seed()
    contents = contents_of(row, person, public_key_of(seed))
    if contents is None or contents.digest.hex() != row.digest:
        raise Refusal(
            "Buku %(reference)s tidak bisa dibuat lagi persis seperti dulu, misalnya karena ada nama yang diperbaiki.",
            code="passbooks.changed",
            fix="Buat buku baru untuk masa yang sama. Berkas lama yang sudah Anda unduh tetap sah.",
            values={"reference": row.reference},
        )
    return sign(contents, seed)


def contents_of(row: Issued, person: PersonView, key: bytes) -> Passbook | None:
    """What was issued with a row, unsigned; None when its card is not among the person's any more."""
    cards = chosen_cards(person.id, row.card_ref, opened_by=row.as_of)
    if not cards:
        return None
    return read_contents(
        person,
        cards,
        reference=row.reference,
        first=row.first,
        until=row.until,
        as_of=row.as_of,
        law_digest=row.law_digest,
        public_key=key,
    )


def chosen_cards(person_id: int, card_ref: str, *, opened_by: datetime) -> list[CardView]:
    """One card or all of a person, those that were opened by a moment."""
    cards = [card for card in membership.cards_of(person_id) if card_ref in ("", card.ref)]
    return [card for card in cards if card.opened_on <= business_date(opened_by)]


@dataclass(frozen=True, slots=True)
class PdfView:
    """A long passbook's PDF; without content while it is being drawn."""

    content: bytes | None


def pdf_of(person_id: int, reference: str, *, language: str, paper: str) -> PdfView | None:
    """The prepared PDF of this person's passbook; None when it was not asked for, or thrown away."""
    row = PreparedPdf.objects.filter(issued__person_id=person_id, issued__reference=reference, language=language, paper=paper).first()
    return PdfView(None if row.content is None else unseal(bytes(row.content), PDF)) if row else None


@dataclass(frozen=True, slots=True)
class PdfToDraw:
    """What is drawn in the background."""

    signed: SignedPassbook
    language: str
    paper: str


def pdf_to_draw(pdf_id: int) -> PdfToDraw | None:
    """For the job; None when it is drawn already, or nobody wants it any more."""
    row = PreparedPdf.objects.select_related("issued").filter(pk=pdf_id, content=None).first()
    if row is None:
        return None
    person = membership.person_by_id(row.issued.person_id)
    signed = passbook_of(person, row.issued.reference) if person else None
    return PdfToDraw(signed, row.language, row.paper) if signed else None


def public_key() -> str:
    """This fund's key as verifiers are given it, 43 signs; empty where none is set."""
    try:
        return text_of(public_key_of(signing_seed()))
    except Refusal:
        return ""


def issue_state(reference: str, digest: bytes) -> Standing:
    """Whether this fund issued a passbook with that reference and content. Tells nothing of whose it is."""
    found = Issued.objects.filter(reference=reference).values_list("digest", flat=True).first()
    if found is None:
        return "unknown"
    return "issued" if found == digest.hex() else "differs"


@dataclass(frozen=True, slots=True)
class CheckedPassbook:
    """What a handed-in file or QR text says of itself, and what this fund says of it."""

    summary: Summary
    signed: SignedPassbook | None
    """None when it was the text of a QR code."""
    fault: Fault
    standing: Standing

    @property
    def holds(self) -> bool:
        """Signed by this fund, unchanged, and issued."""
        return self.fault.code == HOLDS and self.standing == "issued"


def checked(text: str) -> CheckedPassbook:
    """Check a file or the text of a QR code. Raises InvalidInput `passbooks.unreadable`."""
    ours = public_key()
    if text.startswith("{"):
        signed = read_passbook(text)
        summary = signed.passbook.summary
        fault = fault_of(signed)
        if fault.code == HOLDS and text_of(signed.passbook.public_key) != ours:
            fault = Fault("key_differs")
    else:
        signed = None
        summary, signature = read_summary(text)
        key = public_key_of(signing_seed()) if ours else b""
        fault = Fault(HOLDS if is_signed(key, summary.signed_bytes(), signature) else "signature_wrong")
    standing = issue_state(summary.reference, summary.digest)
    if fault.code == "key_differs" and standing == "issued":
        # Signed before the key was changed: the digest covers the key, so this content is what was issued.
        fault = Fault(HOLDS)
    return CheckedPassbook(summary, signed, fault, standing)
