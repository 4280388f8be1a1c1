"""The minimum wage a reported wage is held against: the province's, or the lowest of the country where the province is not known.

For `wage_report`, asked once per file. Provincial figures only (parameter `wages.minimum.province`); regencies may have higher ones and
small employers may agree on less, which is why falling below is never more than a warning. Where the year has no figure yet, the latest
earlier year with one is used and the answer says so.
PP 36/2021 Pasal 23 to 25.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.core.regions import regions
from openjmo.rules.derivation import sentence
from openjmo.rules.lawbook import Lawbook, lawbook

_PARAMETER: Final = "wages.minimum.province"


class MinimumWage(NamedTuple):
    """A monthly minimum and what it is."""

    amount: Money
    year: int
    """The year the figure was set for."""
    wanted_year: int
    """The year asked for; later than `year` when that has no figure yet."""
    province: str
    """Name of the province it comes from."""
    is_lowest: bool
    """Whether it stands for the whole country because no province was given."""


def minimum_wage_for(month: Month, province_code: str | None = None, law: Lawbook | None = None) -> MinimumWage | None:
    """The minimum of a month; None for times before the first known figure. Raises InvalidInput for an unknown province code."""
    book = law or lawbook()
    known = [key for key in book.parameter(_PARAMETER).keys if key is not None]
    if province_code is not None and province_code not in known:
        raise InvalidInput(
            sentence("Kode provinsi %(code)s tidak dikenal."),
            code="province_unknown",
            field="province",
            fix=sentence("Isi dua angka kode provinsi, misalnya 33 untuk Jawa Tengah."),
            values={"code": province_code},
        )
    asked = known if province_code is None else [province_code]
    first_year = min(book.first_day(_PARAMETER, key).year for key in asked)
    for year in range(month.year, first_year - 1, -1):
        day = Month(year, month.month).first_day
        found = [(value.money, key) for key in asked if (value := book.find(_PARAMETER, day, key)) is not None]
        if found:
            amount, key = min(found)
            return MinimumWage(amount, year, month.year, regions().provinces.get(key, key), province_code is None)
    return None
