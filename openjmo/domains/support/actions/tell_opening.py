"""Tell the member, in the app and at their contacts, and every overseer that a request was opened by an officer without its task,
and that this ended before its time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, override

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.support import letters
from openjmo.domains.support.models import Opening, OpeningEnd
from openjmo.domains.support.openings import Overseer
from openjmo.domains.support.reads import Whose


def tell_opening(row: Opening, asked: Whose, overseers: Sequence[Overseer], *, now: datetime) -> None:
    """Once for each opening, in the caller's transaction."""
    minutes = (row.until - row.opened_at) // timedelta(minutes=1)
    values: dict[str, object] = {"reader": row.officer.name, "request": row.request_ref, "ref": row.ref, "minutes": minutes}
    quoted = values | {"reason": row.reason}
    messaging.notify(asked.subject, "emergency_opening", quoted, topic="security", about=row.ref, key=f"opening:{row.ref}")
    account = identity.account(asked.account_id) if asked.account_id else None
    if account:
        _write(account, letters.SUBJECT, letters.BODY, values, row, now)
        _text(account, row, now)
    for watching in identity.contacts([one.account_id for one in overseers]):
        messaging.notify(
            watching.recipient, "emergency_opening_overseen", quoted, topic="security", about=row.ref, key=f"opening:{row.ref}:overseen"
        )
        _write(watching, letters.OVERSEER_SUBJECT, letters.OVERSEER_BODY, values, row, now)


def tell_end(end: OpeningEnd, asked: Whose | None, officers: Collection[int], *, now: datetime) -> None:
    """That it ended before its time, once: to the member as the opening was told, and to the accounts of these officers.

    `asked` is the request as it is now; without one the member is told in the app only.
    """
    row = end.opening
    values: dict[str, object] = {"reader": row.officer.name, "request": row.request_ref, "ref": row.ref, "by": end.officer.name}
    messaging.notify(row.subject, "emergency_opening_ended", values, topic="security", about=row.ref, key=f"opening:{row.ref}:ended")
    account = identity.account(asked.account_id) if asked and asked.account_id else None
    if account:
        _write(account, letters.END_SUBJECT, letters.END_BODY, values, row, now, about="ended:")
        _text(account, row, now, text=letters.END_TEXT, about="ended:")
    for officer in identity.contacts(sorted(officers)):
        messaging.notify(
            officer.recipient,
            "emergency_opening_ended_overseen",
            values,
            topic="security",
            about=row.ref,
            key=f"opening:{row.ref}:end-seen",
        )
        _write(officer, letters.END_OVERSEER_SUBJECT, letters.END_OVERSEER_BODY, values, row, now, about="ended:")


def _write(
    account: AccountView, subject: str, body: str, values: Mapping[str, object], row: Opening, now: datetime, *, about: str = ""
) -> None:
    if account.email:
        key = f"opening:{row.ref}:{about}{account.ref}"
        messaging.queue_letter(
            account.email, subject, body, values, language=account.language, key=key, now=now, template="emergency_opening"
        )


def _text(account: AccountView, row: Opening, now: datetime, *, text: str = letters.TEXT, about: str = "") -> None:
    if not (account.phone and account.phone_is_verified):
        return
    with override(account.language):
        body = gettext(text)
    messaging.queue_sms(
        account.phone,
        body=body,
        language=account.language,
        key=f"opening:{row.ref}:{about}{account.ref}:sms",
        now=now,
        template="emergency_opening",
    )
