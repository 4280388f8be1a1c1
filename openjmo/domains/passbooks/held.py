"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_PERSON, Held

HELD: Final = (
    Held(
        "passbooks_issued",
        OF_PERSON,
        _("Buku saku yang dibuat"),
        _("Supaya keasliannya bisa diperiksa; selama diwajibkan hukum."),
        silent=("asked_with",),
    ),
    Held(
        "passbooks_prepared_pdf",
        "held.issued_id IN (SELECT id FROM passbooks_issued WHERE person_id = %(person)s)",
        _("Buku saku yang disiapkan"),
        _("Berkas cetakan; dihapus setelah beberapa jam."),
    ),
)
