"""Open an account whose address somebody else vouches for: the demonstration's cast, and people whom an operator invites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions.confirm_email import confirm_email
from openjmo.domains.identity.models import Account, Registration
from openjmo.domains.identity.terms import VERSION


@dataclass(frozen=True, slots=True)
class NewAccount:
    """`kind` is participant, employer or operator. With a NIK (digits) the account is matched with the register at once."""

    email: str
    password: str
    full_name: str
    phone: str
    kind: str = "participant"
    nik: str = ""
    card_number: str = ""
    mother_name: str = ""
    language: str = "id"
    phone_is_verified: bool = False
    """Whoever opens the account also vouches for the telephone number."""


def open_account(new: NewAccount, now: datetime) -> int:
    """The id of the account, with its address confirmed and announced. An address that has an account keeps it unchanged."""
    email = new.email.strip().lower()
    with transaction.atomic():
        account, is_new = Account.objects.get_or_create(
            email=email,
            defaults={
                "ref": new_reference("AK"),
                "password": make_password(new.password),
                "full_name": new.full_name,
                "phone": new.phone,
                "verified_phone": new.phone if new.phone_is_verified else "",
                "kind": Account.Kind(new.kind),
                "language": new.language,
                "password_set_at": now,
            },
        )
        if is_new:
            EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
            if new.nik:
                Registration.objects.create(
                    account=account,
                    nik=new.nik,
                    card_number=new.card_number,
                    mother_name=new.mother_name,
                    full_name=new.full_name,
                    phone=new.phone,
                    terms_version=VERSION,
                    created_at=now,
                )
            confirm_email(account.pk, now)
    return account.pk
