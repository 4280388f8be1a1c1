"""Rows out of a delimited text file, as spreadsheets and payroll programs of many years write it.

Called by `wage_file`. Comma, semicolon, tab or bar; UTF-8, UTF-16 or windows-1252; any line end; quoted cells that run over several
lines. Reads block by block, so memory does not grow with the file. Never guesses past damage: a NUL byte, a byte no encoding knows, a
quotation mark that is never closed or a line without end raises WageFileUnreadable with the physical line.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from operator import itemgetter
from typing import BinaryIO, Final

from openjmo.protocols.headings import MAX_COLUMNS, SEARCHED_ROWS, Heading, checked_heading, find_heading, too_many_columns
from openjmo.protocols.line_kinds import is_blank, is_column_numbers, is_not_a_worker
from openjmo.protocols.wage_row import RawRow, SkippedLines, WageFileUnreadable, sentence

BLOCK_BYTES: Final = 1 << 18
MAX_LINE_BYTES: Final = 1 << 20
MAX_LINES_OF_A_ROW: Final = 20
DELIMITERS: Final = (";", ",", "\t", "|")
_CELLS_INSIDE_A_CELL: Final = 3
"""This many delimiters and a line break inside one quoted cell: the quotation mark swallowed other rows."""


class CsvRows:
    """One pass over a delimited text. The heading is read and checked at once, rows when asked for."""

    def __init__(self, stream: BinaryIO, skipped: SkippedLines) -> None:
        lines = chain.from_iterable(StringIO(block, newline="") for block in _text_blocks(stream))
        head = list(islice(lines, 2 * SEARCHED_ROWS))
        if is_blank(head):
            raise WageFileUnreadable(
                sentence("Berkas ini kosong."),
                code="wage_file_empty",
                fix=sentence("Pilih berkas yang berisi daftar pekerja, lalu kirim lagi."),
            )
        self._delimiter, found = _delimiter_and_heading(head)
        self.heading: Final = checked_heading(found)
        self._reader = csv.reader(chain(head, lines), delimiter=self._delimiter)
        self._skipped = skipped

    def __iter__(self) -> Iterator[RawRow]:
        """The rows under the heading. Raises WageFileUnreadable."""
        reader, heading, delimiter = self._reader, self.heading, self._delimiter
        width = heading.width
        pick = itemgetter(*heading.positions(missing=width))
        new = tuple.__new__
        last = 0
        for cells in self._records():
            line = last + 1
            last = reader.line_num
            if last != line:
                _check_quotes(line, last, cells, delimiter)
            if line <= heading.line:
                continue
            surplus = 0
            if len(cells) != width:
                if not cells:
                    continue
                surplus = _level(cells, width, line)
            cells.append("")
            row = new(RawRow, (line, *pick(cells), False, surplus))
            if not row.nik.strip() and self._is_skipped(row, cells):
                continue
            if last <= heading.line + 2 and is_column_numbers(cells):
                self._skipped.add(line)
                continue
            yield row

    def _records(self) -> Iterator[list[str]]:
        begin = 0
        try:
            for cells in self._reader:
                yield cells
                begin = self._reader.line_num
        except csv.Error as problem:
            raise _csv_trouble(problem, begin + 1) from problem

    def _is_skipped(self, row: RawRow, cells: Sequence[str]) -> bool:
        if is_blank(cells):
            return True
        if is_not_a_worker(row, cells):
            self._skipped.add(row.line)
            return True
        return False


def _level(cells: list[str], width: int, line: int) -> int:
    """Make a row as wide as its heading; how many filled cells were too many."""
    if len(cells) > MAX_COLUMNS:
        raise too_many_columns(line, len(cells))
    surplus = sum(1 for cell in cells[width:] if cell.strip())
    del cells[width:]
    cells.extend([""] * (width - len(cells)))
    return surplus


def _check_quotes(first: int, last: int, cells: list[str], delimiter: str) -> None:
    if last - first >= MAX_LINES_OF_A_ROW or any("\n" in cell and cell.count(delimiter) >= _CELLS_INSIDE_A_CELL for cell in cells):
        raise _quote_open(first)


def _delimiter_and_heading(head: list[str]) -> tuple[str, Heading | None]:
    """The delimiter under which the first lines show most known headings."""
    best: tuple[str, Heading | None] = (DELIMITERS[0], None)
    trouble: WageFileUnreadable | None = None
    for delimiter in DELIMITERS:
        try:
            found = find_heading(_numbered(head, delimiter))
        except WageFileUnreadable as problem:
            trouble = trouble or problem
            continue
        if found is not None and (best[1] is None or len(found.columns) > len(best[1].columns)):
            best = (delimiter, found)
    if best[1] is None and trouble is not None:
        raise trouble
    return best


def _numbered(head: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(head, delimiter=delimiter)
    last = 0
    try:
        for cells in reader:
            yield last + 1, cells
            last = reader.line_num
    except csv.Error as problem:
        raise _csv_trouble(problem, last + 1) from problem


def _text_blocks(stream: BinaryIO) -> Iterator[str]:
    """Text in blocks of whole lines."""
    rest = b""
    line_count = 0
    for chunk in _utf8_or_single_bytes(stream):
        if (at := chunk.find(b"\0")) >= 0:
            raise WageFileUnreadable(
                sentence("Baris %(line)s berisi tanda yang bukan teks; berkas ini mungkin rusak."),
                code="wage_file_nul_byte",
                fix=sentence("Ekspor ulang dari program penggajian sebagai CSV atau XLSX, lalu kirim lagi."),
                values={"line": line_count + rest.count(b"\n") + chunk.count(b"\n", 0, at) + 1},
            )
        data = rest + chunk if rest else chunk
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if not cut and len(data) > MAX_LINE_BYTES:
            raise WageFileUnreadable(
                sentence("Baris %(line)s terlalu panjang untuk satu baris laporan upah."),
                code="wage_file_line_too_long",
                fix=sentence("Ekspor ulang dari program penggajian sebagai CSV atau XLSX, lalu kirim lagi."),
                values={"line": line_count + 1},
            )
        rest = data[cut:]
        if cut:
            block = _decoded(data[:cut], line_count)
            line_count += block.count("\n") or block.count("\r")
            yield block
    if rest:
        yield _decoded(rest, line_count)


def _utf8_or_single_bytes(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes without byte-order mark; UTF-16, which spreadsheets call "Unicode text", turned into UTF-8."""
    chunk = stream.read(BLOCK_BYTES)
    if chunk.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        decoder = getincrementaldecoder("utf-16")()
        try:
            while chunk:
                yield decoder.decode(chunk).encode()
                chunk = stream.read(BLOCK_BYTES)
            yield decoder.decode(b"", final=True).encode()
        except UnicodeError as problem:
            raise _undecodable(0) from problem
        return
    chunk = chunk.removeprefix(BOM_UTF8)
    while chunk:
        yield chunk
        chunk = stream.read(BLOCK_BYTES)


