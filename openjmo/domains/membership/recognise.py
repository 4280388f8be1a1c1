"""Whether what somebody says of themselves fits a person of the register. A part of the room's reads; gives no datum away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.domains.membership.matching import plain_name
from openjmo.domains.membership.models import Membership, Person


@dataclass(frozen=True, slots=True)
class CivilData:
    """What somebody typed about themselves. `mother_name` and `card_number` (digits) may be empty, not both."""

    nik: str
    full_name: str
    birth_date: date
    mother_name: str
    card_number: str


def account_fitting(said: CivilData) -> int | None:
    """The account of the person for whom all of it holds; None when anything differs, or that person has no account.

    The mother's name must fit where the register has one, a card number where one was given. Where neither says anything, nothing fits.
    """
    person = Person.objects.filter(nik_key=said.nik).first()
    if person is None or person.account_id is None:
        return None
    if plain_name(said.full_name) != plain_name(person.full_name) or said.birth_date != person.birth_date:
        return None
    if person.mother_name and plain_name(said.mother_name) != plain_name(person.mother_name):
        return None
    if said.card_number and not Membership.objects.filter(person=person, card_number=said.card_number).exists():
        return None
    return person.account_id if person.mother_name or said.card_number else None
