"""Which programmes the rows of a wage report are in, and which the law asks of every row.

For `wage_report` and `wage_amounts`. A row that names no programme leaves it to the employer's registration: then those that the size of
the business makes mandatory are taken, or all there are when the size is not known. JKP comes by itself to whoever is in JHT, JKK and JKM,
and in JP where the business must have that (PP 37/2021 Pasal 4): payroll files hardly name it. Whoever has reached pension age is not asked
for JP.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from openjmo.core.periods import Month
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.pension_age import last_birth_without_jp
from openjmo.rules.programmes import PROGRAMMES, first_month_of, mandatory_programmes, programmes_in
from openjmo.rules.wage_words import Programme

_JKP_NEEDS: Final[frozenset[Programme]] = frozenset({"JHT", "JKK", "JKM"})


class RequiredProgrammes(NamedTuple):
    """What a row that names its programmes must not leave out."""

    programmes: tuple[Programme, ...]
    last_birth_without_jp: date

    def left_out(self, named: tuple[Programme, ...], birth_date: date) -> tuple[Programme, ...]:
        """The mandatory programmes a row leaves out, in the order they are shown."""
        missing = [programme for programme in self.programmes if programme not in named]
        if "JP" in missing and birth_date <= self.last_birth_without_jp:
            missing.remove("JP")
        return tuple(missing)


def required_programmes(size: str, month: Month, law: Lawbook | None = None) -> RequiredProgrammes:
    """What the size of a business makes mandatory in a month. Raises InvalidInput (`rules.size_unknown`), UnknownParameter."""
    found = mandatory_programmes(size, month, law).programmes
    last_birth = last_birth_without_jp(month, law) if "JP" in found and month >= first_month_of("JP", law) else date.min
    return RequiredProgrammes(tuple(programme for programme in PROGRAMMES if programme in found), last_birth)


def programmes_of_row(named: tuple[Programme, ...], size: str | None, month: Month, law: Lawbook | None = None) -> tuple[Programme, ...]:
    """The programmes that apply to a row that names some or none, in the order they are shown. Raises as `required_programmes`."""
    there = programmes_in(month, law)
    required = () if size is None else required_programmes(size, month, law).programmes
    found = set(named or required or there)
    if _JKP_NEEDS | ({"JP"} & set(required)) <= found:
        found.add("JKP")
    return tuple(programme for programme in there if programme in found)
