"""An officer closes a ticket with what was found, and the member is told (S37)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.savings.actions.ask_employer import answered, lock_ticket, tell
from openjmo.domains.savings.findings import Finding


def answer_difference(ref: str, finding: str, sentence: str, *, by: str, now: datetime) -> None:
    """Close it with a finding and an optional sentence ; the same again changes nothing.

    Raises NotYours for an unknown ticket, InvalidInput for an unknown finding and for "something else" without a sentence, Refusal when it
    was answered otherwise or is the officer's own.
    """
    found, words = _finding(finding), _sentence(finding, sentence)
    with transaction.atomic():
        ticket = lock_ticket(ref, by)
        if (ticket.state, ticket.finding, ticket.answer) == ("closed", found, words):
            return
        if ticket.state == "closed":
            raise answered()
        ticket.state, ticket.finding, ticket.answer, ticket.answered_by, ticket.answered_at = "closed", found, words, by, now
        ticket.save(update_fields=["state", "finding", "answer", "answered_by", "answered_at"])
        tell(ticket, f"difference_{found}", {"note": words}, now)


def _finding(code: str) -> Finding:
    try:
        return Finding(code)
    except ValueError as unknown:
        raise InvalidInput("Penyebabnya belum dipilih.", field="finding", fix="Pilih salah satu penyebab.") from unknown


def _sentence(finding: str, typed: str) -> str:
    words = " ".join(typed.replace("\0", "").split())
    if finding == Finding.OTHER and not words:
        raise InvalidInput("Penyebab lain perlu penjelasan.", field="reason", fix="Tulis satu kalimat yang bisa dipahami peserta.")
    return required_reason(words) if words else ""
