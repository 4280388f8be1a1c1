"""The owner of an account has proved that the e-mail address is theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.domains.identity.facts import EmailConfirmed
from openjmo.domains.identity.models import Account
from openjmo.platform.announce import announce


def confirm_email(account_id: int, now: datetime) -> None:
    """Note the moment and tell the upper rooms, in one transaction. A second time nothing happens."""
    with transaction.atomic():
        if Account.objects.filter(id=account_id, email_confirmed_at=None).update(email_confirmed_at=now):
            announce(EmailConfirmed(account_id))
