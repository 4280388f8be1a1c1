"""End an account at its owner's wish (UU 27/2022 Pasal 8, 9, 43): nobody can sign in, and nothing of theirs is left in this room.

What is left is the account's reference, for the answers and consents that name it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.domains.identity.models import (
    AccessToken,
    Account,
    Authenticator,
    Device,
    EmailChange,
    OneTimeCode,
    Passkey,
    RecoveryCode,
    Registration,
    Representation,
    Session,
    SignIn,
)

_GONE: Final = (Session, AccessToken, Passkey, Authenticator, RecoveryCode, Device, SignIn, EmailChange, OneTimeCode, Registration)
"""In this order: a session names its device."""


def close_account(account_id: int, *, now: datetime) -> None:
    """Close it; a second time nothing happens.

    Raises Refusal for an account that is no member's, or that represents an employer: others depend on those.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if account.kind != "participant" or Representation.objects.filter(account=account, until=None).exists():
            raise Refusal(
                "Akun ini bekerja untuk orang lain, jadi belum bisa ditutup.",
                code="identity.account_serves_others",
                fix="Akhiri dulu tugasnya sebagai petugas atau wakil pemberi kerja.",
            )
        for model in _GONE:
            model.objects.filter(account=account).delete()
        account.email, account.full_name, account.phone, account.verified_phone = f"{account.ref.lower()}@closed.invalid", "", "", ""
        account.is_active, account.asks_code, account.remind_monthly = False, False, False
        account.email_confirmed_at = account.email_confirmed_at or now
        account.set_unusable_password()
        account.save()
