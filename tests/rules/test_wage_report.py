"""The checks of a wage report: the two sample files case by case, then each rule from both sides."""

import csv
from datetime import date

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.protocols.wage_row import RawRow
from openjmo.rules.number_index import NumberIndex
from openjmo.rules.wage_amounts import Tally, WageAmounts
from openjmo.rules.wage_minimum import MinimumWage, minimum_wage_for
from openjmo.rules.wage_problems import TEXTS
from openjmo.rules.wage_report import WageReportChecker
from openjmo.rules.wage_rows import CheckedRow, Outcome
from tests.payroll import FOLDER, HEADINGS, JASMANI, KARYA_BAHARI, NUSANTARA_JAYA, OCTOBER, SAKURA, as_csv, check, found, raw_row


def expected_cases() -> dict[int, str]:
    with (FOLDER / "karya-bahari-2026-10.expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return {int(row["line"]): row["case"] for row in csv.DictReader(file)}


def code_and_severity(case: str) -> tuple[str, str]:
    """A case of the expected file as the problem it stands for."""
    code = {"nik_15_digits": "nik_wrong_length"}.get(case, case).partition("_of_row_")[0]
    return (code.removesuffix("_warning"), "warning") if code.endswith("_warning") else (code, "error")


def one(**changes: str) -> Outcome:
    """The outcome for one good row with changes."""
    return WageReportChecker(OCTOBER, minimum_wage_for(OCTOBER)).check(raw_row(2, JASMANI, **changes))


def codes(**changes: str) -> list[str]:
    return [problem.code for problem in one(**changes).problems]


def taken(**changes: str) -> CheckedRow:
    outcome = one(**changes)
    assert outcome.accepted is not None, outcome.problems
    return outcome.accepted


def test_karya_bahari_has_exactly_the_expected_problems() -> None:
    cases = {line: case for line, case in expected_cases().items() if not case.endswith("_fine") and case != "total_line_is_not_a_worker"}
    assert len(cases) == 21
    assert found(KARYA_BAHARI.read_bytes()) == [(line, *code_and_severity(case)) for line, case in sorted(cases.items())]


def test_karya_bahari_takes_every_other_row_and_skips_the_total() -> None:
    outcomes = check(KARYA_BAHARI.read_bytes())
    assert len(outcomes) == 300
    refused = {line for line, case in expected_cases().items() if code_and_severity(case)[1] == "error" and "fine" not in case}
    assert {outcome.accepted.line for outcome in outcomes if outcome.accepted} == set(range(2, 302)) - refused


def test_duplicates_name_the_other_line() -> None:
    problems = {problem.code: problem for outcome in check(KARYA_BAHARI.read_bytes()) for problem in outcome.problems}
    assert problems["nik_duplicate"].in_words()[0] == "NIK ini sudah dipakai di baris 22."
    assert problems["card_number_duplicate"].in_words()[0] == "Nomor KPJ ini sudah dipakai di baris 35."


def test_blanks_around_and_inside_are_fine() -> None:
    rows = {outcome.accepted.line: outcome.accepted for outcome in check(KARYA_BAHARI.read_bytes()) if outcome.accepted}
    assert (rows[262].nik, rows[262].full_name) == ("3318144511690000", "INA")
    assert rows[290].card_number == "19269531015"


def test_nusantara_jaya_is_clean() -> None:
    outcomes = check(NUSANTARA_JAYA.read_bytes())
    assert len(outcomes) == 10_000
    assert not [outcome.problems for outcome in outcomes if outcome.problems]
    assert all(outcome.accepted for outcome in outcomes)


def test_totals_are_those_of_the_file_added_up_by_hand() -> None:
    tally = Tally(WageAmounts(OCTOBER))
    for outcome in check(NUSANTARA_JAYA.read_bytes()):
        tally.add(outcome)
    with NUSANTARA_JAYA.open(encoding="utf-8-sig", newline="") as file:
        wages = [int(row["basic_wage"]) + int(row["fixed_allowance"]) for row in csv.DictReader(file)]
    assert tally.total_wage_sen == 100 * sum(wages)
    # 2 % and 3.7 % of whole rupiah never leave a part of a sen.
    assert tally.totals.jht_worker == 2 * sum(wages)
    assert tally.totals.jht_employer * 10 == 37 * sum(wages)
    assert (tally.read, tally.accepted, tally.refused, tally.warnings) == (10_000, 10_000, 0, 0)


def test_the_same_file_twice_gives_the_same_answer() -> None:
    assert check(KARYA_BAHARI.read_bytes()) == check(KARYA_BAHARI.read_bytes())


def test_a_good_row_comes_out_typed() -> None:
    assert taken(programmes="JHT JKK", back_pay="450.000") == CheckedRow(
        line=2,
        nik="3507042609850000",
        card_number="09518122104",
        full_name="JASMANI",
        birth_date=date(1985, 9, 26),
        sex="L",
        mother_name="SAKURA",
        employment_start=date(2009, 3, 14),
        employment_end=None,
        end_reason=None,
        basic_wage_sen=490_400_000,
        fixed_allowance_sen=25_000_000,
        back_pay_sen=45_000_000,
        programmes=("JHT", "JKK"),
    )
    assert taken().contribution_wage_sen == 515_400_000


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nik": ""}, ["nik_missing"]),
        ({"nik": "35O7042609850000"}, ["nik_not_digits"]),
        ({"nik": "٣٥٠٧٠٤٢٦٠٩٨٥٠٠٠٠"}, ["nik_not_digits"]),
        ({"nik": "²507042609850000"}, ["nik_not_digits"]),
        ({"nik": "3507043213850000"}, ["nik_impossible_birth_date"]),
        ({"nik": "3500992609850000"}, ["nik_unknown_region"]),
        ({"nik": '="3507042609850000"'}, []),
        ({"nik": "'3507 0426 0985 0000"}, []),
        ({"nik": "3507042902840000", "birth_date": "29/02/1984"}, []),
        ({"nik": "3507042902850000", "birth_date": "28/02/1985"}, ["nik_impossible_birth_date"]),
        ({"card_number": "0951812210"}, ["card_number_10_digits"]),
        ({"card_number": "095181221044"}, ["card_number_wrong_length"]),
        ({"card_number": "0951812210X"}, ["card_number_not_digits"]),
        ({"card_number": "-"}, []),
        ({"full_name": " - "}, ["name_missing"]),
        ({"full_name": "@SUM(A1)"}, ["name_is_a_formula"]),
        ({"full_name": "  +62812"}, ["name_is_a_formula"]),
        ({"full_name": "-1+2"}, ["name_is_a_formula"]),
        ({"full_name": "＝1+1"}, ["name_is_a_formula"]),  # noqa: RUF001
        ({"full_name": "'=1+1"}, ["name_is_a_formula"]),
        ({"full_name": "\tBUDI"}, ["name_is_a_formula"]),
        ({"full_name": "BUDI\rSUSILO"}, ["name_is_a_formula"]),
        ({"full_name": "BUDI\u202eISOLUS"}, ["name_has_hidden_signs"]),
        ({"full_name": "B" * 201}, ["name_too_long"]),
        ({"full_name": "<b>BUDI</b>"}, []),
        ({"full_name": "'Aisyah Ma'ruf"}, []),
        ({"full_name": "Sôfia\u00a0Ñandú"}, []),
        ({"mother_name": "=1+1"}, ["name_is_a_formula"]),
        ({"mother_name": ""}, []),
        ({"birth_date": ""}, ["birth_date_missing"]),
        ({"birth_date": "00/00/0000"}, ["birth_date_missing"]),
        ({"birth_date": "26/09/85"}, ["birth_date_unreadable"]),
        ({"birth_date": "09/26/1985"}, ["birth_date_impossible"]),
        ({"birth_date": "26/09/2085"}, ["birth_date_in_future"]),
        ({"nik": "3507042609150000", "birth_date": "26/09/2015"}, ["age_unusual", "start_before_birth"]),
        ({"nik": "3507042609350000", "birth_date": "26/09/1935"}, ["age_unusual"]),
        ({"sex": ""}, ["sex_missing"]),
        ({"sex": "X"}, ["sex_unknown"]),
        ({"sex": "Laki-laki"}, []),
        ({"sex": "perempuan"}, ["sex_differs_from_nik"]),
        ({"birth_date": "27/09/1985", "sex": "P"}, ["birth_date_differs_from_nik", "sex_differs_from_nik"]),
        ({"employment_start": ""}, []),
        ({"employment_start": "", "card_number": ""}, ["start_missing"]),
        ({"employment_start": "kemarin"}, ["start_unreadable"]),
        ({"employment_start": "31/04/2020"}, ["start_impossible"]),
        ({"employment_start": "31/10/2026"}, []),
        ({"employment_start": "01/11/2026"}, ["start_in_future"]),
        ({"employment_start": "26/09/1985"}, ["start_before_birth"]),
        ({"employment_end": "31/10/2026", "end_reason": "PHK"}, []),
        ({"employment_end": "01/11/2026", "end_reason": "PHK"}, ["end_in_future"]),
        ({"employment_end": "soon", "end_reason": "PHK"}, ["end_unreadable"]),
        ({"employment_end": "31/09/2026", "end_reason": "PHK"}, ["end_impossible"]),
        ({"employment_end": "30/09/2026", "end_reason": "PHK"}, ["end_before_month"]),
        ({"employment_end": "30/09/2026", "end_reason": "PHK", "basic_wage": "", "fixed_allowance": ""}, []),
        ({"employment_end": "13/03/2009", "end_reason": "PHK"}, ["end_before_start"]),
        ({"employment_end": "12/10/2026"}, ["end_without_reason"]),
        ({"end_reason": "PHK"}, ["end_reason_without_date"]),
        ({"employment_end": "12/10/2026", "end_reason": "bosan"}, ["end_reason_unknown"]),
        ({"basic_wage": ""}, ["wage_missing"]),
        ({"basic_wage": "Rp -"}, ["wage_missing"]),
        ({"basic_wage": "0,00"}, ["wage_zero"]),
        ({"basic_wage": "(4.500.000)"}, ["wage_negative"]),
        ({"fixed_allowance": "-1"}, ["wage_negative"]),
        ({"back_pay": "4,500,000"}, ["wage_english_decimal_ambiguous"]),
        ({"basic_wage": "4500000.00"}, ["wage_english_decimal_ambiguous"]),
        ({"basic_wage": "4500000,333"}, ["wage_too_many_decimals"]),
        ({"basic_wage": "10.000.000.001"}, ["wage_too_large"]),
        ({"basic_wage": "9" * 5_000}, ["wage_not_a_number"]),
        ({"basic_wage": "4.500.000,50"}, ["wage_has_sen"]),
        ({"basic_wage": "2.000.000", "fixed_allowance": "317.600"}, ["under_minimum_wage"]),
        ({"basic_wage": "2.000.000", "fixed_allowance": "317.601"}, []),
        ({"programmes": "JHT ABC"}, ["programme_unknown"]),
        ({"programmes": "JHT, JP + JKK;JKM"}, []),
    ],
    ids=repr,
)
def test_each_rule_from_both_sides(changes: dict[str, str], expected: list[str]) -> None:
    assert codes(**changes) == expected


