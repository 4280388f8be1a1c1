"""What people type into fields: percentages, counts, days and months. Amounts are read by `openjmo.rules.wage_values.read_sen`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from openjmo.core.money import Rate
from openjmo.core.periods import Month

_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%?")
_COUNT: Final = re.compile(r"[0-9]{1,4}")
_EARLIEST: Final = 1900
_LATEST: Final = 2200
"""Years outside are typing errors."""
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")


def read_percent(text: str) -> Rate | None:
    """`5`, `5,5`, `5.51 %`; None for anything else."""
    found = _PERCENT.fullmatch(text.strip())
    return Rate.percent(f"{found[1]}.{found[2] or 0}") if found else None


def read_count(text: str) -> int | None:
    """A whole number of at most four digits; None for anything else."""
    plain = text.strip()
    return int(plain) if _COUNT.fullmatch(plain) else None


def read_date(text: str) -> date | None:
    """`2026-10-31`, as browsers send it, or `31-10-2026`, `31/10/2026` as people write it; None for anything else."""
    plain = text.strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return None
    return date(int(year), int(month), int(day)) if _is_day(int(year), int(month), int(day)) else None


def read_month(text: str) -> Month | None:
    """`2026-10`; None for anything else."""
    found = _MONTH.fullmatch(text.strip())
    return Month(int(found[1]), int(found[2])) if found and _is_day(int(found[1]), int(found[2]), 1) else None


def _is_day(year: int, month: int, day: int) -> bool:
    if not _EARLIEST <= year <= _LATEST:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
