"""`openjmo rules …` for the person at the keyboard."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from openjmo.commands.rules import configure, execute
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules import jht_contribution

GOOD = "{id: GOOD, topic: jht_contribution, input: {month: 2026-10, monthly_wage: 5000000}, expected: {worker: 100000}}"
WRONG = "{id: WRONG, topic: jht_contribution, input: {month: 2026-10, monthly_wage: 5000000}, expected: {worker: 1}}"
LATER = "{id: LATER, topic: moon_benefit, input: {a: 1}, expected: {b: 1}}"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    configure(parser)
    return execute(parser.parse_args(["check" if words[:1] != ("replay",) else "replay", *(word for word in words if word != "replay")]))


def file(folder: Path, name: str, *examples: str) -> str:
    path = folder / name
    path.write_text("examples:\n" + "".join(f"- {example}\n" for example in examples), encoding="utf-8")
    return str(path)


def test_all_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file(tmp_path, "a.yaml", GOOD, LATER)) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed, 1 skipped\n"


def test_one_line_per_failure_over_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = file(tmp_path, "a.yaml", GOOD, WRONG), file(tmp_path, "b.yaml", WRONG)
    assert run(first, second) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"failed {first} WRONG (jht_contribution): worker: expected 1, computed 100000",
        f"failed {second} WRONG (jht_contribution): worker: expected 1, computed 100000",
        "1 passed, 2 failed, 0 skipped",
    ]


def test_verbose_tells_why_a_case_was_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, "a.yaml", LATER)
    assert run("--verbose", path) == 0
    assert f"skipped {path} LATER (moon_benefit): the topic moon_benefit is not known to this version" in capsys.readouterr().out


def test_an_unreadable_file_ends_with_two_and_the_others_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "none.yaml"), file(tmp_path, "a.yaml", GOOD)) == 2
    printed = capsys.readouterr()
    assert "rules.case_file_unreadable" in printed.err
    assert printed.out == "1 passed, 0 failed, 0 skipped\n"


def test_a_file_must_be_named() -> None:
    with pytest.raises(SystemExit):
        run()


def test_replay_says_what_it_computed_and_what_disagrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = jht_contribution(Money.of_rupiah(5_000_000), Month(2026, 10)).figure.to_json()
    good, forged, nonsense = tmp_path / "good.json", tmp_path / "forged.json", tmp_path / "nonsense.json"
    good.write_text(text, encoding="utf-8")
    forged.write_text(text.replace('"sen":28500000', '"sen":28500001'), encoding="utf-8")
    nonsense.write_text("{}", encoding="utf-8")
    assert run("replay", str(good)) == 0
    assert "agrees (3 figures computed, 0 given, 6 parameters looked up)" in capsys.readouterr().out
    assert run("replay", str(forged), str(good)) == 1
    assert "jht.contribution: says 28500001, computed 28500000" in capsys.readouterr().out
    assert run("replay", str(nonsense), str(forged)) == 2
    assert "this is no figure" in capsys.readouterr().err


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    configure(parser)
    assert execute(parser.parse_args(["book", *words])) == 0
    return capsys.readouterr().out


def test_the_book_as_text_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--on", "2026-01-01")
    assert text.startswith("Buku aturan OpenJMO\n")
    assert "3,7% dari upah sebulan" in text
    assert "3.7% of the monthly wage" in printed(capsys, "--language", "en")


def test_the_book_as_json_of_a_day_of_knowledge(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(printed(capsys, "--format", "json", "--on", "2025-06-30", "--known-on", "2026-01-30"))
    assert (data["on"], data["known_on"]) == ("2025-06-30", "2026-01-30")
    (rate,) = [entry for entry in data["parameters"] if entry["id"] == "jht.development.annual_rate"]
    assert rate["none"][0] == {"key": None, "state": "unpublished", "day": None}


def test_the_book_as_a_page_that_needs_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "@media print" in page
    assert "<link" not in page
    assert "<script" not in page


def test_text_and_json_need_no_django() -> None:
    for form in ("text", "json"):
        code = (
            "import sys; from openjmo.__main__ import main; sys.argv = ['openjmo', 'rules', 'book', '--format', "
            f"{form!r}]; status = main(); print('django' in sys.modules, file=sys.stderr); sys.exit(status)"
        )
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert told.stderr.strip() == "False"
        assert "jht.claim.normal_age" in told.stdout
