"""What a wage owes to JHT in a month.

Called by wage reports, bills, payslip checks and projections. Two ways to the same sen: `jht_contribution` explains one wage, and
`JhtCalculator` splits millions. Each share is rounded on its own and the deposit is their sum. A month is governed by the law in force
on its first day.

PP 46/2015 Pasal 16 and 17; before July 2015 PP 14/1993 Pasal 9. No statute gives a rounding: `jht.contribution.rounding`.

>>> jht_contribution(Money.of_rupiah(5_000_000), Month(2026, 10)).total
Money(sen=28500000)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import ShareRounding, checked_wage
from openjmo.rules.shares import IntegerShare


class JhtRates(NamedTuple):
    """The rates of a month, and how a share of the wage is rounded (to a multiple of `unit_sen` sen)."""

    worker: Rate
    employer: Rate
    rounding: Rounding
    unit_sen: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """The JHT contribution on one wage for one month. `total` is what is deposited."""

    month: Month
    worker: Money
    employer: Money
    total: Money
    figure: Figure


def jht_rates_for(month: Month, law: Lawbook | None = None) -> JhtRates:
    """The rates and rounding of a month. Raises InvalidInput for a month before the programme."""
    return jht_calculator(month, law).rates


def jht_contribution(wage: Money, month: Month, law: Lawbook | None = None) -> Contribution:
    """Worker's and employer's share of a wage, with reasons.

    Raises InvalidInput: `rules.wage_negative`, `rules.month_before_programme`.
    """
    calculator = jht_calculator(month, law)
    rounding = ShareRounding(Rounded(calculator.rates.rounding, calculator.rates.unit_sen), calculator.settings)
    shares = tuple(
        rounding.figure(f"jht.contribution.{payer}", label, ("wage", checked_wage(wage)), parameter)
        for payer, label, parameter in (
            ("worker", sentence("Bagian pekerja, %(rate)s dari upah %(wage)s"), calculator.parameters[0]),
            ("employer", sentence("Bagian pemberi kerja, %(rate)s dari upah %(wage)s"), calculator.parameters[1]),
        )
    )
    worker, employer = shares[0].money, shares[1].money
    figure = Figure(
        code="jht.contribution",
        label=sentence("Iuran JHT bulan %(month)s atas upah %(wage)s"),
        amount=worker + employer,
        formula="{jht.contribution.worker} + {jht.contribution.employer}",
        inputs=(("month", month), ("wage", wage)),
        article=articles(calculator.parameters),
        parts=shares,
    )
    return Contribution(month=month, worker=worker, employer=employer, total=worker + employer, figure=figure)


class JhtCalculator:
    """The fast path for one month: whole numbers in, whole numbers out, no reasons. Get it from `jht_calculator`."""

    __slots__ = ("employer", "month", "parameters", "rates", "settings", "worker")

    def __init__(self, month: Month, law: Lawbook | None = None) -> None:
        """Raises InvalidInput for a month before the programme."""
        book = law or lawbook()
        day = month.first_day
        check_programmes(("JHT",), month, book)
        self.month = month
        self.parameters: tuple[ParameterValue, ParameterValue] = (
            book.value("jht.contribution.worker_rate", day),
            book.value("jht.contribution.employer_rate", day),
        )
        self.settings = (book.value("jht.contribution.rounding", day), book.value("jht.contribution.rounding_unit", day))
        self.rates = JhtRates(self.parameters[0].rate, self.parameters[1].rate, Rounding(self.settings[0].text), self.settings[1].number)
        self.worker = IntegerShare.of(self.rates.worker, self.rates.rounding, self.rates.unit_sen)
        """The worker's share as whole numbers, for SQL."""
        self.employer = IntegerShare.of(self.rates.employer, self.rates.rounding, self.rates.unit_sen)
        """The employer's share as whole numbers, for SQL."""

    def split(self, wage_sen: int) -> tuple[int, int]:
        """Worker's and employer's share of a wage, all in sen. Raises InvalidInput when negative, TypeError for anything but int."""
        if type(wage_sen) is not int:
            raise TypeError(f"a wage is a whole number of sen, not {type(wage_sen).__name__}")
        if wage_sen < 0:
            checked_wage(Money(wage_sen))
        return self.worker.apply(wage_sen), self.employer.apply(wage_sen)


@lru_cache(maxsize=1024)
def _calculator(month: Month, law: Lawbook) -> JhtCalculator:
    return JhtCalculator(month, law)


def jht_calculator(month: Month, law: Lawbook | None = None) -> JhtCalculator:
    """The calculator of a month, made once per book. Raises InvalidInput for a month before the programme."""
    return _calculator(month, law or lawbook())


def contribution_sen(wage_sen: int, month: Month, law: Lawbook | None = None) -> tuple[int, int]:
    """Worker's and employer's share in sen; in a loop hold on to `jht_calculator(month).split` instead."""
    return jht_calculator(month, law).split(wage_sen)