def _decoded(data: bytes, lines_before: int) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "".join(_decoded_line(line, lines_before + index) for index, line in enumerate(data.splitlines(keepends=True), 1))


def _decoded_line(data: bytes, line: int) -> str:
    """Each line by itself: files glued together from two programs carry both encodings."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as problem:
            raise _undecodable(line) from problem


def _undecodable(line: int) -> WageFileUnreadable:
    return WageFileUnreadable(
        sentence("Huruf pada baris %(line)s tidak dapat dibaca dalam UTF-8 maupun Windows-1252."),
        code="wage_file_undecodable",
        fix=sentence("Simpan berkas sebagai CSV UTF-8 atau XLSX, lalu kirim lagi."),
        values={"line": line or 1},
    )


def _quote_open(line: int) -> WageFileUnreadable:
    return WageFileUnreadable(
        sentence('Tanda kutip (") di sekitar baris %(line)s tidak ditutup, sehingga beberapa baris tercampur.'),
        code="wage_file_quote_open",
        fix=sentence("Hapus tanda kutip itu atau tutup pada sel yang sama, lalu kirim lagi."),
        values={"line": line},
    )


def _csv_trouble(problem: csv.Error, line: int) -> WageFileUnreadable:
    if "field larger" not in str(problem):
        return _quote_open(line)
    return WageFileUnreadable(
        sentence("Satu sel di sekitar baris %(line)s terlalu panjang."),
        code="wage_file_field_too_long",
        fix=sentence('Periksa tanda kutip (") yang tidak ditutup dan hapus teks yang bukan data pekerja, lalu kirim lagi.'),
        values={"line": line},
    )
