"""The cells of an XLSX sheet, row by row, as the plain text a person in Indonesia would have typed.

Called by `xlsx_rows`. Only what was stored is read: a formula is never computed, its kept result counts, and one without a result stays
the inert text of the formula. Numbers are written without exponent and with a decimal comma. Rests on ECMA-376 part 1, 18.3 and 18.4.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from openjmo.protocols.xlsx_package import Attributes, Package, damaged, too_large

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
MAX_CELL_TEXT: Final = 32_767
MAX_SHARED_STRINGS: Final = 5_000_000
MAX_SHARED_BYTES: Final = 96 << 20
_KEPT_DIGITS: Final = 15
"""Spreadsheets show and compare fifteen digits; what a binary fraction carries beyond them is noise."""
_MOST_INTEGER_DIGITS: Final = 20
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """What one cell holds."""

    text: str
    is_number: bool


Row = tuple[int, dict[int, Cell]]
"""Row number and the filled cells by column, the first column being 0."""


class SharedStrings:
    """The workbook's list of texts, packed: a million names take their letters and eight bytes each."""

    def __init__(self, package: Package) -> None:
        self._text: Final = bytearray()
        self._ends: Final = array("Q")
        if package.shared_strings in package:
            self._read(package)

    def _read(self, package: Package) -> None:
        parts: list[str] = []
        taking = False
        skipping = False

        def start(name: str, _attributes: Attributes) -> None:
            nonlocal taking, skipping
            local = name.rpartition(":")[2]
            if local == "t":
                taking = not skipping
            elif local == "rPh":
                skipping = True

        def end(name: str) -> None:
            nonlocal taking, skipping
            local = name.rpartition(":")[2]
            if local == "t":
                taking = False
            elif local == "rPh":
                skipping = False
            elif local == "si":
                self._text.extend("".join(parts)[:MAX_CELL_TEXT].encode("utf-8", "replace"))
                self._ends.append(len(self._text))
                parts.clear()
                if len(self._ends) > MAX_SHARED_STRINGS or len(self._text) > MAX_SHARED_BYTES:
                    raise too_large()

        def text(data: str) -> None:
            if taking and len(parts) < MAX_CELL_TEXT:
                parts.append(data)

        for _ in package.parse(package.shared_strings, start=start, end=end, text=text):
            pass

    def __getitem__(self, index: int) -> str:
        """Raises IndexError."""
        begin = self._ends[index - 1] if index else 0
        return self._text[begin : self._ends[index]].decode("utf-8", "replace")


class SheetReader:
    """One pass over the rows of one sheet. Raises WageFileUnreadable."""

    def __init__(self, package: Package, part: str, shared: SharedStrings) -> None:
        self._package: Final = package
        self._part: Final = part
        self._shared: Final = shared
        self._rows: list[Row] = []
        self._cells: dict[int, Cell] = {}
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = -1
        self._kind = ""
        self._taking: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._ignoring = False

    def __iter__(self) -> Iterator[Row]:
        for _ in self._package.parse(self._part, start=self._start, end=self._end, text=self._text):
            yield from self._rows
            self._rows.clear()

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name if ":" not in name else name.rpartition(":")[2]
        if local == "c":
            reference = attributes.get("r")
            self._column = self._column_of(reference) if reference else self._column + 1
            self._kind = attributes.get("t", "n")
            if len(self._cells) >= MAX_COLUMN:
                raise damaged()
        elif local == "v" or (local == "t" and not self._ignoring):
            self._taking = self._value
        elif local == "f":
            self._taking = self._formula
        elif local == "rPh":
            self._ignoring = True
        elif local == "row":
            self._begin_row(attributes.get("r"))

    def _begin_row(self, number: str | None) -> None:
        try:
            row = int(number) if number else self._row + 1
        except ValueError as problem:
            raise damaged() from problem
        if not self._row < row <= MAX_ROW:
            raise damaged()
        self._row = row
        self._column = -1
        self._cells = {}

    def _text(self, data: str) -> None:
        if self._taking is not None and len(self._taking) < MAX_CELL_TEXT:
            self._taking.append(data)

    def _end(self, name: str) -> None:
        local = name if ":" not in name else name.rpartition(":")[2]
        if local in {"v", "t", "f"}:
            self._taking = None
        elif local == "c":
            if self._value or self._formula:
                self._cells[self._column] = self._cell()
                self._value.clear()
                self._formula.clear()
        elif local == "row":
            if self._cells:
                self._rows.append((self._row, self._cells))
                self._cells = {}
        elif local == "rPh":
            self._ignoring = False

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters[:4]:
                known = known * 26 + ord(letter.upper()) - 64
            if not 1 <= known <= MAX_COLUMN or not (letters.isascii() and letters.isalpha()):
                raise damaged()
            known -= 1
            self._columns[letters] = known
        return known

    def _cell(self) -> Cell:
        text = "".join(self._value)[:MAX_CELL_TEXT]
        kind = self._kind
        if kind == "s" and text:
            try:
                text = self._shared[int(text)]
            except (ValueError, IndexError) as problem:
                raise damaged() from problem
        elif kind == "n" and text:
            return Cell(number_text(text), is_number=True)
        elif not text:
            text = "=" + "".join(self._formula)[:MAX_CELL_TEXT]
        if "_x" in text:
            text = _ESCAPED.sub(_unescaped, text)
        return Cell(text, is_number=False)


def _unescaped(found: re.Match[str]) -> str:
    """Signs XML cannot carry are written `_x000D_`; half a surrogate pair is no sign at all and stays as written."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004 - Unicode itself


def number_text(stored: str) -> str:
    """A stored number as Indonesians write it: no exponent, decimal comma, without the noise of binary fractions.

    >>> number_text("3.507042609850000E15"), number_text("4500000.4999999999")
    ('3507042609850000', '4500000,5')
    """
    if stored.isdigit() and stored.isascii():
        return stored
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite() or value.adjusted() > _MOST_INTEGER_DIGITS or value.adjusted() < -_KEPT_DIGITS:
        return stored
    if value == value.to_integral_value():
        return str(int(value))
    digits = max(_KEPT_DIGITS - 1 - value.adjusted(), 0)
    rounded = round(value, min(digits, _KEPT_DIGITS)).normalize()
    return f"{rounded:f}".replace(".", ",")
