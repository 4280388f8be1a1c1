"""Something about the account has changed: payouts wait, and everybody is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.protection.actions.tell import tell
from openjmo.domains.protection.models import Lock, PayoutAccount
from openjmo.domains.protection.reads import hold_of

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: `kind` as in LockView, with what it was and is where that can be taken back."""

    kind: str
    old_email: str = ""
    new_email: str = ""
    old_phone: str = ""
    old_phone_is_verified: bool = False
    old_payout: PayoutAccount | None = None
    new_payout: PayoutAccount | None = None


def hold_back(account_id: int, change: Change, now: datetime, *, until: datetime | None = None) -> str:
    """Begin a lock and tell old and new contacts; its reference. It lasts as long as the operator chose, or till `until`.

    An address that was itself new a moment ago cannot take the next change back: a thief's would otherwise undo the owner's.
    """
    with transaction.atomic():
        hold_account(account_id)
        was_new = Lock.objects.filter(account_id=account_id, new_email=change.old_email, until__gt=now, vetoed_at=None).exclude(
            new_email=""
        )
        lock = Lock.objects.create(
            account_id=account_id,
            ref=new_reference("KP"),
            kind=change.kind,
            begun_at=now,
            until=until or now + timedelta(days=settings.OPENJMO_PAYOUT_LOCK_DAYS),
            old_email=change.old_email,
            new_email=change.new_email,
            old_phone=change.old_phone,
            old_phone_is_verified=change.old_phone_is_verified,
            old_payout=change.old_payout,
            new_payout=change.new_payout,
            may_take_back=change.kind in {Lock.Kind.PAYOUT_ACCOUNT, Lock.Kind.PHONE} or (bool(change.old_email) and not was_new.exists()),
        )
        tell(account_id, change.kind, lock.ref, until=hold_of(account_id, now).until, now=now, lock=lock)
    _logger.info("payouts held back", extra={"lock": lock.ref, "kind": change.kind})
    return lock.ref


def refuse_while_frozen(account_id: int, now: datetime) -> None:
    """Raises Refusal while the account is frozen."""
    if hold_of(account_id, now).freeze is not None:
        raise Refusal(
            "Akun ini sedang dibekukan, jadi kontak, cara masuk, dan rekening tidak bisa diganti.",
            code="protection.frozen",
            fix="Buka dulu pembekuannya di Keamanan akun, atau datang ke kantor dengan kartu identitas asli.",
        )
