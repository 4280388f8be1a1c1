"""Reads a formula and works it out.

The text is read by Python's own parser and walked here; nothing but the listed kinds of expression has a meaning, nothing is ever run.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Protocol

MOST_SIGNS: Final = 2_000
"""No formula of ours is a tenth as long."""


class FormulaError(Exception):
    """The formula cannot be read or worked out; the text says why."""


class Part(Protocol):
    """A figure as a formula sees it."""

    @property
    def amount(self) -> Any: ...  # noqa: ANN401, D102 - money, rate, day, word: what the figure amounts to

    def name(self, name: str) -> Any: ...  # noqa: ANN401, D102 - an input of the figure or around it


class Place(Part, Protocol):
    """Where a formula stands: a figure with its parts and parameters."""

    def parameter(self, name: str) -> Any: ...  # noqa: ANN401, D102

    def parts(self, code: str | None) -> list[Part]: ...  # noqa: D102

    def before(self) -> list[Part]: ...  # noqa: D102 - the figures of the same code before this one in the same row


_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_OVER_PARTS: Final[Mapping[str, Callable[..., Any]]] = {
    "any": any,
    "all": all,
    "max": max,
    "min": min,
    "product": lambda values: math.prod(values, start=Fraction(1)),
}


@lru_cache(maxsize=4096)
def read(formula: str) -> tuple[tuple[tuple[str, ast.expr], ...], ast.expr]:
    """The checks `name = expression` in order, and the expression of the result. Raises FormulaError."""
    if len(formula) > MOST_SIGNS:
        raise FormulaError("the formula is too long")
    try:
        steps = ast.parse(formula, mode="exec").body
    except (SyntaxError, ValueError, RecursionError) as problem:
        raise FormulaError(f"not a formula: {formula!r}") from problem
    checks = []
    for step in steps[:-1]:
        if not isinstance(step, ast.Assign) or len(step.targets) != 1 or not isinstance(step.targets[0], ast.Name):
            raise FormulaError(f"before the result only `name = …` may stand: {formula!r}")
        checks.append((step.targets[0].id, step.value))
    if not steps or not isinstance(steps[-1], ast.Expr):
        raise FormulaError(f"the last step is the result: {formula!r}")
    return tuple(checks), steps[-1].value


class Evaluation:
    """One formula being worked out at one place."""

    def __init__(self, place: Place, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.place = place
        self.functions = functions
        self.bound: dict[str, Part] = {}

    def of(self, node: ast.expr) -> Any:  # noqa: ANN401, C901, PLR0911, PLR0912 - one line per kind of expression
        """The value of an expression. Raises FormulaError."""
        match node:
            case ast.Constant(value=bool() | str() as value):
                return value
            case ast.Constant(value=int() as value):
                return Fraction(value)
            case ast.Name(id="parts"):
                return self.place.parts(None)
            case ast.Name(id=name) if name in self.bound:
                return self.bound[name].amount
            case ast.Name(id=name):
                return self.place.name(name)
            case ast.Attribute(value=ast.Name(id=holder), attr=name) if holder in self.bound:
                return self.bound[holder].name(name)
            case ast.List(elts=[path]):
                return self.place.parameter(_dotted(path))
            case ast.Set(elts=[path]):
                return self._the_only(_dotted(path))
            case ast.BinOp(left, sign, right) if type(sign) in _ARITHMETIC:
                return self._worked(_ARITHMETIC[type(sign)], self.of(left), self.of(right))
            case ast.UnaryOp(ast.USub(), inner):
                return -self.of(inner)
            case ast.UnaryOp(ast.Not(), inner):
                return not self.of(inner)
            case ast.BoolOp(ast.And(), parts):
                return all(self.of(part) for part in parts)
            case ast.BoolOp(ast.Or(), parts):
                return any(self.of(part) for part in parts)
            case ast.IfExp(test, body, other):
                return self.of(body) if self.of(test) else self.of(other)
            case ast.Compare(left, signs, rights):
                return self._compared(self.of(left), signs, rights)
            case ast.Call(ast.Name(id=name), arguments, []):
                return self._called(name, arguments)
            case _:
                raise FormulaError(f"has no meaning in a formula: {ast.unparse(node)}")

    def _worked(self, work: Callable[..., Any], *values: Any) -> Any:  # noqa: ANN401
        try:
            return work(*values)
        except (TypeError, ValueError, ZeroDivisionError, OverflowError, KeyError) as problem:
            raise FormulaError(f"cannot be worked out: {problem}") from problem

    def _the_only(self, code: str) -> Any:  # noqa: ANN401
        found = self.place.parts(code)
        if len(found) != 1:
            raise FormulaError(f"{len(found)} parts are called {code}; one is meant")
        return found[0].amount

    def _compared(self, value: Any, signs: list[ast.cmpop], rights: list[ast.expr]) -> bool:  # noqa: ANN401
        for sign, right in zip(signs, rights, strict=True):
            if type(sign) not in _COMPARISONS:
                raise FormulaError("only < <= > >= == != compare")
            other = self.of(right)
            if not self._worked(_COMPARISONS[type(sign)], value, other):
                return False
            value = other
        return True

    def _called(self, name: str, arguments: list[ast.expr]) -> Any:  # noqa: ANN401
        if name == "before" and not arguments:
            return sum((part.amount for part in self.place.before()), Fraction(0))
        if name in {"total", "count"}:
            amounts = [part.amount for part in self._several(arguments)]
            return sum(amounts, Fraction(0)) if name == "total" else Fraction(len(amounts))
        if (name == "sum" or name in _OVER_PARTS) and len(arguments) == 1 and isinstance(arguments[0], ast.GeneratorExp):
            values = list(self._each(arguments[0]))
            if name == "sum":
                return sum(values, Fraction(0))
            return self._worked(_OVER_PARTS[name], values)
        if name not in self.functions:
            raise FormulaError(f"the function {name} is not known")
        return self._worked(self.functions[name], *(self.of(argument) for argument in arguments))

    def _several(self, arguments: list[ast.expr]) -> list[Part]:
        match arguments:
            case [ast.Name(id="parts")]:
                return self.place.parts(None)
            case [ast.Set(elts=[path])]:
                return self.place.parts(_dotted(path))
            case _:
                raise FormulaError("`parts` or one {code} is meant")

    def _each(self, generator: ast.GeneratorExp) -> Iterator[Any]:
        match generator.generators:
            case [ast.comprehension(target=ast.Name(id=name), iter=over, ifs=conditions)]:
                for part in self._several([over]):
                    self.bound[name] = part
                    if all(self.of(condition) for condition in conditions):
                        yield self.of(generator.elt)
                self.bound.pop(name, None)
            case _:
                raise FormulaError("one `for … in {code}` is meant")


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=inner, attr=name):
            return f"{_dotted(inner)}.{name}"
        case _:
            raise FormulaError(f"not a name with dots: {ast.unparse(node)}")
