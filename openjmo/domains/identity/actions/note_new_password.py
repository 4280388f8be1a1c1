"""A new password holds: remember since when, and trust no device that was trusted beside the old one."""

from __future__ import annotations

from datetime import datetime

from openjmo.domains.identity.models import Account, Device


def note_new_password(account_id: int, now: datetime) -> None:
    """Called by the room's own reaction."""
    Account.objects.filter(id=account_id).update(password_set_at=now)
    Device.objects.filter(account_id=account_id).exclude(trusted_until=None).update(trusted_until=None)
