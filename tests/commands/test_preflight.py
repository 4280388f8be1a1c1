"""`openjmo preflight`: what it prints, what it exits with, and that it needs neither database nor Django."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openjmo.__main__ import main
from tests.payroll import HEADINGS, JASMANI, KARYA_BAHARI, NUSANTARA_JAYA, SAKURA, as_csv, as_xlsx, found


def preflight(*words: object) -> int:
    return main(["preflight", *map(str, words), "--month", "2026-10"])


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


@pytest.fixture
def sendable(tmp_path: Path) -> Path:
    """A workbook with one warning."""
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(as_xlsx([HEADINGS, JASMANI, (*SAKURA[:9], 1000000, *SAKURA[10:])]))
    return path


def test_rows_that_need_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(KARYA_BAHARI, "--json") == 1
    report = answer(capsys)
    problems = report.pop("problems")
    assert report == {
        "read": 300,
        "accepted": 282,
        "refused": 18,
        "warnings": 3,
        "skipped": 1,
        "total_wage_sen": 169_198_500_000,
        "jht_worker_sen": 3_383_970_000,
        "jht_employer_sen": 6_260_344_500,
        "unknown_columns": ["No"],
    }
    assert [(one["line"], one["code"], one["severity"]) for one in problems] == found(KARYA_BAHARI.read_bytes())
    assert all(set(one) == {"line", "field", "severity", "code", "message", "fix"} for one in problems)
    assert all(one["message"] and one["fix"] and "%(" not in one["message"] + one["fix"] for one in problems)


def test_a_clean_file_can_be_sent(capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(NUSANTARA_JAYA, "--json") == 0
    report = answer(capsys)
    assert (report["read"], report["accepted"], report["problems"]) == (10_000, 10_000, [])


def test_warnings_do_not_keep_a_file_back(sendable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(sendable) == 0
    out = capsys.readouterr().out
    assert "Baris 3, peringatan: Upah iuran Rp1.000.000 di bawah upah minimum terendah di Indonesia" in out
    assert out.endswith("Berkas ini dapat dikirim setelah peringatannya disetujui.\n")


def test_the_province_chooses_the_minimum_wage(sendable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(sendable, "--province", "31", "--json") == 0
    assert [one["line"] for one in answer(capsys)["problems"]] == [2, 3]


def test_unreadable_files_say_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laporan.csv"
    path.write_bytes(as_csv([HEADINGS, JASMANI]) + b"\0")
    assert preflight(path, "--json") == 2
    assert answer(capsys) == {
        "code": "wage_file_nul_byte",
        "message": "Baris 3 berisi tanda yang bukan teks; berkas ini mungkin rusak.",
        "fix": "Ekspor ulang dari program penggajian sebagai CSV atau XLSX, lalu kirim lagi.",
    }
    assert preflight(path) == 2
    assert capsys.readouterr().err.startswith("Baris 3 berisi tanda yang bukan teks")


@pytest.mark.parametrize(
    ("words", "code"), [(["--province", "99"], "province_unknown"), (["--rows-to-mend", "/nowhere/x.csv"], "wage_file_not_opened")]
)
def test_wrong_wishes_are_answered(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(KARYA_BAHARI, *words, "--json") == 2
    assert answer(capsys)["code"] == code


def test_a_missing_file_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(tmp_path / "tidak-ada.csv", "--json") == 2
    assert answer(capsys)["code"] == "wage_file_not_opened"


def test_only_the_first_problems_are_shown_unless_all_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    preflight(KARYA_BAHARI)
    some = capsys.readouterr().out
    assert some.count("\nBaris ") == 10
    assert "Masih ada 11 lagi; tambahkan --all untuk melihat semuanya." in some
    preflight(KARYA_BAHARI, "--all")
    assert capsys.readouterr().out.count("\nBaris ") == 21


def test_rows_to_mend_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "perbaiki.csv"
    assert preflight(KARYA_BAHARI, "--rows-to-mend", target) == 1
    capsys.readouterr()
    assert preflight(target, "--json") == 1
    assert answer(capsys)["read"] == 18


def test_english_comes_from_the_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laporan.csv"
    path.write_bytes(as_csv([HEADINGS, (*JASMANI[:9], "", *JASMANI[10:])]))
    assert preflight(path, "--json", "--lang", "en") == 1
    (problem,) = answer(capsys)["problems"]
    assert (problem["message"], problem["fix"]) == (
        "The basic wage is missing.",
        "Enter the monthly wage in rupiah without sen, for example 4.500.000.",
    )


def test_it_needs_neither_database_nor_django(tmp_path: Path) -> None:
    path = tmp_path / "laporan.csv"
    path.write_bytes(as_csv([HEADINGS, JASMANI]))
    script = (
        "import sys; from openjmo.__main__ import main;"
        f"status = main(['preflight', {str(path)!r}, '--month', '2026-10', '--json']);"
        "sys.exit(3 if {'django', 'psycopg'} & set(sys.modules) else status)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
