"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_RECIPIENT, Held

HELD: Final = (
    Held("messaging_message", OF_RECIPIENT, _("Kabar"), _("Pemberitahuan untuk Anda; selama akun ada."), order="held.created_at"),
    Held(
        "messaging_mail",
        "(held.recipient = %(email)s OR held.number_key = %(number)s)",
        _("Surat dan SMS yang dikirim"),
        _("Bukti bahwa Anda diberi tahu; isinya dikosongkan setelah terkirim."),
        silent=("attempt_count", "next_try_at", "useful_until", "problem"),
        order="held.created_at",
    ),
    Held(
        "messaging_dispatch",
        "held.mail_id IN (SELECT id FROM messaging_mail WHERE number_key = %(number)s)",
        _("Jalan sebuah SMS"),
        _("Lewat jalur mana SMS dikirim dan apakah sampai; selama bukti SMS itu disimpan."),
        silent=("mail_id",),
        order="held.at",
    ),
    Held(
        "messaging_incoming",
        "held.number_key = %(number)s",
        _("SMS dari Anda"),
        _("Supaya setiap SMS dijawab satu kali; tanpa isinya, 30 hari."),
        silent=("provider_ref",),
        order="held.received_at",
    ),
)
