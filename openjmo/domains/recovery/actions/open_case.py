"""Open a case: somebody says who they are, and with which new contacts they can be reached.

Nothing is looked up here: a row and a job are written for everybody alike, and the job (`send_codes`) finds out whose account it is. So
neither the answer nor its time tells whether there is one.
"""

from __future__ import annotations

import logging
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from openjmo.core.ids import new_reference
from openjmo.domains.membership.recognise import CivilData
from openjmo.domains.messaging.reads import offers_sms
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import TURNS, case_digest
from openjmo.platform.codes import code_of
from openjmo.platform.jobs import defer

SEND_CODES_TASK: Final = "recovery.send_codes"
"""Name of the job; written here and not imported, because jobs call actions and not the other way round."""
_SEED: Final = "openjmo.recovery.open"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewCase:
    """What was typed and checked: the person, a new e-mail address in lower case, and a new number (E.164)."""

    said: CivilData
    email: str
    phone: str


def open_case(new: NewCase, form: str, language: str, now: datetime) -> str:
    """The case code. `form` is a random text that the form carried: the same form sent twice is one case."""
    code = code_of(repr((form, astuple(new))), _SEED)
    with transaction.atomic():
        row, is_new = Case.objects.get_or_create(
            code_digest=case_digest(code),
            defaults={
                "ref": new_reference("PA"),
                "nik": new.said.nik,
                "full_name": new.said.full_name,
                "birth_date": new.said.birth_date,
                "mother_name": new.said.mother_name,
                "card_number": new.said.card_number,
                "new_email": new.email,
                "new_phone": new.phone,
                "language": language,
                "opened_at": now,
                "expires_at": now + timedelta(days=settings.OPENJMO_RECOVERY_OPEN_DAYS),
                "asks_phone": offers_sms(),
            },
        )
        if is_new:
            defer(SEND_CODES_TASK, case_id=row.pk, turn=row.turn)
            _logger.info("recovery opened", extra={"case": row.ref})
    return code


def ask_codes(code: str, now: datetime) -> bool:
    """New codes for the contacts that are not proved yet; older ones end. False when there is no such case, or too many were asked for."""
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(code_digest=case_digest(code), expires_at__gt=now).first()
        if row is None or row.turn >= TURNS:
            return False
        row.turn += 1
        row.email_code_digest = row.phone_code_digest = ""
        row.codes_until, row.wrong_count = None, 0
        row.save(update_fields=["turn", "email_code_digest", "phone_code_digest", "codes_until", "wrong_count"])
        defer(SEND_CODES_TASK, case_id=row.pk, turn=row.turn)
    return True
