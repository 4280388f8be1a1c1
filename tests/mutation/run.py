"""How well the cases hold the law: change one thing at a time, and see whether a case notices.

    make mutate ARGS="--module growth --parameters jht/late_fine --sample 200 --seed 3 --json"

Without arguments: every formula under openjmo/rules and every value of every parameter file, against tests/rules/cases. Whatever survives
is listed with its place. `--python-tests` lets the Python tests of the rules try the mutants of code that the cases did not notice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from openjmo.rules.book_files import read_yaml
from openjmo.rules.lawbook import BOOK_FOLDER
from tests.mutation.book import NumberMutant, number_mutants
from tests.mutation.operators import CodeMutant, code_mutants
from tests.mutation.running import FOLDER, ROOM, Mutant, Result, apply, read_examples, run

NO_FORMULAS: Final = {
    "__init__": "names",
    "book_files": "reader",
    "cases": "reader",
    "changes": "words of the book",
    "code_words": "words of the book",
    "derivation": "data",
    "history": "data",
    "lawbook": "reader",
    "number_index": "wage file checking",
    "parameter": "data",
    "printed": "words of the book",
    "printed_text": "words of the book",
    "spoken": "words of the book",
    "units": "reader",
    "wage_amounts": "wage file checking",
    "wage_minimum": "wage file checking",
    "wage_names": "wage file checking",
    "wage_problems": "wage file checking",
    "wage_programmes": "wage file checking",
    "wage_report": "wage file checking",
    "wage_rows": "wage file checking",
    "wage_values": "wage file checking",
    "wage_words": "wage file checking",
}
"""Modules without a formula, and why; every other module of the room is measured, so a new one is measured by itself."""
OTHER_ROOMS: Final = frozenset({"parameters", "replay", "topics"})
EQUIVALENT: Final = Path(__file__).with_name("equivalent.yaml")


def formula_modules() -> dict[str, Path]:
    """Name and file of every module with formulas."""
    return {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
        for path in sorted(FOLDER.rglob("*.py"))
        if path.relative_to(FOLDER).parts[0] not in OTHER_ROOMS and path.stem not in NO_FORMULAS
    }


def parameter_files() -> dict[str, Path]:
    """Name and path of every parameter file, for example `jht/claim`."""
    return {path.relative_to(BOOK_FOLDER).with_suffix("").as_posix(): path for path in sorted(BOOK_FOLDER.glob("*/*.yaml"))}


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change that changes no figure, and why. `where` is the function, or the id of the parameter."""

    where: str
    before: str
    after: str
    reason: str

    def is_about(self, mutant: Mutant) -> bool:
        """Whether it names this mutant; neither line nor file plays a part, so a function may move."""
        where = mutant.function if isinstance(mutant, CodeMutant) else mutant.id
        return (self.where, self.before, self.after) == (where, mutant.before, mutant.after)


def equivalents() -> list[Equivalent]:
    """The argued ones."""
    content = read_yaml(EQUIVALENT)
    assert isinstance(content, list)
    return [Equivalent(**entry) for entry in content]


Grouped = list[tuple[str, Mutant]]


def all_mutants(modules: Iterable[str], files: Iterable[str]) -> Grouped:
    """Every mutant of some modules and parameter files, with the name of its group."""
    found: Grouped = []
    for name in modules:
        found += [(name, mutant) for mutant in code_mutants(f"{ROOM}.{name}", formula_modules()[name])]
    for name in files:
        found += [(name, mutant) for mutant in number_mutants(parameter_files()[name])]
    return found


def by_python_tests(mutant: Mutant) -> bool:
    """Whether the Python tests of the rules notice a mutant of code. In a child only: it changes this process for good."""
    if isinstance(mutant, NumberMutant):
        return False
    apply(mutant, whole_room=True)
    with Path(os.devnull).open("w") as nothing:
        for stream in (1, 2):
            os.dup2(nothing.fileno(), stream)
    return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/rules", "--ignore=tests/rules/oracle"]) != 0


