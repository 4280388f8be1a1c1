"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

HELD: Final = (
    Held(
        "privacy_asked",
        OF_ACCOUNT,
        _("Permintaan tentang data pribadi"),
        _("Supaya jawabannya bisa ditelusuri; selama akun ada."),
        order="held.opened_at",
    ),
    Held(
        "privacy_breach_notice",
        OF_ACCOUNT,
        _("Kebocoran data yang menyangkut Anda"),
        _("Bukti bahwa Anda diberi tahu; selama akun ada."),
        silent=("breach_id",),
    ),
)
