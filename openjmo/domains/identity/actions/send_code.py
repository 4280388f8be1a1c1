"""Find out whose code was asked for, and send it, or say by e-mail why it cannot be sent. Called by a job, out of the asker's sight."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.actions.send_text import send_text
from openjmo.domains.identity.codes import digest_of, is_open, new_code, text_key
from openjmo.domains.identity.facts import CodeAsked
from openjmo.domains.identity.models import Account, OneTimeCode
from openjmo.platform.announce import announce

MOST_A_DAY: Final = 10
"""Codes to one telephone number in a day, whoever asks: a number may be shared, and nobody should be rung out of bed."""

_TEXTS: Final[dict[str, str]] = {
    OneTimeCode.Purpose.PASSWORD: "password_code",
    OneTimeCode.Purpose.PHONE: "phone_code",
    OneTimeCode.Purpose.NEW_PHONE: "phone_code",
    OneTimeCode.Purpose.FACTOR: "factor_code",
}

_logger = logging.getLogger(__name__)


def send_code(code_id: int, language: str, now: datetime) -> None:
    """Send it once; a second call does nothing.

    A number is used when its owner has proved it, or the register has it for the same person, or proving it is what the code is for. For
    any other account a letter says that the way by e-mail is open; an address without account gets the letter that says so.
    """
    with transaction.atomic():
        known = OneTimeCode.objects.filter(id=code_id).first()
        if known is None:
            return
        whose = Q(id=known.account_id) if known.account_id else Q(email=known.email)
        account = Account.objects.select_for_update().filter(whose, is_active=True).first()
        row = OneTimeCode.objects.select_for_update().get(id=code_id)
        if row.sent_at is not None or not is_open(row, now):
            return
        row.sent_at = now
        if account is None:
            outcome = "no_account"
            send_letter("no_account", row.email, {}, language=language, now=now)
        elif not _may_be_used(account, row):
            outcome = "no_number"
            send_letter("no_sms", account.email, {}, language=language, now=now)
        elif row.route == OneTimeCode.Route.SMS and _sent_today(row.phone or account.phone, now) >= MOST_A_DAY:
            outcome = "too_many"
        else:
            outcome = "sent"
            _send(account, row, now)
        row.save(update_fields=["sent_at", "account", "phone", "phone_key", "code_digest"])
    _logger.info("code asked for", extra={"purpose": row.purpose, "account": account.ref if account else "", "outcome": outcome})


def vouch_for_code(code_id: int) -> None:
    """The register knows the telephone number as this person's; called while `CodeAsked` is announced."""
    OneTimeCode.objects.filter(id=code_id).update(is_vouched=True)


def _may_be_used(account: Account, row: OneTimeCode) -> bool:
    if row.route == OneTimeCode.Route.EMAIL:
        return account.email_confirmed_at is not None
    if row.purpose == OneTimeCode.Purpose.NEW_PHONE:
        return account.email_confirmed_at is not None
    if not account.phone or account.email_confirmed_at is None:
        return False
    if row.purpose == OneTimeCode.Purpose.PHONE or account.verified_phone == account.phone:
        return True
    if row.purpose == OneTimeCode.Purpose.FACTOR:
        return False
    announce(CodeAsked(row.pk, account.pk, account.phone))
    row.refresh_from_db(fields=["is_vouched"])
    return row.is_vouched


def _sent_today(phone: str, now: datetime) -> int:
    return OneTimeCode.objects.filter(phone_key=phone, sent_at__gt=now - timedelta(days=1)).count()


def _send(account: Account, row: OneTimeCode, now: datetime) -> None:
    code = new_code()
    row.account, row.code_digest = account, digest_of(row.ref, code)
    if row.route == OneTimeCode.Route.EMAIL:
        send_letter("factor_code", account.email, {"code": code}, language=account.language, now=now)
        return
    row.phone = row.phone or account.phone
    values = {"code": code}
    until = row.expires_at
    send_text(_TEXTS[row.purpose], row.phone, values, language=account.language, now=now, useful_until=until, key=text_key(row.pk))
