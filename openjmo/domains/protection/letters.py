"""What notices say. No name, no amount and no number of an account; an SMS carries no link and fits into one."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

CHANGES: Final[dict[str, str]] = {
    "email": _("alamat e-mail untuk masuk diganti"),
    "phone": _("nomor HP diganti"),
    "factor": _("cara masuk diubah"),
    "password": _("kata sandi dibuat baru tanpa yang lama"),
    "payout": _("rekening tujuan pembayaran diganti"),
    "thaw": _("pembukaan pembekuan diminta"),
    "freeze": _("akun dibekukan"),
    "shorten": _("dua petugas memendekkan penahanan pembayaran"),
}

SUBJECT: Final = _("Akun OpenJMO Anda: %(change)s")
HELD: Final = _(
    "Pada akun OpenJMO Anda: %(change)s. Supaya uang Anda tidak bisa diambil orang lain, pembayaran ditahan sampai %(until)s. "
    "Nomor rujukan: %(ref)s."
)
FROZEN: Final = _(
    "Akun OpenJMO Anda dibekukan. Selama beku, tidak ada uang yang keluar, dan kontak, cara masuk, serta rekening tidak bisa diganti. "
    "Nomor rujukan: %(ref)s."
)
STOP: Final = _(
    "Jika itu Anda sendiri, tidak ada yang perlu dilakukan. Jika bukan Anda, buka tautan ini dan tekan “Bekukan akun”. Halaman itu tidak "
    "meminta kata sandi, kode, atau data apa pun:\n\n%(link)s"
)
TAKE_BACK: Final = _("Di halaman yang sama, perubahan itu bisa Anda batalkan.")
TEXT_HELD: Final = _("OpenJMO: %(change)s. Pembayaran ditahan sampai %(until)s. Bukan Anda? Balas BEKUKAN.")
TEXT_FROZEN: Final = _("OpenJMO: akun Anda dibekukan. Tidak ada uang yang keluar. Untuk membukanya, masuk ke akun atau datang ke kantor.")
