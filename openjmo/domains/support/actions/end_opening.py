"""End an emergency opening before its time: by the officer who opened it, or by one who watches over it.

The opening itself is not changed; its end is a row of its own, and member and overseers are told in the same transaction.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.support.actions.tell_opening import tell_end
from openjmo.domains.support.models import Officer, Opening, OpeningEnd
from openjmo.domains.support.openings import overseers
from openjmo.domains.support.reads import request_of, tasks_of
from openjmo.domains.support.tasks import Task

_logger = logging.getLogger(__name__)


def end_opening(ref: str, account_id: int, *, now: datetime) -> None:
    """From now on it opens nothing; a second time nothing happens, whoever ended it.

    Raises NotYours for an unknown one and for another's without the task of oversight, Refusal for one whose time is over anyway.
    """
    with transaction.atomic():
        officer = Officer.objects.filter(account_id=account_id, is_active=True).first()
        row = Opening.objects.select_related("officer").filter(ref=ref).first()
        if officer is None or row is None or not (row.officer_id == officer.pk or Task.OVERSIGHT in tasks_of(officer.pk)):
            raise NotYours("Catatan ini tidak ada.")
        if OpeningEnd.objects.filter(opening=row).exists():
            return
        if row.until <= now:
            raise Refusal(
                "Waktu buka darurat ini sudah habis.",
                code="support.opening_over",
                fix="Tidak ada yang perlu diakhiri; permintaan itu sudah tertutup.",
            )
        end, is_new = OpeningEnd.objects.get_or_create(opening=row, defaults={"officer": officer, "at": now})
        if is_new:
            told = {row.officer.account_id, *(one.account_id for one in overseers())} - {officer.account_id}
            tell_end(end, request_of(row.request_ref), told, now=now)
            _logger.info("opening ended", extra={"opening": row.ref, "by": officer.pk})
