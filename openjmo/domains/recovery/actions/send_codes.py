"""Find out whose account a case is about, and send codes to the new contacts. Called by a job, out of the asker's sight."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership.recognise import CivilData, account_fitting
from openjmo.domains.recovery.actions.end_case import end_run_out
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import CODES_HOLD_FOR, State, contact_digest, shown_state
from openjmo.domains.recovery.write import text, write
from openjmo.platform.codes import new_digits

_logger = logging.getLogger(__name__)


def send_codes(case_id: int, turn: int, now: datetime) -> None:
    """Once for each turn; both codes go out whether or not there is an account."""
    with transaction.atomic():
        known = Case.objects.filter(id=case_id).first()
        if known is None:
            return
        account_id = known.account_id or _account_of(known)
        if account_id is not None:
            hold_account(account_id)
            end_run_out(account_id, now)
        row = Case.objects.select_for_update().get(id=case_id)
        if row.turn != turn or row.sent_turn >= turn or shown_state(row, now) is not State.CONTACTS:
            return
        if (
            row.account_id is None
            and account_id is not None
            and not Case.objects.filter(account_id=account_id, done_at=None, ended_at=None).exists()
        ):
            row.account_id = account_id
        row.sent_turn, row.codes_until, row.wrong_count = turn, now + CODES_HOLD_FOR, 0
        if row.email_proven_at is None:
            _to_email(row, account_id, now)
        if row.asks_phone and row.phone_proven_at is None:
            _to_phone(row, now)
        row.save(update_fields=["account", "sent_turn", "codes_until", "wrong_count", "email_code_digest", "phone_code_digest"])
    _logger.info("recovery codes sent", extra={"case": row.ref, "is_joined": row.account_id is not None})


def _account_of(row: Case) -> int | None:
    if row.birth_date is None:
        return None
    account_id = account_fitting(CivilData(row.nik, row.full_name, row.birth_date, row.mother_name, row.card_number))
    account = identity.account(account_id) if account_id else None
    return account.id if account and account.kind == "participant" and account.email_confirmed_at else None


def _to_email(row: Case, account_id: int | None, now: datetime) -> None:
    holder = identity.account_with_email(row.new_email)
    key = f"{row.ref}:{row.turn}"
    if holder and holder.email_confirmed_at and holder.id != account_id:
        row.email_code_digest = ""
        write("taken", row.new_email, {}, language=holder.language, key=key, now=now)
        return
    code = new_digits()
    row.email_code_digest = contact_digest(row, "email", code)
    write("codes", row.new_email, {"code": code, "ref": row.ref}, language=row.language, key=key, now=now)


def _to_phone(row: Case, now: datetime) -> None:
    code = new_digits()
    row.phone_code_digest = contact_digest(row, "phone", code)
    until = row.codes_until
    text("codes", row.new_phone, {"code": code}, language=row.language, key=f"{row.ref}:{row.turn}", now=now, useful_until=until)
