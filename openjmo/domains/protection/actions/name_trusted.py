"""Name somebody who can vouch for a member and stop the account. Payouts wait as after any change.

Nothing counts before that person agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone, new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.protection import letters, trust_codes
from openjmo.domains.protection.actions.hold_back import Change, hold_back, refuse_while_frozen
from openjmo.domains.protection.models import Lock, TrustedPerson
from openjmo.platform.codes import new_code

NAME_LIMIT: Final = 100
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class NewTrustedPerson:
    """What was typed: a name, and an e-mail address or a telephone number (or both) of somebody else's."""

    name: str
    email: str
    phone: str


def name_trusted(account_id: int, new: NewTrustedPerson, now: datetime) -> str:
    """Keep them, ask them, and tell everybody, the one before them too; the reference. The same again changes nothing.

    The caller has asked for a fresh proof. Raises InvalidInput at `name`, `email` or `phone`, Refusal while frozen.
    """
    with transaction.atomic():
        hold_account(account_id)
        refuse_while_frozen(account_id, now)
        account = identity.account(account_id)
        assert account
        new = _checked(new, account)
        old = TrustedPerson.objects.filter(account_id=account_id).first()
        if old and (old.name, old.email, old.phone) == (new.name, new.email, new.phone):
            return old.ref
        hold_back(account_id, Change(Lock.Kind.TRUSTED), now)
        if old:
            old.delete()
        code = new_code()
        row = TrustedPerson.objects.create(
            account_id=account_id,
            ref=new_reference("OT"),
            name=new.name,
            email=new.email,
            phone=new.phone,
            code_digest=trust_codes.digest(code),
            named_at=now,
        )
        _ask(account, row, code, now)
    return row.ref


def _ask(account: AccountView, row: TrustedPerson, code: str, now: datetime) -> None:
    with override(account.language):
        values = {"name": account.full_name, "link": trust_codes.link(code), "code": code}
        subject, body = gettext(letters.TRUST_ASKED_SUBJECT) % values, gettext(letters.TRUST_ASKED) % values
        text = gettext(letters.TEXT_TRUST_ASKED) % values
    key = f"protection:trust:{row.ref}"
    if row.email:
        messaging.queue_mail(
            row.email, subject=subject, body=body, language=account.language, key=key, now=now, template="protection_trust_asked"
        )
    if row.phone:
        messaging.queue_sms(row.phone, body=text, language=account.language, key=f"{key}:sms", now=now, template="protection_trust_asked")


def _checked(new: NewTrustedPerson, account: AccountView) -> NewTrustedPerson:
    name, email = " ".join(new.name.replace("\0", "").split()), new.email.strip().lower()
    if not _SHORTEST_NAME <= len(name) <= NAME_LIMIT:
        raise InvalidInput("Nama belum diisi.", code="protection.trusted_name", field="name", fix="Tulis namanya, 2 sampai 100 huruf.")
    if not (email or new.phone.strip()):
        raise InvalidInput(
            "E-mail dan nomor HP masih kosong.",
            code="protection.trusted_contact",
            field="email",
            fix="Isi salah satunya, supaya orang itu bisa kami tanya.",
        )
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise InvalidInput(
                "Alamat e-mail tidak lengkap.", code="protection.trusted_email", field="email", fix="Contoh: nama@contoh.id"
            ) from wrong
    phone = Phone.parse(new.phone).e164 if new.phone.strip() else ""
    person = membership.person_for_account(account.id)
    if email == account.email or (phone and phone in {account.phone, person.phone if person else ""}):
        raise InvalidInput(
            "Ini kontak Anda sendiri.",
            code="protection.trusted_is_oneself",
            field="email" if email == account.email else "phone",
            fix="Tulis kontak orang lain, yang masih bisa dihubungi bila HP dan e-mail Anda hilang.",
        )
    return NewTrustedPerson(name, email, phone)
