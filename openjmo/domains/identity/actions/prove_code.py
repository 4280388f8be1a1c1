"""Type a one-time code: for a new password, or to prove a telephone number.

Every way through costs the same statements, whether a code was sent or not (S19). A wrong try is counted under a lock, so that many
at once are no more than five.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.db import transaction

from openjmo.domains.identity.codes import fits, is_open, lock
from openjmo.domains.identity.models import Account, OneTimeCode


class CodeOutcome(Enum):
    """What came of typing it."""

    RIGHT = "right"
    WRONG = "wrong"
    """It may be tried again."""
    OVER = "over"
    """It ran out, was tried too often, was used, or a newer one was asked for."""


def prove_password_code(ref: str, typed: str, now: datetime) -> CodeOutcome:
    """When it is right, a new password may be set under the same reference for ten minutes (`set_password_with_code`)."""
    with transaction.atomic():
        return judge(lock(ref, OneTimeCode.Purpose.PASSWORD), typed, now)


def prove_phone_code(account_id: int, ref: str, typed: str, now: datetime) -> CodeOutcome:
    """When it is right, the number it was sent to counts as verified, if it still is the account's."""
    with transaction.atomic():
        row = lock(ref, OneTimeCode.Purpose.PHONE)
        if row is None or row.account_id != account_id:
            return CodeOutcome.OVER
        outcome = judge(row, typed, now)
        if outcome is CodeOutcome.RIGHT:
            Account.objects.filter(id=account_id, phone_key=row.phone).update(verified_phone=row.phone)
            OneTimeCode.objects.filter(id=row.pk).update(used_at=now)
    return outcome


def judge(row: OneTimeCode | None, typed: str, now: datetime) -> CodeOutcome:
    """Count the try, or note that it was right; the row is locked. For the actions of this room."""
    if row is None or not is_open(row, now):
        return CodeOutcome.OVER
    if fits(row, typed):
        row.proven_at = now
    else:
        row.wrong_count += 1
    row.save(update_fields=["proven_at", "wrong_count"])
    if row.proven_at:
        return CodeOutcome.RIGHT
    return CodeOutcome.WRONG if is_open(row, now) else CodeOutcome.OVER
