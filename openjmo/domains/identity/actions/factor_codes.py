"""A code by SMS or e-mail to show once more who is there, and the wish to be asked for one after the password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.domains.identity.actions.ask_code import ask
from openjmo.domains.identity.actions.prove_code import CodeOutcome, judge
from openjmo.domains.identity.actions.tell_factors import factors_changed
from openjmo.domains.identity.codes import lock
from openjmo.domains.identity.models import Account, OneTimeCode


def ask_factor_code(account_id: int, route: str, language: str, now: datetime) -> str:
    """The reference under which the code may be typed; `route` is sms or email. Raises Refusal without a verified number for sms."""
    account = Account.objects.get(id=account_id)
    if route == OneTimeCode.Route.SMS and not (account.phone and account.verified_phone == account.phone):
        raise Refusal(
            "Nomor HP di akun ini belum terverifikasi.",
            code="identity.phone_not_verified",
            fix="Minta kode lewat e-mail, atau pakai cara lain.",
        )
    return ask(OneTimeCode.Purpose.FACTOR, account.email, account.pk, language, now, OneTimeCode.Route(route))


def prove_factor_code(account_id: int, ref: str, typed: str, now: datetime) -> CodeOutcome:
    """Whether it is the code that was sent; it is used up by being right."""
    with transaction.atomic():
        row = lock(ref, OneTimeCode.Purpose.FACTOR)
        if row is None or row.account_id != account_id:
            return CodeOutcome.OVER
        outcome = judge(row, typed, now)
        if outcome is CodeOutcome.RIGHT:
            OneTimeCode.objects.filter(id=row.pk).update(used_at=now)
    return outcome


def set_asks_code(account_id: int, *, ask_for_it: bool, now: datetime) -> None:
    """Whether a code is asked for after the password. Its owner gets a letter when that changes."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if account.asks_code == ask_for_it:
            return
        account.asks_code = ask_for_it
        account.save(update_fields=["asks_code"])
        factors_changed(account, now, is_added=ask_for_it)
