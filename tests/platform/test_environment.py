"""Configuration: strict, and explaining itself."""

from pathlib import Path

import pytest

from openjmo.platform import environment
from openjmo.platform.environment import WrongConfiguration


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("no", False), ("", False)])
def test_flag_understands_yes_and_no(monkeypatch: pytest.MonkeyPatch, written: str, *, meant: bool) -> None:
    monkeypatch.setenv("OPENJMO_X", written)
    assert environment.flag("OPENJMO_X") is meant


def test_flag_refuses_a_typo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENJMO_X", "ture")
    with pytest.raises(WrongConfiguration, match="OPENJMO_X"):
        environment.flag("OPENJMO_X")


@pytest.mark.parametrize("written", ["-1", "1.5", "many", "٣", "1"])
def test_number_refuses_what_it_cannot_use(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("OPENJMO_X", written)
    with pytest.raises(WrongConfiguration, match="OPENJMO_X"):
        environment.number("OPENJMO_X", 5, least=2)


def test_production_refuses_to_start_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENJMO_ENV", "production")
    with pytest.raises(WrongConfiguration, match="OPENJMO_S is missing"):
        environment.secret("OPENJMO_S", purpose="a key")


def test_production_starts_without_a_secret_that_is_not_needed_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENJMO_ENV", "production")
    assert environment.secret("OPENJMO_S", purpose="a key", is_needed=False) == ""
    monkeypatch.setenv("OPENJMO_S", "given")
    assert environment.secret("OPENJMO_S", purpose="a key", is_needed=False) == "given"


def test_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENJMO_ENV", "production")
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("OPENJMO_S_FILE", str(tmp_path / "key"))
    assert environment.secret("OPENJMO_S", purpose="a key") == "from a file"
    monkeypatch.setenv("OPENJMO_S_FILE", str(tmp_path / "absent"))
    with pytest.raises(WrongConfiguration, match="cannot be read"):
        environment.secret("OPENJMO_S", purpose="a key")


def test_development_makes_a_secret_once_and_keeps_it_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENJMO_ENV", "development")
    monkeypatch.setenv("OPENJMO_DATA_DIR", str(tmp_path / "data"))
    first = environment.secret("OPENJMO_S", purpose="a key")
    assert len(first) >= 48
    assert environment.secret("OPENJMO_S", purpose="a key") == first
    (kept,) = (tmp_path / "data" / "secrets").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_data_directory_follows_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OPENJMO_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert environment.data_directory() == tmp_path / "openjmo"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert environment.data_directory() == tmp_path / ".local" / "share" / "openjmo"
