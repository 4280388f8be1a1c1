"""A password is old: say so quietly, at most once in as long as it takes to become old, and leave it at that (X12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from openjmo.domains.identity.models import Account
from openjmo.domains.messaging import actions as messaging

SLICE = 500


def remind_old_passwords(now: datetime) -> int:
    """Leave a message in the app, and no letter, for members whose password is older than OPENJMO_PASSWORD_OLD_DAYS; how many.

    Whoever was told, or put the hint away, within that time is left alone, and so is whoever has limited the use of their data.
    """
    if not settings.OPENJMO_PASSWORD_OLD_DAYS:
        return 0
    long_ago = now - timedelta(days=settings.OPENJMO_PASSWORD_OLD_DAYS)
    untold = Q(password_reminded_at=None) | Q(password_reminded_at__lt=long_ago)
    open_hint = Q(password_hint_closed_at=None) | Q(password_hint_closed_at__lt=long_ago)
    due = Account.objects.filter(
        untold, open_hint, kind=Account.Kind.PARTICIPANT, is_active=True, restricted_at=None, password_set_at__lt=long_ago
    )
    count = last = 0
    while True:
        with transaction.atomic():
            found = list(due.filter(id__gt=last).order_by("id").select_for_update(skip_locked=True)[:SLICE].values_list("id", "ref"))
            for _id, ref in found:
                messaging.notify(f"account:{ref}", "password_old", topic="security", key=f"password_old:{now:%Y-%m-%d}")
            Account.objects.filter(id__in=[account_id for account_id, _ref in found]).update(password_reminded_at=now)
        if not found:
            return count
        count += len(found)
        last = found[-1][0]


def close_password_hint(account_id: int, now: datetime) -> None:
    """Its owner has read the hint and wants to see it no more, until the password is as old again."""
    Account.objects.filter(id=account_id).update(password_hint_closed_at=now)
