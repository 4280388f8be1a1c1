"""What letters and SMS say when a request was opened by an officer without its task. No name of a member, no reason, no link."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

SUBJECT: Final = _("Permintaan %(request)s Anda dibuka di luar tugas petugas")
BODY: Final = _(
    "Petugas %(reader)s tidak punya tugas untuk permintaan %(request)s Anda, tetapi membukanya selama %(minutes)s menit karena perlu "
    "menolong. Petugas pengawas sudah diberi tahu dan akan memeriksanya. Alasannya bisa Anda baca di OpenJMO pada Kabar, dan setiap "
    "pembukaan data Anda di Profil, Siapa membuka data saya."
)
TEXT: Final = _("OpenJMO: petugas tanpa tugasnya membuka permintaan Anda karena perlu menolong. Alasannya ada di aplikasi, pada Kabar.")
OVERSEER_SUBJECT: Final = _("Buka darurat %(ref)s perlu diperiksa")
OVERSEER_BODY: Final = _(
    "Petugas %(reader)s membuka permintaan %(request)s tanpa tugasnya. Alasannya ada di meja petugas, pada Pengawasan. Periksa di sana, "
    "lalu tandai sudah diperiksa."
)
END_SUBJECT: Final = _("Buka darurat permintaan %(request)s Anda sudah diakhiri")
END_BODY: Final = _(
    "Permintaan %(request)s Anda yang dibuka petugas %(reader)s di luar tugasnya sudah ditutup lagi sebelum waktunya, oleh "
    "%(by)s. Sejak itu "
    "pembukaan ini tidak membuka apa-apa lagi."
)
END_TEXT: Final = _("OpenJMO: permintaan Anda yang dibuka petugas di luar tugasnya sudah ditutup lagi, sebelum waktunya habis.")
END_OVERSEER_SUBJECT: Final = _("Buka darurat %(ref)s sudah diakhiri")
END_OVERSEER_BODY: Final = _(
    "%(by)s mengakhiri buka darurat %(ref)s atas permintaan %(request)s, yang dibuka %(reader)s. Catatannya tetap ada di meja "
    "petugas, pada "
    "Pengawasan, dan tetap perlu diperiksa."
)
OF_CANARIES: Final = {
    "canary_touched": (
        _("Rekaman umpan %(ref)s dibuka"),
        _(
            "%(reader)s (%(who)s) membuka rekaman umpan %(ref)s. Orang di rekaman ini tidak ada, jadi tidak ada pekerjaan yang "
            "memerlukannya. Tanyakan mengapa rekaman itu dibuka, dan periksa apa lagi yang dibuka pada waktu yang sama."
        ),
    ),
    "canary_claimed": (
        _("Ada akun yang memakai rekaman umpan %(ref)s"),
        _(
            "Sebuah akun tersambung dengan rekaman umpan %(ref)s. Orang itu tidak ada, jadi yang mendaftar memakai data yang diambil dari "
            "sini. Bekukan akun itu, dan catat pelanggaran data pribadi bila datanya bocor."
        ),
    ),
}
"""Subject and body of what overseers are told of canary records."""
