"""Addresses of the member's app. None of them names a person."""

from __future__ import annotations

from django.urls import path

from openjmo.portals.participant import (
    belum,
    beranda,
    bukti,
    buku,
    gabung,
    gabungkan,
    hitungan,
    kabar,
    klaim,
    klaim_coba,
    kunci,
    mesin_waktu,
    mutasi,
    profil,
    riwayat,
    saldo,
    selisih,
    simulasi,
)

app_name = "participant"

urlpatterns = [
    path("beranda", beranda.beranda, name="beranda"),
    path("beranda/jumlah", beranda.amounts, name="amounts"),
    path("jht", saldo.saldo, name="saldo"),
    path("jht/bukti", bukti.bukti, name="bukti"),
    path("jht/bukti.json", bukti.bukti_json, name="bukti_json"),
    path("jht/buku", buku.buku, name="buku"),
    path("jht/buku/<slug:ref>.json", buku.buku_json, name="buku_json"),
    path("jht/buku/<slug:ref>.pdf", buku.buku_pdf, name="buku_pdf"),
    path("jht/buku/<slug:ref>", buku.buku_satu, name="buku_satu"),
    path("jht/buku/<slug:ref>/pdf", buku.buku_tunggu, name="buku_tunggu"),
    path("jht/hitungan", hitungan.hitungan, name="hitungan"),
    path("jht/iuran", riwayat.riwayat_iuran, name="riwayat_iuran"),
    path("jht/mutasi", mutasi.mutasi, name="mutasi"),
    path("jht/mutasi.csv", mutasi.mutasi_csv, name="mutasi_csv"),
    path("jht/mutasi/<int:entry_id>/<int:component>", mutasi.jelaskan, name="jelaskan"),
    path("jht/selisih", selisih.selisih, name="selisih"),
    path("simulasi", simulasi.simulasi, name="simulasi"),
    path("simulasi/rincian", simulasi.rincian, name="simulasi_rincian"),
    path("simulasi/rincian.json", simulasi.rincian_json, name="simulasi_json"),
    path("simulasi/rincian-jp", simulasi.rincian_jp, name="simulasi_jp"),
    path("simulasi/rincian-jp.json", simulasi.rincian_jp_json, name="simulasi_jp_json"),
    path("simulasi/tujuan", simulasi.tujuan, name="simulasi_tujuan"),
    path("simulasi/aturan-lain", mesin_waktu.aturan_lain, name="aturan_lain"),
    path("jht/selisih/<str:ref>", selisih.rincian, name="selisih_rincian"),
    path("klaim", klaim.klaim, name="klaim"),
    path("klaim/<slug:reason>", klaim_coba.klaim_coba, name="klaim_coba"),
    path("klaim/<slug:reason>/rincian", klaim_coba.klaim_rincian, name="klaim_rincian"),
    path("klaim/<slug:reason>/tanda-terima.json", klaim_coba.klaim_tanda_terima, name="klaim_tanda_terima"),
    path("kabar", kabar.kabar, name="kabar"),
    path("kabar/dibaca", kabar.dibaca, name="kabar_dibaca"),
    path("profil", profil.profil, name="profil"),
    path("profil/pengingat", profil.pengingat, name="pengingat"),
    path("profil/kartu", gabung.gabung_kartu, name="gabung_kartu"),
    path("akun/kunci", kunci.kunci, name="kunci"),
    path("akun/kunci/<slug:ref>/cabut", kunci.cabut, name="kunci_cabut"),
    path("profil/gabungkan", gabungkan.gabungkan_kartu, name="gabungkan_kartu"),
    path("segera/<slug:what>", belum.belum, name="belum"),
]
