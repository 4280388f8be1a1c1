"""Tell everybody who is or lately was reachable for an account: in the app, by letter with a link that stops, by SMS with a word.

So is the trusted person, who learns the member's name and what changed, and nothing else.
"""

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
from openjmo.domains.protection.models import Lock, TrustedPerson
from openjmo.platform.dates import date_filters
from openjmo.platform.sealing import keyed_hash

REMEMBERED_FOR: Final = timedelta(days=180)
"""A former address or number is told for so long."""
_SAME_MAILBOX: Final = frozenset({Lock.Kind.PAYOUT_ACCOUNT, Lock.Kind.PHONE})
"""What changes without the address: there it is the side from before."""
LINK_PATH: Final = "/bekukan/"


def tell(
    account_id: int, what: str, ref: str, *, until: datetime | None, now: datetime, lock: Lock | None = None, and_trusted: bool = True
) -> None:
    """`what` is one of `letters.CHANGES`; `ref` makes each notice once. In the caller's transaction.

    Without `and_trusted` the caller writes to the trusted person itself.
    """
    account = identity.account(account_id)
    if account is None:
        return
    values = {"until_on": business_date(until).isoformat()} if until else {}
    messaging.notify(account.recipient, f"protection_{what}", values, topic="security", about=ref, key=f"protection:{ref}:{what}")
    for email, is_old in _emails(account, lock, now).items():
        _write(account, email, what, ref, until, NoticeKey(account_id, lock.ref if lock else "", is_old), lock, now)
    for phone in _phones(account, now):
        _text(account, phone, what, ref, until, now)
    trusted = TrustedPerson.objects.filter(account_id=account_id).exclude(agreed_at=None).first() if and_trusted else None
    if trusted:
        _tell_trusted(account, trusted, what, ref, now)


def _emails(account: AccountView, lock: Lock | None, now: datetime) -> dict[str, bool]:
    """Each address, and whether it speaks for the side from before the change."""
    since = now - REMEMBERED_FOR
    former = Lock.objects.filter(account_id=account.id, begun_at__gt=since, vetoed_at=None).exclude(old_email="")
    found = {email: _is_old(email, lock) for email in former.values_list("old_email", flat=True)}
    found[account.email] = lock is not None and lock.kind in _SAME_MAILBOX
    return found


def _is_old(email: str, lock: Lock | None) -> bool:
    if lock is None:
        return False
    return email == lock.old_email if lock.old_email else lock.kind in _SAME_MAILBOX


def _phones(account: AccountView, now: datetime) -> set[str]:
    person = membership.person_for_account(account.id)
    former = former_phones(now).filter(account_id=account.id).values_list("old_phone", flat=True)
    return {phone for phone in (account.phone if account.phone_is_verified else "", person.phone if person else "", *former) if phone}


def former_phones(now: datetime) -> QuerySet[Lock]:
    """Changes that put another number in the place of one its owner had proved, not long ago and not taken back."""
    return Lock.objects.filter(begun_at__gt=now - REMEMBERED_FOR, vetoed_at=None, old_phone_is_verified=True).exclude(old_phone_key=None)


def _words(account: AccountView, what: str, ref: str, until: datetime | None) -> dict[str, str]:
    day = date_filters(account.language)["tanggal_panjang"](business_date(until)) if until else ""
    return {"change": gettext(letters.CHANGES[what]), "until": day, "ref": ref}


def _write(
    account: AccountView, email: str, what: str, ref: str, until: datetime | None, key: NoticeKey, lock: Lock | None, now: datetime
) -> None:
    with override(account.language):
        values = _words(account, what, ref, until) | {"link": link(key)}
        parts = [gettext(letters.WHOLE.get(what, letters.HELD)) % values]
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


def link(key: NoticeKey) -> str:
    """The address that stops the account."""
    return f"{settings.OPENJMO_PUBLIC_ADDRESS}{LINK_PATH}{keys.written(key)}"


def _tell_trusted(account: AccountView, trusted: TrustedPerson, what: str, ref: str, now: datetime) -> None:
    key = f"protection:trusted:{what}:{ref}"
    with override(account.language):
        values = {
            "name": account.full_name,
            "change": gettext(letters.CHANGES[what]),
            "link": link(NoticeKey(account.id, "", is_old=False)),
        }
        parts = [gettext(letters.TRUSTED_TOLD) % values, *([] if what == "freeze" else [gettext(letters.TRUSTED_STOP) % values])]
        subject, text = gettext(letters.TRUSTED_SUBJECT) % values, gettext(letters.TEXT_TRUSTED_TOLD) % values
    if trusted.email:
        messaging.queue_mail(
            trusted.email,
            subject=subject,
            body="\n\n".join(parts),
            language=account.language,
            key=key,
            now=now,
            template="protection_trusted_told",
        )
    if trusted.phone:
        messaging.queue_sms(
            trusted.phone, body=text, language=account.language, key=f"{key}:sms", now=now, template="protection_trusted_told"
        )


def _text(account: AccountView, phone: str, what: str, ref: str, until: datetime | None, now: datetime) -> None:
    with override(account.language):
        body = gettext(letters.WHOLE_TEXTS.get(what, letters.TEXT_HELD)) % _words(account, what, ref, until)
    messaging.queue_sms(
        phone,
        body=body,
        language=account.language,
        key=f"protection:{what}:{ref}:{keyed_hash('phone', phone).hex()}",
        now=now,
        template=f"protection_{what}",
    )
