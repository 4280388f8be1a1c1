"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "new_device",
    title="Akun dibuka di perangkat baru",
    body="Akun Anda baru saja dibuka di perangkat yang belum pernah dipakai. Bukan Anda? Keluarkan perangkat itu di Keamanan akun.",
)
declare(
    "password_old",
    title="Kata sandi Anda sudah lama dipakai",
    body="Tidak apa-apa, selama hanya Anda yang mengetahuinya dan tidak dipakai di tempat lain. Kalau ragu, gantilah di Keamanan akun. "
    "Kami tidak akan memaksa.",
)
declare(
    "factors_taken_off",
    title="Langkah kedua dilepas oleh pengelola",
    body="Sidik jari atau wajah, aplikasi autentikator, dan kode cadangan di akun Anda dilepas. Alasan: %(reason)s Bila bukan Anda yang "
    "meminta, bekukan akun sekarang.",
)
