"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "account_linked",
    title="Akun Anda sudah tersambung",
    body="Halo %(name)s, data Anda cocok dengan daftar peserta. Saldo semua kartu Anda kini tampil di Saldo JHT.",
)
