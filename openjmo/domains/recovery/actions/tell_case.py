"""Tell the contacts of before that somebody wants the account, and ask the trusted person. Called by a job, out of the asker's sight."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.protection import trust_codes
from openjmo.domains.protection.actions.tell import tell
from openjmo.domains.protection.trust import TrustedView, trusted_of
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import State, are_contacts_proven, state_of, trusted_digest
from openjmo.domains.recovery.write import text, write
from openjmo.platform.codes import new_code


def tell_case(case_id: int, now: datetime) -> None:
    """Once, when both new contacts are proved, or when an officer has joined it; a case without an account tells nobody.

    The trusted person is asked when both new contacts are proved and they have been trusted for long enough.
    """
    with transaction.atomic():
        known = Case.objects.filter(id=case_id).first()
        if known is None or known.account_id is None:
            return
        hold_account(known.account_id)
        row = Case.objects.select_for_update().get(id=case_id)
        if state_of(row, now) not in {State.CONTACTS, State.WAITING}:
            return
        trusted = trusted_of(known.account_id)
        asks = trusted if trusted and trusted.counts(now) and are_contacts_proven(row) and not row.trusted_ref else None
        if row.told_at is None and (are_contacts_proven(row) or row.examined_at):
            row.told_at = now
            tell(known.account_id, "recovery_asked", row.ref, until=None, now=now, and_trusted=asks is None)
        if asks:
            _ask(row, known.account_id, asks, now)
        row.save(update_fields=["told_at", "trusted_ref", "trusted_digest"])


def _ask(row: Case, account_id: int, trusted: TrustedView, now: datetime) -> None:
    account = identity.account(account_id)
    assert account
    code = new_code()
    row.trusted_ref, row.trusted_digest = trusted.ref, trusted_digest(code)
    values = {"name": account.full_name, "link": trust_codes.link(code), "code": code}
    if trusted.email:
        write("trusted", trusted.email, values, language=account.language, key=row.ref, now=now)
    if trusted.phone:
        text("trusted", trusted.phone, values, language=account.language, key=row.ref, now=now)
