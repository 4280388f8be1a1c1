"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "check_balance",
    title="Waktunya memeriksa saldo JHT",
    body="Halo %(name)s, periksa apakah iuran bulan lalu sudah masuk. Bila ada bulan yang kosong, laporkan dari halaman Riwayat iuran.",
)

declare(
    "difference_waiting",
    title="Laporan angka berbeda: menunggu pemberi kerja",
    body="Laporan %(ref)s tentang %(of_month)s: petugas menanyakan bulan itu kepada %(employer)s. Anda tidak perlu berbuat apa-apa.",
)
declare(
    "difference_not_reported",
    title="Laporan angka berbeda: belum dilaporkan pemberi kerja",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: pemberi kerja belum melaporkan Anda untuk bulan itu, jadi iurannya "
    "belum bisa masuk. Tanyakan kepada bagian upah; begitu dilaporkan dan dibayar, iuran masuk sendiri. %(note)s",
)
declare(
    "difference_not_paid",
    title="Laporan angka berbeda: belum dibayar pemberi kerja",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: pemberi kerja sudah melaporkan angka yang sama dengan slip gaji, tetapi "
    "belum membayarnya. Setelah dibayar, iuran masuk sendiri. %(note)s",
)
declare(
    "difference_other_wage",
    title="Laporan angka berbeda: upah yang dilaporkan lain",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: pemberi kerja melaporkan upah yang lain daripada slip gaji, jadi iurannya "
    "juga lain. Bawa slip gaji ke bagian upah dan minta laporannya diperbaiki. %(note)s",
)
declare(
    "difference_other_card",
    title="Laporan angka berbeda: masuk ke kartu Anda yang lain",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: iuran bulan itu tercatat pada kartu Anda yang lain. Uangnya tidak hilang dan "
    "sudah ikut dihitung di saldo semua kartu. %(note)s",
)
declare(
    "difference_in_posting",
    title="Laporan angka berbeda: sedang dibukukan",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: iuran bulan itu sudah dibayar dan sedang dibukukan. %(note)s",
)
declare(
    "difference_agrees",
    title="Laporan angka berbeda: angkanya sudah sama",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab: iuran yang masuk kini sama dengan slip gaji Anda. %(note)s",
)
declare(
    "difference_other",
    title="Laporan angka berbeda sudah dijawab",
    body="Laporan %(ref)s tentang %(of_month)s sudah dijawab petugas: %(note)s",
)

declare(
    "cards_merged",
    title="Kartu sudah digabungkan",
    body="Saldo kartu KPJ ··· %(source)s sudah pindah ke kartu KPJ ··· %(target)s. Tidak ada uang yang berkurang, dan riwayat kartu lama "
    "tetap bisa dibaca.",
)
declare(
    "merge_rejected",
    title="Kartu belum bisa digabungkan",
    body="Petugas belum bisa menggabungkan kartu KPJ ··· %(source)s ke kartu KPJ ··· %(target)s. Alasannya: %(reason)s",
)
declare(
    "merge_undone",
    title="Penggabungan kartu dibatalkan",
    body="Saldo kartu KPJ ··· %(source)s sudah kembali dari kartu KPJ ··· %(target)s, bersama hasil pengembangannya. Alasannya: %(reason)s",
)
