"""What made-up workers earn: a worker's own factor times the minimum wage of the province and year.

Minimum wages come from the parameters. For years before the first known one the figure is carried back by a made-up growth: these wages
are never law, and nobody is measured against them.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

from openjmo.core.money import SEN_PER_RUPIAH
from openjmo.core.periods import Month
from openjmo.rules.wage_minimum import minimum_wage_for

_BACKWARDS_PERCENT: Final = 105
"""Wages of a year over those of the year before, where no figure is known."""
_STEP_RUPIAH: Final = 1_000
"""Wages are whole thousands."""
_YEARS_SEARCHED: Final = 20


@lru_cache(maxsize=4096)
def reference_rupiah(province_code: str, year: int) -> int:
    """The province's minimum wage in whole rupiah, known or carried back."""
    for known in range(year, year + _YEARS_SEARCHED):
        minimum = minimum_wage_for(Month(known, 1), province_code)
        if minimum is not None:
            rupiah = minimum.amount.sen // SEN_PER_RUPIAH
            for _ in range(known - year):
                rupiah = rupiah * 100 // _BACKWARDS_PERCENT
            return rupiah
    raise LookupError(f"no minimum wage for province {province_code} near {year}")


def new_factor(chance: Random) -> int:
    """A worker's factor in thousandths of the minimum: most a little above it, some far above, a few below."""
    drawn = chance.randrange(100)
    if drawn < 2:  # noqa: PLR2004 - two of a hundred
        return chance.randrange(900, 1_000)
    if drawn < 60:  # noqa: PLR2004 - nearly everybody on an assembly line
        return chance.randrange(1_001, 1_250)
    if drawn < 90:  # noqa: PLR2004 - skilled people
        return chance.randrange(1_250, 2_200)
    return chance.randrange(2_200, 9_000)


def wage_sen(province_code: str, factor: int, started_year: int, year: int) -> int:
    """The monthly wage of a year in sen: it moves each January with the reference, and by one percent for each year with the firm."""
    seniority = min(max(year - started_year, 0), 20)
    rupiah = reference_rupiah(province_code, year) * factor * (100 + seniority) // 100_000
    return rupiah // _STEP_RUPIAH * _STEP_RUPIAH * SEN_PER_RUPIAH
