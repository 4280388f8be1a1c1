"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "account_linked",
    title="Akun Anda sudah tersambung",
    body="Halo %(name)s, data Anda cocok dengan daftar peserta. Saldo semua kartu Anda kini tampil di Saldo JHT.",
)

declare(
    "card_joined",
    title="Kartu sudah tersambung",
    body="Kartu KPJ ··· %(card)s sudah tersambung dengan akun Anda. Saldonya kini ikut dihitung di Saldo JHT.",
)
declare(
    "card_rejected",
    title="Kartu belum bisa disambungkan",
    body="Petugas belum bisa menyambungkan kartu KPJ ··· %(card)s. Alasannya: %(reason)s",
)
declare(
    "correction_rejected",
    title="Data Anda belum bisa dicocokkan",
    body="Petugas belum bisa menyambungkan akun Anda, permintaan %(ref)s. Alasannya: %(reason)s",
)
