"""Make an account an officer, and take that back. Called by the operator only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.support.models import Officer


def appoint_officer(account_id: int, name: str, *, by: str, now: datetime) -> None:
    """From now on the account answers requests under that name; for one who was removed it begins again.

    An active officer only changes the name. Raises InvalidInput without a name.
    """
    written = " ".join(name.split())
    if not written:
        raise InvalidInput("Nama petugas belum diisi.", field="name", fix="Tulis nama yang tercatat pada setiap jawaban.")
    with transaction.atomic():
        officer, is_new = Officer.objects.select_for_update().get_or_create(
            account_id=account_id, defaults={"name": written, "appointed_by": by, "appointed_at": now}
        )
        if is_new:
            return
        if not officer.is_active:
            officer.is_active, officer.appointed_by, officer.appointed_at = True, by, now
            officer.removed_by, officer.removed_at = "", None
        officer.name = written
        officer.save()


def remove_officer(account_id: int, *, by: str, now: datetime) -> None:
    """From now on the account answers nothing; what it has answered keeps its name. A second time nothing happens.

    Raises NotYours for an account that never was an officer.
    """
    with transaction.atomic():
        officer = Officer.objects.select_for_update().filter(account_id=account_id).first()
        if officer is None:
            raise NotYours("Akun ini bukan petugas.")
        if officer.is_active:
            officer.is_active, officer.removed_by, officer.removed_at = False, by, now
            officer.save(update_fields=["is_active", "removed_by", "removed_at"])