def test_refused_nik_is_not_also_blamed_for_what_follows_from_it() -> None:
    rows = [HEADINGS, JASMANI, (JASMANI[0], "", *SAKURA[2:])]
    assert found(as_csv(rows)) == [(3, "nik_duplicate", "error")]


def test_shifted_columns_are_refused_and_nothing_else_is_said() -> None:
    assert found(as_csv([HEADINGS[:-1], (*JASMANI[:9], "5", "250", "000", "00")])) == [(2, "too_many_cells", "error")]


def test_problems_never_repeat_name_nik_or_birth_date() -> None:
    for outcome in check(KARYA_BAHARI.read_bytes()):
        for problem in outcome.problems:
            words = " ".join(problem.in_words())
            assert "HYPERLINK" not in words
            assert "3308120106029999" not in words
            assert "01/01/1980" not in words


def test_every_text_is_complete_and_says_what_to_do() -> None:
    for code, text in TEXTS.items():
        assert text.message.endswith("."), code
        assert text.fix.endswith("."), code
        assert text.severity in {"error", "warning"}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Resign", "resign"),
        ("Mengundurkan diri", "resign"),
        ("PHK", "dismissal"),
        ("HABIS KONTRAK", "contract_end"),
        ("contract_end", "contract_end"),
        ("Pensiun", "retirement"),
        ("Meninggal dunia", "death"),
    ],
)
def test_reasons_of_leaving_are_understood(words: str, reason: str) -> None:
    assert taken(employment_end="12/10/2026", end_reason=words).end_reason == reason


