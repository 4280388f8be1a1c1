"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "check_balance",
    title="Waktunya memeriksa saldo JHT",
    body="Halo %(name)s, periksa apakah iuran bulan lalu sudah masuk. Bila ada bulan yang kosong, laporkan dari halaman Riwayat iuran.",
)
