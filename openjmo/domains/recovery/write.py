"""Write one of this room's letters or SMS into the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext, override

from openjmo.domains.messaging import actions as messaging
from openjmo.domains.recovery.letters import LETTERS, TEXTS


def write(letter: str, email: str, values: Mapping[str, str], *, language: str, key: str, now: datetime) -> None:
    """Queue the letter once for each `key`. Raises KeyError for an unknown one."""
    subject, body = LETTERS[letter]
    messaging.queue_letter(
        email, subject, body, values, language=language, key=f"recovery:{letter}:{key}", now=now, template=f"recovery_{letter}"
    )


def text(
    words: str, phone: str, values: Mapping[str, str], *, language: str, key: str, now: datetime, useful_until: datetime | None = None
) -> None:
    """The same for an SMS; nothing where none can be sent."""
    with override(language):
        body = gettext(TEXTS[words]) % values
    messaging.queue_sms(
        phone,
        body=body,
        language=language,
        key=text_key(words, key),
        now=now,
        template=f"recovery_{words}",
        useful_until=useful_until,
    )


def text_key(words: str, key: str) -> str:
    """The key of that SMS, under which can be asked what became of it."""
    return f"recovery:{words}:{key}:sms"
