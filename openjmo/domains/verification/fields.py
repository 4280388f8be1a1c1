"""Which data a member changes alone, and which only an officer changes (S22, S23); and how each is typed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone


class Plain(StrEnum):
    """Kept by the member; a change leaves an audit line."""

    EMERGENCY_NAME = "emergency_name"
    EMERGENCY_PHONE = "emergency_phone"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    BIRTH_PLACE = "birth_place"


class Guarded(StrEnum):
    """Changed by an officer at a request, with papers."""

    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    MOTHER_NAME = "mother_name"
    MARITAL_STATUS = "marital_status"


MARITAL: Final = ("single", "married", "divorced", "widowed")
SEXES: Final = ("L", "P")
LIMIT: Final = 200
"""Letters of one field."""
_POSTAL_DIGITS: Final = 5
_EARLIEST: Final = 1900


def tidy(typed: str) -> str:
    """Without surplus blanks, at most LIMIT letters."""
    return " ".join(typed.replace("\0", "").split())[:LIMIT]


def check_plain(values: Mapping[str, str]) -> dict[Plain, str]:
    """The plain fields among these, ready to keep; an emptied one is kept empty. Raises InvalidInput at the first that is wrong."""
    ready = {field: tidy(values[field]) for field in Plain if field in values}
    phone = ready.get(Plain.EMERGENCY_PHONE)
    if phone:
        try:
            ready[Plain.EMERGENCY_PHONE] = Phone.parse(phone).e164
        except InvalidInput as wrong:
            raise InvalidInput(wrong.message, code=wrong.code, field=Plain.EMERGENCY_PHONE, fix=wrong.fix) from wrong
    if phone and Plain.EMERGENCY_NAME in ready and not ready[Plain.EMERGENCY_NAME]:
        raise InvalidInput(
            "Nama kontak darurat belum diisi.",
            code="verification.emergency_name_missing",
            field=Plain.EMERGENCY_NAME,
            fix="Tulis nama orang yang memakai nomor itu.",
        )
    code = ready.get(Plain.POSTAL_CODE)
    if code and not (code.isascii() and code.isdigit() and len(code) == _POSTAL_DIGITS):
        raise InvalidInput(
            "Kode pos terdiri dari 5 angka.",
            code="verification.postal_code_wrong",
            field=Plain.POSTAL_CODE,
            fix="Isi 5 angka, atau kosongkan.",
        )
    return ready


def check_guarded(field: str, value: str, today: date) -> tuple[Guarded, str]:
    """The field and the value asked for; a date as `2026-10-31`. Raises InvalidInput at `bidang` or `nilai`."""
    if field not in set(Guarded):
        raise InvalidInput("Data belum dipilih.", code="verification.field_unknown", field="bidang", fix="Pilih satu dari daftar.")
    chosen, plain = Guarded(field), tidy(value)
    if not plain:
        raise InvalidInput("Belum ditulis yang benar.", code="verification.value_missing", field="nilai", fix="Tulis seperti pada KTP.")
    if chosen is Guarded.SEX and plain not in SEXES:
        raise InvalidInput("Jenis kelamin ditulis L atau P.", code="verification.sex_wrong", field="nilai", fix="Tulis L atau P.")
    if chosen is Guarded.MARITAL_STATUS and plain not in MARITAL:
        raise InvalidInput(
            "Status perkawinan belum dikenal.",
            code="verification.marital_wrong",
            field="nilai",
            fix="Tulis belum kawin, kawin, cerai hidup, atau cerai mati.",
        )
    if chosen is Guarded.BIRTH_DATE:
        _check_birth(plain, today)
    return chosen, plain


def _check_birth(written: str, today: date) -> None:
    try:
        born = date.fromisoformat(written)
    except ValueError:
        born = None
    if born is None or not date(_EARLIEST, 1, 1) <= born <= today:
        raise InvalidInput(
            "Tanggal lahir belum benar.",
            code="verification.birth_date_wrong",
            field="nilai",
            fix="Tulis hari, bulan, dan tahun, misalnya 31-12-1985.",
        )
