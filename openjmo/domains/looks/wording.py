"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "unusual_look_hours",
    title="Data Anda dibuka di luar jam kerja",
    body="%(reader)s membuka data Anda di luar jam kerja petugas. Lihat waktu dan alasannya di Profil, Siapa membuka data saya. "
    "Bila Anda tidak sedang mengajukan sesuatu, tanyakan kepada petugas.",
)
declare(
    "unusual_look_many",
    title="Data Anda termasuk yang dibuka beruntun",
    body="%(reader)s membuka data banyak peserta dalam satu jam, termasuk data Anda. Lihat waktu dan alasannya di Profil, "
    "Siapa membuka data saya. Bila Anda tidak sedang mengajukan sesuatu, tanyakan kepada petugas.",
)
