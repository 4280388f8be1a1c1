"""Name the bank account of one's own to which money shall go. Payouts wait afterwards, also for the first one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership import reads as membership
from openjmo.domains.protection.actions.hold_back import Change, hold_back, refuse_while_frozen
from openjmo.domains.protection.actions.permit_payout import PURPOSE
from openjmo.domains.protection.banks import banks
from openjmo.domains.protection.models import Lock, PayoutAccount
from openjmo.platform.sealing import seal, unseal

_NUMBER: Final = re.compile(r"[0-9]{5,34}")
_SEPARATORS: Final = re.compile(r"[\s.\-]")


@dataclass(frozen=True, slots=True)
class NewPayoutAccount:
    """What was typed: a bank's code and the number, with blanks, dots or hyphens as on the passbook."""

    bank_code: str
    number: str


def set_payout_account(account_id: int, new: NewPayoutAccount, now: datetime) -> str:
    """Keep it under the registered name and begin a lock; its reference. The one that is there already changes nothing.

    The caller has asked for a fresh proof. Raises InvalidInput at `bank` or `number`, Refusal while frozen, NotYours for an account that
    is not linked to the register.
    """
    number = _checked(new)
    with transaction.atomic():
        hold_account(account_id)
        refuse_while_frozen(account_id, now)
        person = membership.person_for_account(account_id)
        if person is None:
            raise NotYours("Rekening disimpan setelah akun tersambung dengan daftar peserta.")
        old = PayoutAccount.objects.filter(account_id=account_id, until=None).first()
        if old and (old.bank_code, unseal(bytes(old.sealed_number), PURPOSE).decode()) == (new.bank_code, number):
            return old.ref
        if old:
            old.until = now
            old.save(update_fields=["until"])
        row = PayoutAccount.objects.create(
            account_id=account_id,
            ref=new_reference("RK"),
            bank_code=new.bank_code,
            sealed_number=seal(number.encode(), PURPOSE),
            last_digits=number[-4:],
            holder=person.full_name,
            since=now,
        )
        hold_back(account_id, Change(Lock.Kind.PAYOUT_ACCOUNT, old_payout=old, new_payout=row), now)
    return row.ref


def _checked(new: NewPayoutAccount) -> str:
    if new.bank_code not in banks():
        raise InvalidInput("Bank belum dipilih.", code="protection.bank_unknown", field="bank", fix="Pilih dari daftar.")
    number = _SEPARATORS.sub("", new.number)
    if not _NUMBER.fullmatch(number):
        raise InvalidInput(
            "Nomor rekening tidak lengkap.",
            code="protection.number_wrong",
            field="number",
            fix="Tulis 5 sampai 34 angka seperti pada buku tabungan.",
        )
    return number
