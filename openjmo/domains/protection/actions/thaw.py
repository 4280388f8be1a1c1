"""Lift a freeze, slowly: its owner with a strong factor that was there before, or two officers at the counter.

Then days pass in which anybody who was told can freeze again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.identity.security import Way
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.protection.actions.freeze import COUNTER_ONLY
from openjmo.domains.protection.actions.hold_back import Change, hold_back
from openjmo.domains.protection.actions.shorten import refuse_same_officer
from openjmo.domains.protection.models import Freeze, Lock
from openjmo.domains.protection.reads import hold_of

_STRONG: Final = frozenset({Way.PASSKEY, Way.TOTP, Way.RECOVERY})


def ask_thaw(account_id: int, way: Way | None, now: datetime) -> datetime:
    """The owner wants to go on; `way` is what they have just shown. From when it will be lifted; everybody is told. Again: the same.

    No factor can be added while frozen, so what was shown is older than the freeze. Raises NotYours when nothing is frozen, Refusal
    without a strong factor, and when a veto or an officer froze it, which only the counter lifts.
    """
    with transaction.atomic():
        hold_account(account_id)
        row = _frozen(account_id, now)
        if row.channel in COUNTER_ONLY:
            raise Refusal(
                "Pembekuan ini hanya bisa dibuka di kantor.",
                code="protection.thaw_at_counter",
                fix="Datang dengan kartu identitas asli; dua petugas memeriksanya.",
            )
        if way not in _STRONG:
            raise Refusal(
                "Untuk membuka pembekuan, tunjukkan sidik jari atau wajah, kode aplikasi autentikator, atau kode cadangan.",
                code="protection.strong_factor_needed",
                fix="Bila tidak punya, datang ke kantor dengan kartu identitas asli.",
            )
        if row.lifts_at is not None:
            return row.lifts_at
        return _lift(row, "member", "", timedelta(days=settings.OPENJMO_THAW_WAIT_DAYS), now)


def ask_thaw_at_counter(account_id: int, reason: str, *, by: str, now: datetime) -> str:
    """The first officer has seen who stands there; a second one must agree. The freeze's reference.

    Raises InvalidInput without a reason, Refusal for one's own account, NotYours when nothing is frozen.
    """
    sentence = required_reason(reason)
    refuse_own(account_id, by)
    with transaction.atomic():
        hold_account(account_id)
        row = _frozen(account_id, now)
        if not row.lift_asked_by:
            row.lift_asked_by, row.lift_reason, row.lift_asked_at = by, sentence, now
            row.save(update_fields=["lift_asked_by", "lift_reason", "lift_asked_at"])
        return row.ref


def agree_thaw(ref: str, *, by: str, now: datetime) -> datetime:
    """The second officer agrees; from when it will be lifted. The same officer's second tap gives the same.

    Raises Refusal for the first officer and for one's own account, NotYours for what nobody asked.
    """
    with transaction.atomic():
        known = Freeze.objects.filter(ref=ref).first()
        if known is None:
            raise NotYours("Permintaan ini tidak ada.")
        refuse_own(known.account_id, by)
        hold_account(known.account_id)
        row = _frozen(known.account_id, now)
        if row.ref != ref or not row.lift_asked_by or row.lift_asked_by == "member":
            raise NotYours("Permintaan ini tidak ada.")
        refuse_same_officer(row.lift_asked_by, by)
        if row.lifts_at is not None:
            return row.lifts_at
        return _lift(row, row.lift_asked_by, by, timedelta(days=settings.OPENJMO_COUNTER_WAIT_DAYS), now)


def _frozen(account_id: int, now: datetime) -> Freeze:
    freeze = hold_of(account_id, now).freeze
    if freeze is None:
        raise NotYours("Akun ini tidak dibekukan.")
    return Freeze.objects.select_for_update().get(ref=freeze.ref)


def _lift(row: Freeze, asked_by: str, agreed_by: str, wait: timedelta, now: datetime) -> datetime:
    lifts_at = now + wait
    row.lift_asked_by, row.lift_agreed_by, row.lift_asked_at, row.lifts_at = asked_by, agreed_by, row.lift_asked_at or now, lifts_at
    row.save(update_fields=["lift_asked_by", "lift_agreed_by", "lift_asked_at", "lifts_at"])
    until = lifts_at + timedelta(days=settings.OPENJMO_PAYOUT_LOCK_DAYS)
    hold_back(row.account_id, Change(Lock.Kind.THAW), now, until=until)
    return lifts_at
