"""What notices say. No amount, no number of an account, and no name but to a trusted person; an SMS carries no link and fits into one."""

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
    "trusted": _("orang tepercaya diganti atau dihapus"),
    "name": _("nama pada daftar peserta diganti petugas"),
    "lost": _("HP dilaporkan hilang lewat petugas"),
    "recovery_asked": _("pemulihan ke e-mail dan HP lain diminta"),
    "recovery_agreed": _("pemulihan ke e-mail dan HP lain disetujui"),
    "recovery": _("akun dipulihkan ke e-mail dan HP lain"),
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
LOST: Final = _(
    "Seseorang melapor kepada petugas bahwa HP Anda hilang, dan menyebut data diri yang cocok. Semua perangkat sudah dikeluarkan dari akun "
    "OpenJMO Anda, tidak ada perangkat yang dipercaya lagi, dan kunci akses untuk program sudah dicabut. Kata sandi, kontak, dan "
    "rekening tidak berubah. Nomor rujukan: %(ref)s."
)
RECOVERY_ASKED: Final = _(
    "Seseorang mengaku sebagai Anda dan kehilangan e-mail dan HP sekaligus, lalu meminta akun OpenJMO Anda dipulihkan ke e-mail dan nomor "
    "HP "
    "lain. Belum ada yang berubah. Bila tidak ada yang menghentikannya dan orang tepercaya atau dua petugas membenarkannya, akun berpindah "
    "beberapa hari kemudian. Nomor rujukan: %(ref)s."
)
RECOVERY_AGREED: Final = _(
    "Permintaan memulihkan akun OpenJMO Anda ke e-mail dan nomor HP lain sudah dibenarkan. Mulai %(until)s akun itu bisa berpindah: kata "
    "sandi dibuat baru, semua perangkat keluar, dan pembayaran ditahan. Nomor rujukan: %(ref)s."
)
STOP: Final = _(
    "Jika itu Anda sendiri, tidak ada yang perlu dilakukan. Jika bukan Anda, buka tautan ini dan tekan “Bekukan akun”. Halaman itu tidak "
    "meminta kata sandi, kode, atau data apa pun:\n\n%(link)s"
)
TAKE_BACK: Final = _("Di halaman yang sama, perubahan itu bisa Anda batalkan.")
TRUSTED_SUBJECT: Final = _("Akun OpenJMO yang mempercayai Anda: %(change)s")
TRUSTED_TOLD: Final = _(
    "Anda orang tepercaya %(name)s di OpenJMO. Pada akunnya: %(change)s. Tanyakan langsung kepadanya, jangan lewat surat ini."
)
TRUSTED_STOP: Final = _(
    "Jika itu memang %(name)s sendiri, tidak ada yang perlu dilakukan. Jika bukan, buka tautan ini dan tekan “Bekukan akun”. Halaman itu "
    "tidak meminta apa pun dan tidak menunjukkan data siapa pun:\n\n%(link)s"
)
TRUST_ASKED_SUBJECT: Final = _("Anda dipilih sebagai orang tepercaya di OpenJMO")
TRUST_ASKED: Final = _(
    "%(name)s memakai OpenJMO untuk melihat tabungan hari tuanya, dan memilih Anda sebagai orang tepercaya. Bila ia kehilangan e-mail dan "
    "HP "
    "sekaligus, kami bertanya kepada Anda apakah itu benar dia. Anda juga bisa menghentikan akunnya bila ada orang lain yang mengambilnya. "
    "Anda tidak bisa melihat data atau uangnya.\n\n"
    "Untuk menjawab, buka tautan ini. Halaman itu tidak meminta kata sandi atau data apa pun:\n\n%(link)s\n\n"
    "Simpan surat ini: dengan tautan yang sama Anda bisa berhenti kapan saja. Tanpa jawaban, nama dan alamat Anda kami hapus setelah 14 "
    "hari."
)
TEXT_TRUST_ASKED: Final = _(
    "OpenJMO: peserta yang mengenal Anda memilih Anda sebagai orang tepercaya. Buka OpenJMO, Orang tepercaya, ketik %(code)s"
)
TEXT_TRUSTED_TOLD: Final = _("OpenJMO: pada akun yang mempercayai Anda: %(change)s. Tanyakan kepada pemiliknya. Bukan dia? Balas BEKUKAN.")
TEXT_RECOVERY_ASKED: Final = _("OpenJMO: ada yang meminta akun Anda dipulihkan ke e-mail dan HP lain. Bukan Anda? Balas BEKUKAN.")
TEXT_RECOVERY_AGREED: Final = _("OpenJMO: akun Anda akan berpindah ke e-mail dan HP lain mulai %(until)s. Bukan Anda? Balas BEKUKAN.")
TEXT_LOST: Final = _("OpenJMO: HP Anda dilaporkan hilang. Semua perangkat sudah dikeluarkan dari akun Anda. Bukan Anda? Balas BEKUKAN.")
TEXT_FROZEN_BY_SMS: Final = _(
    "OpenJMO: akun yang terhubung dengan nomor ini sudah dibekukan. Tidak ada uang yang keluar. Membukanya: masuk ke akun atau datang ke "
    "kantor."
)
TEXT_NOTHING_TO_FREEZE: Final = _(
    "OpenJMO: tidak ada akun yang terhubung dengan nomor ini, jadi tidak ada yang dibekukan. Kirim dari nomor lain, atau hubungi kantor."
)
TEXT_HELP: Final = _(
    "OpenJMO: pesan ini tidak kami mengerti. Untuk menghentikan akun, kirim BEKUKAN. Kami tidak pernah meminta kata sandi atau kode."
)
TEXT_HELD: Final = _("OpenJMO: %(change)s. Pembayaran ditahan sampai %(until)s. Bukan Anda? Balas BEKUKAN.")
TEXT_FROZEN: Final = _("OpenJMO: akun Anda dibekukan. Tidak ada uang yang keluar. Untuk membukanya, masuk ke akun atau datang ke kantor.")

WHOLE: Final = {"freeze": FROZEN, "lost": LOST, "recovery_asked": RECOVERY_ASKED, "recovery_agreed": RECOVERY_AGREED}
"""Letters of their own; all other changes are told with HELD."""
WHOLE_TEXTS: Final = {
    "freeze": TEXT_FROZEN,
    "lost": TEXT_LOST,
    "recovery_asked": TEXT_RECOVERY_ASKED,
    "recovery_agreed": TEXT_RECOVERY_AGREED,
}
"""The same for SMS."""
