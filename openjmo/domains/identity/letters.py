"""The letters this room sends. Plain text, one link at most, and only in the two letters somebody has just asked for (S120).

Keys are named after what has happened; `openjmo.portals.public.adapter` knows which of allauth's occasions each belongs to.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

LETTERS: Final[dict[str, tuple[str, str]]] = {
    "activation": (
        _("Aktifkan akun OpenJMO Anda"),
        _(
            "Seseorang, semoga Anda sendiri, mendaftar di OpenJMO dengan alamat e-mail ini.\n\n"
            "Untuk mengaktifkan akun, buka tautan ini lalu tekan tombol “Aktifkan akun”:\n\n%(link)s\n\n"
            "Tautan berlaku 24 jam dan hanya bisa dipakai satu kali. Jika Anda tidak mendaftar, abaikan surat ini; akun tidak akan aktif."
        ),
    ),
    "already_registered": (
        _("Anda sudah punya akun OpenJMO"),
        _(
            "Seseorang, mungkin Anda sendiri, mencoba mendaftar di OpenJMO dengan alamat e-mail ini, padahal alamat ini sudah punya akun "
            "yang aktif. Tidak ada yang berubah pada akun Anda.\n\n"
            "Untuk masuk, buka OpenJMO seperti biasa dan pilih Masuk. Jika lupa kata sandi, pilih “Lupa kata sandi” di halaman Masuk."
        ),
    ),
    "no_account": (
        _("Alamat e-mail ini belum punya akun OpenJMO"),
        _(
            "Seseorang, mungkin Anda sendiri, meminta surat dari OpenJMO untuk alamat e-mail ini, tetapi alamat ini belum punya akun. "
            "Mungkin Anda mendaftar dengan alamat lain.\n\n"
            "Untuk mendaftar, buka OpenJMO dan pilih Daftar. Jika bukan Anda yang meminta, abaikan surat ini."
        ),
    ),
    "new_password": (
        _("Buat kata sandi baru OpenJMO"),
        _(
            "Seseorang, semoga Anda sendiri, meminta kata sandi baru untuk akun OpenJMO Anda.\n\n"
            "Untuk membuatnya, buka tautan ini:\n\n%(link)s\n\n"
            "Tautan berlaku 2 jam dan hanya bisa dipakai satu kali. Jika bukan Anda yang meminta, abaikan surat ini; kata sandi Anda tetap "
            "yang lama."
        ),
    ),
    "password_changed": (
        _("Kata sandi OpenJMO Anda telah diganti"),
        _(
            "Kata sandi akun OpenJMO Anda baru saja diganti, dan semua perangkat lain sudah dikeluarkan.\n\n"
            "Jika bukan Anda yang menggantinya, segera buka OpenJMO dan pilih “Lupa kata sandi” di halaman Masuk untuk mengambil kembali "
            "akun Anda."
        ),
    ),
}
