"""Django's door into the outbox: whatever a library sends as e-mail is written down in the same transaction instead.

Named by the setting EMAIL_BACKEND; used by allauth. The language is the one active while the letter is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone
from django.utils.translation import get_language

from openjmo.domains.messaging.actions import queue_mail


class OutboxBackend(BaseEmailBackend):
    """Queues plain-text letters. The sender is ours, whatever the message says."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many letters were queued; one per recipient."""
        count = 0
        for message in email_messages:
            for recipient in message.recipients():
                count += queue_mail(
                    recipient,
                    subject=str(message.subject),
                    body=str(message.body),
                    language=get_language() or settings.LANGUAGE_CODE,
                    key=f"library:{uuid4()}",
                    now=timezone.now(),
                )
        return count
