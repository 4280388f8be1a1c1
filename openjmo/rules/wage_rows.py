"""The rows of a wage report on their way through the checks: as typed, and as taken.

`WageRow` is the seam to the file readers, `CheckedRow` the seam to whoever stores the report; `wage_amounts` adds up a file.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from openjmo.core.ids import Sex
from openjmo.rules.wage_problems import Problem
from openjmo.rules.wage_words import EndReason, Programme


class WageRow(Protocol):
    """A row as typed. Any reader's row that has these fits; a column the file lacks is empty text."""

    # ruff: noqa: D102 - the names say it
    @property
    def line(self) -> int: ...
    @property
    def nik(self) -> str: ...
    @property
    def card_number(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def birth_date(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def mother_name(self) -> str: ...
    @property
    def employment_start(self) -> str: ...
    @property
    def employment_end(self) -> str: ...
    @property
    def end_reason(self) -> str: ...
    @property
    def basic_wage(self) -> str: ...
    @property
    def fixed_allowance(self) -> str: ...
    @property
    def back_pay(self) -> str: ...
    @property
    def programmes(self) -> str: ...
    @property
    def nik_is_number(self) -> bool: ...
    @property
    def surplus_count(self) -> int: ...


class CheckedRow(NamedTuple):
    """A row that can be taken, perhaps after its warnings are confirmed."""

    line: int
    nik: str
    """16 digits."""
    card_number: str | None
    """11 digits; None for a worker who has no card yet."""
    full_name: str
    birth_date: date
    sex: Sex
    mother_name: str
    """Empty when not given."""
    employment_start: date | None
    """None only for a worker with a card."""
    employment_end: date | None
    """The last day of work, never after the month."""
    end_reason: EndReason | None
    basic_wage_sen: int
    """Zero only for a worker who left before the month: the row then reports nothing but the leaving."""
    fixed_allowance_sen: int
    back_pay_sen: int
    programmes: tuple[Programme, ...]
    """Empty when the file leaves it to the employer's registration."""

    @property
    def contribution_wage_sen(self) -> int:
        """What contributions are computed on, in sen (PP 46/2015 Pasal 17)."""
        return self.basic_wage_sen + self.fixed_allowance_sen


class Outcome(NamedTuple):
    """What became of a row: values when it can be taken, and what there is to say about it."""

    accepted: CheckedRow | None
    problems: tuple[Problem, ...]
