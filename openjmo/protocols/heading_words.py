"""The words people use for the columns of a wage report.

Used by `headings`. To teach the reader a new heading, add its plain words to `_MEANINGS`: lower case, no signs, each word by the short
form in `_SAME_WORD`.

>>> meaning("Tgl. Lahir (dd/mm/yyyy)")
'birth_date'
"""

from __future__ import annotations

import re
from typing import Final

MAX_TITLE: Final = 200

LABELS: Final = {
    "nik": "NIK",
    "card_number": "Nomor KPJ",
    "full_name": "Nama lengkap",
    "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin (L/P)",
    "mother_name": "Nama ibu kandung",
    "employment_start": "Tanggal mulai bekerja",
    "employment_end": "Tanggal berhenti",
    "end_reason": "Sebab berhenti",
    "basic_wage": "Upah pokok",
    "fixed_allowance": "Tunjangan tetap",
    "back_pay": "Rapel",
    "programmes": "Program",
}
"""How each column is called on screens; each is itself a heading the reader knows."""

_SAME_WORD: Final = {
    word: short
    for short, words in {
        "no": "nomor nomer number",
        "tgl": "tanggal date",
        "upah": "gaji salary wage",
        "tunjangan": "tunj",
        "pekerja": "karyawan pegawai buruh worker employee",
        "bekerja": "kerja",
        "jenis": "jns",
        "nama": "nm name",
        "bpjs": "bpjstk",
        "program": "programme programmes programs",
        "berhenti": "keluar nonaktif",
        "sebab": "alasan",
        "rapel": "rapelan",
        "": "ketenagakerjaan tk rp",
    }.items()
    for word in words.split()
}

_MEANINGS: Final = {
    "nik": "nik; no nik; nik ktp; ktp; no ktp; nik no ktp; no nik ktp; nik e ktp; no induk kependudukan; no identitas",
    "card_number": (
        "card no; kpj; no kpj; no jamsostek; no kpj jamsostek; bpjs; no bpjs; no kpj bpjs; no kartu; no kartu peserta; no peserta; "
        "no kartu jamsostek; no kartu bpjs; no peserta bpjs; no kartu peserta bpjs; no kartu peserta jamsostek; kartu peserta jamsostek"
    ),
    "full_name": (
        "full nama; nama; nama lengkap; nama pekerja; nama tenaga bekerja; nama peserta; nama lengkap pekerja; "
        "nama lengkap tenaga bekerja; nama sesuai ktp"
    ),
    "birth_date": "birth tgl; birthdate; tgl lahir; tgl of birth; dob; tgl kelahiran; lahir tgl",
    "sex": "sex; gender; l p; p l; jenis kelamin; jenis kelamin l p; jk; kelamin",
    "mother_name": "mother nama; mother s nama; ibu kandung; nama ibu kandung; nama ibu; nama gadis ibu kandung",
    "employment_start": (
        "employment start; employment start tgl; start tgl; tgl mulai; tgl mulai bekerja; tgl masuk; tgl masuk bekerja; tgl awal bekerja; "
        "mulai bekerja; masuk bekerja; tgl bergabung; join tgl; hire tgl"
    ),
    "employment_end": (
        "employment end; employment end tgl; end tgl; tgl berhenti; tgl berhenti bekerja; tgl resign; tgl phk; tgl akhir bekerja; "
        "tgl non aktif; berhenti bekerja"
    ),
    "end_reason": (
        "end reason; reason; sebab; sebab berhenti; sebab berhenti bekerja; sebab phk; sebab non aktif; sebab resign; keterangan berhenti"
    ),
    "basic_wage": "basic upah; upah; upah pokok; upah bulanan; upah sebulan; upah per bulan; upah pokok per bulan; upah pokok sebulan",
    "fixed_allowance": "fixed allowance; tunjangan tetap; tunjangan; jumlah tunjangan tetap; total tunjangan tetap",
    "back_pay": "back pay; rapel; upah rapel; rapel upah; kekurangan upah",
    "programmes": "program; program diikuti; program yang diikuti; jenis program; program bpjs; kepesertaan program",
}
_FIELD_OF: Final = {words: name for name, headings in _MEANINGS.items() for words in headings.split("; ")}
UNDIVIDED_WAGE: Final = frozenset(
    {
        "total upah",
        "jumlah upah",
        "upah total",
        "upah dilaporkan",
        "upah yang dilaporkan",
        "total upah dilaporkan",
        "dasar upah",
        "upah dasar iuran",
    }
)
"""Employers who do not divide the wage report it whole; taken as basic wage only where the file has no basic wage column."""


def plain_words(title: str) -> str:
    """A heading without case, signs and remarks in brackets, each word by its everyday short form."""
    without_remarks = re.sub(r"\([^)]*\)", " ", title)
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", (without_remarks.strip() or title).casefold()):
        plain = _SAME_WORD.get(word, word)
        if plain and words[-1:] != [plain]:
            words.append(plain)
    return " ".join(words)


def meaning(title: str) -> str | None:
    """The field a heading names, or None."""
    return _FIELD_OF.get(plain_words(title[:MAX_TITLE]))
