"""An officer's decision changes what the register has of a person. Called by the room that keeps the request and its evidence."""

from __future__ import annotations

from datetime import date

from openjmo.core.errors import NotYours
from openjmo.domains.membership.facts import NameCorrected
from openjmo.domains.membership.models import Person
from openjmo.platform.announce import announce


def correct_name(account_id: int, full_name: str) -> None:
    """The person's name; another one is announced. Raises NotYours for an account that is not linked."""
    person = _held(account_id)
    if person.known.full_name == full_name:
        return
    person.worker = person.known._replace(full_name=full_name)
    person.save()
    announce(NameCorrected(account_id))


def correct_mother_name(account_id: int, mother_name: str) -> None:
    """The mother's name; no employer's word from now on. Raises NotYours."""
    person = _held(account_id)
    person.worker, person.mother_reported_at = person.known._replace(mother_name=mother_name), None
    person.save()


def correct_birth_date(account_id: int, birth_date: date) -> None:
    """The birth date. Raises NotYours."""
    person = _held(account_id)
    person.birth_date = birth_date
    person.save()


def correct_sex(account_id: int, sex: str) -> None:
    """L or P. Raises NotYours."""
    person = _held(account_id)
    person.sex = sex
    person.save()


def _held(account_id: int) -> Person:
    """The whole row, locked: the keyed hashes are written with it."""
    person = Person.objects.select_for_update().filter(account_id=account_id).first()
    if person is None:
        raise NotYours("Akun ini belum tersambung dengan daftar peserta.")
    return person
