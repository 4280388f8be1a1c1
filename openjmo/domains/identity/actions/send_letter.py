"""Write one of this room's letters into the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from openjmo.domains.identity.letters import LETTERS
from openjmo.domains.identity.models import Account
from openjmo.domains.messaging import actions as messaging


def send_letter(letter: str, email: str, values: Mapping[str, str], *, language: str, now: datetime) -> None:
    """Queue the letter, in the language of the account if the address has one, else in `language`. Raises KeyError for an unknown one."""
    subject, body = LETTERS[letter]
    chosen = Account.objects.filter(email=email.lower()).values_list("language", flat=True).first() or language
    messaging.queue_letter(email, subject, body, values, language=chosen, key=f"identity:{letter}:{uuid4()}", now=now, template=letter)
