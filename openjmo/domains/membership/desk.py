"""What the desk sees of requests about cards and accounts: what was typed beside what the register knows.

For officers and operators only; who opens a file says so, and the look is noted before anything is told (`looks`).

The view `membership_request` lists all of them for the worklist of an upper room: kind, reference,
state (`open` or `closed`), when it was opened, and the name of whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from openjmo.core.errors import NotYours
from openjmo.core.ids import Nik
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.files import Asked, files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership.matching import plain_name
from openjmo.domains.membership.models import CardRequest, CorrectionRequest, Membership, Person
from openjmo.domains.membership.reads import PersonView

SLIP_DIGITS: Final = 2
"""Digits of two NIK that may differ and still look like one that was mistyped."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field, as somebody typed it or has it, and as the register has it. `agrees` is None where nothing can be compared."""

    field: str
    asked: str | date
    registered: str | date
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who answered, when, why not, and what was seen."""

    by: str
    at: datetime
    reason: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request in a list; the NIK is masked. `differences` are names of fields, empty for a card request."""

    ref: str
    masked_nik: str
    full_name: str
    differences: tuple[str, ...]
    opened_at: datetime


def open_corrections(*, limit: int, offset: int = 0) -> list[OpenRequest]:
    """Open requests to match an account, oldest first."""
    rows = CorrectionRequest.objects.filter(state="open").order_by("opened_at", "id")[offset : offset + limit]
    return [OpenRequest(row.ref, masked_nik(row.nik), row.full_name, tuple(row.differences), row.opened_at) for row in rows]


def open_card_requests(*, limit: int, offset: int = 0) -> list[OpenRequest]:
    """Open requests for a card, oldest first."""
    rows = CardRequest.objects.filter(state="open").select_related("person").order_by("opened_at", "id")[offset : offset + limit]
    return [OpenRequest(row.ref, masked_nik(row.person.nik), row.person.full_name, (), row.opened_at) for row in rows]


@dataclass(frozen=True, slots=True)
class CorrectionFile:
    """A request to match an account: what was typed and what stands against it."""

    ref: str
    state: str
    opened_at: datetime
    account_id: int
    full_name: str
    differences: tuple[str, ...]
    rows: tuple[Compared, ...]
    is_known: bool
    """Whether the register has the NIK."""
    is_taken: bool
    """Whether the person of that NIK has an account already."""
    decision: Decision | None


def correction_file(ref: str, reader: Reader) -> CorrectionFile:
    """Everything about it; a look at the applicant and at the person with that NIK. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.CORRECTION, ref).due_from(reader.account_id), Purpose.CORRECTION, about=ref)
    row = CorrectionRequest.objects.filter(ref=ref).first()
    if row is None:
        raise NotYours("Permintaan ini tidak ada.")
    person = Person.objects.filter(nik_key=bytes(row.nik_key)).first()
    return CorrectionFile(
        ref=row.ref,
        state=row.state,
        opened_at=row.opened_at,
        account_id=row.account_id,
        full_name=row.full_name,
        differences=tuple(row.differences),
        rows=_typed_and_registered(row, person),
        is_known=person is not None,
        is_taken=person is not None and person.account_id not in {None, row.account_id},
        decision=_decision(row.settled_by, row.settled_at, row.reason, row.evidence),
    )


def _typed_and_registered(row: CorrectionRequest, person: Person | None) -> tuple[Compared, ...]:
    cards = list(Membership.objects.filter(person=person).order_by("opened_on").values_list("card_number", flat=True)) if person else []
    return (
        Compared("nik", masked_nik(row.nik), masked_nik(person.nik) if person else "", person is not None),
        _names("full_name", row.full_name, person.full_name if person else ""),
        Compared("card_number", row.card_number, ", ".join(cards), row.card_number in cards if row.card_number and person else None),
        _names("mother_name", row.mother_name, person.mother_name if person else ""),
        _texts("phone", row.phone, person.phone if person else ""),
        Compared("birth_date", "", person.birth_date if person else "", None),
    )


@dataclass(frozen=True, slots=True)
class CardFile:
    """A request for a card: the member's own data beside the register's of the card."""

    ref: str
    state: str
    opened_at: datetime
    card_number: str
    person: PersonView
    rows: tuple[Compared, ...]
    """Empty when the register does not know the card."""
    employer_name: str
    opened_on: date | None
    last_contribution_month: date | None
    is_joined: bool
    """Whether the card is the member's already, so that approving needs no evidence."""
    is_of_another_member: bool
    """Whether somebody with an account holds it, so that it cannot be moved."""
    decision: Decision | None


def card_file(ref: str, reader: Reader) -> CardFile:
    """Everything about it; a look at the member and at whoever the card stands under. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.CARD, ref).due_from(reader.account_id), Purpose.CARD_REQUEST, about=ref)
    row = CardRequest.objects.select_related("person", "moved_from").filter(ref=ref).first()
    if row is None:
        raise NotYours("Permintaan ini tidak ada.")
    card = Membership.objects.select_related("person", "employer").filter(card_number=row.card_number).first()
    # Once the card is joined, what it stood under before is what the officer decided about.
    holder = row.moved_from or (card.person if card else None)
    is_mine = card is not None and card.person_id == row.person_id
    return CardFile(
        ref=row.ref,
        state=row.state,
        opened_at=row.opened_at,
        card_number=row.card_number,
        person=_person(row.person),
        rows=_mine_and_holders(row.person, holder) if holder else (),
        employer_name=card.employer.name if card and card.employer else "",
        opened_on=card.opened_on if card else None,
        last_contribution_month=card.last_contribution_month if card else None,
        is_joined=is_mine,
        is_of_another_member=not is_mine and holder is not None and holder.account_id is not None,
        decision=_decision(row.settled_by, row.settled_at, row.reason, row.evidence),
    )


def _mine_and_holders(mine: Person, holder: Person) -> tuple[Compared, ...]:
    return (
        Compared("nik", *_nearly_masked(mine.nik, holder.nik), mine.nik == holder.nik),
        _names("full_name", mine.full_name, holder.full_name),
        Compared("birth_date", mine.birth_date, holder.birth_date, mine.birth_date == holder.birth_date),
        _names("mother_name", mine.mother_name, holder.mother_name),
    )


def _names(field: str, asked: str, registered: str) -> Compared:
    return Compared(field, asked, registered, plain_name(asked) == plain_name(registered) if asked and registered else None)


def _texts(field: str, asked: str, registered: str) -> Compared:
    return Compared(field, asked, registered, asked == registered if asked and registered else None)


def masked_nik(nik: str) -> str:
    """For people: first four and last four digits."""
    return Nik(nik).masked


def _nearly_masked(one: str, other: str) -> tuple[str, str]:
    """Both masked, but for up to two digits in which they differ: a slip of the finger can be seen, another person's number cannot."""
    apart = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    shown = apart if len(apart) <= SLIP_DIGITS else []

    def masked(nik: str) -> str:
        return "".join(nik[place] if place in shown else sign for place, sign in enumerate(masked_nik(nik)))

    return masked(one), masked(other)


def _person(row: Person) -> PersonView:
    return PersonView(row.pk, row.ref, row.nik, row.full_name, row.birth_date, row.sex, row.phone, row.account_id)


def _decision(by: str, at: datetime | None, reason: str, evidence: list[str]) -> Decision | None:
    return Decision(by, at, reason, tuple(evidence)) if at else None
