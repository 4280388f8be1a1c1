"""The contributions of millions of wages: whole numbers in, whole numbers out, no reasons.

Called by wage files and posting, and for whoever needs the amounts of a whole company. Gives the same sen as `wage_contributions`. All
rates of a month are brought to one denominator, so that a share is a product, a sum and a cut.

>>> contribution_calculator(Month(2026, 10), "sangat_rendah").split(1_000_000_000).jp_worker
10000000
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from openjmo.core.money import MAX_SEN, Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.contributions import jht_calculator
from openjmo.rules.jkk_jkm import NO_RELIEF, ReliefFacts, premium_rate
from openjmo.rules.jkp_contributions import recomposition_rate
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.pension_age import last_birth_without_jp
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import ShareRounding, checked_wage
from openjmo.rules.shares import rounding_offset
from openjmo.rules.wage_words import Programme

_NOTHING = Rate.of(0)


class ContributionSplit(NamedTuple):
    """What one wage owes, all in sen. The last three are where JKP comes from; they are in nobody's bill."""

    jht_worker: int
    jht_employer: int
    jp_worker: int
    jp_employer: int
    jkk_employer: int
    jkm_employer: int
    jkp_government: int
    jkp_from_jkk: int
    jkp_from_jkm: int


class ContributionCalculator:
    """The fast path for one month, class of risk and set of programmes. Get it from `contribution_calculator`."""

    __slots__ = (
        "_denominator",
        "_jkp_cap",
        "_jp_cap",
        "_numerators",
        "_offset",
        "_unit_sen",
        "last_birth_without_jp",
        "month",
        "programmes",
    )

    def __init__(self, month: Month, jkk_class: str | None, programmes: tuple[Programme, ...], relief: ReliefFacts, book: Lawbook) -> None:
        """Raises as `contribution_calculator`."""
        self.month = month
        self.programmes = programmes
        rates = _rates(month, jkk_class, programmes, relief, book)
        rounded = ShareRounding.on(month.first_day, book).rounded
        common = lcm(*(rate.ratio.denominator for rate in rates))
        self._numerators = tuple(rate.ratio.numerator * (common // rate.ratio.denominator) for rate in rates)
        self._unit_sen = rounded.unit_sen
        self._denominator = common * rounded.unit_sen
        self._offset = rounding_offset(rounded.method, self._denominator)
        self._jp_cap = book.value("jp.wage_cap", month.first_day).money.sen if "JP" in programmes else MAX_SEN
        self._jkp_cap = book.value("jkp.wage_cap", month.first_day).money.sen if "JKP" in programmes else MAX_SEN
        self.last_birth_without_jp = last_birth_without_jp(month, book) if "JP" in programmes else date.min
        """Whoever was born on this day or before owes no JP: pension age was reached."""

    def split(self, wage_sen: int, birth_date: date | None = None) -> ContributionSplit:
        """All shares of a wage. Raises InvalidInput when it is negative, TypeError for anything but int."""
        if type(wage_sen) is not int:
            raise TypeError(f"a wage is a whole number of sen, not {type(wage_sen).__name__}")
        if wage_sen < 0:
            checked_wage(Money(wage_sen))
        jp = min(self._jp_cap, wage_sen)
        if birth_date is not None and birth_date <= self.last_birth_without_jp:
            jp = 0
        jkp = min(self._jkp_cap, wage_sen)
        a, b, c, d, e, f, g, h, i = self._numerators
        offset, denominator, unit = self._offset, self._denominator, self._unit_sen
        return ContributionSplit(
            (wage_sen * a + offset) // denominator * unit,
            (wage_sen * b + offset) // denominator * unit,
            (jp * c + offset) // denominator * unit,
            (jp * d + offset) // denominator * unit,
            (wage_sen * e + offset) // denominator * unit,
            (wage_sen * f + offset) // denominator * unit,
            (jkp * g + offset) // denominator * unit,
            (jkp * h + offset) // denominator * unit,
            (jkp * i + offset) // denominator * unit,
        )


def _rates(month: Month, jkk_class: str | None, programmes: tuple[Programme, ...], relief: ReliefFacts, book: Lawbook) -> list[Rate]:
    """In the order of `ContributionSplit`; zero for what was not asked for."""
    day = month.first_day
    rates = [_NOTHING] * len(ContributionSplit._fields)
    if "JHT" in programmes:
        jht = jht_calculator(month, book).rates
        rates[:2] = [jht.worker, jht.employer]
    if "JP" in programmes:
        rates[2:4] = [book.value("jp.contribution.worker_rate", day).rate, book.value("jp.contribution.employer_rate", day).rate]
    if "JKK" in programmes:
        rates[4] = premium_rate("JKK", month, jkk_class=jkk_class, relief=relief, law=book).rate
    if "JKM" in programmes:
        rates[5] = premium_rate("JKM", month, law=book).rate
    if "JKP" in programmes:
        rates[6] = book.value("jkp.contribution.government_share", day).rate
        rates[7] = recomposition_rate("JKK", month, relief, book).rate
        rates[8] = recomposition_rate("JKM", month, relief, book).rate
    return rates


def contribution_calculator(
    month: Month,
    jkk_class: str | None,
    *,
    programmes: Collection[str] | None = None,
    relief: ReliefFacts = NO_RELIEF,
    law: Lawbook | None = None,
) -> ContributionCalculator:
    """The calculator of a month, made once per book, class, programmes and relief. Raises as `wage_contributions`."""
    book = law or lawbook()
    return _calculator(month, jkk_class, check_programmes(programmes, month, book), relief, book)


@lru_cache(maxsize=1024)
def _calculator(
    month: Month, jkk_class: str | None, programmes: tuple[Programme, ...], relief: ReliefFacts, book: Lawbook
) -> ContributionCalculator:
    return ContributionCalculator(month, jkk_class, programmes, relief, book)
