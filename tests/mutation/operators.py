"""Small wrongs in code: for every formula the places where one sign, number or word could be another, and what it then is.

One change per mutant: an operator, a comparison, a constant, a condition, a rounding, or the order of two arguments. What is only said
(labels, notes, messages), types and decorators are left alone.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ROUNDED: Final = {"DOWN": "UP", "UP": "DOWN", "HALF_UP": "DOWN", "HALF_EVEN": "HALF_UP"}
CALLED: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor_to": "ceil_to",
    "ceil_to": "floor_to",
    "first_day": "last_day",
    "last_day": "first_day",
}
ONLY_SAID: Final = frozenset({"label", "labels", "notes", "note", "article", "fix", "values", "field", "doubt"})
"""Keyword arguments that end in sentences for people; no figure follows from them."""
REFUSALS: Final = frozenset({"InvalidInput", "Refusal", "NotYours", "UnknownParameter"})
SYMMETRIC: Final = frozenset({"min", "max", "isinstance", "sentence", "cast", "dict"})
"""Calls whose arguments have no order worth swapping."""


@dataclass(frozen=True, slots=True)
class CodeMutant:
    """One change of one place. `before` and `after` are the source of the smallest expression that changes."""

    module: str
    path: Path
    function: str
    line: int
    before: str
    after: str
    tree: ast.Module
    holder: ast.AST
    name: str
    index: int | None
    changed: ast.AST

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return f"{self.path.name}:{self.line}"

    def code(self) -> Any:  # noqa: ANN401 - a code object
        """The module with this change, compiled. Changes the tree for good: call it in a process of its own."""
        if self.index is None:
            setattr(self.holder, self.name, self.changed)
        else:
            getattr(self.holder, self.name)[self.index] = self.changed
        return compile(ast.fix_missing_locations(self.tree), str(self.path), "exec")


def code_mutants(module: str, path: Path) -> list[CodeMutant]:
    """Every mutant of a module, in the order of its source."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        CodeMutant(
            module,
            path,
            function,
            getattr(node, "lineno", 0),
            *_texts(node, holder, name, index, changed),
            tree,
            holder,
            name,
            index,
            changed,
        )
        for function, holder, name, index, node in _places(tree, "")
        for changed in _changes(node, holder, name)
    ]


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def _texts(node: ast.AST, holder: ast.AST, name: str, index: int | None, changed: ast.AST) -> tuple[str, str]:
    """What stood there and what stands there now; a number or word alone says little, so with the expression around it."""
    if not isinstance(node, ast.Constant | ast.Attribute) or not isinstance(holder, ast.expr | ast.keyword | ast.Assign | ast.AnnAssign):
        return _text(node), _text(changed)
    around = [*getattr(holder, name)] if index is not None else changed
    if index is not None:
        around[index] = changed  # type: ignore[index]  # a list, as the index says
    return _text(holder), _text(_with(holder, **{name: around}))


Place = tuple[str, ast.AST, str, int | None, ast.AST]


def _places(holder: ast.AST, function: str) -> Iterator[Place]:
    """Every node that may change, with the function it stands in and the node and field that hold it."""
    for name, value in ast.iter_fields(holder):
        if _is_not_computed(holder, name):
            continue
        for index, node in [(None, value)] if isinstance(value, ast.AST) else list(enumerate(value)) if isinstance(value, list) else []:
            if not isinstance(node, ast.AST) or _is_only_said(node, holder):
                continue
            inside = function
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                inside = f"{function}.{node.name}" if function else node.name
            yield function, holder, name, index, node
            yield from _places(node, inside)


def _is_not_computed(holder: ast.AST, name: str) -> bool:
    return name in {"annotation", "returns", "decorator_list", "type_params"} or (isinstance(holder, ast.Subscript) and _is_type(holder))


def _is_type(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"Literal", "Final", "Mapping", "tuple", "list", "dict", "frozenset"}


def _is_only_said(node: ast.AST, holder: ast.AST) -> bool:
    if isinstance(holder, ast.Call) and _called(holder) in REFUSALS:
        return not (isinstance(node, ast.keyword) and node.arg == "code")
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.Assign() | ast.Expr() | ast.If() | ast.IfExp():
            return _only_speaks(node)
        case ast.FunctionDef(name=name):
            given = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
            return name.endswith("_label") or (bool(given) and all(value is not None and _is_words(value) for value in given))
        case ast.Call():
            return _called(node) == "sentence" or _called(node).endswith("Error")
        case ast.keyword(arg=name):
            return name in ONLY_SAID or name == "code"
    return False


def _only_speaks(node: ast.AST) -> bool:
    """An import, a docstring, or what only chooses, collects or gives sentences."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.Expr(ast.Constant()):
            return True
        case ast.Assign([ast.Name(id=name)]):
            return name in ONLY_SAID or name == "__all__"
        case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"))):
            return name in ONLY_SAID
        case ast.Expr(ast.Yield(value=ast.AST() as words)) | (ast.IfExp() as words):
            return _is_words(words)
        case ast.If(body=body, orelse=orelse):
            return all(_only_speaks(statement) for statement in (*body, *orelse))
    return False


def _is_words(node: ast.AST) -> bool:
    """A sentence or several, or none."""
    match node:
        case ast.Call():
            return _called(node) == "sentence"
        case ast.Constant(value=value):
            return value == ""
        case ast.Tuple(elts=parts):
            return all(_is_words(part) for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_words(body) and _is_words(orelse)
    return False


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _changes(node: ast.AST, holder: ast.AST, name: str) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp() if type(node.op) in BINARY:
            yield _with(node, op=BINARY[type(node.op)]())
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARED[type(operator)]:
                    yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.Constant():
            yield from _other_constants(node, holder, name)
        case ast.Attribute(value=ast.Name(id="Rounding"), attr=attribute) if attribute in ROUNDED:
            yield _with(node, attr=ROUNDED[attribute])
        case ast.Attribute(attr="first_day" | "last_day") if not isinstance(holder, ast.Call) or name != "func":
            yield _with(node, attr=CALLED[node.attr])
        case ast.Call():
            yield from _other_calls(node)
        case _:
            pass
    if name == "test" and isinstance(node, ast.Name | ast.Call | ast.Attribute | ast.Subscript | ast.NamedExpr):
        yield ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _other_constants(node: ast.Constant, holder: ast.AST, name: str) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield _with(node, value=not node.value)
    elif isinstance(node.value, int):
        yield _with(node, value=node.value + 1)
    elif isinstance(node.value, str) and _decides(holder, name):
        yield _with(node, value=f"{node.value}_")


def _decides(holder: ast.AST, name: str) -> bool:
    """Whether a word is compared, chosen between, or a public code; other words name parameters or are read by people."""
    return (
        isinstance(holder, ast.Compare | ast.MatchValue)
        or (isinstance(holder, ast.IfExp) and name in {"body", "orelse"})
        or (isinstance(holder, ast.keyword) and holder.arg == "code")
    )


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    called = _called(node)
    if called in CALLED and isinstance(node.func, ast.Name):
        yield _with(node, func=_with(node.func, id=CALLED[called]))
    first_two = node.args[:2]
    if called not in SYMMETRIC | REFUSALS and len(first_two) == 2 and not any(isinstance(arg, ast.Starred) for arg in first_two):
        one, other = first_two
        if _text(one) != _text(other):
            yield _with(node, args=[other, one, *node.args[2:]])


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
