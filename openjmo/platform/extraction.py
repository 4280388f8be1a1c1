"""Finds every sentence for people in Python files, so that no translator has to search for them.

Used by `openjmo.platform.catalogues` only. The files are parsed, never run. A sentence is a written-out text that reaches one of the
places where texts for people go in:

- `gettext`, its lazy form, `_`, `ngettext`, and `sentence`, which marks and does nothing else
- the families of trouble (`openjmo.core.errors`) and every class made from them: the message and `fix=`
- `declare(…, title=…, body=…)` of the messages
- every class with the fields `message` and `fix`, as declared checks are
- every function of ours that hands a parameter on to one of these

The last line is why a small function that raises for several callers needs no mark. Between text and place there may be a choice
(`a if x else b`), a name given in the same file, or a loop over written-out texts. A text that is put together on the way (an
f-string, `+`, `%`) cannot be translated; it is a complaint, not a sentence.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

Places = Mapping[str, int | None]
"""Which arguments of a call are sentences: the name of each and its position, None where it is given by name only."""

_FAILURE: Final[Places] = {"message": 0, "fix": None}
_MARKS: Final[dict[str, Places]] = {
    "_": {"message": 0},
    "gettext": {"message": 0},
    "gettext_lazy": {"message": 0},
    "ngettext": {"singular": 0, "plural": 1},
    "ngettext_lazy": {"singular": 0, "plural": 1},
    "sentence": {"text": 0},
    "declare": {"title": None, "body": None},
    "Failure": _FAILURE,
}
_PLURALS: Final = frozenset({"ngettext", "ngettext_lazy"})
_FIELDS: Final = frozenset({"message", "fix"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Found(NamedTuple):
    """A sentence and the line it stands on; a pair where a count decides between two forms."""

    line: int
    text: str | tuple[str, str]


class Complaint(NamedTuple):
    """A text for people that cannot be translated as it is written."""

    line: int
    why: str


@dataclass(slots=True)
class _File:
    tree: ast.Module
    places: dict[str, Places] = field(default_factory=dict)
    """The functions and classes of this file that take sentences, by name."""
    given: dict[tuple[_Function | None, str], list[ast.expr]] = field(default_factory=dict)
    """What each name is made to hold, in a function or (None) in the file."""
    around: dict[ast.AST, _Function] = field(default_factory=dict)
    """The function around each node."""


def sentences_in(paths: Iterable[Path]) -> dict[Path, tuple[list[Found], list[Complaint]]]:
    """What stands in each of these files, which are one program together. Raises SyntaxError naming the file."""
    files = {path: _read(path) for path in paths}
    known = dict(_MARKS)
    while any(_learn(file, known) for file in files.values()):
        pass
    return {path: _collect(file, known) for path, file in files.items()}


def _read(path: Path) -> _File:
    file = _File(ast.parse(path.read_text(encoding="utf-8"), str(path)))
    for node in ast.walk(file.tree):
        if isinstance(node, _Function):
            for inner in ast.walk(node):
                file.around[inner] = node  # the walk goes inward, so the nearest function stays
        for target, value in _bindings(node):
            file.given.setdefault((file.around.get(node), target), []).append(value)
    return file


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and what they are made to hold; the elements, for a loop over what is written out."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source):
            yield from _loop_bindings(target, source)


def _loop_bindings(target: ast.expr, source: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    elements = source.elts if isinstance(source, ast.Tuple | ast.List | ast.Set) else []
    for element in elements:
        match target, element:
            case ast.Name(id=name), ast.expr():
                yield name, element
            case ast.Tuple(elts=names), ast.Tuple(elts=values):
                for one, value in zip(names, values, strict=False):
                    if isinstance(one, ast.Name):
                        yield one.id, value


def _learn(file: _File, known: dict[str, Places]) -> bool:
    """Add the classes and functions of this file that take sentences; whether there was a new one."""
    before = sum(map(len, file.places.values()))
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef):
            _note(file, known, node.name, _class_places(node, file, known))
        elif isinstance(node, ast.Call):
            for given in _arguments(node, file, known):
                for name in _names(given):
                    _note_parameter(file, known, node, name)
    return sum(map(len, file.places.values())) > before


def _class_places(node: ast.ClassDef, file: _File, known: Mapping[str, Places]) -> Places:
    for base in node.bases:
        places = _places_of(base, file, known)
        if places:
            return places
    fields = [line.target.id for line in node.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)]
    return {name: fields.index(name) for name in _FIELDS} if set(fields) >= _FIELDS else {}


def _note(file: _File, known: dict[str, Places], name: str, places: Places) -> None:
    if places:
        file.places[name] = {**file.places.get(name, {}), **places}
        if not name.startswith("_"):
            known[name] = {**known.get(name, {}), **places}


def _note_parameter(file: _File, known: dict[str, Places], call: ast.Call, name: str) -> None:
    """A function that hands its parameter on takes a sentence there."""
    function = file.around.get(call)
    if function is None:
        return
    by_position = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    is_method = by_position[:1] in (["self"], ["cls"])
    if name in by_position:
        _note(file, known, function.name, {name: by_position.index(name) - is_method})
    elif name in {argument.arg for argument in function.args.kwonlyargs}:
        _note(file, known, function.name, {name: None})


def _places_of(called: ast.expr, file: _File, known: Mapping[str, Places]) -> Places:
    """By name: of this file, or public and of ours. A method is known in its own file only, because its name may be anyone's."""
    match called:
        case ast.Name(id=name):
            return file.places.get(name) or known.get(name) or {}
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            return file.places.get(name) or {}
        case ast.Attribute(value=ast.Name(), attr=name) if name in _MARKS:
            return known[name]
        case _:
            return {}


