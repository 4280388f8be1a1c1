"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

_HELD = "Pembayaran ditahan sampai %(until_on)s. Bukan Anda? Bekukan akun di Keamanan akun."

declare("protection_email", title="Alamat e-mail diganti", body=_HELD)
declare("protection_phone", title="Nomor HP diganti", body=_HELD)
declare("protection_factor", title="Cara masuk diubah", body=_HELD)
declare("protection_password", title="Kata sandi dibuat baru", body=_HELD)
declare("protection_payout", title="Rekening pembayaran diganti", body=_HELD)
declare("protection_thaw", title="Pembukaan pembekuan diminta", body=_HELD)
declare("protection_shorten", title="Penahanan pembayaran dipendekkan dua petugas", body=_HELD)
declare(
    "protection_freeze",
    title="Akun dibekukan",
    body="Tidak ada uang yang keluar, dan kontak, cara masuk, serta rekening tidak bisa diganti. Membukanya perlu beberapa hari.",
)
