"""Which column means what: the heading row of a wage report, found by meaning and not by position.

Used by both readers. Payroll programs and people name columns in many ways; a heading is reduced to plain words (`No. KPJ` and `NOMOR_KPJ`
both become `no kpj`, see `heading_words`) and looked up. A column nobody knows is listed, never guessed; two columns with the same meaning
are an error, because choosing one would be guessing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from openjmo.protocols.heading_words import LABELS, UNDIVIDED_WAGE, meaning, plain_words
from openjmo.protocols.wage_row import FIELDS, WageFileUnreadable, sentence

SEARCHED_ROWS: Final = 30
"""Title rows above the heading are common; further down nobody puts it."""
FEWEST_KNOWN: Final = 2
"""Fewer known headings in a row are a coincidence: a title such as `Nama: PT …`."""
REQUIRED: Final = ("nik", "full_name", "birth_date", "sex", "basic_wage")
MAX_COLUMNS: Final = 300
SHOWN_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row: where it is, which column holds which field, and which columns nobody knows."""

    line: int
    width: int
    columns: dict[str, int]
    unknown: tuple[str, ...]

    def positions(self, missing: int) -> tuple[int, ...]:
        """The column of each field in our own order; `missing` stands for a field the file does not have."""
        return tuple(self.columns.get(name, missing) for name in FIELDS)


def find_heading(rows: Iterable[tuple[int, Sequence[str]]]) -> Heading | None:
    """The row with most known headings among the first thirty; None when no row has two. Raises WageFileUnreadable for a doubled one."""
    best: tuple[int, Sequence[str]] | None = None
    most = FEWEST_KNOWN - 1
    for line, cells in islice(rows, SEARCHED_ROWS):
        known = {found for cell in cells[:MAX_COLUMNS] if cell and (found := meaning(cell))}
        if len(known) > most:
            most, best = len(known), (line, cells)
    return None if best is None else _read(*best)


def _read(line: int, cells: Sequence[str]) -> Heading:
    if len(cells) > MAX_COLUMNS:
        raise too_many_columns(line, len(cells))
    columns: dict[str, int] = {}
    left_over: list[int] = []
    for index, title in enumerate(cells):
        found = meaning(title)
        if found is None:
            left_over.append(index)
        elif found in columns:
            raise WageFileUnreadable(
                sentence('Dua kolom berarti sama, yaitu %(label)s: "%(first)s" dan "%(second)s".'),
                code="wage_file_column_twice",
                field=found,
                fix=sentence('Hapus salah satu kolom, atau ubah judulnya. Nomor induk karyawan sebaiknya berjudul "Nomor Karyawan".'),
                values={"label": LABELS[found], "first": shown(cells[columns[found]]), "second": shown(title)},
            )
        else:
            columns[found] = index
    if "basic_wage" not in columns:
        whole = [index for index in left_over if plain_words(cells[index][:200]) in UNDIVIDED_WAGE]
        if len(whole) == 1:
            columns["basic_wage"] = whole[0]
            left_over.remove(whole[0])
    unknown = tuple(shown(cells[index]) for index in left_over if cells[index].strip())
    return Heading(line=line, width=len(cells), columns=columns, unknown=unknown)


def checked_heading(heading: Heading | None) -> Heading:
    """The heading itself when it has every column a report needs. Raises WageFileUnreadable, naming what is missing."""
    if heading is None:
        raise WageFileUnreadable(
            sentence("Baris judul kolom tidak ditemukan pada 30 baris pertama."),
            code="wage_file_heading_missing",
            fix=sentence("Tulis judul kolom dalam satu baris di atas data, paling sedikit: %(columns)s."),
            values={"columns": _named(REQUIRED)},
        )
    missing = [name for name in REQUIRED if name not in heading.columns]
    if missing:
        raise WageFileUnreadable(
            sentence("Kolom ini belum ada: %(columns)s."),
            code="wage_file_columns_missing",
            field=missing[0],
            fix=sentence("Tambahkan kolom itu pada baris judul (baris %(line)s). Judul yang tidak kami kenal: %(unknown)s."),
            values={"columns": _named(missing), "line": heading.line, "unknown": ", ".join(heading.unknown[:20]) or "-"},
        )
    return heading


def too_many_columns(line: int, count: int) -> WageFileUnreadable:
    """More columns than any wage report has; most often the wrong file."""
    return WageFileUnreadable(
        sentence("Baris %(line)s berisi %(count)s kolom, paling banyak %(most)s."),
        code="wage_file_too_many_columns",
        fix=sentence("Periksa apakah ini berkas laporan upah, lalu hapus kolom yang tidak perlu."),
        values={"line": line, "count": count, "most": MAX_COLUMNS},
    )


def _named(fields: Iterable[str]) -> str:
    return ", ".join(LABELS[name] for name in fields)


def shown(title: str) -> str:
    """A heading or sheet name fit for a message: short, and without signs that could steer a terminal."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in " ".join(title.split()))
    return plain if len(plain) <= SHOWN_TITLE else plain[:SHOWN_TITLE] + "…"
