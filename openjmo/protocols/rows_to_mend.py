"""The refused rows of a wage report as a file to mend and send again.

For the employer portal, the API and the command line. Own columns plus `masalah` and `perbaikan`, which the reader passes over when the
file comes back. Made for spreadsheets in Indonesia: byte-order mark, semicolons, and an apostrophe before everything a spreadsheet would
run as a formula and before NIK and KPJ, whose digits it would otherwise eat; the checks take that apostrophe away again. Memory does
not grow with the file.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Final, Protocol

from openjmo.protocols.inert import is_run
from openjmo.protocols.wage_row import FIELDS, RawRow

PROBLEM_COLUMN: Final = "masalah"
FIX_COLUMN: Final = "perbaikan"
_BLOCK_LETTERS: Final = 1 << 16
_SHOWN_WHOLE: Final = frozenset({"nik", "card_number"})


class RowProblem(Protocol):
    """What is wrong with a row, wherever it was found."""

    @property
    def line(self) -> int:
        """The row's line."""

    @property
    def severity(self) -> str:
        """`error` keeps a row out."""

    def in_words(self, translate: Callable[[str], str]) -> tuple[str, str]:
        """What is wrong, and what to do."""


def write_rows_csv(rows: Iterable[RawRow], problems: Iterable[RowProblem], translate: Callable[[str], str] = str) -> Iterator[bytes]:
    """The rows that have an error, in blocks of bytes. Rows and problems both in file order; rows without error are passed over."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow((*FIELDS, PROBLEM_COLUMN, FIX_COLUMN))
    waiting = iter(problems)
    problem = next(waiting, None)
    for row in rows:
        own: list[RowProblem] = []
        while problem is not None and problem.line <= row.line:
            if problem.line == row.line:
                own.append(problem)
            problem = next(waiting, None)
        if any(found.severity == "error" for found in own):
            words = [found.in_words(translate) for found in own]
            cells = (_harmless(name, text) for name, text in zip(FIELDS, row[1:14], strict=True))
            writer.writerow((*cells, *(" | ".join(dict.fromkeys(texts)) for texts in zip(*words, strict=True))))
        if buffer.tell() > _BLOCK_LETTERS:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _harmless(name: str, text: object) -> str:
    """The cell as a spreadsheet will show it and never run it. A lone dash means nothing and becomes nothing."""
    plain = str(text)
    bare = plain.strip()
    if bare in {"", "-"}:
        return ""
    if is_run(plain) or (name in _SHOWN_WHOLE and bare[0].isdigit()):
        return "'" + plain
    return plain
