"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.domains.verification.sealed import CORRECTION, DRAFT, FACT
from openjmo.platform.held import OF_ACCOUNT, Held

HELD: Final = (
    Held(
        "verification_update",
        OF_ACCOUNT,
        _("Pengkinian data"),
        _("Supaya isian yang belum selesai tidak hilang; isiannya dihapus setelah selesai."),
        order="held.begun_at",
        opened=(("sealed_typed", DRAFT),),
    ),
    Held(
        "verification_fact",
        OF_ACCOUNT,
        _("Data yang Anda isi sendiri"),
        _("Untuk menghubungi Anda, dan catatan setiap perubahan; selama akun ada."),
        order="held.noted_at",
        opened=(("sealed_value", FACT),),
    ),
    Held(
        "verification_check",
        OF_ACCOUNT,
        _("Pencocokan dengan daftar penduduk"),
        _("Hasil per data, tanpa isi jawabannya; selama akun ada."),
        order="held.asked_at",
    ),
    Held(
        "verification_correction",
        OF_ACCOUNT,
        _("Permintaan perbaikan data"),
        _("Supaya jawabannya bisa ditelusuri; selama akun ada."),
        order="held.opened_at",
        opened=(("sealed_value", CORRECTION),),
    ),
    Held(
        "verification_face",
        OF_ACCOUNT,
        _("Pemeriksaan wajah"),
        _("Hasilnya, tanpa foto; selama akun ada."),
        order="held.asked_at",
    ),
    Held(
        "verification_picture",
        OF_ACCOUNT,
        _("Foto yang Anda kirim"),
        _("Sampai masa keberatan setelah putusan lewat."),
        silent=("face_id", "correction_id", "sealed_content"),
        order="held.kept_at",
    ),
)
