"""The real post office: plain text over SMTP, with the server of Django's EMAIL_HOST settings (RFC 5321 for what is permanent)."""

from __future__ import annotations

import smtplib
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.channels.email import Letter

FIRST_PERMANENT_CODE: Final = 500
"""SMTP answers from 500 on are final, 400 to 499 are for now."""


class Smtp:
    """Sends through one connection per letter."""

    keeps_text = False

    def send(self, letter: Letter) -> None:
        """Hand it to the server. Raises Trouble."""
        message = EmailMessage(
            letter.subject,
            letter.body,
            settings.DEFAULT_FROM_EMAIL,
            [letter.recipient],
            # So that holiday notes and mailing programs leave us alone (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
            connection=EmailBackend(fail_silently=False, timeout=settings.OPENJMO_MAIL_TIMEOUT),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise _trouble(code, answer) from refused
        except smtplib.SMTPAuthenticationError as refused:
            # Our own password is wrong: the operator can mend that, the letter is fine.
            raise Trouble(f"SMTP sign-in refused: {refused.smtp_code}") from refused
        except smtplib.SMTPResponseException as refused:
            raise _trouble(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as weather:
            raise Trouble(f"SMTP server not reached: {type(weather).__name__}") from weather


def _trouble(code: int, answer: bytes | str) -> Trouble:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return Trouble(f"{code} {words}"[:300], permanent=code >= FIRST_PERMANENT_CODE)
