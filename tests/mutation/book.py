"""Small wrongs in the book: for every value of the law the number, word or day that stands beside it.

A rate is 0.01 points more, an amount one rupiah, a count one; a flag is flipped, a choice switched, a step of a scale moved; a number
nobody found is suddenly known. The day on which one value follows another moves by a day in both directions, both values together, so
that the book stays whole and only a case can notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from openjmo.rules.book_files import _Entry, read_yaml
from openjmo.rules.lawbook import BOOK_FOLDER
from openjmo.rules.parameter import Parameter
from openjmo.rules.units import UNITS, Kind

DAY: Final = timedelta(days=1)
FOUND: Final[Mapping[Kind, object]] = {Kind.RATE: "1.00", Kind.MONEY: 1, Kind.COUNT: 1}
"""What a number becomes that was not found."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NumberMutant:
    """One change of one entry."""

    file: str
    path: Path
    id: str
    line: int
    before: str
    after: str
    raw: Row

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return f"{self.file}:{self.line}"

    def parameter(self) -> Parameter:
        """The entry with this change, checked as when the book is read. Raises LawbookError."""
        return _Entry(self.path, self.file, self.raw).read()


def number_mutants(path: Path) -> list[NumberMutant]:
    """Every mutant of a parameter file. Values that are sentences are left alone: nothing is computed from them."""
    file = path.relative_to(BOOK_FOLDER).as_posix()
    found = []
    content = read_yaml(path)
    assert isinstance(content, list)
    for entry, value_lines in zip(content, _lines(path), strict=True):
        raw, place, lines = dict(entry), file, value_lines
        if "values_csv" in raw:
            raw["values"] = list(_Entry(path, file, raw)._csv_rows(path.parent / str(raw.pop("values_csv"))))
            place, lines = f"{path.parent.name}/{entry['values_csv']}", list(range(2, len(raw["values"]) + 2))
        kind = UNITS[raw["unit"]]
        if kind is Kind.RULE and all(isinstance(row["value"], str) for row in raw["values"]):
            continue
        for row, before, after, changed in _changes(raw["values"], kind, raw.get("choices", [])):
            found.append(NumberMutant(place, path, raw["id"], lines[row], before, after, raw | {"values": changed}))
    return found


def _lines(path: Path) -> list[list[int]]:
    """For each entry the lines on which its values begin."""
    whole = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert isinstance(whole, yaml.SequenceNode)
    return [
        [value.start_mark.line + 1 for name, values in entry.value if name.value == "values" for value in values.value]
        for entry in whole.value
    ]


Change = tuple[int, str, str, list[Row]]


def _changes(rows: list[Row], kind: Kind, choices: list[str]) -> Iterator[Change]:
    """The row, what it said, what it says, and all rows with the change."""
    for index, row in enumerate(rows):
        about = " ".join(str(row[name]) for name in ("key", "effective_from") if row.get(name))
        for value in _other_values(row["value"], kind, choices):
            yield index, f"{about} {row['value']}".strip(), str(value), _replaced(rows, {index: {"value": value}})
        for step in (-DAY, DAY):
            yield from _moved(rows, index, about, step)
        if isinstance(known := row.get("known_from"), date):
            yield index, f"{about} known from {known}", str(known + DAY), _replaced(rows, {index: {"known_from": known + DAY}})


def _moved(rows: list[Row], index: int, about: str, step: timedelta) -> Iterator[Change]:
    """The first day of a value moved with the last day of the one before it; a last day alone where nothing follows."""
    row = rows[index]
    start, end = row.get("effective_from"), row.get("effective_to")
    before = _neighbours(rows, index, effective_to=start - DAY) if isinstance(start, date) else []
    if isinstance(start, date) and not (before and all(rows[other]["value"] is row["value"] is None for other in before)):
        moved: dict[int, Row] = {index: {"effective_from": start + step}}
        moved |= {other: {"effective_to": start + step - DAY} for other in before}
        yield index, f"{about} from {start}", str(start + step), _replaced(rows, moved)
    if isinstance(end, date) and not _neighbours(rows, index, effective_from=end + DAY):
        yield index, f"{about} to {end}", str(end + step), _replaced(rows, {index: {"effective_to": end + step}})


def _neighbours(rows: list[Row], index: int, **edge: date) -> list[int]:
    ((name, day),) = edge.items()
    key = rows[index].get("key")
    return [other for other, row in enumerate(rows) if other != index and row.get("key") == key and row.get(name) == day]


def _replaced(rows: list[Row], fields: Mapping[int, Row]) -> list[Row]:
    return [row | fields[index] if index in fields else row for index, row in enumerate(rows)]


def _other_values(value: object, kind: Kind, choices: list[str]) -> Iterator[object]:
    match value, kind:
        case None, _ if kind in FOUND:
            yield FOUND[kind]
        case str(), Kind.RATE:
            yield _more(value)
        case bool(), Kind.FLAG:
            yield not value
        case int(), Kind.MONEY | Kind.COUNT:
            yield value + 1
        case str(), Kind.CHOICE:
            yield choices[(choices.index(value) + 1) % len(choices)]
        case list(), Kind.LIST if len(value) > 1:
            yield value[:-1]
        case list(), Kind.BRACKETS | Kind.SCHEDULE:
            yield from (_replaced(value, {place: {name: other}}) for place, part in enumerate(value) for name, other in _other_step(part))
        case dict(), Kind.RULE:
            yield from (value | {name: part + 1} for name, part in value.items() if type(part) is int)
        case _:
            pass


def _more(rate: str) -> str:
    return str(Decimal(rate) + Decimal("0.01"))


def _other_step(part: Row) -> Iterator[tuple[str, object]]:
    yield "rate", _more(part["rate"])
    if part.get("above"):
        yield "above", part["above"] + 1
    if "months" in part:
        yield "months", part["months"] + 1
