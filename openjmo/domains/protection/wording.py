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
declare("protection_trusted", title="Orang tepercaya diganti atau dihapus", body=_HELD)
declare("protection_name", title="Nama di daftar peserta diganti", body=_HELD)
declare("protection_recovery", title="Akun dipulihkan ke e-mail dan HP lain", body=_HELD)
declare(
    "protection_recovery_asked",
    title="Pemulihan akun diminta",
    body="Ada yang meminta akun ini dipulihkan ke e-mail dan HP lain. Bukan Anda? Bekukan akun di Keamanan akun; itu menghentikannya.",
)
declare(
    "protection_recovery_agreed",
    title="Pemulihan akun dibenarkan",
    body="Mulai %(until_on)s akun ini bisa berpindah ke e-mail dan HP lain. Bukan Anda? Bekukan akun di Keamanan akun.",
)
declare(
    "protection_trust_agreed",
    title="Orang tepercaya Anda setuju",
    body="%(name)s menjadi orang tepercaya Anda. Pemulihan akun lewat dia baru bisa setelah beberapa hari.",
)
declare(
    "protection_trust_declined",
    title="Orang tepercaya Anda tidak bersedia",
    body="%(name)s tidak bersedia, atau tidak lagi, menjadi orang tepercaya Anda. Pilih orang lain di Keamanan akun.",
)
declare(
    "protection_freeze",
    title="Akun dibekukan",
    body="Tidak ada uang yang keluar, dan kontak, cara masuk, serta rekening tidak bisa diganti. Membukanya perlu beberapa hari.",
)
declare(
    "protection_lost",
    title="HP dilaporkan hilang",
    body="Petugas mengeluarkan semua perangkat dan mencabut semua kunci akses akun ini karena HP Anda dilaporkan hilang. Bukan Anda? "
    "Bekukan akun di Keamanan akun.",
)
