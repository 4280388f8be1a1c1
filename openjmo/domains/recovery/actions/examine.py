"""The first officer has seen who stands there: which account it is about, with which papers. A second officer must agree (`agree`)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import Phone, new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership.evidence import read_evidence, require_evidence, required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging.reads import offers_sms
from openjmo.domains.recovery.actions.agree import refuse_over
from openjmo.domains.recovery.actions.end_case import end_run_out
from openjmo.domains.recovery.actions.open_case import SEND_CODES_TASK
from openjmo.domains.recovery.actions.prove_contacts import TELL_TASK
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import State, case_digest, state_of
from openjmo.platform.codes import new_code
from openjmo.platform.jobs import defer

_DONE: Final = frozenset({State.AGREED, State.READY, State.DONE})

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examination:
    """What an officer saw: papers in the original (codes of `membership.evidence`), and a sentence the second officer reads."""

    evidence: Iterable[str]
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case opened at the counter: its reference, and the case code for whoever stands there."""

    ref: str
    code: str


def open_at_counter(account_id: int, email: str, phone: str, seen: Examination, *, by: str, now: datetime) -> OpenedCase:
    """Open a case for somebody whom the officer has examined, whatever they could type themselves; codes go to the new contacts.

    Raises InvalidInput at `email`, `phone`, `evidence` or `reason`, Refusal for one's own account and when another case is open.
    """
    new_email, number = _checked_email(email), Phone.parse(phone).e164
    evidence, reason = read_evidence(seen.evidence), required_reason(seen.reason)
    require_evidence(evidence)
    refuse_own(account_id, by)
    code = new_code()
    with transaction.atomic():
        hold_account(account_id)
        _refuse_second(account_id, now)
        account = identity.account(account_id)
        assert account
        row = Case.objects.create(
            ref=new_reference("PA"),
            code_digest=case_digest(code),
            new_email=new_email,
            new_phone=number,
            language=account.language,
            opened_at=now,
            expires_at=now + timedelta(days=settings.OPENJMO_RECOVERY_OPEN_DAYS),
            asks_phone=offers_sms(),
            account_id=account_id,
            examined_by=by,
            examined_at=now,
            evidence=[str(one) for one in evidence],
            reason=reason,
        )
        defer(SEND_CODES_TASK, case_id=row.pk, turn=row.turn)
        defer(TELL_TASK, case_id=row.pk)
    _logger.warning("recovery opened at the counter", extra={"case": row.ref, "by": by})
    return OpenedCase(row.ref, code)


def examine_case(ref: str, account_id: int, seen: Examination, *, by: str, now: datetime) -> None:
    """The same for a case that somebody opened alone; it is joined to this account now if it was to none. The same officer's again changes
    nothing.

    Raises InvalidInput at `evidence` or `reason`, NotYours for an unknown reference, Refusal for one's own account, when it is over, was
    examined by somebody else, is joined to another account, or another case of the account is open.
    """
    evidence, reason = read_evidence(seen.evidence), required_reason(seen.reason)
    require_evidence(evidence)
    refuse_own(account_id, by)
    with transaction.atomic():
        hold_account(account_id)
        row = Case.objects.select_for_update().filter(ref=ref).first()
        if row is None:
            raise NotYours("Kasus ini tidak ada.")
        state = state_of(row, now)
        refuse_over(state)
        if row.examined_by == by and row.account_id == account_id:
            return
        if row.examined_by or state in _DONE or row.account_id not in {None, account_id}:
            raise Refusal(
                "Kasus ini sudah diperiksa, atau milik akun lain.",
                code="recovery.already_examined",
                fix="Muat ulang halaman untuk melihat keadaannya.",
            )
        if row.account_id is None:
            _refuse_second(account_id, now)
        row.account_id, row.examined_by, row.examined_at, row.reason = account_id, by, now, reason
        row.evidence = [str(one) for one in evidence]
        row.save(update_fields=["account", "examined_by", "examined_at", "evidence", "reason"])
        defer(TELL_TASK, case_id=row.pk)
    _logger.warning("recovery examined", extra={"case": ref, "by": by})


def _refuse_second(account_id: int, now: datetime) -> None:
    end_run_out(account_id, now)
    other = Case.objects.filter(account_id=account_id, done_at=None, ended_at=None).first()
    if other:
        raise Refusal(
            "Untuk akun ini sudah ada kasus lain yang terbuka: %(ref)s.",
            code="recovery.case_open",
            fix="Periksa kasus itu. Bila bukan dari orang ini, tolak dulu dengan alasan.",
            values={"ref": other.ref},
        )


def _checked_email(typed: str) -> str:
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise InvalidInput(
            "Alamat e-mail tidak lengkap.", code="recovery.email_wrong", field="email", fix="Contoh: nama@contoh.id"
        ) from wrong
    return email
