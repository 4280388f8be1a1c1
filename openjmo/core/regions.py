"""Region codes of Indonesia, current and former, as a NIK carries them.

A NIK keeps the code of the place and time it was issued, so former codes are as good as current ones. Read once from the
data files beside this module (sources and licences: `data/NOTICES.md`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Regions:
    """Code to name for the three levels a NIK begins with, and the time zone of each province."""

    provinces: dict[str, str]
    regencies: dict[str, str]
    districts: dict[str, str]
    time_zones: dict[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    with files("openjmo.core").joinpath("data", name).open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


@cache
def regions() -> Regions:
    """All known codes; 2, 4 and 6 digits."""
    provinces = _rows("regions_provinces.csv")
    return Regions(
        provinces={row["code"]: row["name"] for row in provinces},
        regencies={row["code"]: row["name"] for row in _rows("regions_regencies.csv")},
        districts={row["code"]: row["name"] for row in _rows("regions_districts.csv")},
        time_zones={row["code"]: row["tz_database"] for row in provinces},
    )
