"""A trusted person is one no longer: the member takes it back, the account is closed, or no answer came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.domains.identity.actions import hold_account
from openjmo.domains.protection.actions.hold_back import Change, hold_back, refuse_while_frozen
from openjmo.domains.protection.models import Lock, TrustedPerson

ANSWER_WITHIN: Final = timedelta(days=14)


def end_trust(account_id: int, now: datetime) -> bool:
    """The member wants them no longer: payouts wait and everybody is told, they too. False when there is nobody (any more).

    The caller has asked for a fresh proof. Raises Refusal while frozen.
    """
    with transaction.atomic():
        hold_account(account_id)
        row = TrustedPerson.objects.filter(account_id=account_id).first()
        if row is None:
            return False
        refuse_while_frozen(account_id, now)
        hold_back(account_id, Change(Lock.Kind.TRUSTED), now)
        row.delete()
    return True


def forget_trusted(account_id: int) -> None:
    """The account ends, and with it what was kept of somebody else for it. In the caller's transaction."""
    TrustedPerson.objects.filter(account_id=account_id).delete()


def forget_unanswered(now: datetime) -> int:
    """Delete whom nobody has heard from; how many."""
    return TrustedPerson.objects.filter(agreed_at=None, named_at__lt=now - ANSWER_WITHIN).delete()[0]
