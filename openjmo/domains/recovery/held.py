"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

HELD: Final = (
    Held(
        "recovery_case",
        OF_ACCOUNT,
        _("Pemulihan akun"),
        _("Supaya pemulihan yang bukan oleh Anda bisa ditelusuri; selama akun ada."),
        silent=(
            *("asks_phone", "turn", "sent_turn", "codes_until", "email_code_digest", "phone_code_digest"),
            *("trusted_ref", "trusted_digest", "link_digest", "link_until"),
        ),
        order="held.opened_at",
    ),
)
