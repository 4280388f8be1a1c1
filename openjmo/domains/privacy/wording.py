"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "privacy_done",
    title="Permintaan data pribadi sudah dilayani",
    body="Permintaan %(ref)s sudah dilayani. Jawaban petugas: %(answer)s",
)
declare(
    "privacy_refused",
    title="Permintaan data pribadi belum bisa dilayani",
    body="Permintaan %(ref)s belum bisa dilayani. Alasan petugas: %(answer)s",
)
declare(
    "privacy_copied",
    title="Salinan data Anda diambil",
    body="Salinan semua data Anda baru saja diambil (%(ref)s). Bila itu bukan Anda, ganti kata sandi sekarang dan hubungi kami.",
)
declare(
    "privacy_breach",
    title="Data Anda menyangkut kebocoran",
    body="Pemberitahuan %(ref)s (UU 27/2022 Pasal 46). Data: %(data)s Kapan dan bagaimana: %(happened)s Yang kami lakukan: %(handling)s "
    "Pemulihan: %(recovery)s",
)
