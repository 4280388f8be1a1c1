"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

HELD: Final = (Held("support_officer", OF_ACCOUNT, _("Petugas"), _("Siapa menjawab permintaan; selama jawabannya disimpan.")),)
