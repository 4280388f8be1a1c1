"""`openjmo rules check FILE…` for the person at the keyboard."""

import argparse
from pathlib import Path

import pytest

from openjmo.rules.command import configure, execute

GOOD = "{id: GOOD, topic: jht_contribution, input: {month: 2026-10, monthly_wage: 5000000}, expected: {worker: 100000}}"
WRONG = "{id: WRONG, topic: jht_contribution, input: {month: 2026-10, monthly_wage: 5000000}, expected: {worker: 1}}"
LATER = "{id: LATER, topic: jkp_benefit, input: {a: 1}, expected: {b: 1}}"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    configure(parser)
    return execute(parser.parse_args(["check", *words]))


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
    assert f"skipped {path} LATER (jkp_benefit): the topic jkp_benefit is not known to this version" in capsys.readouterr().out


def test_an_unreadable_file_ends_with_two_and_the_others_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "none.yaml"), file(tmp_path, "a.yaml", GOOD)) == 2
    printed = capsys.readouterr()
    assert "rules.case_file_unreadable" in printed.err
    assert printed.out == "1 passed, 0 failed, 0 skipped\n"


def test_a_file_must_be_named() -> None:
    with pytest.raises(SystemExit):
        run()
