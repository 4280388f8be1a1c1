"""Walks a figure's JSON from its leaves up, works every formula out and compares."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from openjmo.rules.replay.book import FOLDER, complaint_about, worth
from openjmo.rules.replay.formulas import Evaluation, FormulaError, Part, read
from openjmo.rules.replay.functions import FUNCTIONS, YearMonth, ceil_to, floor_to, round_to

MOST_DEEP: Final = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: where (codes from the root), and what."""

    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of one figure. `text` is the figure as computed here, in the canonical form of `Figure.to_json`."""

    computed_count: int
    given_count: int
    parameter_count: int
    findings: tuple[Finding, ...]
    text: str

    @property
    def agrees(self) -> bool:
        """Whether every figure, every shown input and every parameter agrees."""
        return not self.findings


def replay_file(path: Path, folder: Path = FOLDER) -> Replay:
    """Replay the figure in a file. Raises FormulaError when it is none; OSError."""
    text = path.read_text(encoding="utf-8")
    result = replay(text, folder)
    if result.agrees and result.text != _canonical(json.loads(text)):
        return Replay(result.computed_count, result.given_count, result.parameter_count, (Finding("", "the bytes differ"),), result.text)
    return result


def replay(text: str, folder: Path = FOLDER) -> Replay:
    """Compute a figure anew. Raises FormulaError when the text is no figure."""
    try:
        data = json.loads(text, parse_float=_no_float)
        root = _Figure(data, None)
        findings = list(_findings(root, folder, str(data["code"])))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as problem:
        raise FormulaError(f"this is no figure: {type(problem).__name__} {problem}") from problem
    figures = list(root.whole())
    computed = sum(bool(figure.formula) for figure in figures)
    parameters = sum(len(figure.parameters) for figure in figures)
    return Replay(computed, len(figures) - computed, parameters, tuple(findings), _canonical(root.anew()))


class _Figure:
    """A figure as a formula sees it: its own parts computed anew."""

    def __init__(self, data: Mapping[str, Any], around: _Figure | None, depth: int = 0) -> None:
        if depth > MOST_DEEP:
            raise ValueError("the figure is nested too deep")
        self.data = data
        self.around = around
        self.code = str(data["code"])
        self.formula = str(data["formula"])
        self.rounding = data["rounding"]
        self.inputs = {name: value_of(value) for name, value in data["inputs"]}
        self.parameters = list(data["parameters"])
        self.inner = [_Figure(part, self, depth + 1) for part in data["parts"]]
        self.stated = value_of(data["amount"])
        self.amount: Any = self.stated

    def name(self, name: str) -> Any:  # noqa: ANN401
        if name in self.inputs:
            return self.inputs[name]
        if self.around is None:
            raise FormulaError(f"no input is called {name}")
        return self.around.name(name)

    def parameter(self, name: str) -> Any:  # noqa: ANN401
        found = [parameter for parameter in self.parameters if parameter["id"] == name]
        if len(found) == 1:
            return worth(found[0]["unit"], found[0]["value"])
        if found or self.around is None:
            raise FormulaError(f"{len(found)} parameters are called {name}; one is meant")
        return self.around.parameter(name)

    def parts(self, code: str | None) -> list[Part]:
        return [part for part in self.inner if code in (None, part.code)]

    def before(self) -> list[Part]:
        row = self.around.inner if self.around else [self]
        return [part for part in row[: row.index(self)] if part.code == self.code]

    def whole(self) -> Iterator[_Figure]:
        yield self
        for part in self.inner:
            yield from part.whole()

    def anew(self) -> dict[str, Any]:
        """The JSON with the amounts computed here."""
        return {**self.data, "amount": _written(self.amount, self.data["amount"]), "parts": [part.anew() for part in self.inner]}


def _findings(figure: _Figure, folder: Path, place: str) -> Iterator[Finding]:
    for number, part in enumerate(figure.inner, start=1):
        yield from _findings(part, folder, f"{place} > {part.code}#{number}")
    for parameter in figure.parameters:
        if complaint := complaint_about(parameter, folder):
            yield Finding(place, f"{parameter['id']}: {complaint}")
    if not figure.formula:
        return
    try:
        checks, result = read(figure.formula)
        evaluation = Evaluation(figure, FUNCTIONS)
        for name, expression in checks:
            found = evaluation.of(expression)
            if found != figure.name(name):
                yield Finding(place, f"the input {name} is {figure.name(name)}, but computed {found}")
        figure.amount = _rounded(evaluation.of(result), figure.rounding)
    except FormulaError as problem:
        yield Finding(place, str(problem))
        return
    if type(figure.amount) is not type(figure.stated) or figure.amount != figure.stated:
        yield Finding(place, f"says {figure.stated}, computed {figure.amount}")
        figure.amount = figure.stated


def _rounded(value: Any, rounding: Mapping[str, Any] | None) -> Any:  # noqa: ANN401
    if rounding is None:
        return value
    unit, method = Fraction(rounding["unit_sen"]), rounding["method"]
    if method == "half_even":
        floor = math.floor(value / unit)
        rest = value / unit - floor
        return (floor + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1))) * unit
    ways = {"down": floor_to, "up": ceil_to, "half_up": round_to}
    if method not in ways:
        raise FormulaError(f"the rounding {method} is not known")
    return ways[method](value, unit)


def value_of(plain: Any) -> Any:  # noqa: ANN401
    """A value as a formula counts it: sen, a fraction, a day, a month, a word, yes or no."""
    match plain:
        case bool() | str():
            return plain
        case int():
            return Fraction(plain)
        case {"sen": int(sen)}:
            return Fraction(sen)
        case {"rate": str(ratio)}:
            return Fraction(ratio)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"month": str(month)}:
            return YearMonth(int(month[:4]), int(month[5:]))
    raise ValueError(f"not a value of a figure: {plain!r}")


def _written(value: Any, like: Any) -> Any:  # noqa: ANN401
    """A computed value in the form of the stated one."""
    match like:
        case bool() | str():
            return value
        case {"sen": _}:
            return {"sen": _whole(value)}
        case {"rate": _}:
            return {"rate": f"{value.numerator}/{value.denominator}"}
        case {"date": _}:
            return {"date": value.isoformat()}
        case {"month": _}:
            return {"month": f"{value.year:04d}-{value.month:02d}"}
        case _:
            return _whole(value)


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise ValueError(f"{value} is no whole number")
    return value.numerator


def _canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _no_float(text: str) -> float:
    raise ValueError(f"a number with a fraction: {text}")
