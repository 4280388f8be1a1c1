"""An officer's decision changes what the register has of a person. Called by the room that keeps the request and its evidence."""

from __future__ import annotations

from datetime import date

from openjmo.core.errors import NotYours
from openjmo.domains.membership.models import Person


def correct_name(account_id: int, full_name: str) -> None:
    """The person's name. Raises NotYours for an account that is not linked."""
    _correct(account_id, full_name=full_name)


def correct_mother_name(account_id: int, mother_name: str) -> None:
    """The mother's name; no employer's word from now on. Raises NotYours."""
    _correct(account_id, mother_name=mother_name, mother_reported_at=None)


def correct_birth_date(account_id: int, birth_date: date) -> None:
    """The birth date. Raises NotYours."""
    _correct(account_id, birth_date=birth_date)


def correct_sex(account_id: int, sex: str) -> None:
    """L or P. Raises NotYours."""
    _correct(account_id, sex=sex)


def _correct(account_id: int, **changes: str | date | None) -> None:
    person = Person.objects.select_for_update().filter(account_id=account_id).first()
    if person is None:
        raise NotYours("Akun ini belum tersambung dengan daftar peserta.")
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=list(changes))
