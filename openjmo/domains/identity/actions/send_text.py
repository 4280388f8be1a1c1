"""Write one of this room's SMS into the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext, override

from openjmo.domains.identity.letters import TEXTS
from openjmo.domains.messaging import actions as messaging


def send_text(
    text: str,
    phone: str,
    values: Mapping[str, str],
    *,
    language: str,
    now: datetime,
    useful_until: datetime | None = None,
    key: str = "",
) -> None:
    """Queue the SMS in that language; under a key, what became of it can be asked. Raises KeyError for an unknown one."""
    with override(language):
        body = gettext(TEXTS[text]) % values
    messaging.queue_sms(
        phone,
        body=body,
        language=language,
        key=key or f"identity:{text}:{uuid4()}",
        now=now,
        template=text,
        useful_until=useful_until,
    )
