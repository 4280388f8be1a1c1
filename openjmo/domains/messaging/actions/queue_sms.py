"""Put an SMS into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.domains.messaging import message_codes
from openjmo.domains.messaging.actions.note_code import note_code
from openjmo.domains.messaging.actions.queue_mail import defer_sending
from openjmo.domains.messaging.channels import sms
from openjmo.domains.messaging.models import Mail

_LINK: Final = re.compile(r"https?:|www\.|\w\.(?:id|com|net|org|link)\b", re.IGNORECASE)


def queue_sms(
    recipient: str, *, body: str, language: str, key: str, now: datetime, template: str = "", useful_until: datetime | None = None
) -> bool:
    """Write the text and the job that sends it; False when a text with this key exists already, or SMS is not offered here.

    The text ends with a code by which anybody can check that it is ours. `recipient` is E.164. After
    `useful_until` it is no longer sent. Raises ValueError for a text with a link: people are told that no SMS of ours has one, so that a
    false one is recognised (S120).
    """
    if _LINK.search(body):
        raise ValueError(f"the SMS {template} carries a link")
    if not sms.is_offered():
        return False
    code = message_codes.sms_code()
    with override(language):
        words = with_code(body, code)
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "channel": Mail.Channel.SMS,
                "number": recipient,
                "template": template,
                "language": language,
                "subject": "",
                "body": words,
                "next_try_at": now,
                "useful_until": useful_until,
            },
        )
        if is_new:
            note_code(mail, code, words, now)
            defer_sending(mail.pk, now)
    return is_new


def with_code(body: str, code: str) -> str:
    """The whole SMS, in the active language; it goes out as one while it has at most 160 signs."""
    return f"{body.strip()}\n{gettext('Cek:')} {code}"
