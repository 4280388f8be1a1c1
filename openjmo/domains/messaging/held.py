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
)
