"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import Held

HELD: Final = (
    Held(
        "looks_look",
        "held.subject = ANY(%(recipients)s)",
        _("Siapa membuka data Anda"),
        _("Supaya Anda tahu siapa membacanya; selama datanya ada."),
        silent=("subject", "link", "who"),
        order="held.subject, held.seq",
    ),
)
