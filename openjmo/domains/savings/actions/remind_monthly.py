"""Once a month, after the due date: remind whoever asked for it to look at the balance (S42)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.core.clock import business_date
from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.messaging.actions import notify, queue_mail

SLICE = 500


def remind_monthly(*, now: datetime) -> int:
    """Leave a message and a letter for each; how many accounts were gone through. A second call in the month writes nobody twice."""
    month = Month.of(business_date(now))
    count = last = 0
    while accounts := identity.reminded_accounts(after_id=last, limit=SLICE):
        with transaction.atomic():
            for account in accounts:
                _remind(account, month, now)
        count += len(accounts)
        last = accounts[-1].id
    return count


def _remind(account: AccountView, month: Month, now: datetime) -> None:
    key = f"check_balance:{month}"
    notify(account.recipient, "check_balance", {"name": account.full_name}, topic="reminder", key=key)
    with override(account.language):
        subject = gettext("Waktunya memeriksa saldo JHT")
        body = gettext(
            "Halo %(name)s,\n\nini pengingat bulanan yang Anda minta. Buka OpenJMO seperti biasa dan periksa apakah iuran bulan lalu "
            "sudah masuk. Pengingat ini bisa dimatikan di halaman Profil."
        ) % {"name": account.full_name}
    queue_mail(account.email, subject=subject, body=body, language=account.language, key=f"{key}:{account.ref}", now=now)
