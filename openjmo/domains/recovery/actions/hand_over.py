"""The waiting is over: a link goes to the new address, and whoever opens it chooses the password and holds the account."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import NewContacts, hold_account, prove_password, recover_account
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import LINK_HOLDS_FOR, PATH, State, case_digest, link_digest, state_of
from openjmo.domains.recovery.write import write
from openjmo.platform.codes import new_code

_NOT_TOO_OFTEN: Final = timedelta(minutes=2)

_logger = logging.getLogger(__name__)


def send_link(case_id: int, now: datetime) -> None:
    """Once, when the days are over; called by a job. Nothing happens to a case that was stopped, or has its link already."""
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(id=case_id).first()
        if row is not None and row.link_digest is None and state_of(row, now) is State.READY:
            _send(row, now)


def ask_link(code: str, now: datetime) -> bool:
    """Another one, by whoever has the case code; older ones hold no longer. False when nothing is ready. A second tap sends one."""
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(code_digest=case_digest(code)).first()
        if row is None or state_of(row, now) is not State.READY:
            return False
        sent_at = row.link_until - LINK_HOLDS_FOR if row.link_until else None
        if sent_at is None or now - sent_at >= _NOT_TOO_OFTEN:
            _send(row, now)
    return True


def _send(row: Case, now: datetime) -> None:
    key = new_code()
    row.link_digest, row.link_until = link_digest(key), now + LINK_HOLDS_FOR
    row.save(update_fields=["link_digest", "link_until"])
    values = {"ref": row.ref, "link": f"{settings.OPENJMO_PUBLIC_ADDRESS}{PATH}sandi/{key}"}
    write("link", row.new_email, values, language=row.language, key=f"{row.ref}:{row.link_digest[:16]}", now=now)


def choose_password(key: str, password: str, now: datetime) -> bool:
    """Hand the account over with this password, which has been judged; the second of two equal requests is content.

    False when the link is none, too old or used, or the new address belongs to another account by now. Raises Refusal while the account is
    frozen.
    """
    with transaction.atomic():
        known = Case.objects.filter(link_digest=link_digest(key)).first()
        if known is None or known.account_id is None:
            return False
        hold_account(known.account_id)
        row = Case.objects.select_for_update().get(id=known.pk)
        if row.done_at is not None:
            account = identity.account(known.account_id)
            return account is not None and account.email == row.new_email and prove_password(known.account_id, password)
        if row.link_until is None or now >= row.link_until or state_of(row, now) is not State.READY:
            return False
        new = NewContacts(row.new_email, row.new_phone, phone_is_verified=row.phone_proven_at is not None)
        if not recover_account(known.account_id, new, password, now):
            return False
        row.done_at = now
        row.save(update_fields=["done_at"])
        write("done", row.new_email, {}, language=row.language, key=row.ref, now=now)
    _logger.warning("recovery done", extra={"case": row.ref})
    return True
