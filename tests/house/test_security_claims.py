"""docs/asvs.md and docs/security.md name tests; each must exist, so that a claim cannot outlive what shows it."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("page", ["docs/asvs.md", "docs/security.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = _TEST.findall((HOUSE / page).read_text(encoding="utf-8"))
    missing = [f"{file}::{name}" for file, name in named if not _has(HOUSE / file, name)]
    assert missing == []
    assert named


def _has(file: Path, name: str) -> bool:
    return file.exists() and re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def test_every_row_of_the_list_has_a_number_and_no_number_stands_twice() -> None:
    rows = re.findall(r"^\| ((?:\d|chapter)[^|]*)\|", (HOUSE / "docs/asvs.md").read_text(encoding="utf-8"), re.MULTILINE)
    numbers = [number for row in rows for number in re.findall(r"\d+\.\d+\.\d+", row)]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) > 60
