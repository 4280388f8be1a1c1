"""Put a letter into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.domains.messaging.models import Mail
from openjmo.platform.jobs import defer

SEND_MAIL_TASK = "messaging.send_mail"
"""Name of the job; written here and not imported, because jobs call actions and not the other way round."""


def queue_mail(recipient: str, *, subject: str, body: str, language: str, key: str, now: datetime, template: str = "") -> bool:
    """Write the letter and the job that sends it; False when a letter with this key exists already.

    Every letter ends with the notice who we are not, in its own language. The subject is one line.
    """
    with override(language):
        notice = gettext(
            "OpenJMO berdiri sendiri dan bukan aplikasi resmi BPJS Ketenagakerjaan. Kami tidak pernah menanyakan kata sandi Anda. "
            "Surat kami hanya berisi tautan bila Anda sendiri mengaktifkan akun, meminta kata sandi baru, atau mengganti alamat e-mail, "
            "dan tautan untuk membekukan akun atau menjawab sebagai orang tepercaya, yang tidak meminta Anda mengetik apa pun."
        )
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "recipient": recipient,
                "template": template,
                "language": language,
                "subject": " ".join(subject.split()),
                "body": f"{body.strip()}\n\n-- \n{notice}\n",
                "next_try_at": now,
            },
        )
        if is_new:
            defer_sending(mail.pk, now)
    return is_new


def defer_sending(mail_id: int, at: datetime) -> None:
    """Have the letter sent in the background, not before `at`. The job is a row of the same transaction."""
    defer(SEND_MAIL_TASK, at=at, mail_id=mail_id)
