"""Somebody of the account's side, or a second officer, says that it is its owner.

Then days pass in which anybody who was told can stop it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.protection.actions import FreezeChannel, freeze
from openjmo.domains.protection.actions.shorten import refuse_same_officer
from openjmo.domains.protection.actions.tell import tell
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import State, are_contacts_proven, state_of, trusted_digest
from openjmo.domains.recovery.write import write
from openjmo.platform.dates import date_filters
from openjmo.platform.jobs import defer

SEND_LINK_TASK: Final = "recovery.send_link"
_STARTED: Final = frozenset({State.AGREED, State.READY, State.DONE})

_logger = logging.getLogger(__name__)


def vouch(typed: str, now: datetime) -> bool:
    """The trusted person says that it is the owner; a second tap is content. False when the code is none, or nothing waits for it."""
    with transaction.atomic():
        row = _of_trusted(typed)
        if row is None or row.account_id is None:
            return False
        if state_of(row, now) in _STARTED:
            return True
        trusted = trusted_of(row.account_id)
        if state_of(row, now) is not State.WAITING or trusted is None or trusted.ref != row.trusted_ref or not trusted.counts(now):
            return False
        _agreed(row, row.account_id, f"trusted:{trusted.ref}", now)
    return True


def deny(typed: str, now: datetime) -> bool:
    """The trusted person says that it is somebody else: the account is frozen, and with that the case ends.

    False when the code is none, or the case has been over for long.
    """
    with transaction.atomic():
        row = _of_trusted(typed)
        if row is None or row.account_id is None:
            return False
        if now >= row.expires_at:
            return False
        freeze(row.account_id, FreezeChannel.NOTICE, now, by=f"trusted:{row.trusted_ref}")
    return True


def agree_case(ref: str, *, by: str, now: datetime) -> datetime:
    """The second officer agrees; from when the account can be handed over. A second tap gives the same.

    Raises Refusal for the officer who examined it, for one's own account, while a contact is not proved or nobody has examined it, and when
    it is over; NotYours for an unknown reference.
    """
    with transaction.atomic():
        known = Case.objects.filter(ref=ref).first()
        if known is None:
            raise NotYours("Kasus ini tidak ada.")
        if known.account_id is None or not known.examined_by:
            raise Refusal(
                "Kasus ini belum diperiksa petugas pertama.",
                code="recovery.not_examined",
                fix="Periksa dulu orangnya dan kartu identitas aslinya; petugas lain menyetujuinya.",
            )
        refuse_own(known.account_id, by)
        refuse_same_officer(known.examined_by, by)
        hold_account(known.account_id)
        row = Case.objects.select_for_update().get(id=known.pk)
        state = state_of(row, now)
        if state in _STARTED and row.ready_at:
            return row.ready_at
        refuse_over(state)
        if not are_contacts_proven(row):
            raise Refusal(
                "E-mail dan nomor HP baru belum dipastikan.",
                code="recovery.contacts_not_proven",
                fix="Minta orangnya mengetik kedua kode di halaman kasusnya dulu.",
            )
        return _agreed(row, known.account_id, by, now)


def refuse_over(state: State) -> None:
    """Raises Refusal when the case has ended."""
    if state is State.OVER:
        raise Refusal("Kasus ini sudah berakhir.", code="recovery.over", fix="Buka kasus baru bila orangnya masih memerlukannya.")


def _of_trusted(typed: str) -> Case | None:
    known = Case.objects.filter(trusted_digest=trusted_digest(typed)).first()
    if known is None or known.account_id is None:
        return None
    hold_account(known.account_id)
    return Case.objects.select_for_update().get(id=known.pk)


def _agreed(row: Case, account_id: int, by: str, now: datetime) -> datetime:
    ready_at = now + timedelta(days=settings.OPENJMO_RECOVERY_WAIT_DAYS)
    row.agreed_by, row.agreed_at, row.ready_at = by, now, ready_at
    row.expires_at = ready_at + timedelta(days=settings.OPENJMO_RECOVERY_OPEN_DAYS)
    row.save(update_fields=["agreed_by", "agreed_at", "ready_at", "expires_at"])
    tell(account_id, "recovery_agreed", row.ref, until=ready_at, now=now)
    day = date_filters(row.language)["tanggal_panjang"](business_date(ready_at))
    write("agreed", row.new_email, {"ref": row.ref, "on": day}, language=row.language, key=row.ref, now=now)
    defer(SEND_LINK_TASK, at=ready_at, case_id=row.pk)
    _logger.warning("recovery agreed", extra={"case": row.ref})
    return ready_at
