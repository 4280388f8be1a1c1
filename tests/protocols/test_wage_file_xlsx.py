"""Wage reports as workbooks: the same rows give the same answers, and nothing crafted gets through."""

import contextlib
import io
import re
import tracemalloc
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openjmo.protocols.wage_file import WageFileUnreadable, open_wage_file
from openjmo.protocols.xlsx_sheet import number_text
from openjmo.rules.wage_report import WageReportChecker
from tests.payroll import HEADINGS, JASMANI, KARYA_BAHARI, NUSANTARA_JAYA, OCTOBER, SAKURA, as_xlsx, cells, check, found

EXPECTED = found(KARYA_BAHARI.read_bytes())
TITLES = [["LAPORAN UPAH"], ["Nama Perusahaan: PT Karya Bahari"], []]


def trouble(content: bytes) -> WageFileUnreadable:
    with pytest.raises(WageFileUnreadable) as problem:
        list(open_wage_file(content))
    assert problem.value.fix
    assert str(problem.value)
    return problem.value


def with_part(content: bytes, name: str, data: bytes | None) -> bytes:
    """The workbook with one part put in, replaced or (None) taken out."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if data is not None:
            new.writestr(name, data)
    return target.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as package:
        return package.read(name)


def with_shared_strings(content: bytes) -> bytes:
    """The workbook as spreadsheets write it: texts in one list, some in formatted runs, some with phonetic remarks."""
    shared: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        text = found[2]
        half = len(text) // 2 if b"&" not in text else 0
        runs = b"<r><t>%s</t></r><r><rPr><b/></rPr><t>%s</t></r><rPh><t>no</t></rPh>" % (text[:half], text[half:])
        shared.append(b"<si>%s</si>" % (runs if len(shared) % 2 else b'<t xml:space="preserve">%s</t>' % text))
        return b'<c r="%s" t="s"><v>%d</v></c>' % (found[1], len(shared) - 1)

    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    sheet = re.sub(rb'<c r="([A-Z]+\d+)" t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>', share, sheet)
    relations = part_of(content, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>", b'<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    content = with_part(content, "xl/worksheets/sheet1.xml", sheet)
    content = with_part(content, "xl/_rels/workbook.xml.rels", relations)
    return with_part(
        content, "xl/sharedStrings.xml", b"<x:sst xmlns:x='y'>%s</x:sst>" % b"".join(shared).replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
    )


def test_texts_in_the_shared_list_give_the_same_problems() -> None:
    content = with_shared_strings(as_xlsx(cells()))
    assert b"inlineStr" not in part_of(content, "xl/worksheets/sheet1.xml")
    assert found(content) == EXPECTED


def test_signs_xml_cannot_carry_are_unfolded() -> None:
    content = as_xlsx([HEADINGS, (*JASMANI[:2], "BUDI_x000D_=1+1", *JASMANI[3:]), (*SAKURA[:2], "SAKURA_xD800_", *SAKURA[3:])])
    assert [row.full_name for row in open_wage_file(content)] == ["BUDI\r=1+1", "SAKURA_xD800_"]


def test_texts_below_title_rows_give_the_same_problems_three_lines_lower() -> None:
    assert found(as_xlsx([*TITLES, *cells()])) == [(line + 3, code, severity) for line, code, severity in EXPECTED]


def test_the_clean_report_is_clean_as_a_workbook() -> None:
    outcomes = check(as_xlsx(cells(NUSANTARA_JAYA)))
    assert len(outcomes) == 10_000
    assert not any(outcome.problems for outcome in outcomes)


def test_numbers_and_dates_as_the_spreadsheet_keeps_them_mean_the_same() -> None:
    """Wages become numbers, dates become days or serial numbers, NIK and KPJ numbers; what is no number stays text."""
    kept: list[list[object]] = []
    for line, row in enumerate(cells(), 1):
        stored: list[object] = list(row)
        for column in (4, 7, 8):
            if re.fullmatch(r"\d\d/\d\d/(19|20)\d\d", row[column]) and row[column] != "31/02/1990":
                day = date(int(row[column][6:]), int(row[column][3:5]), int(row[column][:2]))
                stored[column] = (day - date(1899, 12, 30)).days if line % 2 else datetime(day.year, day.month, day.day)  # noqa: DTZ001
        for column in (10, 11):
            if re.fullmatch(r"-?[\d.]+", row[column]) and row[column] != "-":
                whole = int(row[column].replace(".", ""))
                stored[column] = float(whole) if line % 3 else whole
        if re.fullmatch(r"\d{16}", row[1]):
            stored[1] = int(row[1])
        kept.append(stored)
    expected = set(EXPECTED)
    refused_nik = {line for line, code, _ in EXPECTED if code in {"nik_unknown_province", "nik_duplicate"}}
    expected |= {
        (line, "nik_stored_as_number", "warning")
        for line, row in enumerate(cells(), 1)
        if re.fullmatch(r"\d{15}0", row[1]) and line not in refused_nik
    }
    assert set(found(as_xlsx(kept))) == expected


def test_a_card_number_kept_as_a_number_has_lost_its_zero() -> None:
    assert found(as_xlsx([HEADINGS, (JASMANI[0], 9518122104, *JASMANI[2:])])) == [(2, "card_number_10_digits", "error")]


def test_formulas_are_never_computed() -> None:
    content = as_xlsx([HEADINGS, JASMANI])
    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    kept_result = re.sub(rb'<c r="J2" t="[^"]*">.*?</c>', b'<c r="J2"><f>4*1000000</f><v>4000000</v></c>', sheet)
    (row,) = open_wage_file(with_part(content, "xl/worksheets/sheet1.xml", kept_result))
    assert row.basic_wage == "4000000"
    no_result = re.sub(rb'<c r="C2" t="[^"]*">.*?</c>', b'<c r="C2"><f>HYPERLINK("http://example.invalid")</f></c>', sheet)
    assert found(with_part(content, "xl/worksheets/sheet1.xml", no_result)) == [(2, "name_is_a_formula", "error")]


def test_days_counted_from_1904() -> None:
    content = as_xlsx([HEADINGS, (*JASMANI[:3], (date(1985, 9, 26) - date(1904, 1, 1)).days, *JASMANI[4:])])
    workbook = part_of(content, "xl/workbook.xml")
    content = with_part(content, "xl/workbook.xml", workbook.replace(b"<workbookPr />", b'<workbookPr date1904="1"/>'))
    assert found(content) == []


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("3.50704260985E+15", "3507042609850000"),
        ("9101010205900000", "9101010205900000"),
        ("4500000.5", "4500000,5"),
        ("4500000.0000000001", "4500000"),
        ("4583333.3333333302", "4583333,33333333"),
        ("-410000", "-410000"),
        ("1E+400", "1E+400"),
        ("NaN", "NaN"),
        ("", ""),
    ],
)
def test_numbers_are_written_as_indonesians_write_them(stored: str, text: str) -> None:
    assert number_text(stored) == text


def test_the_sheet_with_the_workers_is_found() -> None:
    other = [["Petunjuk pengisian"], ["Isi NIK dan nama"]]
    file = open_wage_file(as_xlsx(other, [HEADINGS, JASMANI]))
    assert (file.sheet, [row.line for row in file]) == ("Lembar2", [2])


def test_a_hidden_sheet_of_workers_is_passed_over() -> None:
    file = open_wage_file(as_xlsx([HEADINGS, SAKURA], [HEADINGS, JASMANI], hidden=[0]))
    assert (file.sheet, [row.full_name for row in file]) == ("Lembar2", ["JASMANI"])


def test_two_visible_sheets_of_workers_are_not_chosen_between() -> None:
    problem = trouble(as_xlsx([HEADINGS, SAKURA], [HEADINGS, JASMANI]))
    assert (problem.code, problem.values["sheets"]) == ("wage_file_several_sheets", "Lembar1, Lembar2")
    assert len(list(open_wage_file(as_xlsx([HEADINGS, SAKURA], [HEADINGS])))) == 1


def test_totals_and_column_numbers_are_skipped() -> None:
    headings = ["No", *HEADINGS]
    file = open_wage_file(
        as_xlsx([headings, list(range(1, 15)), [1, *JASMANI], [], ["Jumlah", *[""] * 9, 4904000], ["Malang, 1 November 2026"]])
    )
    assert [row.line for row in file] == [3]
    assert file.skipped.lines == [2, 5, 6]


def test_filled_cells_beyond_the_headings_mark_shifted_columns() -> None:
    assert found(as_xlsx([HEADINGS, (*JASMANI, "", "x")])) == [(2, "too_many_cells", "error")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("xl/vbaProject.bin", b"macro", "wage_file_has_macros"),
        ("xl/media/bomb.bin", bytes(64 << 20), "wage_file_too_large"),
        ("[Content_Types].xml", None, "wage_file_wrong_kind"),
        ("xl/workbook.xml", None, "wage_file_wrong_kind"),
        ("xl/workbook.xml", b"<workbook", "wage_file_damaged"),
        ("xl/workbook.xml", b"<workbook/>", "wage_file_damaged"),
        ("xl/sharedStrings.xml", b"<sst/>", "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>', "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b'<worksheet><sheetData><row r="99999999999"/></sheetData></worksheet>', "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b'<worksheet><row r="1"><c r="ZZZZ1"><v>1</v></c></row></worksheet>', "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b'<worksheet><row r="x"/></worksheet>', "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b'<worksheet a="' + b"x" * (2 << 20) + b'"/>', "wage_file_damaged"),
        ("xl/worksheets/sheet1.xml", b"<worksheet/>", "wage_file_heading_missing"),
    ],
)
def test_crafted_workbooks_are_refused(name: str, data: bytes | None, code: str) -> None:
    assert trouble(with_part(with_shared_strings(as_xlsx([HEADINGS, JASMANI])), name, data)).code == code


def test_a_zip_bomb_is_refused_before_anything_is_unpacked() -> None:
    content = with_part(as_xlsx([HEADINGS, JASMANI]), "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (80 << 20))
    tracemalloc.start()
    assert trouble(content).code == "wage_file_too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_size_that_lies_is_found_out() -> None:
    content = bytearray(with_part(as_xlsx([HEADINGS, JASMANI]), "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (9 << 20)))
    true_size = (11 + (9 << 20)).to_bytes(4, "little")
    assert content.count(true_size) == 2
    assert trouble(bytes(content.replace(true_size, (1000).to_bytes(4, "little")))).code == "wage_file_damaged"


def test_a_million_empty_elements_take_no_memory() -> None:
    content = with_part(as_xlsx([HEADINGS, JASMANI]), "xl/worksheets/sheet1.xml", b"<worksheet>" + b"<x/>" * 900_000 + b"</worksheet>")
    tracemalloc.start()
    assert trouble(content).code == "wage_file_heading_missing"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_part_that_begins_before_the_file_is_damage() -> None:
    """The end of the file says where its table of contents begins; too far, and a part begins before the first byte."""
    with ZipFile(io.BytesIO(GOOD)) as good:
        too_far = good.getinfo("_rels/.rels").header_offset + 2
    place = GOOD.rindex(b"PK\x05\x06") + 16
    begins = int.from_bytes(GOOD[place : place + 4], "little") + too_far
    assert trouble(GOOD[:place] + begins.to_bytes(4, "little") + GOOD[place + 4 :]).code == "wage_file_damaged"


@given(st.binary(max_size=200), st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_a_workbook_with_bytes_struck_in_raises_nothing_but_the_named_error(noise: bytes, at: int) -> None:
    at %= len(GOOD)
    survives(GOOD[:at] + noise + GOOD[at + len(noise) :])


@given(st.binary(max_size=300), st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"]))
@settings(max_examples=200, deadline=None)
def test_any_part_replaced_raises_nothing_but_the_named_error(data: bytes, part: str) -> None:
    survives(with_part(GOOD, part, data))


@given(st.text("<>/c rowvtsi='\"=1A\u00e9&;x", max_size=200))
@settings(max_examples=200, deadline=None)
def test_near_markup_in_a_sheet_raises_nothing_but_the_named_error(inner: str) -> None:
    survives(with_part(GOOD, "xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{inner}</sheetData></worksheet>".encode()))


GOOD = as_xlsx([HEADINGS, JASMANI, SAKURA])


def survives(content: bytes) -> None:
    with contextlib.suppress(WageFileUnreadable):
        for outcome in WageReportChecker(OCTOBER).check_all(open_wage_file(content)):
            assert outcome.accepted or outcome.problems