def report(grouped: Grouped, results: Sequence[Result], argued: Sequence[Equivalent]) -> dict[str, Any]:
    """Plain figures per group and in all, and the survivors."""
    groups: dict[str, dict[str, Any]] = {}
    survivors = []
    group_of = {id(mutant): group for group, mutant in grouped}
    for result in results:
        group = group_of[id(result.mutant)]
        counts = groups.setdefault(group, {"mutants": 0, "killed": 0, "timeout": 0, "survived": 0, "equivalent": 0})
        counts["mutants"] += 1
        is_argued = any(entry.is_about(result.mutant) for entry in argued)
        counts["equivalent" if is_argued and result.status == "survived" else result.status] += 1
        if result.status == "survived" and not is_argued:
            mutant = result.mutant
            where = mutant.function if isinstance(mutant, CodeMutant) else mutant.id
            survivors.append({"place": mutant.place, "where": where, "before": mutant.before, "after": mutant.after, "why": result.by})
    return {
        "groups": {name: counts | {"score": score(counts)} for name, counts in sorted(groups.items())},
        "all": (total := {name: sum(counts[name] for counts in groups.values()) for name in COUNTED}) | {"score": score(total)},
        "survivors": sorted(survivors, key=lambda entry: str(entry["place"])),
    }


COUNTED: Final = ("mutants", "killed", "timeout", "survived", "equivalent")


def score(counts: dict[str, int]) -> float:
    """Percent of the mutants that could be noticed and were."""
    possible = counts["mutants"] - counts["equivalent"]
    return round(100 * (counts["killed"] + counts["timeout"]) / possible, 1) if possible else 100.0


def show(found: dict[str, Any], seconds: float) -> None:
    """The table and the survivors."""
    print(f"{'':34}" + "".join(f"{name:>11}" for name in (*COUNTED, "score")))
    for name, counts in [*found["groups"].items(), ("all", found["all"])]:
        print(f"{name:34}" + "".join(f"{counts[field]:>11}" for field in COUNTED) + f"{counts['score']:>10} %")
    for entry in found["survivors"]:
        print(
            f"{entry['place']}: {entry['where']}: {entry['before']}  ->  {entry['after']}" + (f"  ({entry['why']})" if entry["why"] else "")
        )
    print(f"{found['all']['mutants']:,} mutants in {seconds:.0f} s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 when something survives."""
    reader = argparse.ArgumentParser(prog="make mutate", description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--module", nargs="*", metavar="NAME", help="only the formulas of these modules, or of all when none is named")
    reader.add_argument("--parameters", nargs="*", metavar="FILE", help="only these parameter files (jht/claim, or jht), or all")
    reader.add_argument("--sample", type=int, metavar="N", help="only N mutants, chosen by the seed")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--json", action="store_true", help="print JSON instead of a table")
    reader.add_argument("--python-tests", action="store_true", help="let the Python tests try what the cases did not notice")
    chosen = reader.parse_args(arguments)
    everything = chosen.module is None and chosen.parameters is None
    modules = _chosen(reader, chosen.module, formula_modules(), everything=everything)
    files = _chosen(reader, chosen.parameters, parameter_files(), everything=everything)
    began = time.monotonic()
    grouped = all_mutants(modules, files)
    if chosen.sample is not None and chosen.sample < len(grouped):
        grouped = random.Random(chosen.seed).sample(grouped, chosen.sample)  # noqa: S311 - a choice, not a secret
    then = by_python_tests if chosen.python_tests else None
    results = []
    for count, result in enumerate(run([mutant for _, mutant in grouped], read_examples(), then=then), start=1):
        results.append(result)
        if sys.stderr.isatty():
            print(f"\r{count:,} of {len(grouped):,}", end="\r" if count < len(grouped) else "\n", file=sys.stderr)
    found = report(grouped, results, equivalents())
    if chosen.json:
        print(json.dumps(found | {"seconds": round(time.monotonic() - began, 1)}, indent=1))
    else:
        show(found, time.monotonic() - began)
    return 1 if found["survivors"] else 0


def _chosen(reader: argparse.ArgumentParser, named: list[str] | None, known: dict[str, Path], *, everything: bool) -> list[str]:
    """The names meant: all for none, a folder for its files, and otherwise exactly what is known."""
    if named is None:
        return list(known) if everything else []
    found = [name for name in known if not named or any(name == wanted or name.startswith(f"{wanted}/") for wanted in named)]
    if unknown := [wanted for wanted in named if not any(name == wanted or name.startswith(f"{wanted}/") for name in found)]:
        reader.error(f"{', '.join(unknown)} is not known; accepted are {', '.join(known)}")
    return found


if __name__ == "__main__":
    sys.exit(main())
