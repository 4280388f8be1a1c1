"""Tell everybody who is or lately was reachable for an account: in the app, by letter with a link that stops, by SMS with a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from openjmo.core.clock import business_date
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.protection import keys, letters
from openjmo.domains.protection.keys import NoticeKey
from openjmo.domains.protection.models import Lock
from openjmo.platform.dates import date_filters
from openjmo.platform.sealing import keyed_hash

REMEMBERED_FOR: Final = timedelta(days=180)
"""A former address or number is told for so long."""
_SAME_MAILBOX: Final = frozenset({Lock.Kind.PAYOUT_ACCOUNT, Lock.Kind.PHONE})
"""What changes without the address: there it is the side from before."""
LINK_PATH: Final = "/bekukan/"


def tell(account_id: int, what: str, ref: str, *, until: datetime | None, now: datetime, lock: Lock | None = None) -> None:
    """`what` is one of `letters.CHANGES`; `ref` makes each notice once. In the caller's transaction."""
    account = identity.account(account_id)
    if account is None:
        return
    values = {"until_on": business_date(until).isoformat()} if until else {}
    messaging.notify(account.recipient, f"protection_{what}", values, topic="security", about=ref, key=f"protection:{ref}:{what}")
    for email, is_old in _emails(account, lock, now).items():
        _write(account, email, what, ref, until, NoticeKey(account_id, lock.ref if lock else "", is_old), lock, now)
    for phone in _phones(account, now):
        _text(account, phone, what, ref, until, now)


def _emails(account: AccountView, lock: Lock | None, now: datetime) -> dict[str, bool]:
    """Each address, and whether it speaks for the side from before the change."""
    since = now - REMEMBERED_FOR
    former = Lock.objects.filter(account_id=account.id, kind=Lock.Kind.EMAIL, begun_at__gt=since, vetoed_at=None)
    found = {email: _is_old(email, lock) for email in former.values_list("old_email", flat=True)}
    found[account.email] = lock is not None and lock.kind in _SAME_MAILBOX
    return found


def _is_old(email: str, lock: Lock | None) -> bool:
    if lock is None:
        return False
    return email == lock.old_email if lock.kind == Lock.Kind.EMAIL else lock.kind in _SAME_MAILBOX


def _phones(account: AccountView, now: datetime) -> set[str]:
    person = membership.person_for_account(account.id)
    former = former_phones(now).filter(account_id=account.id).values_list("old_phone", flat=True)
    return {phone for phone in (account.phone if account.phone_is_verified else "", person.phone if person else "", *former) if phone}


def former_phones(now: datetime) -> QuerySet[Lock]:
    """Changes that put another number in the place of one its owner had proved, not long ago and not taken back."""
    since = now - REMEMBERED_FOR
    return Lock.objects.filter(kind=Lock.Kind.PHONE, begun_at__gt=since, vetoed_at=None, old_phone_is_verified=True)


def _words(account: AccountView, what: str, ref: str, until: datetime | None) -> dict[str, str]:
    day = date_filters(account.language)["tanggal_panjang"](business_date(until)) if until else ""
    return {"change": gettext(letters.CHANGES[what]), "until": day, "ref": ref}


def _write(
    account: AccountView, email: str, what: str, ref: str, until: datetime | None, key: NoticeKey, lock: Lock | None, now: datetime
) -> None:
    with override(account.language):
        values = _words(account, what, ref, until) | {"link": f"{settings.OPENJMO_PUBLIC_ADDRESS}{LINK_PATH}{keys.written(key)}"}
        parts = [gettext(letters.HELD if until else letters.FROZEN) % values]
        if what != "freeze":
            parts.append(gettext(letters.STOP) % values)
        if key.is_old and lock is not None and lock.may_take_back:
            parts.append(gettext(letters.TAKE_BACK))
        messaging.queue_mail(
            email,
            subject=gettext(letters.SUBJECT) % values,
            body="\n\n".join(parts),
            language=account.language,
            key=f"protection:{what}:{ref}:{email}",
            now=now,
            template=f"protection_{what}",
        )


def _text(account: AccountView, phone: str, what: str, ref: str, until: datetime | None, now: datetime) -> None:
    with override(account.language):
        body = gettext(letters.TEXT_HELD if until else letters.TEXT_FROZEN) % _words(account, what, ref, until)
    messaging.queue_sms(
        phone,
        body=body,
        language=account.language,
        key=f"protection:{what}:{ref}:{keyed_hash('phone', phone).hex()}",
        now=now,
        template=f"protection_{what}",
    )
