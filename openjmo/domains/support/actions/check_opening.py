"""An overseer has looked at what an officer opened without its task."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.support.models import Officer, Opening, OpeningCheck
from openjmo.domains.support.reads import tasks_of
from openjmo.domains.support.tasks import Task


def check_opening(ref: str, account_id: int, *, now: datetime) -> None:
    """Note it; a second time nothing happens. Raises NotYours for an unknown one and without the task, Refusal for one's own opening."""
    with transaction.atomic():
        officer = Officer.objects.filter(account_id=account_id, is_active=True).first()
        row = Opening.objects.filter(ref=ref).first()
        if officer is None or row is None or Task.OVERSIGHT not in tasks_of(officer.pk):
            raise NotYours("Catatan ini tidak ada.")
        if row.officer_id == officer.pk:
            raise Refusal(
                "Ini buka darurat Anda sendiri.", code="support.own_opening", fix="Petugas pengawas lain yang harus memeriksanya."
            )
        OpeningCheck.objects.get_or_create(opening=row, officer=officer, defaults={"at": now})
