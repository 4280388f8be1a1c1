"""Days and years no person can mean, refused in one way wherever a rule counts from a day.

The book refuses them for every number it is asked for (`Lawbook.value`); rules that count before they ask check for themselves.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(8999, 12, 31)
"""Days outside are typing errors; the calendar itself ends with the year 9999, and deadlines run past a day."""


def believable_day(day: date, field: str) -> date:
    """The day itself. Raises InvalidInput (`rules.date_unbelievable`)."""
    if not EARLIEST <= day <= LATEST:
        raise _unbelievable(day.isoformat(), field)
    return day


def believable_year(year: int, field: str) -> int:
    """The year itself. Raises InvalidInput (`rules.date_unbelievable`)."""
    if not EARLIEST.year <= year <= LATEST.year:
        raise _unbelievable(str(year), field)
    return year


def _unbelievable(found: str, field: str) -> InvalidInput:
    return InvalidInput(
        "Tanggal atau tahun %(found)s tidak masuk akal.",
        code="rules.date_unbelievable",
        field=field,
        fix="Isi tanggal dari tahun %(first)s sampai %(last)s.",
        values={"found": found, "first": EARLIEST.year, "last": LATEST.year},
    )
