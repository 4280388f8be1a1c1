"""Questions to the register; answers are frozen values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final, TypeVar

from openjmo.domains.membership.models import CardRequest, CorrectionRequest, Employer, Person
from openjmo.domains.membership.workers import nik_key, open_worker
from openjmo.ledger.chart import member_account
from openjmo.platform.replicas import connection


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person of the register."""

    id: int
    ref: str
    nik: str
    full_name: str
    birth_date: date
    sex: str
    phone: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """A span of work; `ended_on` is the last day, None while it lasts."""

    employer_name: str
    started_on: date
    ended_on: date | None
    end_reason: str
    employer_id: int


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a person and its account in the ledger."""

    id: int
    ref: str
    card_number: str
    opened_on: date
    account_code: str
    merged_into_id: int | None = field(default=None, kw_only=True)
    """The card that has its balance now and takes what is reported for it."""
    merged_ids: tuple[int, ...] = field(default=(), kw_only=True)
    """Cards that were merged into this one, also by way of others."""

    @property
    def masked(self) -> str:
        """The last four digits, for lists."""
        return "••• " + self.card_number[-4:]


SomeCard = TypeVar("SomeCard", bound=Card)


@dataclass(frozen=True, slots=True)
class CardView(Card):
    """The same with its work, newest work first."""

    segment: str
    employer_name: str
    last_contribution_month: date | None
    employments: tuple[EmploymentView, ...]

    @property
    def is_active(self) -> bool:
        """An open employment. The law defines no "aktif"; this is the working definition of docs/rules.md."""
        return any(work.ended_on is None for work in self.employments)


@dataclass(frozen=True, slots=True)
class EmployerView:
    """A firm or a division."""

    id: int
    ref: str
    npp: str
    division: str
    name: str
    sector: str
    province_code: str


PERSON: Final = "SELECT id, ref, worker, birth_date, sex, phone, account_id FROM membership_person"
"""Persons as `person_of_row` takes them, for one statement of an upper room."""


def person_of_row(row: Sequence[Any]) -> PersonView:
    """The person of a row of `PERSON`, opened."""
    person_id, ref, worker, birth_date, sex, phone, account_id = row
    known = open_worker(bytes(worker))
    return PersonView(person_id, ref, known.nik, known.full_name, birth_date, sex, _PHONE.opened(bytes(phone)), account_id)


_PHONE: Final = Person._meta.get_field("phone")  # noqa: SLF001 - Django's documented interface


def file_key(person_ref: str) -> str:
    """How messages and looks name a person of the register."""
    return f"person:{person_ref}"


def file_keys(person_ids: Collection[int]) -> set[str]:
    """The same for many, by row id; one query."""
    return _keys("SELECT ref FROM membership_person WHERE id = ANY(%s)", list(person_ids))


def file_keys_of_cards(card_numbers: Collection[str]) -> set[str]:
    """The same for whoever holds these cards; numbers that no card has are passed over. One query.

    By a function of the database, because an employer's page sees no cards.
    """
    return _keys("SELECT membership_refs_of_cards(%s::text[])", list(card_numbers))


def _keys(statement: str, values: list[int] | list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [values])
        return {file_key(ref) for (ref,) in cursor.fetchall()}


def person_for_account(account_id: int) -> PersonView | None:
    """The person an account is linked to."""
    return _person("account_id = %s", account_id)


def person_with_nik(nik: str) -> PersonView | None:
    """The person with that NIK."""
    return _person("nik_key = %s", nik_key(nik))


def persons_with_account(person_ids: Collection[int]) -> set[int]:
    """Which of these persons, by row id, are joined with an account; one query that opens no seal."""
    return set(Person.objects.filter(id__in=list(person_ids)).exclude(account=None).values_list("id", flat=True))


def person_by_id(person_id: int) -> PersonView | None:
    """The person with that row id."""
    return _person("id = %s", person_id)


def account_of(person_id: int) -> int | None:
    """The id of the account that is linked to the person; None without one."""
    return Person.objects.filter(id=person_id).values_list("account_id", flat=True).first()


def mother_name_of(person_id: int) -> str:
    """The mother's name in the register; empty when nobody has told it."""
    person = Person.objects.filter(id=person_id).first()
    return person.mother_name if person else ""


