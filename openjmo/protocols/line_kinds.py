"""Lines under the heading that are not workers: totals, column numbers, signatures, nothing.

Used by both readers. When in doubt a line is a worker: the checks then say what it lacks, and nobody is lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from openjmo.protocols.wage_row import RawRow

_FEWEST_NUMBERS: Final = 3
_TOTAL: Final = re.compile(r"\W*(?:grand\s*|sub\s*-?\s*)?(?:total|jumlah)\b", re.IGNORECASE)


def is_not_a_worker(row: RawRow, cells: Sequence[str]) -> bool:
    """Whether a line without NIK is a total, a signature or the like. A line with a birth date or a wage of its own is a worker."""
    if row.nik.strip() or row.birth_date.strip():
        return False
    if any(_TOTAL.match(cell) for cell in cells):
        return True
    return not any(text.strip() for text in row[1:14])


def is_blank(cells: Iterable[str]) -> bool:
    """Nothing in it."""
    return not any(cell.strip() for cell in cells)


def is_column_numbers(cells: Sequence[str]) -> bool:
    """The line `(1) (2) (3) …` that forms carry under their heading."""
    filled = [cell.strip().strip("()[].") for cell in cells if cell.strip()]
    return len(filled) >= _FEWEST_NUMBERS and filled == [str(number) for number in range(1, len(filled) + 1)]
