"""What can be wrong with a row of a wage report, and what to do about it: one sentence and one next step for each code.

Used by `wage_report`; portals, the API and the command line show these as they are. Codes are public and stable. An error keeps the row out
until it is mended; a warning lets it pass once the employer confirms it. No sentence here repeats a NIK, a name or a
birth date, so that lists of problems can be passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.rules.derivation import sentence

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One thing about one row. `message` and `fix` are sentences to translate, with places filled from `values`."""

    line: int
    field: str
    severity: Severity
    code: str
    message: str
    fix: str
    values: Mapping[str, object]

    def in_words(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """Message and fix as people read them, in the language of `translate`."""
        message, fix = translate(self.message), translate(self.fix)
        return (message % self.values, fix % self.values) if self.values else (message, fix)


class Text(NamedTuple):
    """The standing part of a problem."""

    field: str
    severity: Severity
    message: str
    fix: str


def problem(line: int, code: str, /, **values: object) -> Problem:
    """A problem by its code. For amounts and dates whose code serves several columns, `about` picks the column."""
    about = values.pop("about", None)
    text = TEXTS[code if about is None else f"{code}:{about}"]
    return Problem(line, text.field, text.severity, code, text.message, text.fix, values)


def problem_from(line: int, trouble: InvalidInput) -> Problem:
    """What a number's own check in `core.ids` says, as a problem of this row."""
    return Problem(line, trouble.field, "error", trouble.code, trouble.message, trouble.fix, trouble.values)


_FIX_NIK: Final = sentence("Periksa lagi NIK pada KTP.")
_FIX_DATE: Final = sentence("Tulis hari, bulan, tahun 4 angka, misalnya 26/09/1985.")
_FIX_KTP: Final = sentence("Cocokkan dengan KTP. Bila isian ini memang benar, setujui peringatan ini.")
_FIX_SEX: Final = sentence("Isi L untuk laki-laki atau P untuk perempuan.")
_FIX_NAME: Final = sentence("Isi nama lengkap seperti pada KTP.")
_FIX_MOTHER: Final = sentence("Isi nama ibu kandung dengan huruf biasa, atau kosongkan.")
_FIX_WAGE: Final = sentence("Isi upah sebulan dalam rupiah tanpa sen, misalnya 4.500.000.")
_FIX_AMOUNT: Final = sentence("Isi rupiah tanpa sen, misalnya 250.000, atau kosongkan bila tidak ada.")
_FIX_ENGLISH: Final = sentence("Tulis ribuan dengan titik dan tanpa sen, misalnya 5.250.000.")
_FIX_MINIMUM: Final = sentence(
    "Periksa apakah ada angka yang kurang. Bila memang benar, misalnya hanya bekerja sebagian bulan, setujui peringatan ini."
)

TEXTS: Final[dict[str, Text]] = {
    "too_many_cells": Text(
        "",
        "error",
        sentence("Baris ini berisi %(count)s sel lebih banyak daripada judulnya, sehingga kolomnya mungkin bergeser."),
        sentence("Periksa apakah ada tanda koma atau titik koma di dalam isian, lalu apit isian itu dengan tanda kutip."),
    ),
    "nik_stored_as_number": Text(
        "nik",
        "warning",
        sentence(
            "NIK tersimpan sebagai bilangan. Excel dan program sejenis hanya menyimpan 15 angka, jadi angka terakhirnya mungkin hilang."
        ),
        sentence("Cocokkan angka terakhir NIK dengan KTP. Bila sudah benar, setujui peringatan ini."),
    ),
    "nik_unknown_region": Text("nik", "warning", sentence("Enam angka pertama NIK (%(code)s) tidak ada dalam daftar kecamatan."), _FIX_KTP),
    "nik_duplicate": Text(
        "nik",
        "error",
        sentence("NIK ini sudah dipakai di baris %(other)s."),
        sentence("Satu orang cukup satu baris. Periksa NIK kedua baris itu, atau hapus salah satunya."),
    ),
    "card_number_duplicate": Text(
        "card_number",
        "error",
        sentence("Nomor KPJ ini sudah dipakai di baris %(other)s."),
        sentence("Setiap orang punya nomor KPJ sendiri. Periksa kartu peserta pada kedua baris itu."),
    ),
    "name_missing": Text("full_name", "error", sentence("Nama belum diisi."), _FIX_NAME),
    "name_is_a_formula:full_name": Text(
        "full_name", "error", sentence("Nama diawali tanda rumus atau berisi tab, jadi tidak dibaca sebagai nama."), _FIX_NAME
    ),
    "name_is_a_formula:mother_name": Text(
        "mother_name", "error", sentence("Nama ibu diawali tanda rumus atau berisi tab, jadi tidak dibaca sebagai nama."), _FIX_MOTHER
    ),
    "name_has_hidden_signs:full_name": Text("full_name", "error", sentence("Nama berisi tanda yang tidak terlihat."), _FIX_NAME),
    "name_has_hidden_signs:mother_name": Text("mother_name", "error", sentence("Nama ibu berisi tanda yang tidak terlihat."), _FIX_MOTHER),
    "name_too_long:full_name": Text("full_name", "error", sentence("Nama lebih panjang dari %(most)s huruf."), _FIX_NAME),
    "name_too_long:mother_name": Text("mother_name", "error", sentence("Nama ibu lebih panjang dari %(most)s huruf."), _FIX_MOTHER),
    "birth_date_missing": Text("birth_date", "error", sentence("Tanggal lahir belum diisi."), _FIX_DATE),
    "birth_date_unreadable": Text("birth_date", "error", sentence("Tanggal lahir tidak dapat dibaca."), _FIX_DATE),
    "birth_date_impossible": Text("birth_date", "error", sentence("Tanggal lahir ini tidak ada di kalender."), _FIX_DATE),
    "birth_date_in_future": Text("birth_date", "error", sentence("Tanggal lahir sesudah bulan laporan."), _FIX_DATE),
    "birth_date_differs_from_nik": Text("birth_date", "warning", sentence("Tanggal lahir berbeda dari tanggal di dalam NIK."), _FIX_KTP),
    "age_unusual": Text("birth_date", "warning", sentence("Menurut tanggal lahirnya, pekerja ini berumur %(age)s tahun."), _FIX_KTP),
    "sex_missing": Text("sex", "error", sentence("Jenis kelamin belum diisi."), _FIX_SEX),
    "sex_unknown": Text("sex", "error", sentence("Jenis kelamin tidak dikenali."), _FIX_SEX),
    "sex_differs_from_nik": Text("sex", "warning", sentence("Jenis kelamin tidak sesuai dengan NIK."), _FIX_KTP),
    "start_missing": Text(
        "employment_start",
        "error",
        sentence("Tanggal mulai bekerja belum diisi, padahal pekerja ini belum punya nomor KPJ."),
        sentence("Isi tanggal mulai bekerja, atau isi nomor KPJ bila sudah menjadi peserta."),
    ),
    "start_unreadable": Text("employment_start", "error", sentence("Tanggal mulai bekerja tidak dapat dibaca."), _FIX_DATE),
    "start_impossible": Text("employment_start", "error", sentence("Tanggal mulai bekerja ini tidak ada di kalender."), _FIX_DATE),
    "start_before_birth": Text(
        "employment_start",
        "error",
        sentence("Tanggal mulai bekerja sebelum tanggal lahir."),
        sentence("Periksa kedua tanggal itu; mungkin tertukar."),
    ),
    "start_in_future": Text(
        "employment_start",
        "error",
        sentence("Tanggal mulai bekerja sesudah bulan %(month)s berakhir."),
        sentence("Perbaiki tanggalnya, atau laporkan pekerja ini mulai bulan ia bekerja."),
    ),
    "end_unreadable": Text("employment_end", "error", sentence("Tanggal berhenti tidak dapat dibaca."), _FIX_DATE),
    "end_impossible": Text("employment_end", "error", sentence("Tanggal berhenti ini tidak ada di kalender."), _FIX_DATE),
    "end_before_start": Text(
        "employment_end",
        "error",
        sentence("Tanggal berhenti sebelum tanggal mulai bekerja."),
        sentence("Periksa kedua tanggal itu; mungkin tertukar."),
    ),
    "end_in_future": Text(
        "employment_end",
        "error",
        sentence("Tanggal berhenti sesudah bulan %(month)s berakhir."),
        sentence("Kosongkan dahulu tanggal dan sebab berhenti, lalu laporkan pada bulan pekerja ini berhenti."),
    ),
    "end_before_month": Text(
        "employment_end",
        "error",
        sentence("Pekerja ini sudah berhenti sebelum bulan %(month)s, tetapi upahnya diisi."),
        sentence("Kosongkan upah dan tunjangan bila baris ini hanya melaporkan berhentinya, atau perbaiki tanggal berhenti."),
    ),
    "end_without_reason": Text(
        "end_reason",
        "error",
        sentence("Tanggal berhenti diisi tanpa sebabnya."),
        sentence("Isi sebab berhenti: resign, PHK, habis kontrak, pensiun, atau meninggal."),
    ),
    "end_reason_without_date": Text(
        "employment_end",
        "error",
        sentence("Sebab berhenti diisi tanpa tanggalnya."),
        sentence("Isi tanggal berhenti, atau kosongkan sebabnya bila pekerja ini masih bekerja."),
    ),
    "end_reason_unknown": Text(
        "end_reason",
        "error",
        sentence("Sebab berhenti tidak dikenali."),
        sentence("Pilih salah satu: resign, PHK, habis kontrak, pensiun, atau meninggal."),
    ),
    "wage_missing": Text("basic_wage", "error", sentence("Upah pokok belum diisi."), _FIX_WAGE),
    "wage_zero": Text(
        "basic_wage",
        "error",
        sentence("Upah pokok nol."),
        sentence("Isi upah sebulan dalam rupiah. Bila pekerja ini sudah berhenti, isi tanggal dan sebab berhenti."),
    ),
    "wage_negative:basic_wage": Text("basic_wage", "error", sentence("Upah pokok kurang dari nol."), _FIX_WAGE),
    "wage_negative:fixed_allowance": Text("fixed_allowance", "error", sentence("Tunjangan tetap kurang dari nol."), _FIX_AMOUNT),
    "wage_negative:back_pay": Text("back_pay", "error", sentence("Rapel kurang dari nol."), _FIX_AMOUNT),
    "wage_not_a_number:basic_wage": Text("basic_wage", "error", sentence("Upah pokok bukan angka rupiah."), _FIX_WAGE),
    "wage_not_a_number:fixed_allowance": Text("fixed_allowance", "error", sentence("Tunjangan tetap bukan angka rupiah."), _FIX_AMOUNT),
    "wage_not_a_number:back_pay": Text("back_pay", "error", sentence("Rapel bukan angka rupiah."), _FIX_AMOUNT),
    "wage_english_decimal_ambiguous:basic_wage": Text(
        "basic_wage", "error", sentence("Upah pokok ditulis dengan cara Inggris, jadi dapat terbaca lain."), _FIX_ENGLISH
    ),
    "wage_english_decimal_ambiguous:fixed_allowance": Text(
        "fixed_allowance", "error", sentence("Tunjangan tetap ditulis dengan cara Inggris, jadi dapat terbaca lain."), _FIX_ENGLISH
    ),
    "wage_english_decimal_ambiguous:back_pay": Text(
        "back_pay", "error", sentence("Rapel ditulis dengan cara Inggris, jadi dapat terbaca lain."), _FIX_ENGLISH
    ),
    "wage_too_many_decimals:basic_wage": Text(
        "basic_wage", "error", sentence("Upah pokok berisi pecahan lebih kecil dari satu sen."), _FIX_WAGE
    ),
    "wage_too_many_decimals:fixed_allowance": Text(
        "fixed_allowance", "error", sentence("Tunjangan tetap berisi pecahan lebih kecil dari satu sen."), _FIX_AMOUNT
    ),
    "wage_too_many_decimals:back_pay": Text("back_pay", "error", sentence("Rapel berisi pecahan lebih kecil dari satu sen."), _FIX_AMOUNT),
    "wage_too_large:basic_wage": Text("basic_wage", "error", sentence("Upah pokok lebih dari %(most)s sebulan."), _FIX_WAGE),
    "wage_too_large:fixed_allowance": Text(
        "fixed_allowance", "error", sentence("Tunjangan tetap lebih dari %(most)s sebulan."), _FIX_AMOUNT
    ),
    "wage_too_large:back_pay": Text("back_pay", "error", sentence("Rapel lebih dari %(most)s sebulan."), _FIX_AMOUNT),
    "wage_has_sen": Text(
        "basic_wage",
        "warning",
        sentence("Upah iuran tidak bulat dalam rupiah (%(wage)s)."),
        sentence("Bulatkan ke rupiah penuh. Bila memang demikian, setujui peringatan ini."),
    ),
    "under_minimum_wage:province": Text(
        "basic_wage",
        "warning",
        sentence("Upah iuran %(wage)s di bawah upah minimum provinsi %(province)s tahun %(year)s, yaitu %(minimum)s."),
        _FIX_MINIMUM,
    ),
    "under_minimum_wage:country": Text(
        "basic_wage",
        "warning",
        sentence("Upah iuran %(wage)s di bawah upah minimum terendah di Indonesia tahun %(year)s, yaitu %(minimum)s (%(province)s)."),
        _FIX_MINIMUM,
    ),
    "under_minimum_wage:province_earlier": Text(
        "basic_wage",
        "warning",
        sentence(
            "Upah iuran %(wage)s di bawah upah minimum provinsi %(province)s, yaitu %(minimum)s. "
            "Angka tahun %(wanted_year)s belum ada di sini, jadi dipakai tahun %(year)s."
        ),
        _FIX_MINIMUM,
    ),
    "under_minimum_wage:country_earlier": Text(
        "basic_wage",
        "warning",
        sentence(
            "Upah iuran %(wage)s di bawah upah minimum terendah di Indonesia, yaitu %(minimum)s (%(province)s). "
            "Angka tahun %(wanted_year)s belum ada di sini, jadi dipakai tahun %(year)s."
        ),
        _FIX_MINIMUM,
    ),
    "mandatory_programme_missing": Text(
        "programmes",
        "warning",
        sentence("Program %(programmes)s wajib bagi usaha sebesar ini, tetapi tidak disebut."),
        sentence("Tambahkan program itu, atau kosongkan kolom program. Bila memang benar, setujui peringatan ini."),
    ),
    "programme_unknown": Text(
        "programmes",
        "error",
        sentence("Ada program yang tidak dikenali."),
        sentence("Isi dengan JHT, JP, JKK, JKM, atau JKP, dipisah spasi; atau kosongkan."),
    ),
}
