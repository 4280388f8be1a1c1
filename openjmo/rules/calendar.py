"""Indonesian public holidays and collective leave, for days to pay and working days.

Used by due dates here and by claim clocks later. Dates come from the package `holidays`, loaded only when first needed. How far they
can be trusted is part of every answer (`certainty_of`):

- 2024 to 2027: public holidays and cuti bersama, checked against the joint ministerial decrees and an independent list;
- 1946 to 2100 otherwise: what the package has, not checked; moon-dated feasts of future years are estimates and have no cuti bersama;
- any other year: weekends only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from openjmo.rules.derivation import sentence

FIRST_CHECKED_YEAR: Final = 2024
LAST_CHECKED_YEAR: Final = 2027
FIRST_KNOWN_YEAR: Final = 1946
LAST_KNOWN_YEAR: Final = 2100

Certainty = Literal["checked", "unchecked", "weekends"]
NOTES: Final[Mapping[Certainty, str]] = {
    "checked": "",
    "unchecked": sentence("Hari libur tahun itu diambil dari daftar yang belum dicocokkan dengan keputusan bersama menteri."),
    "weekends": sentence("Hari libur nasional tahun itu tidak diketahui, jadi hanya Sabtu dan Minggu yang dihitung libur."),
}
"""The sentence that belongs to each certainty."""


def certainty_of(year: int) -> Certainty:
    """How far the holidays of a year can be trusted."""
    if FIRST_CHECKED_YEAR <= year <= LAST_CHECKED_YEAR:
        return "checked"
    return "unchecked" if FIRST_KNOWN_YEAR <= year <= LAST_KNOWN_YEAR else "weekends"


@cache
def public_holidays_of(year: int) -> Mapping[date, str]:
    """National holidays of a year with their Indonesian names; empty outside the known years."""
    return _from_package(year, "public")


@cache
def collective_leave_of(year: int) -> Mapping[date, str]:
    """Cuti bersama of a year with its Indonesian names; empty where no decree is known."""
    return _from_package(year, "government")


@cache
def holidays_of(year: int) -> Mapping[date, str]:
    """Public holidays and cuti bersama of a year, by date; where both fall on a day the public holiday names it."""
    both = {**collective_leave_of(year), **public_holidays_of(year)}
    return MappingProxyType(dict(sorted(both.items())))


@cache
def closed_days(first_year: int, last_year: int, *, collective_leave: bool = True) -> Collection[date]:
    """The holidays of some years, both included, for the working-day functions of `core.periods`."""
    source = holidays_of if collective_leave else public_holidays_of
    return frozenset(day for year in range(first_year, last_year + 1) for day in source(year))


def _from_package(year: int, category: str) -> Mapping[date, str]:
    if certainty_of(year) == "weekends":
        return MappingProxyType({})
    from holidays import country_holidays  # a large package; `import openjmo.rules` must stay fast

    found = country_holidays("ID", years=year, categories=(category,), language="id")
    return MappingProxyType({day: found[day] for day in sorted(found)})