def account_ids_with_phone(phone: str) -> list[int]:
    """The accounts of the people for whom the register has that number (E.164)."""
    return list(Person.objects.filter(phone_key=phone, account_id__isnull=False).order_by("id").values_list("account_id", flat=True))


def name_in(worker: bytes | None) -> str:
    """The name that a person's row holds, for a list that is read by a view; empty for nobody."""
    return open_worker(bytes(worker)).full_name if worker else ""


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Full names by row id, for a list; one query."""
    rows = Person.objects.filter(id__in=person_ids).values_list("id", "worker")
    return {person_id: worker.full_name for person_id, worker in rows}


def _person(condition: str, value: bytes | int) -> PersonView | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{PERSON} WHERE {condition}", [value])
        row = cursor.fetchone()
    return person_of_row(row) if row else None


def cards_of(person_id: int) -> list[CardView]:
    """All cards of a person, newest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.id, held.ref, held.card_number, held.segment, coalesce(opened_with.name, ''), held.opened_on, "
            "held.last_contribution_month, held.merged_into_id, "
            "employer.name, work.started_on, work.ended_on, work.end_reason, employer.id "
            "FROM membership_membership held LEFT JOIN membership_employer opened_with ON opened_with.id = held.employer_id "
            "LEFT JOIN membership_employment work ON work.membership_id = held.id "
            "LEFT JOIN membership_employer employer ON employer.id = work.employer_id WHERE held.person_id = %s "
            "ORDER BY held.opened_on DESC, held.id DESC, work.started_on DESC",
            [person_id],
        )
        rows = cursor.fetchall()
    cards: dict[int, CardView] = {}
    for row in rows:
        known = cards.get(row[0])
        work = () if row[8] is None else (EmploymentView(*row[8:13]),)
        cards[row[0]] = CardView(
            id=row[0],
            ref=row[1],
            card_number=row[2],
            segment=row[3],
            employer_name=row[4],
            opened_on=row[5],
            last_contribution_month=row[6],
            account_code=member_account(row[1]),
            employments=(known.employments if known else ()) + work,
            merged_into_id=row[7],
        )
    return with_merged(cards.values())


def with_merged(cards: Collection[SomeCard]) -> list[SomeCard]:
    """All cards of a person, each knowing which of them were merged into it."""
    if all(card.merged_into_id is None for card in cards):
        return list(cards)
    return [replace(card, merged_ids=_merged_into(card.id, cards)) for card in cards]


def _merged_into(card_id: int, cards: Collection[Card]) -> tuple[int, ...]:
    near = [card.id for card in cards if card.merged_into_id == card_id]
    return (*near, *(far for one in near for far in _merged_into(one, cards)))


_OPENED_AND_ID: Final = itemgetter(3, 0)
_CARD_FACTS: Final = 5
CARD_ID: Final = "held.id"
CARD_ACCOUNT: Final = "coalesce(held.ledger_account_id, (SELECT id FROM ledger_account WHERE code = 'member:' || held.ref))"
"""The row id of the card's ledger account. It is noted with the card's first report; a card may have got money in another way before."""
"""In `cards_json`, the number of the card and the code of its account in the ledger."""


def cards_json(person: str, *more: str) -> str:
    """SQL that gives all cards of a person as JSON, for one statement of an upper room; None when there is none. See `cards_of_json`.

    They come in no order: each thing the database puts in order for one person costs more than all of them here.
    `person` is SQL for the row id, `more` what the upper room asks of each card, which may name CARD_ID and CARD_ACCOUNT.
    """
    facts = ("held.id", "held.ref", "held.card_number", "held.opened_on", "held.merged_into_id", *more)
    return f"(SELECT json_agg(json_build_array({', '.join(facts)})) FROM membership_membership held WHERE held.person_id = {person})"  # noqa: S608


