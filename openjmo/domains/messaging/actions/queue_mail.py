"""Put a letter into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.core.ids import masked_email
from openjmo.domains.messaging import message_codes
from openjmo.domains.messaging.actions.note_code import note_code
from openjmo.domains.messaging.models import Mail
from openjmo.platform.dates import date_filters
from openjmo.platform.jobs import defer

SEND_MAIL_TASK = "messaging.send_mail"
"""Name of the job; written here and not imported, because jobs call actions and not the other way round."""


def queue_mail(recipient: str, *, subject: str, body: str, language: str, key: str, now: datetime, template: str = "") -> bool:
    """Write the letter and the job that sends it; False when a letter with this key exists already.

    Every letter ends, in its own language, with the notice who we are not, with what it is about, for whom and of when, and with a code and
    a signature by which anybody can check that it is ours. The subject is one line and names nobody: whoever has the code sees it.
    """
    title, code = " ".join(subject.split()), message_codes.letter_code()
    with override(language):
        text = f"{body.strip()}\n\n-- \n{_notice()}\n\n{_about(title, recipient, language, now)}\n{gettext('Kode surat:')} {code}\n"
        signature = message_codes.signature_of(message_codes.plain(text))
        signed = f"{text}{gettext('Tanda tangan:')} {signature}\n" if signature else text
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "recipient": recipient,
                "template": template,
                "language": language,
                "subject": title,
                "body": signed,
                "next_try_at": now,
            },
        )
        if is_new:
            note_code(mail, code, text, now)
            defer_sending(mail.pk, now)
    return is_new


def queue_letter(
    recipient: str, subject: str, body: str, values: Mapping[str, object], *, language: str, key: str, now: datetime, template: str
) -> bool:
    """The same with two sentences of the catalogue, said in that language with these values."""
    with override(language):
        written = gettext(subject) % values, gettext(body) % values
    return queue_mail(recipient, subject=written[0], body=written[1], language=language, key=key, now=now, template=template)


def _notice() -> str:
    return gettext(
        "OpenJMO berdiri sendiri dan bukan aplikasi resmi BPJS Ketenagakerjaan. Kami tidak pernah menanyakan kata sandi Anda. "
        "Surat kami hanya berisi tautan bila Anda sendiri mengaktifkan akun, meminta kata sandi baru, atau mengganti alamat e-mail, "
        "dan tautan untuk membekukan akun atau menjawab sebagai orang tepercaya, yang tidak meminta Anda mengetik apa pun."
    )


def _about(title: str, recipient: str, language: str, now: datetime) -> str:
    return gettext(
        "Perihal: %(title)s\nKepada: %(recipient)s\nDitulis: %(written)s\n"
        "Ragu apakah surat ini dari kami? Ketik sendiri alamat OpenJMO, pilih “Periksa pesan”, lalu tempel seluruh surat ini."
    ) % {"title": title, "recipient": masked_email(recipient), "written": date_filters(language)["waktu"](now)}


def defer_sending(mail_id: int, at: datetime) -> None:
    """Have the letter sent in the background, not before `at`. The job is a row of the same transaction."""
    defer(SEND_MAIL_TASK, at=at, mail_id=mail_id)
