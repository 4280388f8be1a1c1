"""Wage reports as delimited text: every dialect gives the same rows, and damage is named with its line."""

import contextlib
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openjmo.core.regions import regions
from openjmo.protocols.heading_words import meaning
from openjmo.protocols.wage_file import RawRow, WageFileUnreadable, open_wage_file
from openjmo.rules.wage_report import WageReportChecker
from tests.payroll import HEADINGS, JASMANI, KARYA_BAHARI, OCTOBER, SAKURA, as_csv, cells, found

EXPECTED = found(KARYA_BAHARI.read_bytes())


def rows(content: bytes) -> list[RawRow]:
    return list(open_wage_file(content))


def trouble(content: bytes) -> WageFileUnreadable:
    with pytest.raises(WageFileUnreadable) as problem:
        rows(content)
    assert problem.value.fix
    assert str(problem.value)  # every place in the sentence has its value
    return problem.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_dialect_gives_the_same_problems(delimiter: str, line_end: str, encoding: str) -> None:
    content = as_csv(cells(), delimiter, line_end).decode().encode(encoding)
    assert found(content) == EXPECTED


def test_rows_come_as_typed_with_their_physical_line() -> None:
    content = as_csv([["Laporan upah PT Contoh"], [], HEADINGS, JASMANI, [], SAKURA])
    assert rows(content) == [RawRow(4, *JASMANI), RawRow(6, *SAKURA)]


def test_a_quoted_line_break_moves_the_lines_below() -> None:
    broken = (*JASMANI[:2], "JASMANI\nMANSUR", *JASMANI[3:])
    assert [(row.line, row.full_name) for row in rows(as_csv([HEADINGS, broken, SAKURA]))] == [(2, "JASMANI\nMANSUR"), (4, "SAKURA")]


def test_windows_letters_are_read_line_by_line() -> None:
    content = as_csv([HEADINGS, JASMANI]) + ";".join((*SAKURA[:2], "SÔFIA", *SAKURA[3:])).encode("cp1252") + b"\r\n"
    content += ";".join((*SAKURA[:2], "ÑANDÚ", *SAKURA[3:])).encode()
    assert [row.full_name for row in rows(content)] == ["JASMANI", "SÔFIA", "ÑANDÚ"]


def test_columns_are_known_by_meaning_in_any_order() -> None:
    headings = [
        "Kota",
        "GAJI_POKOK (Rp)",
        "Nama Tenaga Kerja",
        "No. KTP",
        "Jenis Kelamin (L/P)",
        "TANGGAL LAHIR",
        "No BPJS TK",
        "Masuk Kerja",
    ]
    values = ["Malang", JASMANI[9], JASMANI[2], JASMANI[0], "L", JASMANI[3], JASMANI[1], JASMANI[6]]
    file = open_wage_file(as_csv([headings, values], ","))
    assert file.heading.unknown == ("Kota",)
    (row,) = file
    assert (row.nik, row.card_number, row.basic_wage, row.employment_start, row.mother_name) == (*JASMANI[:2], JASMANI[9], JASMANI[6], "")


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nomor Induk Kependudukan", "nik"),
        ("no_ktp", "nik"),
        ("Nomor Jamsostek", "card_number"),
        ("KPJ", "card_number"),
        ("NAMA KARYAWAN", "full_name"),
        ("Tgl. Lahir (dd/mm/yyyy)", "birth_date"),
        ("L/P", "sex"),
        ("(L/P)", "sex"),
        ("Nama Ibu Kandung", "mother_name"),
        ("TMT Masuk", None),
        ("Tanggal Masuk Kerja", "employment_start"),
        ("Tgl Keluar", "employment_end"),
        ("Alasan Keluar", "end_reason"),
        ("Upah/Gaji Pokok", "basic_wage"),
        ("Tunj. Tetap", "fixed_allowance"),
        ("Tunjangan Tidak Tetap", None),
        ("Rapelan", "back_pay"),
        ("Program BPJS Ketenagakerjaan", "programmes"),
        ("Nomor Karyawan", None),
        ("No", None),
    ],
)
def test_headings_people_write(title: str, field: str | None) -> None:
    assert meaning(title) == field


def test_an_undivided_wage_counts_as_basic_wage_only_without_one() -> None:
    headings = ["NIK", "Nama", "Tgl Lahir", "L/P", "Total Upah"]
    values = [JASMANI[0], "JASMANI", JASMANI[3], "L", "4.904.000"]
    assert rows(as_csv([headings, values]))[0].basic_wage == "4.904.000"
    both = open_wage_file(as_csv([[*headings, "Upah Pokok"], [*values, "4.000.000"]]))
    assert (next(iter(both)).basic_wage, both.heading.unknown) == ("4.000.000", ("Total Upah",))


def test_totals_column_numbers_and_signatures_are_skipped_and_counted() -> None:
    headings = ["No", *HEADINGS]
    numbers = [f"({number})" for number in range(1, len(headings) + 1)]
    total = ["Jumlah", *[""] * 9, "4.904.000", "", "", ""]
    signed = ["Malang, 1 November 2026"]
    file = open_wage_file(as_csv([headings, numbers, ["1", *JASMANI], total, [], signed]))
    assert [row.line for row in file] == [3]
    assert (file.skipped.count, file.skipped.lines) == (3, [2, 4, 6])


