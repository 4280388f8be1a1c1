"""The wage reports the tests read, and ways to write the same rows as other files.

`karya-bahari` carries one case on each of 24 lines, `nusantara-jaya` is clean. All people are invented.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import Workbook

from openjmo.core.periods import Month
from openjmo.protocols.wage_file import FIELDS, RawRow, open_wage_file
from openjmo.rules.wage_minimum import minimum_wage_for
from openjmo.rules.wage_problems import Problem
from openjmo.rules.wage_report import WageReportChecker
from openjmo.rules.wage_rows import Outcome

FOLDER = Path(__file__).parent / "data" / "payroll"
KARYA_BAHARI = FOLDER / "karya-bahari-2026-10.csv"
NUSANTARA_JAYA = FOLDER / "nusantara-jaya-2026-10.csv"
OCTOBER = Month(2026, 10)

HEADINGS = (
    "NIK",
    "No. KPJ",
    "Nama",
    "Tgl Lahir",
    "L/P",
    "Ibu Kandung",
    "Tgl Mulai",
    "Tgl Berhenti",
    "Sebab",
    "Upah",
    "Tunj. Tetap",
    "Rapel",
    "Program",
)
JASMANI = ("3507042609850000", "09518122104", "JASMANI", "26/09/1985", "L", "SAKURA", "14/03/2009", "", "", "4.904.000", "250.000", "", "")
SAKURA = ("3315166407869999", "08499866377", "SAKURA", "24/07/1986", "P", "WANI", "18/12/2008", "", "", "3.175.000", "-", "", "")


def cells(path: Path = KARYA_BAHARI) -> list[list[str]]:
    """The file as a plain CSV parser sees it."""
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";" if path == KARYA_BAHARI else ","))


def raw_row(line: int, values: Sequence[str], **changes: str) -> RawRow:
    """A row as the reader gives it, in our own column order."""
    assert not changes.keys() - set(FIELDS)
    return RawRow._make((line, *(dict(zip(FIELDS, values, strict=True)) | changes).values(), False, 0))


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ";", line_end: str = "\r\n") -> bytes:
    """Rows as UTF-8 text without byte-order mark."""
    buffer = StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return buffer.getvalue().encode()


def as_xlsx(*sheets: Iterable[Sequence[object]], hidden: Sequence[int] = ()) -> bytes:
    """Rows as a workbook written by an independent library; text stays text, even where it begins like a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Lembar{number + 1}")
        sheet.sheet_state = "hidden" if number in hidden else "visible"
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value in {"", None}:
                    continue
                cell = sheet.cell(line, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def check(content: bytes, month: Month = OCTOBER) -> list[Outcome]:
    """Read and check a whole file, wages against the country's lowest minimum."""
    return list(WageReportChecker(month, minimum_wage_for(month)).check_all(open_wage_file(content)))


def found(content: bytes, month: Month = OCTOBER) -> list[tuple[int, str, str]]:
    """Line, code and severity of every problem in a file."""
    return [said(problem) for outcome in check(content, month) for problem in outcome.problems]


def said(problem: Problem) -> tuple[int, str, str]:
    """What the tests compare of a problem."""
    return problem.line, problem.code, problem.severity
