"""The old contact says that it was not them: the old value returns, and the account is frozen (veto)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions import hold_account, restore_email, restore_phone
from openjmo.domains.protection import keys
from openjmo.domains.protection.actions.freeze import freeze
from openjmo.domains.protection.models import Freeze, Lock, PayoutAccount


def take_back(text: str, now: datetime) -> bool:
    """With the key of the old contact's link, while the lock of the change lasts; a second tap is content.

    False when the key is none or too old, is the new contact's, or the time is over; then freezing is what is left (`freeze_with_link`).
    """
    key = keys.read(text)
    if key is None or not key.is_old:
        return False
    with transaction.atomic():
        hold_account(key.account_id)
        lock = Lock.objects.select_for_update().filter(account_id=key.account_id, ref=key.lock_ref).first()
        if lock is None or not lock.may_take_back:
            return False
        if lock.vetoed_at is not None:
            return True
        if lock.until <= now:
            return False
        freeze(key.account_id, Freeze.Channel.VETO, now)
        if lock.kind == Lock.Kind.EMAIL:
            restore_email(key.account_id, lock.old_email, now)
        elif lock.kind == Lock.Kind.PHONE:
            restore_phone(key.account_id, lock.old_phone, now, is_verified=lock.old_phone_is_verified)
        elif lock.kind == Lock.Kind.RECOVERY:
            restore_email(key.account_id, lock.old_email, now, phone=lock.old_phone)
        else:
            _restore_payout(lock, now)
        lock.vetoed_at = now
        lock.save(update_fields=["vetoed_at"])
    return True


def _restore_payout(lock: Lock, now: datetime) -> None:
    PayoutAccount.objects.filter(account_id=lock.account_id, until=None).update(until=now)
    old = lock.old_payout
    if old is not None:
        PayoutAccount.objects.create(
            account_id=lock.account_id,
            ref=new_reference("RK"),
            bank_code=old.bank_code,
            sealed_number=bytes(old.sealed_number),
            last_digits=old.last_digits,
            holder=old.holder,
            since=now,
        )
