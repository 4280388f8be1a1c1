"""Delete registrations nobody confirmed: somebody typed a NIK there, and it may not have been their own (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from openjmo.domains.identity.models import Account

KEPT_FOR: Final = timedelta(days=30)


def forget_unconfirmed(now: datetime) -> int:
    """Accounts that waited longer than `KEPT_FOR` since they were last typed, with all that belongs to them; how many."""
    old = now - KEPT_FOR
    chosen = Account.objects.filter(email_confirmed_at=None).filter(
        Q(registration__created_at__lt=old) | Q(registration=None, created_at__lt=old)
    )
    return chosen.delete()[1].get("identity.Account", 0)
