"""Age groups, in which the outcome of face checks is counted. Ten years wide; our own choice. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

GROUPS: Final = ("-29", "30-39", "40-49", "50-59", "60-")


def age_group(birth_date: date, on: date) -> str:
    """The group of somebody born on that date.

    >>> age_group(date(1986, 11, 24), date(2026, 11, 23))
    '30-39'
    """
    age = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    return GROUPS[min(max(age // 10 - 2, 0), len(GROUPS) - 1)]
