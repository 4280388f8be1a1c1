"""Numbers for made-up people and firms: NIK, card number, NPP. Well-formed, unique within one plan, and never a real person's.

A NIK here has a real district and ends in 0000 or 9999: the civil registry numbers people from 0001, and no district has 9999 births a day.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from openjmo.core.ids import FEMALE_DAY_OFFSET, Sex
from openjmo.core.regions import regions

_SERIALS: Final = ("0000", "9999")


class Numbers:
    """Gives out numbers, each once."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        """`taken` are numbers of the fixed cast, never given out."""
        self._given = set(taken)
        self._districts: dict[str, list[str]] = {}
        for code in sorted(regions().districts):
            self._districts.setdefault(code[:2], []).append(code)

    def nik(self, chance: Random, province_code: str, born: date, sex: Sex) -> str:
        """A NIK issued in a district of the province."""
        day = born.day + (FEMALE_DAY_OFFSET if sex == "P" else 0)
        while True:
            district = chance.choice(self._districts[province_code])
            nik = f"{district}{day:02d}{born:%m%y}{chance.choice(_SERIALS)}"
            if self._take(nik):
                return nik

    def card_number(self, chance: Random, opened_on: date) -> str:
        """Eleven digits, beginning with the year it was opened in, as real ones do."""
        while True:
            number = f"{opened_on:%y}{chance.randrange(10**9):09d}"
            if self._take(number):
                return number

    def employer_number(self, chance: Random) -> str:
        """An NPP: two letters and six digits."""
        while True:
            letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVW") for _ in range(2))
            number = f"{letters}{chance.randrange(10**6):06d}"
            if self._take(number):
                return number

    def _take(self, number: str) -> bool:
        if number in self._given:
            return False
        self._given.add(number)
        return True
