"""Move an account to another telephone number: a code goes to the new one, and when its owner types it, the number holds.

The number is verified by that. Numbers may be shared within a family, so nobody learns whether another account has it.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import Phone
from openjmo.domains.identity.actions.ask_code import ask
from openjmo.domains.identity.actions.prove_code import CodeOutcome, judge
from openjmo.domains.identity.codes import lock, void_codes
from openjmo.domains.identity.facts import PhoneChanged
from openjmo.domains.identity.models import Account, OneTimeCode
from openjmo.domains.messaging.reads import offers_sms
from openjmo.platform.announce import announce

_logger = logging.getLogger(__name__)


def ask_new_phone(account_id: int, typed: str, language: str, now: datetime) -> str:
    """Send a code to the new number; the reference under which it may be typed. Nothing changes yet, and an older wish ends.

    The caller has asked for a fresh proof. Raises InvalidInput at `phone` for what is no number and for the present one, Refusal where
    no SMS are sent.
    """
    phone = Phone.parse(typed).e164
    if not offers_sms():
        raise Refusal("Layanan ini belum mengirim SMS, jadi nomor HP belum bisa diganti.", code="identity.no_sms")
    account = Account.objects.get(id=account_id)
    if phone == account.phone:
        raise InvalidInput("Ini nomor Anda sekarang.", code="identity.phone_unchanged", field="phone", fix="Ketik nomor yang baru.")
    return ask(OneTimeCode.Purpose.NEW_PHONE, account.email, account.pk, language, now, phone=phone)


def prove_new_phone(account_id: int, ref: str, typed: str, now: datetime) -> CodeOutcome:
    """When the code is right, the number is the account's from now on, and no other code of the account holds any longer.

    Raises Refusal when an upper room refuses (a frozen account changes nothing); then the code was not used.
    """
    with transaction.atomic():
        row = lock(ref, OneTimeCode.Purpose.NEW_PHONE)
        if row is None or row.account_id != account_id:
            return CodeOutcome.OVER
        outcome = judge(row, typed, now)
        if outcome is CodeOutcome.RIGHT:
            account = Account.objects.select_for_update().get(id=account_id)
            old, was_verified = account.phone, bool(account.phone) and account.verified_phone == account.phone
            OneTimeCode.objects.filter(id=row.pk).update(used_at=now)
            void_codes(account_id, now)
            account.phone = account.verified_phone = row.phone
            account.save(update_fields=["phone", "verified_phone"])
            announce(PhoneChanged(account_id, old, row.phone, old_is_verified=was_verified))
            _logger.info("phone changed", extra={"account": account.ref})
    return outcome


def restore_phone(account_id: int, phone: str, now: datetime, *, is_verified: bool) -> None:
    """The former number holds again, on the word of whoever reads the old contacts; codes end. In the caller's transaction."""
    account = Account.objects.select_for_update().get(id=account_id)
    account.phone, account.verified_phone = phone, phone if is_verified else ""
    account.save(update_fields=["phone", "verified_phone"])
    void_codes(account_id, now)
    _logger.warning("former phone restored", extra={"account": account.ref})
