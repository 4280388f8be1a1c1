"""The outer shell of an XLSX file: which parts it has, whether they are safe to unpack, and its sheets by name.

Called by `xlsx_rows`. Everything is judged from the table of contents before a single part is unpacked: encryption, macros, how large
the parts become and how hard they are packed. XML is read event by event, never as a tree, with document type declarations refused, so
neither memory nor time can be made to explode. A general spreadsheet library was weighed and left out here: those at hand build a tree per
row and keep it, or fill gaps between row numbers, and a crafted file can exhaust the machine through either.
Rests on ECMA-376 (Office Open XML), parts 1 and 2.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from openjmo.protocols.wage_row import WageFileUnreadable, sentence

MAX_PARTS: Final = 2_000
MAX_UNPACKED_BYTES: Final = 768 << 20
"""About a million rows of thirteen columns; everything is streamed, so this bounds time, not memory."""
MAX_RATIO: Final = 100
"""Sheets of real reports shrink 6 to 25 times; a bomb shrinks a thousand times."""
RATIO_COUNTS_FROM_BYTES: Final = 4 << 20
MAX_SHEETS: Final = 200
_XML_BLOCK_BYTES: Final = 1 << 16
_MAX_TOKEN_BYTES: Final = 1 << 20
_ENCRYPTED: Final = 0x1

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook and the part that holds its cells."""

    name: str
    part: str
    hidden: bool


class Package:
    """An opened XLSX file whose contents are safe to stream. Raises WageFileUnreadable when they are not."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip: Final = ZipFile(stream)
        except (BadZipFile, ValueError, OSError, NotImplementedError) as problem:
            raise damaged() from problem
        self._parts: Final = _checked_parts(self._zip.infolist())
        workbook = next(iter(self._related("", "/officeDocument")), "xl/workbook.xml")
        if workbook not in self._parts or workbook.endswith(".bin"):
            raise wrong_kind()
        relations = self._relations(workbook)
        self.sheets: Final[list[Sheet]] = []
        self.days_from_1904 = False

        def start(name: str, attributes: Attributes) -> None:
            local = name.rpartition(":")[2]
            if local == "sheet":
                self._add_sheet(attributes, relations)
            elif local == "workbookPr":
                self.days_from_1904 = attributes.get("date1904", "") in {"1", "true"}

        for _ in self.parse(workbook, start=start):
            pass
        self.shared_strings: Final = next((part for kind, part in relations.values() if kind.endswith("/sharedStrings")), "")
        if not self.sheets:
            raise damaged()

    def _add_sheet(self, attributes: Attributes, relations: dict[str, tuple[str, str]]) -> None:
        target = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        kind, part = relations.get(target, ("", ""))
        if kind.endswith("/worksheet") and part in self._parts and len(self.sheets) < MAX_SHEETS:
            self.sheets.append(Sheet(attributes.get("name", ""), part, attributes.get("state", "visible") != "visible"))

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def _related(self, part: str, kind_ending: str) -> Iterator[str]:
        return (target for kind, target in self._relations(part).values() if kind.endswith(kind_ending))

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts another part refers to: id to (kind, part name)."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External" and len(found) < MAX_PARTS:
                target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations in self._parts:
            for _ in self.parse(relations, start=start):
                pass
        return found

    def parse(
        self,
        part: str,
        *,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Feed a part's XML to the callbacks; pauses after every block so that the caller can hand on what has gathered."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        fed = 0
        try:
            with self._zip.open(part) as source:
                while block := source.read(_XML_BLOCK_BYTES):
                    parser.Parse(block, False)
                    fed += len(block)
                    if fed - parser.CurrentByteIndex > _MAX_TOKEN_BYTES:
                        raise damaged()
                    yield
                parser.Parse(b"", True)
                yield
        except (BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError, expat.ExpatError) as problem:
            raise damaged() from problem


def _refuse_document_type(_name: str, _system: str | None, _public: str | None, _internal: int) -> None:
    raise damaged()


def _checked_parts(parts: list[ZipInfo]) -> frozenset[str]:
    """The names of all parts. Raises WageFileUnreadable when unpacking them would be unsafe."""
    names = frozenset(part.filename for part in parts)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise encrypted()
    if "[Content_Types].xml" not in names:
        raise wrong_kind()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WageFileUnreadable(
            sentence("Berkas ini berisi makro."),
            code="wage_file_has_macros",
            fix=sentence("Simpan sebagai XLSX biasa atau CSV tanpa makro, lalu kirim lagi."),
        )
    unpacked = sum(part.file_size for part in parts)
    packed_too_hard = any(
        part.file_size > RATIO_COUNTS_FROM_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or packed_too_hard:
        raise too_large()
    begins_before_the_file = any(part.header_offset < 0 for part in parts)
    if len(names) != len(parts) or begins_before_the_file or any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise damaged()
    return names


def too_large() -> WageFileUnreadable:
    """More than we unpack."""
    return WageFileUnreadable(
        sentence("Isi berkas ini terlalu besar setelah dibuka."),
        code="wage_file_too_large",
        fix=sentence("Simpan sebagai CSV, atau hapus lembar dan baris kosong yang berlebih, lalu kirim lagi."),
    )


def encrypted() -> WageFileUnreadable:
    """Protected by a password."""
    return WageFileUnreadable(
        sentence("Berkas ini terkunci dengan kata sandi."),
        code="wage_file_encrypted",
        fix=sentence("Hapus kata sandinya di Excel atau program sejenis, simpan, lalu kirim lagi."),
    )


def damaged() -> WageFileUnreadable:
    """Begins like an XLSX file but does not hold together."""
    return WageFileUnreadable(
        sentence("Berkas XLSX ini rusak atau tidak utuh."),
        code="wage_file_damaged",
        fix=sentence("Buka di Excel atau program sejenis, simpan ulang sebagai XLSX atau CSV, lalu kirim lagi."),
    )


def wrong_kind() -> WageFileUnreadable:
    """Some other kind of file."""
    return WageFileUnreadable(
        sentence("Jenis berkas ini tidak dikenal sebagai laporan upah."),
        code="wage_file_wrong_kind",
        fix=sentence("Simpan sebagai XLSX atau CSV, lalu kirim lagi."),
    )
