"""A case comes to nothing: stopped by a freeze, rejected by an officer, run out, or its account is closed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from openjmo.core.errors import NotYours
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.recovery.actions.agree import refuse_over
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import State, are_contacts_proven, state_of
from openjmo.domains.recovery.write import write

KEPT_FOR: Final = timedelta(days=30)
"""After its end, a case that belonged to nobody."""

_logger = logging.getLogger(__name__)


def stop_cases(account_id: int, now: datetime) -> int:
    """Somebody froze the account: whatever is open ends; how many. In the caller's transaction, which holds the account."""
    return _end(account_id, Case.End.STOPPED, now)


def forget_cases(account_id: int, now: datetime) -> int:
    """The account is closed. In the caller's transaction."""
    return _end(account_id, Case.End.CLOSED, now)


def _end(account_id: int, end: Case.End, now: datetime) -> int:
    ended = Case.objects.filter(account_id=account_id, done_at=None, ended_at=None).update(ended_at=now, end=end)
    if ended:
        _logger.warning("recovery ended", extra={"end": str(end), "count": ended})
    return ended


def end_run_out(account_id: int, now: datetime) -> None:
    """Those of the account whose time is over stand in nobody's way. In the caller's transaction, which holds the account."""
    Case.objects.filter(account_id=account_id, done_at=None, ended_at=None, expires_at__lte=now).update(ended_at=now, end=Case.End.RUN_OUT)


def reject_case(ref: str, reason: str, *, by: str, now: datetime) -> None:
    """An officer says no, with a sentence that goes to the new address, if that was proved. One officer is enough. Again: nothing changes.

    Raises InvalidInput without a reason, NotYours for an unknown reference, Refusal for one's own account and when it is over or done.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(ref=ref).first()
        if row is None:
            raise NotYours("Kasus ini tidak ada.")
        refuse_own(row.account_id, by)
        if (row.end, row.ended_by, row.end_reason) == (Case.End.REJECTED, by, sentence):
            return
        state = state_of(row, now)
        refuse_over(State.OVER if state is State.DONE else state)
        row.ended_at, row.end, row.end_reason, row.ended_by = now, Case.End.REJECTED, sentence, by
        row.save(update_fields=["ended_at", "end", "end_reason", "ended_by"])
        if are_contacts_proven(row):
            write("rejected", row.new_email, {"ref": ref, "reason": sentence}, language=row.language, key=ref, now=now)
    _logger.warning("recovery rejected", extra={"case": ref, "by": by})


def forget_run_out(now: datetime) -> int:
    """End what has run out, and delete what belonged to no account a month after; how many were deleted."""
    Case.objects.filter(done_at=None, ended_at=None, expires_at__lte=now).update(ended_at=now, end=Case.End.RUN_OUT)
    over = now - KEPT_FOR
    return Case.objects.filter(Q(ended_at__lt=over) | Q(expires_at__lt=over), account=None).delete()[0]
