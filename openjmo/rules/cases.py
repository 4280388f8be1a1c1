"""Checks a file of worked examples, each an input and what the law makes of it, with its source.

Called by `openjmo rules check FILE…` and by our own tests; lawyers, employers and auditors write such files. A file is YAML with a list
`examples`; each has `id`, `topic`, `quality`, `input`, `expected`, `source` and perhaps `note`. Amounts are rupiah (sen as a quoted
decimal, `"1000.50"`), rates are quoted percent. An expected `error` names the code with which the rule refuses, `field` the input it names.

`exact` and `computed` must agree to the sen. `approximate` may differ by its `tolerance` (rupiah) or, without one, by one percent.
`ambiguous` is no check. Every figure is also computed anew by the second evaluator, which must agree. A topic or field this version
does not know is skipped with the reason, never passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import yaml

from openjmo.core.errors import Failure, InvalidInput
from openjmo.core.money import Money, Rate, decimal_text
from openjmo.core.periods import Month
from openjmo.rules.book_files import read_yaml
from openjmo.rules.derivation import Figure
from openjmo.rules.replay import replay
from openjmo.rules.topics import TOPICS, CaseInput, NoCheckError, Several

Status = Literal["passed", "failed", "skipped"]
QUALITIES: Final = ("exact", "computed", "approximate", "ambiguous")
DEFAULT_TOLERANCE: Final = Fraction(1, 100)
"""How far an approximate example without a tolerance may be off, as a part of the expected figure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example; `reason` says why it failed or was skipped."""

    id: str
    topic: str
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file."""

    file: str
    outcomes: tuple[Outcome, ...]

    def count(self, status: Status) -> int:
        """How many examples passed, failed or were skipped."""
        return sum(outcome.status == status for outcome in self.outcomes)


def check_file(path: Path) -> Report:
    """Check every example of a file. Raises InvalidInput (`rules.case_file_unreadable`) when it has not the form above."""
    try:
        content = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise _unreadable(path, str(problem)) from problem
    examples = content.get("examples") if isinstance(content, dict) else None
    if not isinstance(examples, list):
        raise _unreadable(path, "tidak ada daftar `examples`")
    return Report(str(path), tuple(_outcome(example) for example in examples))


def _unreadable(path: Path, problem: str) -> InvalidInput:
    return InvalidInput(
        "Berkas contoh %(path)s tidak dapat dibaca: %(problem)s.",
        code="rules.case_file_unreadable",
        fix="Tulis berkas YAML dengan daftar `examples`, seperti pada docs/rules.md.",
        values={"path": str(path), "problem": problem},
    )


def _outcome(example: object) -> Outcome:
    about = example if isinstance(example, dict) else {}
    name, subject = str(about.get("id", "?")), str(about.get("topic", "?"))
    try:
        _check(example)
    except NoCheckError as reason:
        return Outcome(name, subject, "skipped", str(reason))
    except ValueError as wrong:
        return Outcome(name, subject, "failed", str(wrong))
    return Outcome(name, subject, "passed")


def _check(example: object) -> None:
    """Raises ValueError where the example is wrong or disagrees, and NoCheckError where it cannot be checked."""
    if not isinstance(example, dict):
        raise ValueError(f"an example is a mapping, not {example!r}")  # noqa: TRY004 - a wrong file, not a bug
    quality, given, expected = example.get("quality", "exact"), example.get("input"), example.get("expected")
    if quality not in QUALITIES:
        raise ValueError(f"quality {quality!r} is not known; accepted are {', '.join(QUALITIES)}")
    if quality == "ambiguous":
        raise NoCheckError("its quality is ambiguous, so it is no check")
    if not isinstance(given, dict) or not isinstance(expected, dict) or not expected:
        raise ValueError("`input` and `expected` are mappings, and something is expected")
    topic = TOPICS.get(str(example.get("topic")))
    if topic is None:
        raise NoCheckError(f"the topic {example.get('topic')} is not known to this version")
    if strange := sorted(str(field) for field in given if field not in topic.inputs):
        raise NoCheckError(f"the input {', '.join(strange)} is not known to this version")
    wanted = {str(field): value for field, value in expected.items()}
    try:
        computed = topic.compute(CaseInput(given), frozenset(wanted))
    except Failure as failure:
        if "error" not in wanted:
            raise ValueError(f"refused: {failure}") from failure
        computed = {"error": failure.code, "field": failure.field}
    _check_again(computed)
    tolerance = _tolerance(example) if quality == "approximate" else Tolerance(Fraction(0), Fraction(0))
    if wrong := list(_differences(wanted, computed, tolerance)):
        raise ValueError("; ".join(wrong))
    if strange := sorted(field for field in wanted if field not in computed):
        raise NoCheckError(f"the expected {', '.join(strange)} is not known to this version")


def _check_again(computed: Mapping[str, object]) -> None:
    """Every figure by the second evaluator. Raises ValueError where it disagrees."""
    for field, found in computed.items():
        for figure in (*found.parts, found.whole) if isinstance(found, Several) else (found,):
            if isinstance(figure, Figure) and (findings := replay(figure.to_json()).findings):
                raise ValueError(f"{field}: the second evaluator disagrees: {findings[0].place}: {findings[0].problem}")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a figure may be off: in rupiah, or as a part of what is expected, whichever is more."""

    rupiah: Fraction
    part: Fraction

    def allows(self, expected: Fraction, found: Fraction) -> bool:
        """Whether the two are close enough."""
        return abs(expected - found) <= max(self.rupiah, abs(expected) * self.part)


def _tolerance(example: Mapping[str, object]) -> Tolerance:
    stated = example.get("tolerance")
    if isinstance(stated, int | str):
        return Tolerance(Fraction(stated), Fraction(0))
    return Tolerance(Fraction(0), DEFAULT_TOLERANCE)


def _differences(expected: Mapping[str, object], computed: Mapping[str, object], tolerance: Tolerance) -> Iterator[str]:
    for field, value in expected.items():
        if field == "error" and "error" not in computed:
            yield f"error: expected {value}, but the rule gave {', '.join(f'{part} {_shown(computed[part])}' for part in computed)}"
        elif field in computed and not _same(value, computed[field], tolerance):
            yield f"{field}: expected {_shown(value)}, computed {_shown(computed[field])}"


def _same(expected: object, found: object, tolerance: Tolerance) -> bool:
    if isinstance(found, Several):
        if not isinstance(expected, list):
            return _same(expected, found.whole, tolerance)
        pairs = zip(expected, found.parts, strict=False)
        return len(expected) == len(found.parts) and all(_same(one, other, tolerance) for one, other in pairs)
    exact = _number(found)
    if exact is None:
        return _shown(expected) == _shown(found)
    if isinstance(expected, bool | float) or not isinstance(expected, int | str):
        return False
    try:
        return tolerance.allows(Fraction(expected), exact)
    except ValueError:
        return False


def _number(found: object) -> Fraction | None:
    """A figure as the files write it: rupiah, percent, or a count; None for what is compared as text."""
    if isinstance(found, Figure):
        found = found.amount
    if isinstance(found, Money):
        return Fraction(found.sen, 100)
    if isinstance(found, Rate):
        return found.ratio * 100
    return Fraction(found) if type(found) is int else None


def _shown(value: object) -> str:
    exact = _number(value)
    if exact is not None:
        return decimal_text(exact)
    if isinstance(value, Figure):
        return _shown(value.amount)
    if isinstance(value, Several):
        return f"{_shown(value.whole)} ({', '.join(_shown(part) for part in value.parts)})"
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Month) else f"{value}"
