"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import Held

HELD: Final = (
    Held(
        "contributions_report_line",
        "true",
        _("Laporan upah tentang Anda"),
        _("Dasar iuran, dilaporkan pemberi kerja; selama diwajibkan hukum."),
        silent=("line", "tells_mother"),
        order="held.report_id",
        source="contributions_lines_of(%(person)s)",
    ),
)
