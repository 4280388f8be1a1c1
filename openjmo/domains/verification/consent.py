"""What members agree to before a partner is asked, in plain words, version by version (R7.1; UU 27/2022).

A consent keeps the version and the digest of the Indonesian text. A new wording is a new version, and is asked for anew.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.utils.translation import gettext_noop as _

DOCUMENT: Final = "identity_check"
VERSION: Final = "2026-11"

SENTENCES: Final[tuple[str, ...]] = (
    _("Nama, tanggal dan tempat lahir, jenis kelamin, nama ibu, dan alamat Anda dibandingkan dengan daftar penduduk lewat NIK."),
    _("Yang kami simpan hanya hasil per data: sama, berbeda, atau tidak diperiksa. Isi jawaban daftar penduduk tidak kami simpan."),
    _("Bila Anda memilih swafoto, foto itu dibandingkan dengan foto pada daftar penduduk, lalu dihapus setelah masa keberatan lewat."),
    _("Tanpa persetujuan ini Anda tetap dilayani: petugas memeriksa KTP Anda di loket atau lewat panggilan video."),
)


def text_digest() -> str:
    """SHA-256 of the Indonesian text, in hex."""
    return hashlib.sha256("\n".join(SENTENCES).encode()).hexdigest()
