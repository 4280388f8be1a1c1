"""What the sixteen digits of a NIK say, by their layout alone: whether its province or birth date exists is not asked here.

Called to explain a number to the person who typed it; `core.ids.Nik.parse` is what checks one. Layout: `membership.nik.layout`
(UU 23/2006, secondary).

>>> nik_layout("9901020512909999").birth_date_ddmmyy
'051290'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openjmo.core.errors import InvalidInput
from openjmo.rules.lawbook import Lawbook, lawbook


@dataclass(frozen=True, slots=True)
class NikLayout:
    """The parts of a NIK; the birth date as six digits of the person, without the 40 added for women."""

    region: str
    province: str
    birth_date_ddmmyy: str
    sex: str
    """`male` or `female`."""
    serial: str


def nik_layout(text: str, law: Lawbook | None = None) -> NikLayout:
    """Read a NIK by its layout. Raises InvalidInput (`rules.nik_not_sixteen_digits`)."""
    from openjmo.core.ids import NIK_DIGITS, Nik  # it brings a large telephone library; `import openjmo.rules` must stay fast

    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{NIK_DIGITS}}}", digits):
        raise InvalidInput(
            "NIK terdiri dari 16 angka.",
            code="rules.nik_not_sixteen_digits",
            field="nik",
            fix="Isi 16 angka NIK seperti pada KTP.",
        )
    book = law or lawbook()
    layout = book.value("membership.nik.layout", book.researched_on).mapping
    widths = {name: int(str(width)) for name, width in layout.items()}
    nik = Nik(digits)
    region = widths["province"] + widths["regency"] + widths["district"]
    day = int(digits[region : region + widths["birth_day"]])
    sex = "female" if nik.sex == "P" else "male"
    own_day = day - widths["female_day_offset"] if sex == "female" else day
    rest = digits[region + widths["birth_day"] : NIK_DIGITS - widths["serial"]]
    return NikLayout(
        region=nik.district_code,
        province=nik.province_code,
        birth_date_ddmmyy=f"{own_day:0{widths['birth_day']}d}{rest}",
        sex=sex,
        serial=digits[NIK_DIGITS - widths["serial"] :],
    )
