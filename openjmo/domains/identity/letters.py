"""The letters and SMS this room sends. Plain text, one link at most, and only in the three letters somebody has just asked for (S120).

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
            "Seseorang, mungkin Anda sendiri, meminta surat atau kode dari OpenJMO untuk alamat e-mail ini, tetapi alamat ini belum "
            "punya akun. Mungkin Anda mendaftar dengan alamat lain.\n\n"
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
    "access_token_made": (
        _("Kunci akses baru untuk saldo Anda"),
        _(
            "Seseorang yang mengetahui kata sandi akun OpenJMO Anda membuat kunci akses “%(name)s”. Program yang memegang kunci itu bisa "
            "membaca saldo Anda, dan tidak bisa mengubah apa pun. Nomor rujukan: %(ref)s.\n\n"
            "Jika itu Anda sendiri, tidak ada yang perlu dilakukan dengan surat ini. Jika bukan Anda, buka OpenJMO sekarang, pilih Profil "
            "lalu “Ganti kata sandi”. Semua kunci akses langsung mati dan semua perangkat lain keluar."
        ),
    ),
    "email_change": (
        _("Pastikan alamat e-mail baru Anda untuk OpenJMO"),
        _(
            "Seseorang, semoga Anda sendiri, ingin memakai alamat e-mail ini untuk masuk ke akun OpenJMO yang sudah ada.\n\n"
            "Untuk memastikannya, buka tautan ini, masuk seperti biasa dengan alamat yang lama, lalu tekan tombol "
            "“Ganti alamat”:\n\n%(link)s\n\n"
            "Tautan berlaku 24 jam dan hanya bisa dipakai satu kali. Jika bukan Anda yang meminta, abaikan surat ini; tidak ada yang "
            "berubah."
        ),
    ),
    "email_change_taken": (
        _("Alamat e-mail Anda diminta untuk akun OpenJMO lain"),
        _(
            "Seseorang, mungkin Anda sendiri, ingin memakai alamat e-mail ini untuk akun OpenJMO yang lain, padahal alamat ini sudah punya "
            "akun. Tidak ada yang berubah, dan orang itu tidak diberi tahu bahwa alamat ini sudah dipakai.\n\n"
            "Satu alamat hanya untuk satu akun. Jika itu Anda sendiri, pakai alamat lain, atau masuk ke akun yang memakai alamat ini."
        ),
    ),
    "email_change_asked": (
        _("Permintaan ganti alamat e-mail OpenJMO"),
        _(
            "Seseorang yang mengetahui kata sandi akun OpenJMO Anda meminta supaya akun itu memakai alamat e-mail lain. Alamat Anda belum "
            "berubah; alamat yang baru harus dipastikan dulu. Nomor rujukan: %(ref)s.\n\n"
            "Jika itu Anda sendiri, tidak ada yang perlu dilakukan dengan surat ini. Jika bukan Anda, buka OpenJMO sekarang, pilih Profil "
            "lalu “Ganti kata sandi”. Permintaan itu langsung batal dan semua perangkat lain keluar."
        ),
    ),
    "email_changed": (
        _("Alamat e-mail akun OpenJMO Anda telah diganti"),
        _(
            "Akun OpenJMO Anda sekarang memakai alamat e-mail lain untuk masuk. Alamat ini tidak bisa dipakai untuk masuk lagi, dan semua "
            "perangkat lain sudah dikeluarkan. Nomor rujukan: %(ref)s.\n\n"
            "Jika itu Anda sendiri, simpan saja surat ini. Jika bukan Anda, segera hubungi pengelola layanan ini dan sebutkan nomor "
            "rujukan di atas, supaya akun Anda dapat dikembalikan. Jangan sebutkan kata sandi kepada siapa pun."
        ),
    ),
    "no_sms": (
        _("Kode OpenJMO tidak bisa dikirim lewat SMS"),
        _(
            "Seseorang, semoga Anda sendiri, meminta kode lewat SMS untuk membuat kata sandi baru OpenJMO. Kode itu tidak dikirim, karena "
            "nomor HP di akun Anda belum terverifikasi.\n\n"
            "Untuk membuat kata sandi baru, buka OpenJMO, pilih “Lupa kata sandi” di halaman Masuk, lalu pilih lewat e-mail. Sesudah "
            "masuk, nomor HP bisa diverifikasi di Profil. Jika bukan Anda yang meminta, abaikan surat ini."
        ),
    ),
    "factor_code": (
        _("Kode masuk OpenJMO Anda"),
        _(
            "Kode Anda: %(code)s\n\n"
            "Ketik kode ini di halaman OpenJMO yang memintanya. Kode berlaku 10 menit dan untuk satu kali pakai. Jangan berikan kepada "
            "siapa pun, juga kepada petugas.\n\n"
            "Jika bukan Anda yang meminta, mungkin ada orang yang mengetahui kata sandi Anda: buka OpenJMO dan pilih “Lupa kata sandi” "
            "di halaman Masuk untuk membuat yang baru."
        ),
    ),
    "factors_changed": (
        _("Cara masuk ke akun OpenJMO Anda diubah"),
        _(
            "Cara masuk ke akun OpenJMO Anda baru saja ditambah, diganti, atau dihapus: sidik jari atau wajah, aplikasi autentikator, kode "
            "cadangan, atau kode lewat SMS dan e-mail. Perangkat yang tidak dimintai kode sekarang dimintai lagi.\n\n"
            "Jika itu Anda sendiri, simpan saja surat ini. Jika bukan Anda, buka OpenJMO sekarang, pilih Profil lalu “Keamanan akun”, "
            "hapus yang tidak Anda kenal, keluarkan semua perangkat lain, dan ganti kata sandi."
        ),
    ),
    "new_device": (
        _("Akun OpenJMO Anda dibuka di perangkat baru"),
        _(
            "Akun OpenJMO Anda baru saja dibuka di perangkat atau peramban yang belum pernah dipakai untuk akun ini.\n\n"
            "Jika itu Anda sendiri, tidak ada yang perlu dilakukan. Jika bukan Anda, buka OpenJMO sekarang, pilih Profil lalu “Keamanan "
            "akun”, keluarkan perangkat itu, dan ganti kata sandi."
        ),
    ),
}

TEXTS: Final[dict[str, str]] = {
    "password_code": _(
        "OpenJMO: %(code)s adalah kode untuk membuat kata sandi baru, berlaku 10 menit. Jangan berikan kepada siapa pun. Bukan Anda? "
        "Abaikan."
    ),
    "phone_code": _(
        "OpenJMO: %(code)s adalah kode untuk verifikasi nomor HP, berlaku 10 menit. Jangan berikan kepada siapa pun. Bukan Anda? Abaikan."
    ),
    "factor_code": _("OpenJMO: %(code)s adalah kode untuk masuk atau memastikan diri, berlaku 10 menit. Jangan berikan kepada siapa pun."),
    "password_changed": _(
        "OpenJMO: kata sandi akun Anda baru saja diganti. Bukan Anda? Segera buka OpenJMO, pilih Masuk lalu Lupa kata sandi."
    ),
}
"""SMS name nobody, because families share telephones, carry no link, and fit into one: 160 letters without accents or curly quotes."""
