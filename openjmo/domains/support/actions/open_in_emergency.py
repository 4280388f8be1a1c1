"""An officer opens one request without its task, because somebody needs help now: for some minutes, with a reason, before everybody's eyes.

The line that the member reads, the message to the member and those to the overseers are written in the transaction that opens it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.support.actions.tell_opening import tell_opening
from openjmo.domains.support.models import Officer, Opening
from openjmo.domains.support.openings import Overseer, overseers, running_opening
from openjmo.domains.support.reads import TASK_OF, Kind, Whose, request_of, tasks_of

_logger = logging.getLogger(__name__)


def open_in_emergency(request_ref: str, reason: str, reader: Reader, *, now: datetime) -> Kind:
    """From now on the officer who reads may open that request, until OPENJMO_BREAK_GLASS_MINUTES are over; what kind it is.

    While it is open already nothing more happens. Raises InvalidInput at `nomor` or `reason`, NotYours for whoever is no officer, Refusal
    for one's own request, for one that the own tasks open anyway, and while no other officer is there to look at it.
    """
    asked = request_of(request_ref)
    if asked is None:
        raise InvalidInput(
            "Tidak ada permintaan dengan nomor itu.", code="support.no_request", field="nomor", fix="Periksa lagi huruf dan angkanya."
        )
    sentence = required_reason(reason)
    refuse_own(asked.account_id, reader.who)
    with transaction.atomic():
        _one_at_a_time(reader.who)
        officer = Officer.objects.filter(account_id=reader.account_id or 0, is_active=True).first()
        if officer is None:
            raise NotYours("Akun ini bukan petugas.")
        if TASK_OF[asked.kind] in tasks_of(officer.pk):
            raise Refusal(
                "Permintaan ini termasuk tugas Anda.",
                code="support.own_task",
                fix="Buka langsung dari daftar permintaan, tanpa buka darurat.",
            )
        if running_opening(officer.account_id, request_ref, now) is None:
            others = _others(officer)
            row = _opening(officer, asked, sentence, now)
            note_look(reader, [asked.subject], Purpose.EMERGENCY, about=row.ref)
            tell_opening(row, asked, others, now=now)
            _logger.warning("request opened without its task", extra={"opening": row.ref, "by": reader.who})
    return asked.kind


def _one_at_a_time(who: str) -> None:
    """Two taps at the same moment: the second finds what the first opened. The web process may not lock the row of an officer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"support.opening:{who}"])


def _opening(officer: Officer, asked: Whose, reason: str, now: datetime) -> Opening:
    return Opening.objects.create(
        ref=new_reference("BD"),
        officer=officer,
        subject=asked.subject,
        kind=asked.kind,
        request_ref=asked.ref,
        reason=reason,
        opened_at=now,
        until=now + timedelta(minutes=settings.OPENJMO_BREAK_GLASS_MINUTES),
    )


def _others(officer: Officer) -> list[Overseer]:
    others = [one for one in overseers() if one.officer_id != officer.pk]
    if not others:
        raise Refusal(
            "Belum ada petugas lain yang mengawasi buka darurat, jadi belum ada yang akan memeriksanya.",
            code="support.nobody_oversees",
            fix="Minta pengelola sistem memberi tugas pengawasan (oversight) kepada petugas lain.",
        )
    return others
