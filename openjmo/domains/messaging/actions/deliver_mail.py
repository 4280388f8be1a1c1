"""Hand a letter or an SMS to its channel, and try again later when the weather is bad.

Called by jobs only. Three steps: claim (a short transaction that also says when to try next), send (no transaction is open while we wait
for a stranger), note the outcome. If the process dies between sending and noting, the letter is sent again: at least once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.actions.queue_mail import defer_sending
from openjmo.domains.messaging.actions.send_by_route import send_by_route
from openjmo.domains.messaging.channels import email
from openjmo.domains.messaging.models import Mail

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""Wait after the first, second … failed attempt; after the last the letter has failed."""
STUCK_AFTER: Final = timedelta(minutes=10)
"""A letter that should have been tried so long ago has lost its job."""

_logger = logging.getLogger(__name__)


def deliver_mail(mail_id: int, now: datetime | None = None) -> None:
    """Try to send one letter if it is its turn; otherwise nothing happens."""
    moment = now or timezone.now()
    mail = _claim(mail_id, moment)
    if mail is None:
        return
    try:
        is_text_kept = _hand_over(mail, moment)
    except Trouble as trouble:
        _note_trouble(mail, trouble)
        return
    body = mail.body if is_text_kept else ""
    Mail.objects.filter(id=mail.pk).update(state=Mail.State.SENT, sent_at=moment, body=body, problem="")


def deliver_waiting_mail(now: datetime | None = None) -> int:
    """Give letters that lost their job (a worker that died) a new one; how many."""
    moment = now or timezone.now()
    waiting = Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__lt=moment - STUCK_AFTER).order_by("next_try_at")[:1000]
    with transaction.atomic():
        ids = list(waiting.select_for_update(skip_locked=True).values_list("id", flat=True))
        for mail_id in ids:
            defer_sending(mail_id, moment)
    return len(ids)


def _claim(mail_id: int, now: datetime) -> Mail | None:
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(id=mail_id, state=Mail.State.QUEUED, next_try_at__lte=now).first()
        if mail is None:
            return None
        mail.next_try_at = now + PAUSES[min(mail.attempt_count, len(PAUSES) - 1)]
        mail.attempt_count += 1
        mail.save(update_fields=["next_try_at", "attempt_count"])
        return mail


def _hand_over(mail: Mail, now: datetime) -> bool:
    """Whether the outbox keeps the text."""
    if mail.useful_until is not None and mail.useful_until <= now:
        raise Trouble("it would come too late", permanent=True)
    if mail.channel == Mail.Channel.SMS:
        return send_by_route(mail, now)
    post = email.channel()
    post.send(email.Letter(mail.recipient, mail.subject, mail.body))
    return post.keeps_text


def _note_trouble(mail: Mail, trouble: Trouble) -> None:
    mail.problem = trouble.message
    is_over = trouble.permanent or mail.attempt_count > len(PAUSES)
    if is_over:
        mail.state = Mail.State.FAILED
    with transaction.atomic():
        mail.save(update_fields=["problem", "state"])
        if not is_over:
            defer_sending(mail.pk, mail.next_try_at)
    _logger.warning("mail not sent", extra={"mail_id": mail.pk, "attempt": mail.attempt_count, "is_over": is_over})
