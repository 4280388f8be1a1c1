"""Reckons many random cases a second time and counts the sen that differ.

    make oracle                              a million cases, two processes
    OPENJMO_ORACLE_CASES=5000 make oracle    as many as told

Every case has its own seed, so a failing one can be drawn again: `python -m tests.rules.oracle.run "jht late fine" 4711`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import Any, Final

from tests.rules.oracle.pairs import PAIRS, Pair

ALL: Final = 1_000_000
PROCESSES: Final = 2
BLOCK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """A case on which the two disagree."""

    pair: str
    seed: int
    inputs: dict[str, Any]
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.pair}, seed {self.seed}: {self.inputs} gives {self.found}, reckoned {self.expected}"


def try_case(pair: Pair, seed: int) -> Wrong | None:
    """One case drawn from a seed. A refusal by the rules, whose inputs are all lawful, is a disagreement too."""
    inputs = pair.draw(Random(f"{pair.name} {seed}"))  # noqa: S311 - cases, not secrets
    expected = pair.oracle(**inputs)
    try:
        found = pair.ours(**inputs)
    except Exception as refusal:  # noqa: BLE001 - whatever it is, it is no figure
        found = f"{type(refusal).__name__}: {refusal}"
    return None if found == expected else Wrong(pair.name, seed, inputs, expected, found)


def blocks(count: int) -> Iterator[tuple[str, int, int]]:
    """Name, first seed and number of cases of each block, `count` in all."""
    parts = sum(pair.share for pair in PAIRS)
    for place, pair in enumerate(PAIRS):
        own = count * pair.share // parts if place else count - sum(count * other.share // parts for other in PAIRS[1:])
        yield from ((pair.name, first, min(BLOCK, own - first)) for first in range(0, own, BLOCK))


def reckon(block: tuple[str, int, int]) -> tuple[str, int, float, list[Wrong]]:
    """Name, cases, seconds and disagreements of one block."""
    name, first, count = block
    pair = next(pair for pair in PAIRS if pair.name == name)
    began = time.perf_counter()
    wrong = [found for seed in range(first, first + count) if (found := try_case(pair, seed)) is not None]
    return name, count, time.perf_counter() - began, wrong


def show(results: Iterable[tuple[str, int, float, list[Wrong]]]) -> int:
    """Print a line per formula and the first disagreements of each; returns how many there were."""
    table: dict[str, tuple[int, float, list[Wrong]]] = {}
    for name, count, seconds, wrong in results:
        cases, so_far, others = table.get(name, (0, 0.0, []))
        table[name] = cases + count, so_far + seconds, others + wrong
    print(f"{'':30}{'cases':>11}{'seconds':>9}{'wrong':>7}")
    for name, (count, seconds, wrong) in table.items():
        print(f"{name:30}{count:>11,}{seconds:>9.1f}{len(wrong):>7}")
    for _, _, wrong in table.values():
        for one in wrong[:3]:
            print(one)
    return sum(len(wrong) for _, _, wrong in table.values())


def main(arguments: list[str]) -> int:
    """All cases, or one by its name and seed. Status 1 when the two disagree anywhere."""
    if arguments:
        pair = next(pair for pair in PAIRS if pair.name == arguments[0])
        found = try_case(pair, int(arguments[1]))
        print(found or f"{pair.name}, seed {arguments[1]}: the same")
        return found is not None
    count = int(os.environ.get("OPENJMO_ORACLE_CASES", ALL))
    began = time.perf_counter()
    with get_context("fork").Pool(PROCESSES) as pool:
        wrong = show(pool.imap_unordered(reckon, blocks(count)))
    print(f"{count:,} cases in {time.perf_counter() - began:.0f} s, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
