"""Questions about how an account is guarded: its factors, devices, open sessions and sign-ins. A part of the room's reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from openjmo.domains.identity import proofs
from openjmo.domains.identity.codes import is_open
from openjmo.domains.identity.configuration import DEMO_AUTHENTICATOR
from openjmo.domains.identity.leaked import is_leaked
from openjmo.domains.identity.models import Account, Authenticator, Device, OneTimeCode, Passkey, RecoveryCode, Session, SignIn
from openjmo.domains.identity.passwords import is_common
from openjmo.domains.identity.proofs import Way as Way  # noqa: PLC0414 - handed on to those who ask
from openjmo.domains.identity.sessions import digest
from openjmo.domains.messaging.reads import offers_sms
from openjmo.protocols import totp


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A key of the account."""

    ref: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What the account has beside its password. `recovery_left` counts codes on paper not used yet."""

    passkeys: tuple[PasskeyView, ...]
    authenticator_since: datetime | None
    authenticator_used_at: datetime | None
    recovery_left: int
    asks_code: bool

    @property
    def is_strong(self) -> bool:
        """Whether there is a passkey or an authenticator app."""
        return bool(self.passkeys) or self.authenticator_since is not None


def factors_of(account_id: int) -> Factors:
    """All of it; for the page about it."""
    app = Authenticator.objects.filter(account_id=account_id).first()
    return Factors(
        tuple(
            PasskeyView(row.ref, row.name, row.added_at, row.used_at)
            for row in Passkey.objects.filter(account_id=account_id).order_by("added_at", "id")
        ),
        app.added_at if app else None,
        app.used_at if app else None,
        RecoveryCode.objects.filter(account_id=account_id, used_at=None).count(),
        Account.objects.filter(id=account_id, asks_code=True).exists(),
    )


def ways_of(account_id: int) -> tuple[Way, ...]:
    """How the owner of the account can show more than a password, the strongest first; empty when there is nothing else. One query."""
    account = Account.objects.annotate(
        has_passkey=Exists(Passkey.objects.filter(account=OuterRef("id"))),
        has_authenticator=Exists(Authenticator.objects.filter(account=OuterRef("id"))),
        has_recovery=Exists(RecoveryCode.objects.filter(account=OuterRef("id"), used_at=None)),
    ).get(id=account_id)
    ways = []
    if account.has_passkey:
        ways.append(Way.PASSKEY)
    if account.has_authenticator:
        ways.append(Way.TOTP)
    if not ways and account.asks_code:
        if account.phone and account.verified_phone == account.phone and offers_sms():
            ways.append(Way.SMS)
        ways.append(Way.EMAIL)
    if account.has_recovery:
        ways.append(Way.RECOVERY)
    return tuple(ways)


def is_known_password(password: str) -> bool:
    """Whether others try it first: everybody uses it, or it has leaked. Nothing about it is kept."""
    return is_common(password) or is_leaked(password)


def is_trusted(account_id: int, device_key: str, now: datetime) -> bool:
    """Whether no code need be asked for in this browser."""
    return Device.objects.filter(account_id=account_id, key_digest=digest(device_key), trusted_until__gt=now).exists()


def is_known_device(email: str, device_key: str) -> bool:
    """Whether the account of that address has signed in here before. One query, whether or not there is such an account."""
    return Device.objects.filter(account__email=email.strip().lower(), key_digest=digest(device_key)).exists()


def factor_code_may_be_typed(account_id: int, ref: str, now: datetime) -> str:
    """The route (sms, email) by which the code of this reference was sent; empty when it cannot be typed (any more)."""
    row = OneTimeCode.objects.filter(ref=ref, account_id=account_id, purpose=OneTimeCode.Purpose.FACTOR).first()
    return row.route if row is not None and is_open(row, now) else ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser that is signed in now. `browser` and `system` are product names, empty when they could not be told."""

    ref: UUID
    browser: str
    system: str
    since: datetime
    seen_at: datetime
    is_this: bool


def open_sessions(account_id: int, session_key: str, now: datetime) -> tuple[OpenSession, ...]:
    """Those of the account, this one first and then the latest seen; at most a hundred."""
    idle_since = now - timedelta(seconds=settings.OPENJMO_SESSION_IDLE_SECONDS)
    own = digest(session_key)
    rows = Session.objects.filter(account_id=account_id, expires_at__gt=now, seen_at__gt=idle_since).order_by("-seen_at")[:100]
    found = [OpenSession(row.ref, row.browser, row.system, row.created_at, row.seen_at, bytes(row.key_digest) == own) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.is_this))


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser in which the account has signed in before; `is_open` says whether it still is."""

    ref: str
    browser: str
    system: str
    name: str
    first_at: datetime
    last_at: datetime
    trusted_until: datetime | None
    is_this: bool


def known_devices(account_id: int, device_key: str, now: datetime, *, limit: int, offset: int = 0) -> tuple[KnownDevice, ...]:
    """Those of the account, the latest first."""
    own = digest(device_key)
    rows = Device.objects.filter(account_id=account_id).order_by("-last_at", "-id")[offset : offset + limit]
    return tuple(
        KnownDevice(
            row.ref,
            row.browser,
            row.system,
            row.name,
            row.first_at,
            row.last_at,
            row.trusted_until if row.trusted_until and row.trusted_until > now else None,
            bytes(row.key_digest) == own,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class SignInView:
    """One sign-in."""

    way: Way
    browser: str
    system: str
    is_new_device: bool
    at: datetime


def passkey_name(account_id: int, ref: str) -> str | None:
    """What the account calls its key; None when it has none of that reference."""
    return Passkey.objects.filter(account_id=account_id, ref=ref).values_list("name", flat=True).first()


def device_name(account_id: int, ref: str) -> str | None:
    """What the account calls a browser of its own, often nothing; None when it knows none of that reference."""
    return Device.objects.filter(account_id=account_id, ref=ref).values_list("name", flat=True).first()


def sign_in_count(account_id: int) -> int:
    """How many are kept."""
    return SignIn.objects.filter(account_id=account_id).count()


def sign_ins(account_id: int, *, limit: int, offset: int = 0) -> tuple[SignInView, ...]:
    """Those of the account, newest first."""
    rows = SignIn.objects.filter(account_id=account_id).order_by("-id")[offset : offset + limit]
    return tuple(SignInView(Way(row.way), row.browser, row.system, row.is_new_device, row.at) for row in rows)


def demo_code(now: datetime) -> str:
    """What the authenticator app of the demonstration's officer shows now; empty wherever people are not invented."""
    if settings.IN_PRODUCTION or not settings.OPENJMO_DEMO:
        return ""
    return totp.code_at(DEMO_AUTHENTICATOR, totp.step_of(now.timestamp()))


def has_strong_factor(session: proofs.Session) -> bool:
    """Whether a passkey, the app or a code on paper was shown in this session, as officers must."""
    return proofs.second_factor(session) in proofs.STRONG


def fresh_way(session: proofs.Session, now: datetime) -> Way | None:
    """What was shown in this session within the last five minutes."""
    return proofs.fresh_way(session, now)


def is_proven(account_id: int, session: proofs.Session, now: datetime, *, password_is_asked: bool = False) -> bool:
    """Whether its owner has shown within five minutes who they are, by more than the password where the account has more.

    With `password_is_asked` the form asks for the password itself; then whoever has nothing else need show nothing before it.
    """
    way = proofs.fresh_way(session, now)
    if way is not None and way is not Way.PASSWORD:
        return True
    return (way is Way.PASSWORD or password_is_asked) and not ways_of(account_id)