def cards_of_json(rows: Sequence[Sequence[Any]] | None) -> list[tuple[Card, Sequence[Any]]]:
    """The cards of `cards_json`, newest first, each with what the upper room asked of it."""
    told = sorted(rows or (), key=_OPENED_AND_ID, reverse=True)
    cards = with_merged(
        [
            Card(card_id, ref, number, date.fromisoformat(opened_on), member_account(ref), merged_into_id=merged_into)
            for card_id, ref, number, opened_on, merged_into, *_ in told
        ]
    )
    return [(card, row[_CARD_FACTS:]) for card, row in zip(cards, told, strict=True)]


def employer_by_ref(ref: str) -> EmployerView | None:
    """The employer with that public reference."""
    return _employer(ref=ref)


def employer_by_number(npp: str, division: str = "000") -> EmployerView | None:
    """The employer with that NPP and division."""
    return _employer(npp=npp, division=division)


def employer_by_id(employer_id: int) -> EmployerView:
    """The employer with that row id, which must exist."""
    found = _employer(id=employer_id)
    if found is None:
        raise LookupError(f"no employer {employer_id}")
    return found


def employers_by_id(employer_ids: Collection[int]) -> dict[int, EmployerView]:
    """Many employers by row id; one query."""
    rows = Employer.objects.filter(id__in=employer_ids).values_list("id", "ref", "npp", "division", "name", "sector", "province_code")
    return {row[0]: EmployerView(*row) for row in rows}


def employers(*, limit: int, offset: int = 0) -> list[EmployerView]:
    """Everybody who reports wages, by number and division."""
    rows = Employer.objects.order_by("npp", "division").values_list("id", "ref", "npp", "division", "name", "sector", "province_code")
    return [EmployerView(*row) for row in rows[offset : offset + limit]]


def _employer(**known: str | int) -> EmployerView | None:
    row = Employer.objects.filter(**known).values_list("id", "ref", "npp", "division", "name", "sector", "province_code").first()
    return EmployerView(*row) if row else None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction request as its applicant may see it: when it was opened, whether it is settled, and why not."""

    ref: str
    state: str
    opened_at: datetime
    settled_at: datetime | None
    reason: str


def correction_of(account_id: int) -> CorrectionView | None:
    """The applicant's own request."""
    rows = CorrectionRequest.objects.filter(account_id=account_id)
    row = rows.values_list("ref", "state", "opened_at", "settled_at", "reason").first()
    return CorrectionView(*row) if row else None


@dataclass(frozen=True, slots=True)
class CardRequestView:
    """A card a member asked to be joined; the number is the one they typed."""

    ref: str
    card_number: str
    state: str
    opened_at: datetime
    settled_at: datetime | None
    reason: str


def card_requests_of(person_id: int) -> list[CardRequestView]:
    """The member's own requests, newest first."""
    rows = CardRequest.objects.filter(person_id=person_id).order_by("-opened_at", "-pk")
    return [CardRequestView(row.ref, row.card_number, row.state, row.opened_at, row.settled_at, row.reason) for row in rows]


def likely_cards(person_id: int) -> list[str]:
    """Masked numbers of cards under another NIK with the same name, birth date and mother's name (U4).

    They usually come from one wrong digit in a report. Four digits are all that is told; a desk decides.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {likely_cards_json('%s')}", [person_id])
        return list(cursor.fetchone()[0] or ())


def likely_cards_json(person: str) -> str:
    """SQL for the same as JSON, None for none; `person` is SQL for the row id. A function of the database, which may see the other rows."""
    return f"membership_likely_cards({person})"
