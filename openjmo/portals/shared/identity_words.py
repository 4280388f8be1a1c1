"""Words for identity checks, data updates and corrections, the same in the member's app and at the desk."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from django.utils.translation import get_language, gettext

from openjmo.core.ids import Phone
from openjmo.domains.verification.fields import Guarded, Plain
from openjmo.domains.verification.reads import CheckView
from openjmo.domains.verification.registries import Field
from openjmo.platform.dates import date_filters

Level = Literal["ok", "warn", "bad", "info", "plain"]


def data_words(field: str) -> str:
    """A field a member keeps or asks to change, or one that the population register compares."""
    words: dict[str, str] = {
        Plain.EMERGENCY_NAME: gettext("Nama kontak darurat"),
        Plain.EMERGENCY_PHONE: gettext("Nomor HP kontak darurat"),
        Plain.ADDRESS: gettext("Alamat"),
        Plain.POSTAL_CODE: gettext("Kode pos"),
        Plain.BIRTH_PLACE: gettext("Tempat lahir"),
        Guarded.FULL_NAME: gettext("Nama lengkap"),
        Guarded.BIRTH_DATE: gettext("Tanggal lahir"),
        Guarded.SEX: gettext("Jenis kelamin"),
        Guarded.MOTHER_NAME: gettext("Nama ibu kandung"),
        Guarded.MARITAL_STATUS: gettext("Status perkawinan"),
        Field.NAME: gettext("Nama lengkap"),
    }
    return words.get(field, field)


CORRECTED_AS: Final[dict[str, str]] = {
    Field.NAME: Guarded.FULL_NAME,
    Field.BIRTH_DATE: Guarded.BIRTH_DATE,
    Field.SEX: Guarded.SEX,
    Field.MOTHER_NAME: Guarded.MOTHER_NAME,
}
"""Which correction mends a field that differs; what is not here the member changes alone."""


def marital_words(code: str) -> str:
    """A marital status."""
    return {
        "single": gettext("belum kawin"),
        "married": gettext("kawin"),
        "divorced": gettext("cerai hidup"),
        "widowed": gettext("cerai mati"),
    }.get(code, code)


def sex_words(code: str) -> str:
    """L or P."""
    return {"L": gettext("laki-laki"), "P": gettext("perempuan")}.get(code, code)


def shown(field: str, value: str) -> str:
    """A value as people read it; a dash for none."""
    if not value:
        return "-"
    if field == Guarded.BIRTH_DATE:
        return date_filters(get_language() or "id")["tanggal_panjang"](date.fromisoformat(value))
    if field == Guarded.SEX:
        return sex_words(value)
    if field == Guarded.MARITAL_STATUS:
        return marital_words(value)
    return Phone(value).masked if field == Plain.EMERGENCY_PHONE and value.startswith("+") else value


def match_words(match: str) -> tuple[str, Level]:
    """The register's word on a field, and the colour."""
    words: dict[str, tuple[str, Level]] = {
        "yes": (gettext("sama"), "ok"),
        "no": (gettext("berbeda"), "warn"),
    }
    return words.get(match, (gettext("tidak diperiksa"), "plain"))


def check_words(check: CheckView) -> str:
    """What became of a check, in a sentence that says whose turn it is."""
    if check.state == "asked":
        return gettext("Sedang dicocokkan. Biasanya selesai dalam beberapa detik.")
    if check.state == "unavailable":
        reason = {
            "quota": gettext("Daftar penduduk tidak menjawab lagi untuk sementara karena batas pertanyaannya tercapai."),
            "timeout": gettext("Daftar penduduk tidak menjawab tepat waktu."),
            "nik": gettext("NIK pada data kami tidak tersusun benar, jadi tidak kami tanyakan. Petugas memeriksanya dengan KTP Anda."),
            "restricted": gettext("Data Anda tidak ditanyakan, karena pemakaiannya sedang dibatasi atas permintaan Anda."),
        }.get(check.outcome, gettext("Daftar penduduk sedang tidak bisa ditanya."))
        people = gettext("Ini bukan kesalahan Anda. Coba lagi nanti, atau lanjutkan: petugas memeriksa di loket atau lewat video.")
        return f"{reason} {people}"
    return {
        "inactive": gettext(
            "NIK Anda ditemukan, tetapi catatannya tidak aktif di daftar penduduk. "
            "Tanyakan di dinas kependudukan; di loket kami Anda tetap dilayani."
        ),
        "deceased": gettext("Daftar penduduk mencatat pemilik NIK ini sudah meninggal. Datanglah ke loket dengan KTP asli."),
        "not_found": gettext("NIK Anda tidak ditemukan di daftar penduduk. Datanglah ke loket dengan KTP asli."),
        "unknown": gettext("Daftar penduduk tidak memberi jawaban yang pasti. Datanglah ke loket dengan KTP asli."),
    }.get(check.record) or _compared_words(check)


def _compared_words(check: CheckView) -> str:
    if check.different:
        return gettext("Ada yang berbeda, lihat di bawah.")
    if check.agrees:
        return gettext("Semua yang diperiksa sama.")
    return gettext("Tidak ada yang berbeda, tetapi tidak semuanya diperiksa.")


def route_words(route: str) -> str:
    """A way to show one's face."""
    return {"selfie": gettext("Swafoto"), "video": gettext("Panggilan video"), "counter": gettext("Loket")}.get(route, route)


def part_words(part: str) -> str:
    """A part of the day."""
    return {
        "morning": gettext("pagi"),
        "midday": gettext("siang"),
        "late": gettext("sore"),
    }.get(part, part)


def face_words(state: str) -> tuple[str, Level]:
    """The state of a try, and the colour."""
    words: dict[str, tuple[str, Level]] = {
        "asked": (gettext("sedang dibandingkan"), "info"),
        "requested": (gettext("menunggu jadwal"), "info"),
        "scheduled": (gettext("terjadwal"), "info"),
        "calling": (gettext("sedang dihubungi"), "info"),
        "shown": (gettext("kode siap ditunjukkan"), "info"),
        "passed": (gettext("berhasil"), "ok"),
        "failed": (gettext("belum berhasil"), "warn"),
        "unavailable": (gettext("tidak bisa diperiksa"), "plain"),
        "no_show": (gettext("tidak tersambung"), "warn"),
        "closed": (gettext("dibatalkan"), "plain"),
    }
    return words[state]


def correction_words(state: str) -> tuple[str, Level]:
    """The state of a request, and the colour."""
    words: dict[str, tuple[str, Level]] = {
        "open": (gettext("giliran petugas"), "info"),
        "approved": (gettext("disetujui"), "ok"),
        "rejected": (gettext("belum disetujui"), "warn"),
    }
    return words[state]
