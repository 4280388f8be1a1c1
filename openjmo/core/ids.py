"""Legal numbers and references: NIK, KPJ, NPP, phone; parse, check, mask.

Used at every door where a number comes in. Each `parse` forgives blanks, dots and dashes, and raises `InvalidInput` with the field's
own code and fix. What is masked here is the only form that goes to logs and lists.

>>> Nik.parse("3507 0426 0985 0000").born_on(latest=date(2026, 11, 23))
datetime.date(1985, 9, 26)
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import phonenumbers

from openjmo.core.errors import InvalidInput
from openjmo.core.regions import regions

NIK_DIGITS: Final = 16
FEMALE_DAY_OFFSET: Final = 40
CARD_NUMBER_DIGITS: Final = 11
EMPLOYER_NUMBER_DIGITS: Final = (8, 9)
_BLANKS = re.compile(r"[\s.\-]")
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""No I, L, O, U, so that a reference survives a telephone; and no Z: 31 is prime, so the check sign catches every wrong sign."""
_BODY_SIGNS: Final = 8

Sex = Literal["L", "P"]


@dataclass(frozen=True, slots=True)
class Nik:
    """The national identity number: 6 digits region, DDMMYY of birth (day + 40 for women), 4 digits serial.

    Source: UU 23/2006 on population administration; layout as in the parameter `membership.nik.layout`.
    """

    digits: str

    @classmethod
    def parse(cls, text: str) -> Nik:
        """Check length, province and birth date; former region codes are fine. Raises InvalidInput."""
        digits = _BLANKS.sub("", text)
        if re.fullmatch(r"\d+[.,]?\d*[eE]\+?\d+", text.strip()):
            raise InvalidInput(
                "NIK diubah oleh Excel atau program sejenis (menjadi %(found)s), sehingga angkanya hilang.",
                code="nik_scientific",
                field="nik",
                fix="Ubah kolom NIK menjadi teks, lalu ketik ulang ke-16 angkanya dari KTP.",
                values={"found": text.strip()},
            )
        if not digits:
            raise InvalidInput("NIK belum diisi.", code="nik_missing", field="nik", fix="Isi 16 angka NIK seperti pada KTP.")
        if not (digits.isascii() and digits.isdigit()):
            raise InvalidInput(
                "NIK berisi huruf atau tanda lain.",
                code="nik_not_digits",
                field="nik",
                fix="Isi 16 angka NIK seperti pada KTP, tanpa huruf.",
            )
        if len(digits) != NIK_DIGITS:
            raise InvalidInput(
                "NIK berisi %(count)s angka, seharusnya 16.",
                code="nik_wrong_length",
                field="nik",
                fix="Isi 16 angka NIK seperti pada KTP.",
                values={"count": len(digits)},
            )
        nik = cls(digits)
        if nik.province_code not in regions().provinces:
            raise InvalidInput(
                "Dua angka pertama NIK (%(code)s) bukan kode provinsi.",
                code="nik_unknown_province",
                field="nik",
                fix="Periksa lagi NIK pada KTP.",
                values={"code": nik.province_code},
            )
        if nik._birth(1900) is None and nik._birth(2000) is None:
            raise InvalidInput(
                "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir.",
                code="nik_impossible_birth_date",
                field="nik",
                fix="Periksa lagi NIK pada KTP.",
            )
        return nik

    def _birth(self, century: int) -> date | None:
        day, month, year = int(self.digits[6:8]), int(self.digits[8:10]), int(self.digits[10:12])
        if day > FEMALE_DAY_OFFSET:
            day -= FEMALE_DAY_OFFSET
        try:
            return date(century + year, month, day)
        except ValueError:
            return None

    @property
    def province_code(self) -> str:
        """First 2 digits."""
        return self.digits[:2]

    @property
    def district_code(self) -> str:
        """First 6 digits."""
        return self.digits[:6]

    @property
    def sex(self) -> Sex:
        """`P` (perempuan) when 40 was added to the day, else `L` (laki-laki)."""
        return "P" if int(self.digits[6:8]) > FEMALE_DAY_OFFSET else "L"

    @property
    def region_is_known(self) -> bool:
        """Whether the 6-digit district is one of the current or former codes; if not, that is only a warning."""
        return self.district_code in regions().districts

    def born_on(self, latest: date) -> date | None:
        """The birth date in the youngest century that does not lie after `latest`. The NIK does not carry the century."""
        for century in (2000, 1900):
            born = self._birth(century)
            if born is not None and born <= latest:
                return born
        return None

    def says_born_on(self, day: date) -> bool:
        """Whether `day` fits the six birth digits, whatever the century."""
        return self._birth(day.year // 100 * 100) == day

    @property
    def masked(self) -> str:
        """For people and logs: `3507••••••••0000`."""
        return self.digits[:4] + "•" * 8 + self.digits[12:]


@dataclass(frozen=True, slots=True)
class CardNumber:
    """KPJ, the member's card number: 11 digits (parameter `membership.kpj.length`)."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> CardNumber:
        """Raises InvalidInput; ten digits get the hint that a spreadsheet may have eaten a leading zero."""
        digits = _BLANKS.sub("", text)
        if not (digits.isascii() and digits.isdigit()):
            raise InvalidInput(
                "Nomor KPJ berisi huruf atau tanda lain.",
                code="card_number_not_digits",
                field="card_number",
                fix="Isi 11 angka nomor KPJ seperti pada kartu peserta.",
            )
        if len(digits) == CARD_NUMBER_DIGITS - 1:
            raise InvalidInput(
                "Nomor KPJ berisi 10 angka, seharusnya 11.",
                code="card_number_10_digits",
                field="card_number",
                fix="Excel dan program sejenis sering membuang angka 0 di depan. Periksa kartu peserta: apakah %(guess)s?",
                values={"guess": "0" + digits},
            )
        if len(digits) != CARD_NUMBER_DIGITS:
            raise InvalidInput(
                "Nomor KPJ berisi %(count)s angka, seharusnya 11.",
                code="card_number_wrong_length",
                field="card_number",
                fix="Isi 11 angka nomor KPJ seperti pada kartu peserta.",
                values={"count": len(digits)},
            )
        return cls(digits)

    @property
    def masked(self) -> str:
        """For lists: the last four digits."""
        return "••• " + self.digits[-4:]


@dataclass(frozen=True, slots=True)
class EmployerNumber:
    """NPP, the employer's registration number. Its length was not found in any source: 8 or 9 letters and digits are accepted."""

    text: str

    @classmethod
    def parse(cls, text: str) -> EmployerNumber:
        """Raises InvalidInput."""
        plain = _BLANKS.sub("", text).upper()
        if not re.fullmatch(r"[A-Z0-9]{8,9}", plain):
            raise InvalidInput(
                "NPP terdiri dari 8 atau 9 huruf dan angka.",
                code="employer_number_wrong",
                field="npp",
                fix="Lihat NPP pada sertifikat kepesertaan perusahaan.",
            )
        return cls(plain)


@dataclass(frozen=True, slots=True)
class Phone:
    """An Indonesian or foreign telephone number in E.164, `+6281234567890`."""

    e164: str

    @classmethod
    def parse(cls, text: str) -> Phone:
        """A number without country code is read as Indonesian. Raises InvalidInput."""
        try:
            number = phonenumbers.parse(text, "ID")
        except phonenumbers.NumberParseException as problem:
            raise cls._wrong() from problem
        if not phonenumbers.is_possible_number(number):
            raise cls._wrong()
        return cls(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    @staticmethod
    def _wrong() -> InvalidInput:
        return InvalidInput(
            "Nomor HP tidak dikenali.", code="phone_wrong", field="phone", fix="Contoh: 0812 3456 7890 atau +62 812 3456 7890."
        )

    @property
    def masked(self) -> str:
        """For people: country code and the last three digits."""
        return f"{self.e164[:3]}•••••{self.e164[-3:]}"


def masked_email(address: str) -> str:
    """For people: the first sign and the host, `s•••@contoh.example`."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}•••@{host}"


def new_reference(prefix: str) -> str:
    """A short public reference that can be read over the telephone, `KL-7F3K-9Q2M-X`: eight random signs and a check sign."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_BODY_SIGNS))
    return f"{prefix}-{body[:4]}-{body[4:]}-{_check_sign(body)}"


def reference_is_sound(reference: str) -> bool:
    """Whether the check sign fits; catches every wrong sign and every swap of two before anyone searches."""
    plain = reference.upper().replace(" ", "-").split("-")
    body = "".join(plain[1:-1])
    return len(body) == _BODY_SIGNS and all(sign in _ALPHABET for sign in body) and plain[-1] == _check_sign(body)


def _check_sign(body: str) -> str:
    return _ALPHABET[sum((index + 1) * _ALPHABET.index(sign) for index, sign in enumerate(body)) % len(_ALPHABET)]
