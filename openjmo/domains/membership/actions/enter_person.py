"""Enter a person with one card into the register, whom no employer has reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import Sex, new_reference
from openjmo.domains.membership.models import Membership, Person
from openjmo.domains.membership.workers import Worker


@dataclass(frozen=True, slots=True)
class Entered:
    """Row id and public reference of the person."""

    person_id: int
    ref: str


def enter_person(worker: Worker, *, birth_date: date, sex: Sex, card_number: str, opened_on: date) -> Entered:
    """The person and the card. Raises Refusal when somebody has that NIK or card number already."""
    with transaction.atomic():
        taken = Person.objects.filter(nik_key=worker.nik).exists() or Membership.objects.filter(card_number=card_number).exists()
        if taken:
            raise Refusal("NIK atau nomor kartu ini sudah terdaftar.", code="membership.number_taken", fix="Pakai nomor lain.")
        person = Person.objects.create(ref=new_reference("PS"), worker=worker, birth_date=birth_date, sex=sex)
        Membership.objects.create(ref=new_reference("KP"), person=person, card_number=card_number, opened_on=opened_on)
    return Entered(person.pk, person.ref)
