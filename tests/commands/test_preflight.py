"""`openjmo preflight`: what it prints, what it exits with, and that it needs neither database nor Django."""

import csv
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
        "totals": report["totals"],
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


@pytest.fixture
def three_workers(tmp_path: Path) -> Path:
    """One in all programmes, one past pension age, one whose row leaves programmes out."""
    path = tmp_path / "laporan.csv"
    old = ("3507042609600000", "09518122112", *JASMANI[2:3], "26/09/1960", *JASMANI[4:])
    path.write_bytes(as_csv([HEADINGS, JASMANI, old, (*SAKURA[:12], "JKK JKM")]))
    return path


ALL = ("--json", "--jkk-class", "rendah", "--size", "large", "--amounts")


def test_each_worker_owes_to_each_programme(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(three_workers, *ALL) == 0
    report = answer(capsys)
    first, old, sakura = report["workers"]
    assert first == {
        "line": 2,
        "wage_sen": 515_400_000,
        "programmes": ["JHT", "JP", "JKK", "JKM", "JKP"],
        "JHT": {"worker_sen": 10_308_000, "employer_sen": 19_069_800},
        "JP": {"worker_sen": 5_154_000, "employer_sen": 10_308_000},
        "JKK": {"employer_sen": 2_783_160},
        "JKM": {"employer_sen": 1_546_200},
        "JKP": {"government_sen": 1_100_000, "from_jkk_sen": 700_000, "from_jkm_sen": 0},
        "notes": [],
    }
    assert old["JP"] == {"worker_sen": 0, "employer_sen": 0}
    assert [(note["code"], note["message"]) for note in old["notes"]] == [
        ("pension_age_reached", "Usia pensiun 59 tahun (2025-2027) sudah tercapai, jadi tidak ada iuran JP.")
    ]
    assert (sakura["programmes"], sakura["JHT"], sakura["JP"], sakura["JKP"]) == (["JKK", "JKM"], None, None, None)
    assert sakura["JKK"] == {"employer_sen": 1_714_500}
    totals = report["totals"]
    assert totals["JHT"] == {"worker_sen": 2 * 10_308_000, "employer_sen": 2 * 19_069_800}
    assert totals["JKK"] == {"employer_sen": 2 * 2_783_160 + 1_714_500}
    assert totals["total_sen"] == totals["worker_sen"] + totals["employer_sen"]
    assert totals["workers_without_jp"] == 1


def test_a_row_that_leaves_out_what_the_size_makes_mandatory_is_asked_about(
    three_workers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {}
    for size in ("micro", "small", "medium", "large"):
        assert preflight(three_workers, "--json", "--size", size) == 0
        asked[size] = [(one["line"], one["message"]) for one in answer(capsys)["problems"] if one["code"] == "mandatory_programme_missing"]
    assert asked["micro"] == []
    assert asked["small"] == [(4, "Program JHT wajib bagi usaha sebesar ini, tetapi tidak disebut.")]
    assert asked["medium"] == asked["large"] == [(4, "Program JHT, JP wajib bagi usaha sebesar ini, tetapi tidak disebut.")]


def test_jp_is_not_asked_of_whoever_is_past_pension_age(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "laporan.csv"
    old = ("3507042609600000", "09518122112", *JASMANI[2:3], "26/09/1960", *JASMANI[4:12], "JHT JKK JKM")
    path.write_bytes(as_csv([HEADINGS, old]))
    assert preflight(path, *ALL) == 0
    report = answer(capsys)
    assert report["problems"] == []
    assert (report["workers"][0]["JP"], report["workers"][0]["notes"]) == (None, [])


def test_the_size_decides_for_rows_that_name_no_programme(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for size, programmes in (("micro", ["JKK", "JKM"]), ("small", ["JHT", "JKK", "JKM", "JKP"])):
        assert preflight(three_workers, "--json", "--amounts", "--size", size) == 0
        assert answer(capsys)["workers"][0]["programmes"] == programmes


def test_without_a_class_of_risk_jkk_is_left_out(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(three_workers, "--json", "--amounts") == 0
    report = answer(capsys)
    assert (report["totals"]["JKK"], report["workers"][0]["JKK"]) == (None, None)
    assert preflight(three_workers) == 0
    out = capsys.readouterr().out
    assert "Iuran JKK belum dihitung: tambahkan --jkk-class" in out
    assert "1 pekerja sudah mencapai usia pensiun, jadi tanpa iuran JP." in out


def test_the_discount_of_labour_intensive_industry(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["preflight", str(three_workers), "--month", "2025-03", *ALL, "--labour-intensive", "--active-workers"]
    assert main([*words, "50"]) == 0
    assert answer(capsys)["workers"][0]["JKK"] == {"employer_sen": 1_391_580}
    assert main([*words, "49"]) == 0
    assert answer(capsys)["workers"][0]["JKK"] == {"employer_sen": 2_783_160}


def test_amounts_as_sentences(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight(three_workers, "--amounts", "--jkk-class", "rendah") == 0
    out = capsys.readouterr().out
    assert "Baris 2: pekerja Rp154.620, pemberi kerja Rp337.071 (JHT, JP, JKK, JKM, JKP)." in out
    assert "Iuran JKK Rp72.808 dan JKM" in out


def test_amounts_as_csv(three_workers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "iuran.csv"
    assert preflight(three_workers, *ALL, "--amounts-csv", target) == 0
    workers = answer(capsys)["workers"]
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [int(row["line"]) for row in rows] == [worker["line"] for worker in workers]
    assert [row["jp_worker_sen"] for row in rows] == ["5154000", "0", ""]
    assert [row["jkk_employer_sen"] for row in rows] == ["2783160", "2783160", "1714500"]
    assert rows[0]["worker_sen"] == "15462000"
    assert rows[1]["note"].startswith("Usia pensiun 59 tahun")
    assert not list(tmp_path.glob("*.part"))


def test_a_file_of_amounts_is_whole_or_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = tmp_path / "laporan.csv", tmp_path / "iuran.csv"
    path.write_bytes(as_csv([HEADINGS, JASMANI]) + b"\0")
    assert preflight(path, "--amounts-csv", target, "--json") == 2
    assert answer(capsys)["code"] == "wage_file_nul_byte"
    assert list(tmp_path.iterdir()) == [path]
    assert preflight(KARYA_BAHARI, "--amounts-csv", "/nowhere/x.csv", "--json") == 2
    assert answer(capsys)["code"] == "wage_file_not_opened"


def test_a_month_before_the_programmes_is_answered(three_workers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preflight", str(three_workers), "--month", "1990-01", "--json"]) == 2
    assert answer(capsys)["code"] == "rules.month_before_programme"
    assert main(["preflight", str(three_workers), "--month", "2015-06", "--json", "--size", "large"]) == 2
    assert answer(capsys)["code"] == "rules.parameter_not_in_force"


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
