"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "emergency_opening",
    title="Permintaan Anda dibuka di luar tugas petugas",
    body="%(reader)s tidak punya tugas untuk permintaan %(request)s Anda, tetapi membukanya selama %(minutes)s menit. Alasannya: "
    "“%(reason)s” Petugas pengawas sudah diberi tahu. Setiap pembukaan data Anda tertulis di Profil, Siapa membuka data saya.",
)
declare(
    "emergency_opening_overseen",
    title="Ada buka darurat yang perlu diperiksa",
    body="%(reader)s membuka permintaan %(request)s tanpa tugasnya. Alasannya: “%(reason)s” Periksa di meja petugas, pada Pengawasan.",
)
declare(
    "emergency_opening_ended",
    title="Buka darurat permintaan Anda sudah diakhiri",
    body="Permintaan %(request)s Anda yang dibuka %(reader)s di luar tugasnya sudah ditutup lagi sebelum waktunya, oleh %(by)s.",
)
declare(
    "emergency_opening_ended_overseen",
    title="Buka darurat sudah diakhiri",
    body="%(by)s mengakhiri buka darurat %(ref)s atas permintaan %(request)s, yang dibuka %(reader)s. Catatannya tetap perlu diperiksa.",
)
declare(
    "canary_touched",
    title="Rekaman umpan dibuka",
    body="%(reader)s (%(who)s) membuka rekaman umpan %(ref)s, yang dipasang untuk: %(placed_for)s. Orang di rekaman ini tidak ada, jadi "
    "tidak ada pekerjaan yang memerlukannya. Tanyakan mengapa rekaman itu dibuka.",
)
declare(
    "canary_claimed",
    title="Ada akun yang memakai rekaman umpan",
    body="Sebuah akun tersambung dengan rekaman umpan %(ref)s, yang dipasang untuk: %(placed_for)s. Orang itu tidak ada, jadi datanya "
    "diambil dari sini. Bekukan akun itu.",
)
