"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "check_differs",
    title="Ada data yang berbeda dengan daftar penduduk",
    body="Pencocokan %(ref)s selesai dan ada yang berbeda. Buka Pengkinian data untuk melihat yang mana dan mengajukan perbaikan.",
)
declare(
    "correction_approved",
    title="Perbaikan data disetujui",
    body="Permintaan perbaikan %(ref)s disetujui. Data baru sudah berlaku.",
)
declare(
    "data_correction_rejected",
    title="Perbaikan data belum bisa disetujui",
    body="Permintaan perbaikan %(ref)s belum bisa disetujui. Alasan petugas: %(reason)s",
)
declare(
    "face_passed",
    title="Pemeriksaan wajah selesai",
    body="Pemeriksaan %(ref)s berhasil. Tidak ada yang perlu Anda lakukan lagi.",
)
declare(
    "face_failed",
    title="Pemeriksaan wajah belum berhasil",
    body="Pemeriksaan %(ref)s belum berhasil. Tidak ada yang dikunci: pilih cara lain atau coba lagi di Profil, Pemeriksaan wajah.",
)
declare(
    "face_no_show",
    title="Panggilan video tidak tersambung",
    body="Petugas tidak bisa menghubungi Anda untuk pemeriksaan %(ref)s. Minta waktu lain, atau pilih swafoto atau loket.",
)
declare(
    "video_scheduled",
    title="Jadwal panggilan video",
    body="Petugas akan menghubungi Anda pada %(call_on)s pukul %(clock)s WIB untuk pemeriksaan %(ref)s. Siapkan KTP asli.",
)
