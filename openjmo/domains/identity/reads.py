"""Questions about accounts; answers are frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from openjmo.domains.identity import terms
from openjmo.domains.identity.codes import is_open, is_proven, text_key
from openjmo.domains.identity.models import AccessToken, Account, Consent, EmailChange, OneTimeCode, Registration, Representation
from openjmo.domains.identity.sessions import digest
from openjmo.domains.messaging.delivery import DeliveryView, delivery_of


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account. `kind` is participant, employer or operator; `recipient` is its key for messages."""

    id: int
    ref: str
    email: str
    full_name: str
    phone: str
    phone_is_verified: bool
    kind: str
    language: str
    hide_balance: bool
    remind_monthly: bool
    created_at: datetime
    email_confirmed_at: datetime | None
    asks_code: bool
    """A code by SMS or e-mail is asked for after the password."""
    passkey_asked_at: datetime | None
    password_set_at: datetime | None
    password_hint_closed_at: datetime | None
    restricted_at: datetime | None
    """Since when its data are used for what the law asks only."""
    objected_at: datetime | None
    """Since when no machine decides about its owner alone."""

    def has_old_password(self, now: datetime) -> bool:
        """Whether to hint that the password is older than OPENJMO_PASSWORD_OLD_DAYS; not as long again after the hint was put away."""
        days = settings.OPENJMO_PASSWORD_OLD_DAYS
        if not days or self.password_set_at is None:
            return False
        long_ago = now - timedelta(days=days)
        return self.password_set_at < long_ago and (self.password_hint_closed_at is None or self.password_hint_closed_at < long_ago)

    @property
    def recipient(self) -> str:
        """The address of messages inside the app."""
        return f"account:{self.ref}"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms people agree to: their version, and titles with texts (Indonesian sentences that are translation keys)."""

    version: str
    sections: tuple[tuple[str, str], ...]


TERMS = Terms(terms.VERSION, terms.SECTIONS)
"""Those in force."""


@dataclass(frozen=True, slots=True)
class RegistrationDetails:
    """What was typed at registration. `card_number` is empty for "I don't know my KPJ"; `phone` is E.164."""

    nik: str
    card_number: str
    mother_name: str
    full_name: str
    phone: str
    terms_version: str
    created_at: datetime


def account(account_id: int) -> AccountView | None:
    """The account with that id."""
    row = Account.objects.filter(id=account_id).defer("password").first()
    return _view(row) if row else None


def name_in(sealed: bytes | None) -> str:
    """The name that an account's row holds, for a list that is read by a view; empty for no account."""
    return str(_NAME.opened(bytes(sealed))) if sealed else ""


_NAME: Final = Account._meta.get_field("full_name")  # noqa: SLF001 - Django's documented interface


def contacts(account_ids: Sequence[int]) -> list[AccountView]:
    """The accounts with these ids, to write to; one query."""
    return [_view(row) for row in Account.objects.filter(id__in=list(account_ids)).order_by("id")]


def reminded_accounts(*, after_id: int, limit: int) -> list[AccountView]:
    """Active accounts that asked for the monthly reminder (S42) and have not limited the use of their data; by id, a page at a time."""
    rows = Account.objects.filter(remind_monthly=True, is_active=True, restricted_at=None, id__gt=after_id).order_by("id")[:limit]
    return [_view(row) for row in rows]


def member_account_count(*, before: datetime) -> int:
    """Accounts of members whose address was confirmed before that moment and that are not closed."""
    return Account.objects.filter(kind=Account.Kind.PARTICIPANT, is_active=True, email_confirmed_at__lt=before).count()


def account_with_email(email: str) -> AccountView | None:
    """The account of that address, written in any case."""
    row = Account.objects.filter(email=email.strip().lower()).first()
    return _view(row) if row else None


def accounts_with_phone(phone: str) -> list[AccountView]:
    """Active accounts whose number that is, verified or not; families share telephones, so there may be several. `phone` is E.164."""
    return [_view(row) for row in Account.objects.filter(phone_key=phone, is_active=True).order_by("id")]


def signed_in(user: AbstractBaseUser | AnonymousUser) -> AccountView | None:
    """The account behind `request.user`, without a query; None for a visitor."""
    return _view(user) if isinstance(user, Account) else None


def registration_of(account_id: int) -> RegistrationDetails | None:
    """What its owner typed; None for an account that was opened in another way."""
    row = Registration.objects.filter(account_id=account_id).first()
    return (
        RegistrationDetails(row.nik, row.card_number, row.mother_name, row.full_name, row.phone, row.terms_version, row.created_at)
        if row
        else None
    )


