"""Type the codes that were sent to the new contacts; both together or one after the other.

Every way through costs the same statements, whether or not the case is joined to an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import constant_time_compare

from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import are_contacts_proven, case_digest, contact_digest, may_codes_be_typed
from openjmo.platform.jobs import defer

TELL_TASK: Final = "recovery.tell"


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of it: which codes were wrong, whether they hold no longer, and whether both contacts are proved now."""

    wrong: frozenset[str]
    is_over: bool
    is_proven: bool


def prove_contacts(code: str, email_code: str, phone_code: str, now: datetime) -> Typed | None:
    """Judge what was typed, an empty one is no try; None when there is no such case. A second tap finds everything proved."""
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(code_digest=case_digest(code)).first()
        if row is None:
            return None
        if are_contacts_proven(row):
            return Typed(frozenset(), is_over=False, is_proven=True)
        if not may_codes_be_typed(row, now) or now >= row.expires_at:
            return Typed(frozenset(), is_over=True, is_proven=False)
        wrong = set()
        if email_code and row.email_proven_at is None:
            if constant_time_compare(contact_digest(row, "email", email_code), row.email_code_digest):
                row.email_proven_at = now
            else:
                wrong.add("email")
        if phone_code and row.asks_phone and row.phone_proven_at is None:
            if constant_time_compare(contact_digest(row, "phone", phone_code), row.phone_code_digest):
                row.phone_proven_at = now
            else:
                wrong.add("phone")
        row.wrong_count += bool(wrong)
        row.save(update_fields=["email_proven_at", "phone_proven_at", "wrong_count"])
        is_proven = are_contacts_proven(row)
        if is_proven:
            defer(TELL_TASK, case_id=row.pk)
        return Typed(frozenset(wrong), is_over=not may_codes_be_typed(row, now), is_proven=is_proven)
