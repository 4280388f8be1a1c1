"""Ask for a one-time code.

Nothing is looked up here: a row and a job are written for every address alike, and the job (`send_code`) finds out whose it is. So neither
the answer nor its time tells whether an account exists (S19).
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.domains.identity.codes import HOLDS_FOR
from openjmo.domains.identity.models import Account, OneTimeCode
from openjmo.platform.jobs import defer

SEND_CODE_TASK = "identity.send_code"
"""Name of the job; written here and not imported, because jobs call actions and not the other way round."""


def ask_password_code(email: str, language: str, now: datetime) -> str:
    """The reference under which the code for a new password may be typed; older ones for the address end. `language` is the asker's."""
    return ask(OneTimeCode.Purpose.PASSWORD, email.strip().lower(), None, language, now)


def ask_phone_code(account_id: int, language: str, now: datetime) -> str:
    """The same for proving the telephone number of a signed-in account. Raises Refusal when there is nothing to prove."""
    account = Account.objects.get(id=account_id)
    if not account.phone or account.verified_phone == account.phone:
        raise Refusal("Nomor HP ini sudah terverifikasi.", code="identity.phone_already_verified")
    return ask(OneTimeCode.Purpose.PHONE, account.email, account.pk, language, now)


def ask(
    purpose: OneTimeCode.Purpose,
    email: str,
    account_id: int | None,
    language: str,
    now: datetime,
    route: OneTimeCode.Route = OneTimeCode.Route.SMS,
    *,
    phone: str = "",
) -> str:
    """The row and the job; for the actions of this room. `phone` is a number that is not the account's yet."""
    with transaction.atomic():
        OneTimeCode.objects.filter(email=email, purpose=purpose, used_at=None, voided_at=None).update(voided_at=now)
        row = OneTimeCode.objects.create(
            ref=secrets.token_urlsafe(32),
            purpose=purpose,
            route=route,
            email=email,
            account_id=account_id,
            phone=phone,
            asked_at=now,
            expires_at=now + HOLDS_FOR,
        )
        defer(SEND_CODE_TASK, code_id=row.pk, language=language)
    return row.ref