@pytest.mark.parametrize(
    ("text", "sen"),
    [
        ("4500000", 450_000_000),
        ("4.500.000", 450_000_000),
        ("Rp 4.500.000,-", 450_000_000),
        ("Rp.4.500.000", 450_000_000),
        ("IDR 4 500 000", 450_000_000),
        ("4.500.000,00", 450_000_000),
        ("4.500.000,5", 450_000_050),
        (" 4.500.000,-- ", 450_000_000),
    ],
)
def test_money_is_read_the_indonesian_way(text: str, sen: int) -> None:
    assert taken(basic_wage=text).basic_wage_sen == sen


@pytest.mark.parametrize("text", ["", "-", " - ", "Rp -", "0", "—", "0,-"])
def test_no_allowance_is_written_in_many_ways(text: str) -> None:
    assert taken(fixed_allowance=text).fixed_allowance_sen == 0


@pytest.mark.parametrize(
    "text",
    ["26/09/1985", "26-9-1985", "26.09.1985", "1985-09-26", "1985-09-26 00:00:00", "26 September 1985", "26-Sep-1985", "'26/09/1985"],
)
def test_dates_are_read_day_first_or_as_iso(text: str) -> None:
    assert taken(birth_date=text).birth_date == date(1985, 9, 26)


def test_nik_as_a_number_needs_a_look_only_when_its_last_digit_is_0() -> None:
    checker = WageReportChecker(OCTOBER)
    first = checker.check(RawRow(2, *JASMANI, nik_is_number=True))
    second = checker.check(RawRow(3, *SAKURA, nik_is_number=True))
    assert [problem.code for problem in first.problems] == ["nik_stored_as_number"]
    assert first.accepted
    assert second.problems == ()


