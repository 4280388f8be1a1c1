"""A member agrees that partners are asked (R7.1), and what to do without it."""

from __future__ import annotations

from datetime import datetime

from openjmo.core.errors import Refusal
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import NewConsent
from openjmo.domains.verification.consent import DOCUMENT, VERSION, text_digest


def agree(account_id: int, language: str, now: datetime) -> None:
    """Keep the consent to the wording in force; again is the same."""
    identity_actions.give_consent(account_id, NewConsent(DOCUMENT, VERSION, text_digest(), language), now)


def required_consent(account_id: int) -> int:
    """The row id of the consent in force. Raises Refusal without one."""
    found = identity.consent_to(account_id, DOCUMENT, VERSION)
    if found is None:
        raise Refusal(
            "Anda belum menyetujui pencocokan dengan daftar penduduk.",
            code="verification.consent_missing",
            fix="Setujui dulu, atau pilih panggilan video atau loket.",
        )
    return found
