"""The terms people agree to, version by version, in plain words (S11).

Read by the page that shows them and by the form that asks for consent. A consent keeps the version and the digest of the Indonesian text,
so that it can be shown later what exactly was agreed to. A new wording is a new version.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.utils.translation import gettext_noop as _

DOCUMENT: Final = "terms"
VERSION: Final = "2026-11"

SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    (
        _("Apa ini"),
        _(
            "OpenJMO adalah sistem terbuka yang dijalankan sendiri oleh pengelolanya. OpenJMO bukan aplikasi resmi "
            "BPJS Ketenagakerjaan dan tidak terhubung dengan sistemnya. Pada mode demo semua orang dan angka di dalamnya rekaan."
        ),
    ),
    (
        _("Data yang kami simpan"),
        _(
            "E-mail, nama, nomor HP, NIK, dan nomor KPJ (atau nama ibu kandung) yang Anda ketik, serta kata sandi dalam bentuk yang tidak "
            "dapat dibaca kembali. Data itu hanya dipakai untuk mencocokkan Anda dengan daftar peserta dan untuk menghubungi Anda."
        ),
    ),
    (
        _("Hak Anda"),
        _(
            "Anda boleh melihat, memperbaiki, dan meminta penghapusan data akun Anda, serta menarik persetujuan ini, sesuai "
            "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi. Catatan iuran dan saldo disimpan selama diwajibkan hukum."
        ),
    ),
    (
        _("Yang kami minta dari Anda"),
        _(
            "Isi data sesuai KTP, pakai e-mail milik Anda sendiri, dan jangan berikan kata sandi kepada siapa pun. Petugas tidak pernah "
            "menanyakan kata sandi Anda."
        ),
    ),
    (
        _("Jika syarat berubah"),
        _("Versi baru kami tampilkan lebih dulu dan kami minta persetujuan Anda lagi. Versi yang pernah Anda setujui tetap tercatat."),
    ),
)


def text_digest() -> str:
    """SHA-256 of the Indonesian text, in hex."""
    text = "\n".join(part for section in SECTIONS for part in section)
    return hashlib.sha256(text.encode()).hexdigest()
