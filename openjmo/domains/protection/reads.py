"""Questions before a payout and about what guards an account; answers are frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from openjmo.domains.identity import reads as identity
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.protection import keys
from openjmo.domains.protection.banks import banks
from openjmo.domains.protection.models import Freeze, Lock, LostCall, PayoutAccount, Shortening


@dataclass(frozen=True, slots=True)
class LockView:
    """A lock; `kind` is email, phone, factor, password, payout, thaw, trusted, recovery or name; `until` with shortenings counted in."""

    ref: str
    kind: str
    begun_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class FreezeView:
    """A freeze that holds; `channel` says who stopped it; `lifts_at` from when it no longer will."""

    ref: str
    channel: str
    frozen_at: datetime
    lifts_at: datetime | None
    lift_asked_by: str
    lift_reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Why no money goes out now: frozen, or locked until `until` because of `locks`, the last to end first. Neither: it may."""

    freeze: FreezeView | None
    locks: tuple[LockView, ...]

    @property
    def until(self) -> datetime | None:
        """When the last lock ends."""
        return self.locks[0].until if self.locks else None

    @property
    def holds(self) -> bool:
        """Whether anything holds payouts back."""
        return self.freeze is not None or bool(self.locks)


@dataclass(frozen=True, slots=True)
class PayoutAccountView:
    """Where money goes. The number itself is shown to nobody; `number` has its last digits."""

    ref: str
    bank_code: str
    last_digits: str
    holder: str
    since: datetime
    until: datetime | None

    @property
    def bank(self) -> str:
        """Its name; the code for one that is no longer offered."""
        return banks().get(self.bank_code, self.bank_code)

    @property
    def number(self) -> str:
        """For people."""
        return f"••••{self.last_digits}"


def account_at_call(nik: str, reader: Reader) -> int | None:
    """The account of whoever calls or stands at the counter, by the NIK they name; a look at its owner. None when there is none."""
    person = membership.person_with_nik(nik) if nik.isascii() and nik.isdigit() else None
    if person is None or person.account_id is None:
        return None
    if person.account_id != reader.account_id:
        note_look(reader, {membership.file_key(person.ref)}, Purpose.PROTECTION)
    return person.account_id


def hold_of(account_id: int, now: datetime) -> Hold:
    """What holds back the payouts of an account."""
    freeze = Freeze.objects.filter(account_id=account_id).order_by("-id").first()
    is_frozen = freeze is not None and (freeze.lifts_at is None or now < freeze.lifts_at)
    return Hold(_freeze(freeze) if freeze and is_frozen else None, _locks(account_id, now))


def _locks(account_id: int, now: datetime) -> tuple[LockView, ...]:
    shortenings = list(Shortening.objects.filter(account_id=account_id).exclude(ends_at=None))
    found = []
    for row in Lock.objects.filter(account_id=account_id, until__gt=now):
        ends = [one.ends_at for one in shortenings if one.ends_at and one.agreed_at and row.begun_at <= one.agreed_at]
        until = min([row.until, *ends])
        if now < until:
            found.append(LockView(row.ref, row.kind, row.begun_at, until))
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def _freeze(row: Freeze) -> FreezeView:
    return FreezeView(row.ref, row.channel, row.frozen_at, row.lifts_at, row.lift_asked_by, row.lift_reason)


def payout_account_of(account_id: int) -> PayoutAccountView | None:
    """Where money goes now."""
    row = PayoutAccount.objects.filter(account_id=account_id, until=None).first()
    return _payout(row) if row else None


def payout_accounts_of(account_id: int, *, limit: int, offset: int = 0) -> tuple[PayoutAccountView, ...]:
    """All there were, newest first."""
    return tuple(_payout(row) for row in PayoutAccount.objects.filter(account_id=account_id).order_by("-id")[offset : offset + limit])


def payout_account_count(account_id: int) -> int:
    """How many there were."""
    return PayoutAccount.objects.filter(account_id=account_id).count()


def _payout(row: PayoutAccount) -> PayoutAccountView:
    return PayoutAccountView(row.ref, row.bank_code, row.last_digits, row.holder, row.since, row.until)


@dataclass(frozen=True, slots=True)
class NoticeLink:
    """What the page of a notice's link offers: freezing, and perhaps taking one change (`kind`) back. Nothing about anybody."""

    is_frozen: bool
    kind: str
    may_take_back: bool
    was_taken_back: bool


def notice_link(text: str, now: datetime) -> NoticeLink | None:
    """What the key in a link is good for; None when it is none or too old."""
    key = keys.read(text)
    if key is None:
        return None
    lock = Lock.objects.filter(account_id=key.account_id, ref=key.lock_ref).first()
    may = lock is not None and key.is_old and lock.may_take_back and lock.vetoed_at is None and now < lock.until
    return NoticeLink(hold_of(key.account_id, now).freeze is not None, lock.kind if lock else "", may, bool(lock and lock.vetoed_at))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something one officer has asked and another must agree to; `what` is thaw or shorten."""

    what: str
    ref: str
    full_name: str
    reason: str
    asked_by: str
    asked_at: datetime


def waiting_count() -> int:
    """How many such things there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM protection_waiting")
        return int(cursor.fetchone()[0])


def waiting_for_second_officer(*, limit: int, offset: int = 0) -> tuple[Waiting, ...]:
    """The oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, ref, full_name, reason, asked_by, asked_at FROM protection_waiting ORDER BY asked_at, ref LIMIT %s OFFSET %s",
            [limit, offset],
        )
        return tuple(Waiting(what, ref, identity.name_in(name), *more) for what, ref, name, *more in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class LostCallView:
    """A call about a lost telephone, as the member sees it: whether what was named fitted, and whether the account was frozen by it."""

    ref: str
    fitted: bool
    freezes: bool
    at: datetime


def lost_calls_of(account_id: int, *, limit: int) -> tuple[LostCallView, ...]:
    """The newest, newest first."""
    rows = LostCall.objects.filter(account_id=account_id).order_by("-id")[:limit]
    return tuple(LostCallView(row.ref, row.fitted, row.freezes, row.at) for row in rows)
