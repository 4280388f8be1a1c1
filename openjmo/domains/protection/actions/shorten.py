"""Let locks end earlier, for somebody in need who stands at the counter: two different officers, a reason, and still some days."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.protection.actions.tell import tell
from openjmo.domains.protection.models import Lock, Shortening
from openjmo.domains.protection.reads import hold_of

_logger = logging.getLogger(__name__)


def ask_shortening(account_id: int, reason: str, *, by: str, now: datetime) -> str:
    """The first officer asks; nothing is shorter yet. The reference; one that waits already is the same.

    Raises InvalidInput without a reason, Refusal for one's own account, when nothing is locked, and after a recovery.
    """
    sentence = required_reason(reason)
    refuse_own(account_id, by)
    with transaction.atomic():
        hold_account(account_id)
        if not hold_of(account_id, now).locks:
            raise Refusal("Tidak ada pembayaran yang ditahan pada akun ini.", code="protection.not_locked")
        _refuse_after_recovery(account_id, now)
        row = Shortening.objects.filter(account_id=account_id, agreed_at=None).first()
        if row is None:
            row = Shortening.objects.create(account_id=account_id, ref=new_reference("PP"), reason=sentence, asked_by=by, asked_at=now)
        return row.ref


def agree_shortening(ref: str, *, by: str, now: datetime) -> datetime:
    """The second officer agrees; when the locks of today end now. Everybody is told, and may still freeze. A second tap gives the same.

    Raises Refusal for the officer who asked, for one's own account and after a recovery, NotYours for an unknown reference.
    """
    with transaction.atomic():
        known = Shortening.objects.filter(ref=ref).first()
        if known is None:
            raise NotYours("Permintaan ini tidak ada.")
        refuse_own(known.account_id, by)
        hold_account(known.account_id)
        row = Shortening.objects.select_for_update().get(ref=ref)
        refuse_same_officer(row.asked_by, by)
        if row.ends_at is None:
            _refuse_after_recovery(row.account_id, now)
            row.agreed_by, row.agreed_at = by, now
            row.ends_at = now + timedelta(days=settings.OPENJMO_COUNTER_WAIT_DAYS)
            row.save(update_fields=["agreed_by", "agreed_at", "ends_at"])
            tell(row.account_id, "shorten", row.ref, until=row.ends_at, now=now)
            _logger.warning("locks shortened", extra={"shortening": row.ref})
        return row.ends_at


def _refuse_after_recovery(account_id: int, now: datetime) -> None:
    if any(lock.kind == Lock.Kind.RECOVERY for lock in hold_of(account_id, now).locks):
        raise Refusal(
            "Akun ini baru dipulihkan ke kontak lain, jadi penahanannya tidak bisa dipendekkan.",
            code="protection.recovery_lock",
            fix="Tunggu sampai penahanan itu habis sendiri.",
        )


def refuse_same_officer(first: str, second: str) -> None:
    """Raises Refusal when both are one person."""
    if first == second:
        raise Refusal(
            "Petugas yang meminta tidak bisa menyetujuinya sendiri.",
            code="protection.second_officer_needed",
            fix="Petugas lain harus memeriksa dan menyetujuinya.",
        )