def consent_to(account_id: int, document: str, version: str) -> int | None:
    """The row id of the account's consent to that version of a document."""
    return Consent.objects.filter(account_id=account_id, document=document, version=version).values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class WaitingEmailChange:
    """A change of the address that waits to be confirmed."""

    new_email: str
    asked_at: datetime
    expires_at: datetime


def waiting_email_change(account_id: int, now: datetime) -> WaitingEmailChange | None:
    """The one of that account, while its link holds."""
    row = EmailChange.objects.filter(account_id=account_id, changed_at=None, expires_at__gt=now).first()
    return WaitingEmailChange(row.new_email, row.asked_at, row.expires_at) if row else None


def email_change_of_link(account_id: int, key: str, now: datetime) -> WaitingEmailChange | None:
    """The waiting change of that account that a link belongs to; None for any other link."""
    row = EmailChange.objects.filter(account_id=account_id, key_digest=digest(key), changed_at=None, expires_at__gt=now).first()
    return WaitingEmailChange(row.new_email, row.asked_at, row.expires_at) if row else None


def code_may_be_typed(ref: str, now: datetime) -> bool:
    """Whether the browser that asked for this code may still type it, whether or not one was sent."""
    row = OneTimeCode.objects.filter(ref=ref).first()
    return row is not None and is_open(row, now)


def code_delivery(account_id: int, ref: str) -> DeliveryView | None:
    """What became of the SMS with a code that this account asked for; None while nothing was sent.

    Never of a code for a forgotten password: whoever asks for that has shown nothing, and would learn whether there is an account.
    """
    row = OneTimeCode.objects.filter(ref=ref, account_id=account_id).exclude(purpose=OneTimeCode.Purpose.PASSWORD).first()
    return delivery_of(text_key(row.pk)) if row else None


def account_of_code(ref: str, now: datetime) -> AccountView | None:
    """Whose password may be set now because the code was right."""
    row = OneTimeCode.objects.select_related("account").filter(ref=ref, purpose=OneTimeCode.Purpose.PASSWORD).first()
    return _view(row.account) if row and row.account and is_proven(row, now) else None


def employers_of(account_id: int, day: date) -> tuple[str, ...]:
    """References of the employers the account acts for on that day, oldest first."""
    rows = _holding(day).filter(account_id=account_id).order_by("since", "id")
    return tuple(rows.values_list("employer_ref", flat=True))


def represents(account_id: int, employer_ref: str, day: date) -> bool:
    """Whether the account acts for that employer on that day."""
    return _holding(day).filter(account_id=account_id, employer_ref=employer_ref).exists()


def representatives_of(employer_ref: str, day: date) -> tuple[AccountView, ...]:
    """The accounts that act for the employer on that day."""
    rows = Account.objects.filter(id__in=_holding(day).filter(employer_ref=employer_ref).values("account_id")).order_by("id")
    return tuple(_view(row) for row in rows)


@dataclass(frozen=True, slots=True)
class TokenView:
    """An access token as its owner may see it; the token itself is not kept."""

    ref: str
    account_ref: str
    name: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether a program can still ask with it."""
        return self.revoked_at is None and now < self.expires_at


def tokens_of(account_id: int) -> list[TokenView]:
    """The account's access tokens, newest first, those that ended too."""
    return [_token(row) for row in AccessToken.objects.select_related("account").filter(account_id=account_id).order_by("-id")]


def tokens(*, limit: int) -> list[TokenView]:
    """Everybody's access tokens, newest first, for the operator."""
    return [_token(row) for row in AccessToken.objects.select_related("account").order_by("-id")[:limit]]


def _token(row: AccessToken) -> TokenView:
    return TokenView(row.ref, row.account.ref, row.name, row.created_at, row.used_at, row.expires_at, row.revoked_at)


def _holding(day: date) -> QuerySet[Representation]:
    return Representation.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def _view(row: Account) -> AccountView:
    return AccountView(
        id=row.pk,
        ref=row.ref,
        email=row.email,
        full_name=row.full_name,
        phone=row.phone,
        phone_is_verified=bool(row.phone) and row.verified_phone == row.phone,
        kind=row.kind,
        language=row.language,
        hide_balance=row.hide_balance,
        remind_monthly=row.remind_monthly,
        created_at=row.created_at,
        email_confirmed_at=row.email_confirmed_at,
        asks_code=row.asks_code,
        passkey_asked_at=row.passkey_asked_at,
        password_set_at=row.password_set_at,
        password_hint_closed_at=row.password_hint_closed_at,
        restricted_at=row.restricted_at,
        objected_at=row.objected_at,
    )
