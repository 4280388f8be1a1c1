"""The one door through which money leaves: every payout asks here, in its own transaction, and pays only to what it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership import reads as membership
from openjmo.domains.protection.models import PayoutAccount
from openjmo.domains.protection.reads import hold_of
from openjmo.platform.sealing import unseal

PURPOSE: Final = "protection.payout_account"


@dataclass(frozen=True, slots=True)
class Destination:
    """The only place the money may go: bank code, account number (digits) and the holder's name."""

    ref: str
    bank_code: str
    number: str
    holder: str


def permit_payout(person_id: int, payout_account_ref: str, now: datetime) -> Destination:
    """Where to pay a person who asked for payment to that payout account; the account is held until the transaction ends.

    Raises Refusal while the account is frozen (`protection.frozen_payout`), while a lock lasts (`protection.locked`), when there is no
    payout account (`protection.no_payout_account`), and when it is another one by now (`protection.payout_account_changed`).
    """
    person = membership.person_by_id(person_id)
    if person is None or person.account_id is None:
        raise _no_account()
    with transaction.atomic():
        hold_account(person.account_id)
        hold = hold_of(person.account_id, now)
        if hold.freeze is not None:
            raise Refusal(
                "Akun ini sedang dibekukan, jadi belum ada uang yang bisa dibayarkan.",
                code="protection.frozen_payout",
                fix="Pemilik akun dapat membukanya di Keamanan akun, atau di kantor dengan dua petugas.",
            )
        if hold.until is not None:
            raise Refusal(
                "Baru ada perubahan pada akun ini, jadi pembayaran ditahan sampai %(until)s.",
                code="protection.locked",
                fix="Tunggu sampai tanggal itu. Permintaan tidak perlu diulang.",
                values={"until": business_date(hold.until).isoformat(), "kinds": ", ".join(one.kind for one in hold.locks)},
            )
        row = PayoutAccount.objects.filter(account_id=person.account_id, until=None).first()
        if row is None:
            raise _no_account()
        if row.ref != payout_account_ref:
            raise Refusal(
                "Rekening tujuan sudah diganti sejak pembayaran diminta.",
                code="protection.payout_account_changed",
                fix="Minta lagi pembayarannya, ke rekening yang sekarang.",
            )
        return Destination(row.ref, row.bank_code, unseal(bytes(row.sealed_number), PURPOSE).decode(), row.holder)


def _no_account() -> Refusal:
    return Refusal(
        "Belum ada rekening tujuan atas nama peserta.",
        code="protection.no_payout_account",
        fix="Peserta menyimpan rekeningnya dulu di Profil.",
    )
