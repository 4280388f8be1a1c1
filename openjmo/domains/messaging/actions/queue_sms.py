"""Put an SMS into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.domains.messaging.actions.queue_mail import defer_sending
from openjmo.domains.messaging.channels import sms
from openjmo.domains.messaging.models import Mail

_LINK: Final = re.compile(r"https?:|www\.|\w\.(?:id|com|net|org|link)\b", re.IGNORECASE)


def queue_sms(
    recipient: str, *, body: str, language: str, key: str, now: datetime, template: str = "", useful_until: datetime | None = None
) -> bool:
    """Write the text and the job that sends it; False when a text with this key exists already, or SMS is not offered here.

    `recipient` is E.164. After `useful_until` it is no longer sent. Raises ValueError for a text with a link: people are told that no SMS
    of ours has one, so that a false one is recognised (S120).
    """
    if _LINK.search(body):
        raise ValueError(f"the SMS {template} carries a link")
    if not sms.is_offered():
        return False
    with transaction.atomic():
        text, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "channel": Mail.Channel.SMS,
                "number": recipient,
                "template": template,
                "language": language,
                "subject": "",
                "body": body.strip(),
                "next_try_at": now,
                "useful_until": useful_until,
            },
        )
        if is_new:
            defer_sending(text.pk, now)
    return is_new
