"""Rows out of an XLSX workbook: the sheet that holds the workers, whatever stands above, beside or behind it.

Called by `wage_file`. Title rows and sheets without workers are passed over; two visible sheets with workers are an error, because
choosing one would silently lose people. Dates come as dates, serial numbers or text and leave as text; a NIK stored as a number is
marked, for a spreadsheet keeps only fifteen digits of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import BinaryIO, Final

from openjmo.protocols.headings import MAX_COLUMNS, SEARCHED_ROWS, Heading, checked_heading, find_heading, shown, too_many_columns
from openjmo.protocols.line_kinds import is_blank, is_column_numbers, is_not_a_worker
from openjmo.protocols.wage_row import FIELDS, RawRow, SkippedLines, WageFileUnreadable, sentence
from openjmo.protocols.xlsx_package import Package, Sheet
from openjmo.protocols.xlsx_sheet import Cell, Row, SharedStrings, SheetReader

_DATE_FIELDS: Final = frozenset({"birth_date", "employment_start", "employment_end"})
_DAY_ZERO: Final = date(1899, 12, 30)
"""Serial numbers count from here because spreadsheets believe in 29 February 1900 (ECMA-376 part 1, 18.17.4.1)."""
_FALSE_LEAP_DAY: Final = 60
_DAY_ZERO_1904: Final = date(1904, 1, 1)
_LAST_SERIAL: Final = 2_958_465
_EMPTY: Final = Cell("", is_number=False)


class XlsxRows:
    """One pass over the sheet with the workers. The heading is read and checked at once, rows when asked for."""

    def __init__(self, stream: BinaryIO, skipped: SkippedLines) -> None:
        self._package: Final = Package(stream)
        self._shared: Final = SharedStrings(self._package)
        self._skipped = skipped
        sheet, found = self._sheet_with_workers()
        self.sheet: Final = sheet
        self.heading: Final = checked_heading(found)

    def _sheet_with_workers(self) -> tuple[str, Heading | None]:
        found: list[tuple[Sheet, Heading]] = []
        for sheet in self._package.sheets:
            heading = find_heading((row, _texts(cells)) for row, cells in islice(self._rows_of(sheet), SEARCHED_ROWS))
            if heading is not None:
                found.append((sheet, heading))
        complete = [pair for pair in found if _is_complete(pair[1])]
        candidates = [pair for pair in complete if not pair[0].hidden] or complete or found
        if not candidates:
            return "", None
        filled = [pair for pair in candidates if self._has_rows(*pair)]
        if len(filled) > 1 and complete:
            raise WageFileUnreadable(
                sentence("Beberapa lembar berisi daftar pekerja: %(sheets)s."),
                code="wage_file_several_sheets",
                fix=sentence("Kirim satu lembar saja: hapus atau sembunyikan lembar bulan atau cabang lain, lalu kirim lagi."),
                values={"sheets": ", ".join(shown(sheet.name) for sheet, _ in filled[:5])},
            )
        sheet, heading = (filled or candidates)[0]
        self._part = sheet.part
        return sheet.name, heading

    def _rows_of(self, sheet: Sheet) -> Iterator[Row]:
        return iter(SheetReader(self._package, sheet.part, self._shared))

    def _has_rows(self, sheet: Sheet, heading: Heading) -> bool:
        return any(row > heading.line for row, _ in islice(self._rows_of(sheet), SEARCHED_ROWS + 1))

    def __iter__(self) -> Iterator[RawRow]:
        """The rows under the heading. Raises WageFileUnreadable."""
        heading = self.heading
        plan = [(heading.columns.get(name, -1), name in _DATE_FIELDS) for name in FIELDS]
        nik_column = heading.columns["nik"]
        first = True
        for line, cells in SheetReader(self._package, self._part, self._shared):
            if line <= heading.line:
                continue
            surplus = 0
            if max(cells) >= heading.width:
                surplus = _surplus(cells, heading.width, line)
            values = [self._text(cells.get(column, _EMPTY), is_date=is_date) for column, is_date in plan]
            row = RawRow._make((line, *values, cells.get(nik_column, _EMPTY).is_number, surplus))
            if not row.nik.strip() and self._is_skipped(row, _texts(cells)):
                continue
            if first and is_column_numbers(_texts(cells)):
                self._skipped.add(line)
                continue
            first = False
            yield row

    def _is_skipped(self, row: RawRow, texts: Sequence[str]) -> bool:
        if is_blank(texts):
            return True
        if is_not_a_worker(row, texts):
            self._skipped.add(row.line)
            return True
        return False

    def _text(self, cell: Cell, *, is_date: bool) -> str:
        if is_date and cell.is_number:
            return _date_text(cell.text, days_from_1904=self._package.days_from_1904)
        return cell.text


def _is_complete(heading: Heading) -> bool:
    try:
        checked_heading(heading)
    except WageFileUnreadable:
        return False
    return True


def _texts(cells: dict[int, Cell]) -> list[str]:
    """The row as texts, gaps empty."""
    last = min(max(cells), MAX_COLUMNS)
    return [cells[column].text if column in cells else "" for column in range(last + 1)]


def _surplus(cells: dict[int, Cell], width: int, line: int) -> int:
    beyond = [column for column, cell in cells.items() if column >= width and cell.text.strip()]
    if beyond and max(beyond) >= MAX_COLUMNS:
        raise too_many_columns(line, max(beyond) + 1)
    return len(beyond)


def _date_text(serial: str, *, days_from_1904: bool) -> str:
    """A day counted by a spreadsheet as ISO text; the time of day is dropped, what is no day stays as it is."""
    digits = serial.partition(",")[0]
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits) <= _LAST_SERIAL - 1462 * days_from_1904:
        return serial
    days = int(digits)
    if days_from_1904:
        return (_DAY_ZERO_1904 + timedelta(days=days)).isoformat()
    return (_DAY_ZERO + timedelta(days=days + (days < _FALSE_LEAP_DAY))).isoformat()
