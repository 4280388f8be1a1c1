"""Note by what a message will be recognised, in the transaction that queues it."""

from __future__ import annotations

from datetime import datetime

from openjmo.domains.messaging.message_codes import digest, plain
from openjmo.domains.messaging.models import Mail, MessageCode, Recognised


def note_code(mail: Mail, code: str, text: str, now: datetime) -> None:
    """Keep the code and the digest of the message, whose `text` ends with the code."""
    signs = plain(text)
    MessageCode.objects.create(mail=mail, code=code, written_at=now, recognised=Recognised(str(len(signs)), digest(mail.facts(now), signs)))
