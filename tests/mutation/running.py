"""Runs mutants, each in a forked child that finds everything loaded and stops at the first case that notices.

The parent has run every case once and noted which functions and which parameters each one uses, so a mutant meets only the cases that can
notice it. A mutant of code is put into the module by importing it, and whatever imports it, anew; a mutant of the book by laying the
changed entry into the book. For the book the second evaluator is left out: it compares with the files and would notice every change,
which says nothing about the cases.
"""

from __future__ import annotations

import ast
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any, Final, Literal, NamedTuple

from openjmo.rules import cases, lawbook
from openjmo.rules.book_files import read_yaml
from openjmo.rules.lawbook import Lawbook
from tests.mutation.book import NumberMutant
from tests.mutation.operators import CodeMutant

ROOM: Final = "openjmo.rules"
FOLDER: Final = Path(cases.__file__).parent
CASES: Final = Path(__file__).parents[1] / "rules" / "cases"
PROCESSES: Final = 2
LEAST_SECONDS: Final = 5
TEST_SECONDS: Final = 60
MEMORY: Final = 4 << 30
Mutant = CodeMutant | NumberMutant
Status = Literal["killed", "timeout", "survived"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutant, and the case that noticed it."""

    mutant: Mutant
    status: Status
    by: str = ""


@dataclass(slots=True)
class Example:
    """One case and what it uses, noted while it passed unchanged."""

    id: str
    content: object
    functions: set[tuple[str, str]] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    seconds: float = 0.0


def read_examples(folder: Path = CASES) -> list[Example]:
    """Every case, run once. Raises RuntimeError for one that does not pass unchanged, since it could not notice anything."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path)
        assert isinstance(content, dict)
        found += [Example(f"{example['id']}", example) for example in content["examples"]]
    for example in found:
        _forget()
        with _noting(example):
            began = time.process_time()
            outcome = cases._outcome(example.content)
            example.seconds = time.process_time() - began
        if outcome.status != "passed":
            raise RuntimeError(f"the case {outcome.id} {outcome.status} before anything was changed: {outcome.reason}")
    _forget()
    return found


class _noting:  # noqa: N801 - used as a word
    """Notes which functions of the rules run and which parameters are asked for."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.line = Lawbook._line
        self.entry = Lawbook.parameter

    def __enter__(self) -> None:
        asked, line, entry = self.example.parameters, self.line, self.entry

        def noting_line(book: Lawbook, name: str, key: str | None) -> Any:  # noqa: ANN401 - as the original
            asked.add(name)
            return line(book, name, key)

        def noting_entry(book: Lawbook, name: str) -> Any:  # noqa: ANN401 - as the original
            asked.add(name)
            return entry(book, name)

        Lawbook._line, Lawbook.parameter = noting_line, noting_entry  # type: ignore[method-assign, assignment]  # noted, then put back
        sys.setprofile(self._called)

    def _called(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(FOLDER)):
            self.example.functions.add((frame.f_code.co_filename, frame.f_code.co_qualname.replace(".<locals>", "")))

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        Lawbook._line, Lawbook.parameter = self.line, self.entry  # type: ignore[method-assign]  # as it was


def _rooms() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.startswith(f"{ROOM}.") and not name.startswith(f"{ROOM}.replay")}


def _forget() -> None:
    """Empty every memory of the rules that rests on the book; holidays and the book itself stay."""
    for name, module in _rooms().items():
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear") and thing is not lawbook and name != f"{ROOM}.calendar":
                thing.cache_clear()


def noticing(mutant: Mutant, examples: Sequence[Example]) -> list[Example]:
    """The cases that use what the mutant changes. Code outside functions runs at import and so concerns all."""
    if isinstance(mutant, NumberMutant):
        return [example for example in examples if mutant.id in example.parameters]
    if not mutant.function or _is_class(mutant):
        return list(examples)
    inside = f"{mutant.function}."
    return [
        example
        for example in examples
        if any(path == str(mutant.path) and (name == mutant.function or name.startswith(inside)) for path, name in example.functions)
    ]


def _is_class(mutant: CodeMutant) -> bool:
    last = mutant.function.rpartition(".")[2]
    return any(isinstance(node, ast.ClassDef) and node.name == last for node in ast.walk(mutant.tree))


class _Changed(MetaPathFinder, Loader):
    """Gives the changed module when it is imported, and every other module of the room as it was compiled once."""

    def __init__(self, mutant: CodeMutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        if name == self.mutant.module:
            return spec_from_file_location(name, self.mutant.path, loader=self)
        known = _sources().get(name)
        return spec_from_file_location(name, known.path, loader=self) if known and known.path.stem != "__init__" else None

    def create_module(self, spec: ModuleSpec) -> None:
        """The ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        exec(self.mutant.code() if name == self.mutant.module else _sources()[name].code, vars(module))  # noqa: S102 - the module itself


class _Source(NamedTuple):
    """A module of the room: where it stands, what it imports, and its code."""

    path: Path
    uses: frozenset[str]
    code: CodeType


@cache
def _sources() -> dict[str, _Source]:
    """Every module of the room that is in memory, read once, before any child is forked."""
    found = {}
    for name, loaded in _rooms().items():
        path = Path(str(loaded.__file__))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        uses = frozenset(node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
        found[name] = _Source(path, uses, compile(tree, str(path), "exec"))
    return found


def _importers(module: str) -> set[str]:
    """A module and all that import it, directly or not."""
    found = {module}
    while more := {name for name, source in _sources().items() if source.uses & found} - found:
        found |= more
    return found


def apply(mutant: Mutant, *, whole_room: bool = False) -> ModuleType:
    """Change this process for good; returns the module that checks cases. Raises what importing the change raises."""
    if isinstance(mutant, NumberMutant):
        changed = mutant.parameter()
        book = lawbook()
        entries = {parameter.id: parameter for parameter in book.parameters()} | {changed.id: changed}
        book.__init__(entries, researched_on=book.researched_on)  # type: ignore[misc]  # the one book everybody already holds
        _forget()
        cases._check_again = lambda computed: None  # noqa: ARG005 - named as the original
        return cases
    for name in set(_rooms()) | {ROOM} if whole_room else _importers(mutant.module):
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Changed(mutant))
    importlib.import_module(mutant.module)
    return importlib.import_module(f"{ROOM}.cases")


def run(mutants: Iterable[Mutant], examples: Sequence[Example], *, then: Callable[[Mutant], bool] | None = None) -> Iterator[Result]:
    """What becomes of each mutant, two at a time, in the order in which they end. `then` is a last try for those that survive the cases."""
    _sources()
    running: dict[int, tuple[Mutant, int, list[Example]]] = {}
    recent: list[str] = []
    for mutant in mutants:
        concerned = noticing(mutant, examples)
        if not concerned and then is None:
            yield Result(mutant, "survived", "no case comes here")
            continue
        concerned.sort(key=lambda example: recent.index(example.id) if example.id in recent else len(recent) + example.seconds)
        reading, writing = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os.close(reading)
            _try(mutant, concerned, writing, then)
        os.close(writing)
        running[child] = mutant, reading, concerned
        if len(running) == PROCESSES:
            yield _ended(running, recent)
    while running:
        yield _ended(running, recent)


def _ended(running: dict[int, tuple[Mutant, int, list[Example]]], recent: list[str]) -> Result:
    child, status = os.wait()
    mutant, reading, _ = running.pop(child)
    with os.fdopen(reading) as pipe:
        by = pipe.read()
    if os.WIFSIGNALED(status):
        return Result(mutant, "timeout" if os.WTERMSIG(status) == signal.SIGPROF else "killed", f"signal {os.WTERMSIG(status)}")
    if os.WEXITSTATUS(status) == 0:
        return Result(mutant, "survived")
    if by in recent:
        recent.remove(by)
    recent.insert(0, by)
    del recent[40:]
    return Result(mutant, "killed", by)


def _try(mutant: Mutant, examples: Sequence[Example], writing: int, then: Callable[[Mutant], bool] | None) -> None:
    """In the child: ends it with status 1 when something notices, else 0. The clock counts this process's own seconds."""
    by = "import"
    try:
        seconds = LEAST_SECONDS + 10 * sum(example.seconds for example in examples)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        checker = apply(mutant)
        for example in examples:
            by = example.id
            if checker._outcome(example.content).status != "passed":
                raise AssertionError  # noqa: TRY301 - one way out for all that notice
        signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS)
        by = "tests"
        if then is not None and then(mutant):
            raise AssertionError  # noqa: TRY301 - the same
    except BaseException:  # noqa: BLE001 - whatever a wrong program does is noticed
        os.write(writing, by.encode())
        os._exit(1)
    os._exit(0)
