"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, OF_PERSON, Held

_CARDS: Final = "held.membership_id IN (SELECT membership_id FROM membership_card WHERE person_id = %(person)s)"

HELD: Final = (
    Held("membership_person", "held.id = %(person)s", _("Data diri dalam daftar peserta"), _("Dasar hak Anda; selama diwajibkan hukum.")),
    Held("membership_membership", OF_PERSON, _("Kartu peserta"), _("Dasar hak Anda; selama diwajibkan hukum."), order="held.opened_on"),
    Held("membership_employment", _CARDS, _("Pekerjaan"), _("Dasar iuran dan klaim; selama diwajibkan hukum."), order="held.started_on"),
    Held(
        "membership_correction_request",
        OF_ACCOUNT,
        _("Permintaan pencocokan akun"),
        _("Supaya jawabannya bisa ditelusuri; selama akun ada."),
        order="held.opened_at",
    ),
    Held(
        "membership_card_request",
        OF_PERSON,
        _("Permintaan kartu"),
        _("Supaya jawabannya bisa ditelusuri; selama diwajibkan hukum."),
        order="held.opened_at",
    ),
)
