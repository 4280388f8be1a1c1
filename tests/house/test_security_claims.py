"""docs/asvs.md and docs/security.md name tests and files; each must exist, so that a claim cannot outlive what shows it.

docs/asvs.md says something of every requirement of levels 1 and 2 of the published standard, once.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

HOUSE = Path(__file__).parents[2]
PAGES = ("docs/asvs.md", "docs/security.md")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_FILE = re.compile(r"`((?:openjmo|tests|tools|bench)/[\w/.-]+\.\w+)`")
_NUMBER = re.compile(r"\d+\.\d+\.\d+")
_BEYOND: Final = "Level 3, shown all the same"

IN_A_CHAPTER: Final = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
"""How many requirements of levels 1 and 2 each of the seventeen chapters has."""


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    named = _TEST.findall((HOUSE / page).read_text(encoding="utf-8"))
    missing = [f"{file}::{name}" for file, name in named if not _has(HOUSE / file, name)]
    assert missing == []
    assert named


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    named = _FILE.findall((HOUSE / page).read_text(encoding="utf-8"))
    assert [file for file in named if not (HOUSE / file).exists()] == []
    assert named


def _has(file: Path, name: str) -> bool:
    return file.exists() and re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def _published() -> list[str]:
    """The numbers of levels 1 and 2, as the standard has them."""
    lines = (HOUSE / "tests/data/asvs-5.0.0-level-2.txt").read_text(encoding="utf-8").splitlines()
    return [number for line in lines if not line.startswith("#") for number in line.split()]


def _told() -> dict[str, list[str]]:
    """The numbers of each table of docs/asvs.md, by the heading above it."""
    parts = re.split(r"^## ", (HOUSE / "docs/asvs.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: _NUMBER.findall(" ".join(re.findall(r"^\| (\d[^|]*)\|", part, re.MULTILINE))) for part in parts}


def test_the_published_list_is_whole_and_in_order() -> None:
    numbers = [tuple(map(int, number.split("."))) for number in _published()]
    counts = Counter(chapter for chapter, _section, _requirement in numbers)
    assert tuple(counts[chapter] for chapter in range(1, len(IN_A_CHAPTER) + 1)) == IN_A_CHAPTER
    assert len(numbers) == sum(IN_A_CHAPTER) == 253
    assert all(one < next_one for one, next_one in pairwise(numbers))


def test_every_requirement_of_levels_1_and_2_stands_in_one_table_once() -> None:
    told = Counter(number for heading, numbers in _told().items() if heading != _BEYOND for number in numbers)
    published = set(_published())
    assert published - set(told) == set()
    assert set(told) - published == set()
    assert [number for number, times in told.items() if times > 1] == []


def test_what_is_said_of_level_3_is_of_level_3_and_said_once() -> None:
    beyond = _told()[_BEYOND]
    assert beyond
    assert set(beyond) & set(_published()) == set()
    assert len(beyond) == len(set(beyond))


def test_the_counts_at_the_top_are_those_of_the_tables() -> None:
    page = (HOUSE / "docs/asvs.md").read_text(encoding="utf-8")
    said = {anchor: int(count) for anchor, count in re.findall(r"^\| \[[^]]+\]\(#([\w-]+)\) \| (\d+) \|$", page, re.MULTILINE)}
    assert said == {heading.lower().replace(" ", "-"): len(numbers) for heading, numbers in _told().items() if heading != _BEYOND}
