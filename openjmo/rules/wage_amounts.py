"""What each row of a wage report owes to each programme, and the sums of the file.

For `openjmo preflight` and whoever adds up a file: one row at a time, whole sen, no memory of rows. The column of programmes decides which
apply (`wage_programmes`); a row past pension age owes no JP and says so. Without a class of risk JKK is left out, not guessed.
"""

from __future__ import annotations

from datetime import date
from operator import add
from typing import NamedTuple

from openjmo.core.periods import Month
from openjmo.rules.contribution_calculator import ContributionCalculator, ContributionSplit, contribution_calculator
from openjmo.rules.jkk_jkm import NO_RELIEF, ReliefFacts
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.pension_age import PensionAge, pension_age_that_ended_jp
from openjmo.rules.programmes import check_programmes
from openjmo.rules.wage_programmes import programmes_of_row
from openjmo.rules.wage_rows import CheckedRow, Outcome
from openjmo.rules.wage_words import Programme


class RowAmounts(NamedTuple):
    """What one row owes. `pension_age_reached` tells why it owes no JP although it is in JP."""

    line: int
    wage_sen: int
    programmes: tuple[Programme, ...]
    """Those that apply, in the order they are shown; JKK is among them also where its amount is not known."""
    split: ContributionSplit
    pension_age_reached: bool


class WageAmounts:
    """The amounts of the rows of one report of one month."""

    def __init__(
        self,
        month: Month,
        *,
        jkk_class: str | None = None,
        size: str | None = None,
        relief: ReliefFacts = NO_RELIEF,
        law: Lawbook | None = None,
    ) -> None:
        """Raises InvalidInput: `rules.month_before_programme`, `rules.jkk_class_unknown`, `rules.size_unknown`, `rules.count_negative`."""
        self.month = month
        self.jkk_is_known = jkk_class is not None
        """Whether JKK can be computed; without a class of risk its amounts are zero and mean nothing."""
        self._law = law or lawbook()
        self._jkk_class = jkk_class
        self._relief = relief
        self._size = size
        check_programmes(None, month, self._law)
        self._lines: dict[tuple[Programme, ...], tuple[tuple[Programme, ...], ContributionCalculator]] = {}
        self._line(())

    def of(self, row: CheckedRow) -> RowAmounts:
        """What a row owes."""
        programmes, calculator = self._lines.get(row.programmes) or self._line(row.programmes)
        wage = row.basic_wage_sen + row.fixed_allowance_sen
        return RowAmounts(
            row.line,
            wage,
            programmes,
            calculator.split(wage, row.birth_date),
            row.birth_date <= calculator.last_birth_without_jp,
        )

    def pension_age_of(self, birth_date: date) -> PensionAge:
        """The pension age that ended JP for somebody, to tell the reason."""
        return pension_age_that_ended_jp(birth_date, self.month, self._law)

    def _line(self, named: tuple[Programme, ...]) -> tuple[tuple[Programme, ...], ContributionCalculator]:
        programmes = programmes_of_row(named, self._size, self.month, self._law)
        known = tuple(programme for programme in programmes if programme != "JKK" or self.jkk_is_known)
        calculator = contribution_calculator(self.month, self._jkk_class, programmes=known, relief=self._relief, law=self._law)
        self._lines[named] = (programmes, calculator)
        return programmes, calculator


class Tally:
    """The sums of a file, added up row by row."""

    __slots__ = ("_sums", "accepted", "amounts", "read", "refused", "total_wage_sen", "warnings", "without_jp")

    def __init__(self, amounts: WageAmounts) -> None:
        self.amounts = amounts
        self.read = 0
        self.accepted = 0
        self.refused = 0
        self.warnings = 0
        """Warnings on rows that can be taken; those on refused rows come back when the row does."""
        self.without_jp = 0
        """Rows in JP that owe none, because pension age was reached."""
        self.total_wage_sen = 0
        self._sums = [0] * len(ContributionSplit._fields)

    @property
    def totals(self) -> ContributionSplit:
        """The sums by programme and payer, in sen."""
        return ContributionSplit._make(self._sums)

    def add(self, outcome: Outcome) -> RowAmounts | None:
        """One more row; what it owes, or None when it is refused."""
        self.read += 1
        row = outcome.accepted
        if row is None:
            self.refused += 1
            return None
        self.accepted += 1
        self.warnings += len(outcome.problems)
        found = self.amounts.of(row)
        self.total_wage_sen += found.wage_sen
        self.without_jp += found.pension_age_reached
        self._sums = list(map(add, self._sums, found.split))
        return found
