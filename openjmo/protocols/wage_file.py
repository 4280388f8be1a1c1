r"""A wage report file: bytes in, rows out.

For whoever receives one: the employer portal, the API, the command line. `open_wage_file` recognises what it was given (delimited text
or XLSX), finds the heading by meaning and gives the rows one by one as they were typed. It promises bounded memory for a file of any
size, the physical line of every row, and no exception but `WageFileUnreadable`. It never guesses past damage, never computes
a formula, never runs what a cell contains, and reads nothing but the stream it is given.

>>> file = open_wage_file(b"NIK;Nama;Tgl Lahir;L/P;Upah\n3507042609850000;JASMANI;26/09/1985;L;4.904.000\n")
>>> [(row.line, row.full_name, row.basic_wage) for row in file]
[(2, 'JASMANI', '4.904.000')]
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import BinaryIO, Final, Literal

from openjmo.protocols.csv_rows import CsvRows
from openjmo.protocols.headings import Heading
from openjmo.protocols.wage_row import FIELDS, RawRow, SkippedLines, WageFileUnreadable, sentence
from openjmo.protocols.xlsx_package import encrypted, wrong_kind
from openjmo.protocols.xlsx_rows import XlsxRows

__all__ = ["FIELDS", "Heading", "RawRow", "SkippedLines", "WageFile", "WageFileUnreadable", "open_wage_file"]

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"{\\rtf")
_MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
_SEEN_BYTES: Final = 512
_BLOCK_BYTES: Final = 1 << 18


class WageFile:
    """An opened wage report: its heading at once, its rows in one pass."""

    def __init__(self, source: CsvRows | XlsxRows, skipped: SkippedLines) -> None:
        self._source: Final = source
        self.skipped: Final = skipped
        """Lines passed over so far; complete after the last row."""
        self.heading: Final = source.heading
        """Where the heading stands, the columns known and unknown."""
        self.kind: Final[Literal["csv", "xlsx"]] = "xlsx" if isinstance(source, XlsxRows) else "csv"
        self.sheet: Final = source.sheet if isinstance(source, XlsxRows) else ""
        """Name of the sheet the rows come from; empty for text."""

    def __iter__(self) -> Iterator[RawRow]:
        """The rows under the heading, in file order; only once. Raises WageFileUnreadable for no row, or when damage shows on the way."""
        rows = iter(self._source)
        first = next(rows, None)
        if first is None:
            raise WageFileUnreadable(
                sentence("Tidak ada baris pekerja di bawah judul kolom."),
                code="wage_file_no_rows",
                fix=sentence("Isi satu baris untuk setiap pekerja di bawah judulnya, lalu kirim lagi."),
            )
        return chain((first,), rows)


def open_wage_file(source: BinaryIO | bytes) -> WageFile:
    """Recognise the file and read its heading. The stream must be seekable and stay open while rows are taken.

    Raises WageFileUnreadable with a code beginning `wage_file_`.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    begin = stream.tell()
    seen = stream.read(_SEEN_BYTES)
    if seen.startswith(_OLD_OFFICE):
        raise _old_office(stream)
    stream.seek(begin)
    if seen.startswith(_OTHER_KINDS) or seen.lstrip().lower().startswith(_MARKUP):
        raise wrong_kind()
    skipped = SkippedLines()
    return WageFile(XlsxRows(stream, skipped) if seen.startswith(_ZIP) else CsvRows(stream, skipped), skipped)


def _old_office(stream: BinaryIO) -> WageFileUnreadable:
    """An XLSX with a password hides in the same container as an old XLS; the name of its inner stream tells them apart."""
    before = b""
    while block := stream.read(_BLOCK_BYTES):
        if _ENCRYPTED_PACKAGE in before + block:
            return encrypted()
        before = block[-len(_ENCRYPTED_PACKAGE) :]
    return WageFileUnreadable(
        sentence("Berkas ini berformat XLS lama."),
        code="wage_file_old_xls",
        fix=sentence("Buka di Excel atau program sejenis, simpan sebagai XLSX atau CSV, lalu kirim lagi."),
    )