def _arguments(call: ast.Call, file: _File, known: Mapping[str, Places]) -> list[ast.expr]:
    """The arguments of a call that are sentences, as they are written."""
    places = _places_of(call.func, file, known)
    found = [call.args[at] for at in sorted(at for at in places.values() if at is not None) if at < len(call.args)]
    return found + [keyword.value for keyword in call.keywords if keyword.arg in places]


def _names(given: ast.expr) -> Iterator[str]:
    for one in _choices(given):
        if isinstance(one, ast.Name):
            yield one.id


def _choices(given: ast.expr) -> Iterator[ast.expr]:
    """The texts an argument may turn out to be."""
    match given:
        case ast.IfExp(body=first, orelse=second):
            yield from _choices(first)
            yield from _choices(second)
        case ast.BoolOp(values=several):
            for one in several:
                yield from _choices(one)
        case _:
            yield given


def _collect(file: _File, known: Mapping[str, Places]) -> tuple[list[Found], list[Complaint]]:
    found: list[Found] = []
    complaints: list[Complaint] = []
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        given = _arguments(node, file, known)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        match given:
            case [ast.Constant(value=str(one)), ast.Constant(value=str(many))] if name in _PLURALS:
                found.append(Found(node.lineno, (one, many)))
                continue
        for argument in given:
            _weigh(argument, file, found, complaints)
    return sorted(set(found), key=str), complaints


def _weigh(argument: ast.expr, file: _File, found: list[Found], complaints: list[Complaint]) -> None:
    for one in _choices(argument):
        match one:
            case ast.Constant(value=str(text)) if text:
                found.append(Found(one.lineno, text))
            case ast.Name(id=name):
                near = file.given.get((file.around.get(one), name)) or file.given.get((None, name), [])
                found.extend(
                    Found(part.lineno, part.value)
                    for value in near
                    for part in _choices(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
                )
            case ast.JoinedStr() | ast.BinOp():
                complaints.append(Complaint(one.lineno, "a sentence is put together before it is translated; write it out with %(places)s"))
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format" | "join")):
                complaints.append(Complaint(one.lineno, "a sentence is filled before it is translated; use %(places)s"))