def test_a_line_without_nik_is_a_worker_when_it_has_a_name() -> None:
    nameless = ("", "", "BUDI", *[""] * 10)
    assert [row.full_name for row in rows(as_csv([HEADINGS, JASMANI, nameless]))] == ["JASMANI", "BUDI"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "wage_file_empty"),
        (b"\r\n \r\n", "wage_file_empty"),
        (b"halo\n", "wage_file_heading_missing"),
        (as_csv([HEADINGS]), "wage_file_no_rows"),
        (as_csv([["NIK", "Nama"], JASMANI[:2]]), "wage_file_columns_missing"),
        (as_csv([[*HEADINGS, "No KTP"], JASMANI]), "wage_file_column_twice"),
        (as_csv([HEADINGS, JASMANI, ("x",) * 400]), "wage_file_too_many_columns"),
        (as_csv([HEADINGS, JASMANI]) + b"a;b\0c\n", "wage_file_nul_byte"),
        (as_csv([HEADINGS, JASMANI]) + b"\x81\x8d\n", "wage_file_undecodable"),
        (as_csv([HEADINGS, JASMANI]) + b"x" * 3_000_000, "wage_file_line_too_long"),
        (as_csv([HEADINGS, JASMANI]) + b"x" * 200_000, "wage_file_field_too_long"),
        (as_csv([HEADINGS]) + b'"' + as_csv([JASMANI] * 60), "wage_file_quote_open"),
        (as_csv([HEADINGS, JASMANI]) + b'"' + as_csv([JASMANI, SAKURA]), "wage_file_quote_open"),
        (b"%PDF-1.7 ...", "wage_file_wrong_kind"),
        (b"<html><table><tr><td>NIK</td></tr></table>", "wage_file_wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "wage_file_old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(300_000) + "EncryptedPackage".encode("utf-16-le"), "wage_file_encrypted"),
        (b"\xff\xfeN\x00\x00\xd8", "wage_file_undecodable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_damage_is_named(content: bytes, code: str) -> None:
    assert trouble(content).code == code


def test_damage_says_where() -> None:
    good = as_csv([HEADINGS, *[JASMANI] * 20_000])
    assert trouble(good + b"a\0b\n").values["line"] == 20_002
    assert trouble(good + b"\x81\x8d\n" + good).values["line"] == 20_002
    assert trouble(good + b'"x\n' + good).values["line"] == 20_002


def test_missing_and_doubled_columns_are_named() -> None:
    missing = trouble(as_csv([["NIK", "Nama", "Kota"], ["1", "2", "3"]]))
    assert str(missing).startswith("Kolom ini belum ada: Tanggal lahir, Jenis kelamin (L/P), Upah pokok.")
    assert missing.fix % missing.values == "Tambahkan kolom itu pada baris judul (baris 1). Judul yang tidak kami kenal: Kota."
    assert '"NIK" dan "No KTP"' in str(trouble(as_csv([[*HEADINGS, "No KTP"], JASMANI])))


def test_headings_cannot_steer_a_terminal() -> None:
    file = open_wage_file(as_csv([[*HEADINGS, "\x1b]0;x\x07" + "y" * 200], (*JASMANI, "")]))
    (shown,) = file.heading.unknown
    assert shown.isprintable()
    assert len(shown) <= 61


@given(st.binary(max_size=2_000))
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_raise_nothing_but_the_named_error(content: bytes) -> None:
    survives(content)


@given(st.binary(max_size=300), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_a_good_file_with_bytes_struck_in_raises_nothing_but_the_named_error(noise: bytes, at: int) -> None:
    good = as_csv([HEADINGS, JASMANI, SAKURA])
    survives(good[:at] + noise + good[at:])


@given(st.lists(st.lists(st.text(max_size=30), max_size=15), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_cell_is_answered(lines: list[list[str]]) -> None:
    survives("\n".join(";".join(line) for line in [list(HEADINGS), *lines]).encode("utf-8", "surrogatepass"))


def survives(content: bytes) -> None:
    with contextlib.suppress(WageFileUnreadable):
        for outcome in WageReportChecker(OCTOBER).check_all(open_wage_file(content)):
            assert outcome.accepted or outcome.problems
            for problem in outcome.problems:
                assert all(problem.in_words())


def large_report(count: int) -> bytes:
    """A clean report of any length; every NIK once."""
    districts = list(regions().districts)
    lines = []
    for number in range(count):
        day = number // len(districts) + 1
        nik = f"{districts[number % len(districts)]}{day:02d}09850000"
        pay = f"{4_000_000 + number};;;"
        lines.append(f"{nik};{10_000_000_000 + number};PEKERJA {number};{day:02d}/09/1985;L;IBU {number};14/03/2009;;;{pay}\r\n")
    return as_csv([HEADINGS]) + "".join(lines).encode()


def test_memory_does_not_grow_with_the_rows() -> None:
    stream = BytesIO(large_report(100_000))
    tracemalloc.start()
    count = 0
    for outcome in WageReportChecker(OCTOBER).check_all(open_wage_file(stream)):
        count += outcome.accepted is not None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    # Blocks of text, two tables of numbers seen (12 bytes a slot) and the dates remembered; the rows alone would take 100 MB.
    assert peak < 24_000_000


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = BytesIO(b"before" + as_csv([HEADINGS, JASMANI]))
    stream.seek(6)
    assert [row.line for row in open_wage_file(stream)] == [2]
