"""Leaked passwords, from a published file into a list that is looked up by halves (ASVS 6.2.12)."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from openjmo.commands import passwords
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity.actions import check_new_password, import_leaked
from openjmo.domains.identity.actions.import_leaked import import_leaked as run_import
from openjmo.domains.identity.leaked import HEADER, WIDTH, is_leaked, leaked_count
from tests.domains.identity.leaked_lists import have_leaked, line_of, published

MANY = [f"Bocor-{number}!" for number in range(2_000)]


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:  # noqa: ANN401 - pytest-django's own
    """Where the list lies."""
    settings.OPENJMO_BREACHED_PASSWORDS = tmp_path / "data" / "leaked-passwords"
    return Path(settings.OPENJMO_BREACHED_PASSWORDS)


def _shuffled(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(sorted(lines, key=lambda line: line[::-1])), encoding="ascii")
    return path


def test_without_a_list_nothing_is_leaked() -> None:
    assert leaked_count() is None
    assert not is_leaked("Bocor-1!")


def test_every_one_in_it_is_found_and_no_other(tmp_path: Path, kept: Path) -> None:
    assert run_import(published(tmp_path / "a.txt", MANY)) == len(MANY) == leaked_count()
    assert all(map(is_leaked, MANY))
    assert not any(is_leaked(one + "x") for one in MANY)
    assert kept.stat().st_size == len(HEADER) + WIDTH * len(MANY)


@pytest.mark.parametrize("runs_at_once", [2, 200])
def test_the_order_of_the_lines_and_doubles_make_no_difference(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, runs_at_once: int
) -> None:
    run_import(published(tmp_path / "a.txt", MANY))
    sorted_list = kept.read_bytes()
    monkeypatch.setattr(import_leaked, "SLICE_BYTES", 5_000)
    monkeypatch.setattr(import_leaked, "RUNS_AT_ONCE", runs_at_once)
    lines = [line_of(one, seen) for one in MANY for seen in (2, None)]
    assert run_import(_shuffled(tmp_path / "b.txt", lines)) == len(MANY)
    assert kept.read_bytes() == sorted_list
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_only_those_seen_often_enough_and_those_without_a_count(tmp_path: Path) -> None:
    lines = [line_of("Sekali-1!", 1), line_of("Sering-2!", 10), line_of("Entah-3!", None), ""]
    assert run_import(_shuffled(tmp_path / "a.txt", lines), least=10) == 2
    assert [is_leaked(one) for one in ("Sekali-1!", "Sering-2!", "Entah-3!")] == [False, True, True]


def _until_cut_off(file: Path, *, after: int) -> None:
    calls = 0

    def progress(_lines: int) -> None:
        nonlocal calls
        calls += 1
        if calls == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(file, progress=progress)


@pytest.mark.parametrize("is_sorted", [True, False])
def test_cut_off_it_goes_on_where_it_was(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, *, is_sorted: bool) -> None:
    monkeypatch.setattr(import_leaked, "SLICE_BYTES", 5_000)
    file = tmp_path / "a.txt"
    if is_sorted:
        published(file, MANY)
    else:
        _shuffled(file, [line_of(one) for one in MANY])
    _until_cut_off(file, after=3)
    assert leaked_count() is None, "no half a list"
    _until_cut_off(file, after=2)
    heard: list[int] = []
    assert run_import(file, progress=heard.append) == len(MANY)
    assert heard[0] > 5 * 5_000 // 50, "what was read is not read again"
    assert all(map(is_leaked, MANY))
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_another_file_begins_anew_and_takes_the_lists_place_in_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_leaked, "SLICE_BYTES", 5_000)
    _until_cut_off(published(tmp_path / "a.txt", MANY), after=3)
    have_leaked(tmp_path, "Lain-Lagi-1!")
    assert leaked_count() == 1
    assert is_leaked("Lain-Lagi-1!")
    assert not is_leaked(MANY[0])
    have_leaked(tmp_path, "Lain-Lagi-2!", "Lain-Lagi-3!")
    assert leaked_count() == 2
    assert not is_leaked("Lain-Lagi-1!")


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_leaked, "SLICE_BYTES", 20_000)
    file = _shuffled(tmp_path / "a.txt", [line_of(f"Banyak-{number}") for number in range(40_000)])
    tracemalloc.start()
    try:
        assert run_import(file) == 40_000
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < file.stat().st_size


@pytest.mark.parametrize(
    "wrong", ["rahasia", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68F:3", "X" * 40, line_of("a") + "x", line_of("a", None) + "00:1"]
)
def test_a_line_that_is_none_is_named(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{line_of('Benar-1!')}\n{wrong}\n", encoding="ascii")
    with pytest.raises(InvalidInput) as refused:
        run_import(file)
    assert refused.value.code == "identity.leaked_line"
    assert refused.value.values == {"line": 2}
    assert leaked_count() is None


def test_a_file_without_any_makes_no_list(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("\n\n", encoding="ascii")
    with pytest.raises(InvalidInput, match="leaked_empty"):
        run_import(file)
    assert leaked_count() is None


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    file = published(tmp_path / "a.txt", MANY)

    def again(_lines: int) -> None:
        with pytest.raises(Refusal, match="leaked_running"):
            run_import(file)

    assert run_import(file, progress=again) == len(MANY)


@pytest.mark.parametrize("content", [b"", b"openjmo", b"x" * 40, HEADER + b"1234567"])
def test_a_file_that_is_no_list_is_told_and_shuts_nobody_out(kept: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(content)
    assert not is_leaked("Bocor-1!")
    assert leaked_count() is None
    assert [line.message for line in caplog.records] == ["the list of leaked passwords is not sound"]


def test_a_new_password_is_held_against_it(tmp_path: Path) -> None:
    good = "Kolam-Hijau-3"
    check_new_password(good, email="", full_name="", nik="")
    have_leaked(tmp_path, good)
    with pytest.raises(ValidationError, match="pernah bocor") as refused:
        check_new_password(good, email="", full_name="", nik="")
    assert [one.code for one in refused.value.error_list] == ["leaked"]


def test_the_command_imports_and_says_what_is_there(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import argparse

    def openjmo_passwords(*words: str) -> int:
        parser = argparse.ArgumentParser(prog="passwords")
        passwords.configure(parser)
        return passwords.execute(parser.parse_args(words))

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    assert openjmo_passwords("show") == 0
    assert "no list" in capsys.readouterr().out
    file = published(tmp_path / "a.txt", MANY)
    assert openjmo_passwords("import", str(file)) == 0
    assert "2,000 leaked passwords are refused" in capsys.readouterr().out
    assert openjmo_passwords("show") == 0
    assert capsys.readouterr().out == f"{kept}: 2,000 leaked passwords\n"
    file.write_text("rahasia\n", encoding="ascii")
    assert openjmo_passwords("import", str(file)) == 1
    assert "[identity.leaked_line]" in capsys.readouterr().err
    assert openjmo_passwords("import", str(tmp_path / "none.txt")) == 1
    assert "none.txt: No such file" in capsys.readouterr().err
