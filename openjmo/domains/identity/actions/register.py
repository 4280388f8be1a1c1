"""Register: make an account that waits for its e-mail address to be confirmed.

Called by the public portal. The caller shows the same page whatever comes out, so that a stranger learns nothing (S5); for the same reason
every way through costs two password digests. Twice is once: the second of two equal registrations finds the first (S12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from openjmo.core.ids import CardNumber, Nik, Phone, new_reference
from openjmo.domains.identity.models import Account, Consent, Registration
from openjmo.domains.identity.terms import DOCUMENT, text_digest


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """What somebody typed, checked. Either the card number is known or the mother's name is given."""

    email: str
    password: str
    nik: Nik
    card_number: CardNumber | None
    mother_name: str
    full_name: str
    phone: Phone
    terms_version: str
    language: str


class Outcome(Enum):
    """What came of it; for choosing the letter, never for choosing the page."""

    NEW = "new"
    WAITING = "waiting"
    """The address was registered before and is not confirmed yet."""
    KNOWN = "known"
    """The address belongs to a confirmed account."""


def register(new: NewRegistration, now: datetime) -> Outcome:
    """Make the account, or find that the address has one.

    While the address is unconfirmed nobody has shown that it is theirs, so what was typed last holds, password and all: a mistyped NIK
    can be put right by registering again, and whoever registers somebody else's address first keeps nothing of it. That the one who
    confirms is the one who typed last is for the caller to see to (`openjmo.portals.public.activation`).
    """
    password = make_password(new.password)
    with transaction.atomic():
        known = _account_for_update(new.email)
        if known is None:
            try:
                with transaction.atomic():
                    account = _create(new, password, now)
            except IntegrityError:
                # The other half of a double tap was faster by a moment; its row is ours to see now.
                known = _account_for_update(new.email)
                if known is None:
                    raise
            else:
                _note(account, new, now)
                make_password(new.password)  # as slow as comparing with a known one below
                return Outcome.NEW
        is_same_password = known.check_password(new.password)
        if known.email_confirmed_at is not None:
            return Outcome.KNOWN
        if not is_same_password:
            known.password, known.password_set_at = password, now
        known.full_name, known.phone, known.language = new.full_name, new.phone.e164, new.language
        known.save(update_fields=["password", "password_set_at", "full_name", "phone", "phone_key", "language"])
        _note(known, new, now)
        return Outcome.WAITING


def _account_for_update(email: str) -> Account | None:
    return Account.objects.select_for_update().filter(email=email).first()


def _create(new: NewRegistration, password: str, now: datetime) -> Account:
    account = Account.objects.create(
        ref=new_reference("AK"),
        email=new.email,
        password=password,
        full_name=new.full_name,
        phone=new.phone.e164,
        language=new.language,
        password_set_at=now,
    )
    EmailAddress.objects.create(user=account, email=new.email, primary=True, verified=False)
    return account


def _note(account: Account, new: NewRegistration, now: datetime) -> None:
    Registration.objects.update_or_create(
        account=account,
        defaults={
            "nik": new.nik.digits,
            "card_number": new.card_number.digits if new.card_number else "",
            "mother_name": new.mother_name,
            "full_name": new.full_name,
            "phone": new.phone.e164,
            "terms_version": new.terms_version,
            "created_at": now,
        },
    )
    Consent.objects.get_or_create(
        account=account,
        document=DOCUMENT,
        version=new.terms_version,
        defaults={"text_digest": text_digest(), "language": new.language, "given_at": now},
    )
