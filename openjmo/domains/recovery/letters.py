"""What this room's letters and SMS say: to the new contacts, and to the trusted person. An SMS carries no link, names nobody and is one."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

LETTERS: Final[dict[str, tuple[str, str]]] = {
    "codes": (
        _("Kode untuk memulihkan akun OpenJMO"),
        _(
            "Kode Anda: %(code)s\n\n"
            "Seseorang, semoga Anda sendiri, ingin memakai alamat e-mail ini untuk akun OpenJMO yang e-mail dan HP-nya hilang. Ketik kode "
            "ini "
            "di halaman kasus %(ref)s. Kode berlaku 10 menit. Jangan berikan kepada siapa pun, juga kepada petugas.\n\n"
            "Jika bukan Anda yang meminta, abaikan surat ini; alamat Anda tidak dipakai."
        ),
    ),
    "taken": (
        _("Alamat e-mail ini sudah punya akun OpenJMO"),
        _(
            "Seseorang, mungkin Anda sendiri, ingin memakai alamat e-mail ini untuk memulihkan akun OpenJMO yang lain, padahal alamat ini "
            "sudah "
            "punya akun. Tidak ada yang berubah, dan orang itu tidak diberi tahu.\n\n"
            "Satu alamat hanya untuk satu akun. Bila itu Anda sendiri, mulai lagi dengan alamat lain."
        ),
    ),
    "agreed": (
        _("Pemulihan akun OpenJMO Anda dibenarkan"),
        _(
            "Kasus %(ref)s sudah dibenarkan. Pada %(on)s kami mengirim surat dengan tautan untuk membuat kata sandi baru ke alamat ini. "
            "Sampai "
            "saat itu, kontak lama masih bisa menghentikannya."
        ),
    ),
    "link": (
        _("Buat kata sandi baru OpenJMO"),
        _(
            "Masa tunggu kasus %(ref)s sudah lewat. Untuk membuat kata sandi baru dan masuk lagi ke akun Anda, buka tautan "
            "ini:\n\n%(link)s\n\n"
            "Tautan berlaku 24 jam dan hanya bisa dipakai satu kali. Sesudah itu alamat ini dan nomor HP baru berlaku, semua perangkat "
            "lama "
            "keluar, dan pembayaran ditahan beberapa minggu supaya uang Anda aman."
        ),
    ),
    "done": (
        _("Akun OpenJMO Anda sudah pulih"),
        _(
            "Anda sekarang masuk dengan alamat e-mail ini dan kata sandi yang baru. Sidik jari, wajah, aplikasi autentikator dan kode "
            "cadangan "
            "yang lama tidak berlaku lagi; pasang yang baru di Keamanan akun. Pembayaran ditahan beberapa minggu."
        ),
    ),
    "rejected": (
        _("Kasus pemulihan akun OpenJMO ditolak"),
        _("Petugas menolak kasus %(ref)s: %(reason)s\n\nAnda bisa memulai lagi, atau datang ke kantor dengan KTP asli."),
    ),
    "trusted": (
        _("Benarkah ini orang yang mempercayai Anda di OpenJMO?"),
        _(
            "Anda orang tepercaya %(name)s di OpenJMO. Seseorang mengaku sebagai %(name)s, mengetahui data dirinya, dan berkata bahwa "
            "e-mail dan "
            "HP-nya hilang dua-duanya.\n\n"
            "Temui atau telepon %(name)s dulu, dengan nomor yang sudah lama Anda kenal atau lewat keluarganya. Jangan percaya pesan dari "
            "nomor "
            "baru. Lalu buka tautan ini dan jawab. Halaman itu tidak meminta kata sandi atau data apa pun:\n\n%(link)s\n\n"
            "Bukan dia? Di halaman yang sama Anda bisa menghentikannya dan membekukan akunnya."
        ),
    ),
}
TEXTS: Final[dict[str, str]] = {
    "codes": _(
        "OpenJMO: %(code)s adalah kode untuk memulihkan akun, berlaku 10 menit. Jangan berikan kepada siapa pun. Bukan Anda? Abaikan."
    ),
    "trusted": _(
        "OpenJMO: yang mempercayai Anda ingin akunnya pulih. Temui dia. Benar? Buka OpenJMO, Orang tepercaya: %(code)s Bukan? Balas BEKUKAN"
    ),
}
