"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

_OF_OFFICER: Final = "held.officer_id IN (SELECT id FROM support_officer WHERE account_id = %(account)s)"
HELD: Final = (
    Held("support_officer", OF_ACCOUNT, _("Petugas"), _("Siapa menjawab permintaan; selama jawabannya disimpan.")),
    Held(
        "support_task_change",
        _OF_OFFICER,
        _("Tugas petugas"),
        _("Siapa boleh menjawab apa, sejak dan sampai kapan; selama jawabannya disimpan."),
        silent=("officer_id",),
        order="held.id",
    ),
    Held(
        "support_opening",
        "held.subject = ANY(%(recipients)s)",
        _("Permintaan Anda yang dibuka darurat"),
        _("Supaya Anda tahu petugas tanpa tugasnya membukanya, dan mengapa; selama datanya ada."),
        silent=("officer_id", "subject"),
        order="held.id",
    ),
    Held(
        "support_opening_end",
        "held.opening_id IN (SELECT id FROM support_opening WHERE subject = ANY(%(recipients)s))",
        _("Buka darurat yang diakhiri lebih awal"),
        _("Supaya Anda tahu sejak kapan permintaan Anda tertutup lagi; selama datanya ada."),
        silent=("officer_id", "opening_id"),
        order="held.id",
    ),
    Held(
        "support_opening_check",
        _OF_OFFICER,
        _("Buka darurat yang sudah Anda periksa"),
        _("Siapa dari petugas pengawas sudah memeriksa; selama catatannya ada."),
        silent=("officer_id", "opening_id"),
        order="held.id",
    ),
)
