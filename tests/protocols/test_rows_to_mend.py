"""The refused rows as a file to mend: only they, nothing that runs, and good to send again."""

import csv
from io import StringIO

from openjmo.protocols.rows_to_mend import write_rows_csv
from openjmo.protocols.wage_file import RawRow, open_wage_file
from openjmo.rules.wage_problems import Problem
from tests.payroll import HEADINGS, JASMANI, KARYA_BAHARI, SAKURA, as_csv, check, found


def mend_file(content: bytes) -> bytes:
    problems = (problem for outcome in check(content) for problem in outcome.problems)
    return b"".join(write_rows_csv(open_wage_file(content), problems))


def written(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_only_refused_rows_are_written_with_problem_and_fix() -> None:
    rows = written(mend_file(KARYA_BAHARI.read_bytes()))
    assert len(rows) == 18
    assert (rows[0]["full_name"], rows[0]["masalah"].partition(" (")[0]) == (
        "HARDI PERMADI",
        "NIK diubah oleh Excel atau program sejenis",
    )
    assert all(row["masalah"] and row["perbaikan"] for row in rows)


def test_nothing_in_it_runs_in_a_spreadsheet() -> None:
    nasty = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|x", "\uff1d1", '=cmd|"/c calc"!A1']
    rows = [(JASMANI[0], "x", name, name, name, name, name, name, name, name, name, name, name) for name in nasty]
    for row in written(mend_file(as_csv([HEADINGS, *rows]))):
        for text in row.values():
            assert not text.strip().startswith(("=", "+", "-", "@", "|", "\uff1d")), text
            assert text[:1] not in {"\t", "\r", "\n"}


def test_nik_keeps_its_digits_and_a_lone_dash_becomes_nothing() -> None:
    (row,) = written(mend_file(as_csv([HEADINGS, (*SAKURA[:9], "0", "-", "", "")])))
    assert (row["nik"], row["card_number"], row["fixed_allowance"]) == ("'3315166407869999", "'08499866377", "")


def test_sent_again_unmended_it_says_the_same_and_mended_it_is_taken() -> None:
    faulty = [
        (*JASMANI[:9], "-4.904.000", *JASMANI[10:]),
        (*SAKURA[:2], "=1+1", *SAKURA[3:]),
    ]
    again = mend_file(as_csv([HEADINGS, *faulty]))
    assert found(again) == [(2, "wage_negative", "error"), (3, "name_is_a_formula", "error")]
    mended = again.replace(b"'-4.904.000", b"4.904.000").replace(b"'=1+1", b"SAKURA")
    assert found(mended) == []
    assert [outcome.accepted.nik for outcome in check(mended) if outcome.accepted] == [JASMANI[0], SAKURA[0]]


def test_all_problems_of_a_row_stand_together_in_the_language_asked_for() -> None:
    problems = [
        Problem(2, "nik", "error", "a", "satu %(n)s", "perbaiki", {"n": 1}),
        Problem(2, "sex", "warning", "b", "dua", "perbaiki", {}),
        Problem(3, "sex", "warning", "b", "dua", "perbaiki", {}),
    ]
    rows = [RawRow(2, *JASMANI), RawRow(3, *SAKURA)]
    words = {"satu %(n)s": "one %(n)s", "dua": "two", "perbaiki": "mend"}
    (row,) = written(b"".join(write_rows_csv(rows, problems, words.__getitem__)))
    assert (row["masalah"], row["perbaikan"]) == ("one 1 | two", "mend")