@pytest.mark.parametrize(
    ("month", "province", "minimum"),
    [
        (Month(2026, 10), "33", MinimumWage(Money.of_rupiah(2_327_386), 2026, 2026, "Jawa Tengah", is_lowest=False)),
        (Month(2026, 1), None, MinimumWage(Money.of_rupiah(2_317_601), 2026, 2026, "Jawa Barat", is_lowest=True)),
        (Month(2025, 12), "33", MinimumWage(Money.of_rupiah(2_169_349), 2025, 2025, "Jawa Tengah", is_lowest=False)),
        (Month(2028, 3), "33", MinimumWage(Money.of_rupiah(2_327_386), 2026, 2028, "Jawa Tengah", is_lowest=False)),
        (Month(2016, 3), None, None),
    ],
)
def test_minimum_wage_of_the_province_or_the_lowest_of_the_country(month: Month, province: str | None, minimum: MinimumWage | None) -> None:
    assert minimum_wage_for(month, province) == minimum


def test_unknown_province_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        minimum_wage_for(OCTOBER, "99")
    assert refusal.value.code == "province_unknown"


@pytest.mark.parametrize(
    ("month", "province", "words"),
    [
        (OCTOBER, "33", "Upah iuran Rp1.000.000 di bawah upah minimum provinsi Jawa Tengah tahun 2026, yaitu Rp2.327.386."),
        (OCTOBER, None, "Upah iuran Rp1.000.000 di bawah upah minimum terendah di Indonesia tahun 2026, yaitu Rp2.317.601 (Jawa Barat)."),
        (
            Month(2027, 1),
            "33",
            (
                "Upah iuran Rp1.000.000 di bawah upah minimum provinsi Jawa Tengah, yaitu Rp2.327.386. "
                "Angka tahun 2027 belum ada di sini, jadi dipakai tahun 2026."
            ),
        ),
        (
            Month(2027, 1),
            None,
            (
                "Upah iuran Rp1.000.000 di bawah upah minimum terendah di Indonesia, yaitu Rp2.317.601 (Jawa Barat). "
                "Angka tahun 2027 belum ada di sini, jadi dipakai tahun 2026."
            ),
        ),
    ],
)
def test_wage_below_the_minimum_says_which_minimum(month: Month, province: str | None, words: str) -> None:
    row = raw_row(2, JASMANI, basic_wage="1.000.000", fixed_allowance="")
    outcome = WageReportChecker(month, minimum_wage_for(month, province)).check(row)
    assert [problem.in_words()[0] for problem in outcome.problems] == [words]
    assert outcome.accepted


def test_problems_speak_the_language_of_the_reader() -> None:
    known = {"NIK ini sudah dipakai di baris %(other)s.": "This NIK is already on line %(other)s."}
    outcomes = check(as_csv([HEADINGS, JASMANI, (JASMANI[0], "", *JASMANI[2:])]))
    (problem,) = outcomes[1].problems
    assert problem.in_words(lambda text: known.get(text, text))[0] == "This NIK is already on line 2."


def test_numbers_keep_the_line_they_were_first_seen_on() -> None:
    index = NumberIndex()
    numbers = [number * 2_097_152 for number in range(5_000)]
    assert [index.first_line(number, line) for line, number in enumerate(numbers, 1)] == list(range(1, 5_001))
    assert [index.first_line(number, 9_999) for number in numbers] == list(range(1, 5_001))
