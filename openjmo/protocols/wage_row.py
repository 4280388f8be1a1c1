"""One row of a wage report as it was written, and the one way a wage file can fail as a whole.

Shared by the readers (`csv_rows`, `xlsx_rows`) and by everybody who takes rows from `wage_file`. A raw row holds text only, in our own
column order whatever order the file had; what the text means is for the rules to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from openjmo.core.errors import InvalidInput

KEPT_LINE_NUMBERS: Final = 100
"""How many skipped lines are remembered by number; beyond that they are only counted, so that memory stays bounded."""


def sentence(text: str) -> str:
    """Mark an Indonesian sentence for translators; returns it unchanged."""
    return text


class WageFileUnreadable(InvalidInput):
    """The file as a whole cannot be read. `code`, `message`, `fix` and `values` say why and what to do; nothing was kept of it."""

    code = "wage_file_unreadable"


class RawRow(NamedTuple):
    """One line under the heading, as typed. A column the file does not have reads as empty text."""

    line: int
    """Physical line of a text file, or row number of a sheet: where people find it."""
    nik: str
    card_number: str
    full_name: str
    birth_date: str
    sex: str
    mother_name: str
    employment_start: str
    employment_end: str
    end_reason: str
    basic_wage: str
    fixed_allowance: str
    back_pay: str
    programmes: str
    nik_is_number: bool = False
    """The sheet stored the NIK as a number. Spreadsheets keep 15 digits of a number, so a last digit 0 may be invented."""
    surplus_count: int = 0
    """Filled cells to the right of the last heading: a sign that the columns of this row are shifted."""


FIELDS: Final = RawRow._fields[1:14]
"""Our own column names, in our own order (payroll format, documented with the sample files)."""


@dataclass(slots=True)
class SkippedLines:
    """Lines that are not workers: totals, column numbers, signatures. Empty lines are not counted at all."""

    count: int = 0
    lines: list[int] = field(default_factory=list)
    """The first hundred line numbers."""

    def add(self, line: int) -> None:
        """Note one more."""
        self.count += 1
        if len(self.lines) < KEPT_LINE_NUMBERS:
            self.lines.append(line)
