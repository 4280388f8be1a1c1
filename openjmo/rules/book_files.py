"""Reads the parameter files and refuses the whole book when one line of it is wrong.

Called once, by `lawbook.Lawbook.read`. A file is a YAML list of entries under `parameters/<programme>/`; a long table may keep its
values in a CSV file beside it (`values_csv`). Every complaint names the file, the entry and what is accepted, so that a lawyer who
adds a dated line can mend it without reading code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import yaml

from openjmo.core.errors import InvalidInput
from openjmo.rules.lawbook import DeclaredValue
from openjmo.rules.parameter import BOOK_CONFIDENCES, LawbookError, Parameter, ParameterValue
from openjmo.rules.units import UNITS, Kind, read_value

ENTRY_FIELDS: Final = frozenset({"id", "unit", "description", "setting", "doubt", "choices", "values", "values_csv"})
VALUE_FIELDS: Final = frozenset(
    {"effective_from", "effective_to", "date_precision", "key", "value", "details", "source", "confidence", "known_from", "note"}
)
PRECISIONS: Final = ("day", "month", "year")
LANGUAGES: Final = frozenset({"id", "en"})


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which the same name twice is a mistake, digits behind a zero (050990) stay text, and only true and false are yes and no."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        names = [self.construct_object(name, deep=deep) for name, _ in node.value]
        if len(set(names)) != len(names):
            raise yaml.constructor.ConstructorError(None, None, f"a name stands twice among {names}", node.start_mark)
        return super().construct_mapping(node, deep=deep)


def _is_of_its_own(tag: str, sign: str) -> bool:
    """`on`, `off`, `yes` and `no` are words here: whoever writes a field `on` means a day."""
    return not (tag == "tag:yaml.org,2002:bool" and sign in "yYnNoO")


_StrictLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if _is_of_its_own(tag, sign)]
    for sign, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.yaml_implicit_resolvers["0"].insert(0, ("tag:yaml.org,2002:str", re.compile(r"0[0-9]+$")))


def read_yaml(path: Path) -> object:
    """The content of one YAML file. Raises yaml.YAMLError, OSError or UnicodeDecodeError."""
    with path.open(encoding="utf-8") as source:
        return yaml.load(source, Loader=_StrictLoader)  # noqa: S506 - a safe loader, made stricter


def read_edition(folder: Path) -> date:
    """The day up to which the law was researched, from `book.yaml`."""
    try:
        head = read_yaml(folder / "book.yaml")
    except (OSError, yaml.YAMLError) as problem:
        raise LawbookError(f"book.yaml: cannot be read: {problem}") from problem
    day = head.get("researched_on") if isinstance(head, dict) else None
    if type(day) is not date:
        raise LawbookError("book.yaml: researched_on is missing; accepted is a date, for example 2026-11-23")
    return day


def read_book(folder: Path) -> dict[str, Parameter]:
    """Every entry under `folder`, checked, by id. Raises LawbookError."""
    parameters: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            entries = read_yaml(path)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
            raise LawbookError(f"{name}: is not readable YAML: {problem}") from problem
        if not isinstance(entries, list):
            raise LawbookError(f"{name}: accepted is a list of entries, each beginning with `- id:`")
        for raw in entries:
            entry = _Entry(path, name, raw)
            parameter = entry.read()
            if parameter.id in parameters:
                entry.refuse(f"is already defined in {parameters[parameter.id].file}; accepted is one entry per id")
            parameters[parameter.id] = parameter
    return parameters


DRAFT_FIELDS: Final = frozenset({"id", "key", "value", "effective_from", "effective_to", "note"})


def read_draft(path: Path) -> list[DeclaredValue]:
    """The values of a draft rule, all marked `draft`. Raises InvalidInput (`rules.draft_unreadable`)."""
    try:
        content = read_yaml(path)
        if not isinstance(content, dict) or set(content) != {"title", "values"} or not isinstance(content["values"], list):
            raise ValueError("accepted are `title` and a list `values`")  # noqa: TRY301 - one place says what is accepted
        return [_draft_value(str(content["title"]), raw) for raw in content["values"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as problem:
        raise InvalidInput(
            "Rancangan aturan %(path)s tidak dapat dibaca: %(problem)s.",
            code="rules.draft_unreadable",
            fix="Tulis berkas YAML dengan `title` dan daftar `values`, seperti pada docs/rules.md.",
            values={"path": path.name, "problem": str(problem)},
        ) from problem


def _draft_value(title: str, raw: object) -> DeclaredValue:
    if not isinstance(raw, dict) or not {"id", "value", "effective_from"} <= set(raw) <= DRAFT_FIELDS:
        raise ValueError(f"{raw!r}: accepted are id, value, effective_from and perhaps key, effective_to, note")
    for name in ("effective_from", "effective_to"):
        if raw.get(name) is not None and type(raw[name]) is not date:
            raise ValueError(f"{name}: {raw[name]!r}: accepted is a date, for example 2027-01-01")
    return DeclaredValue(
        id=str(raw["id"]),
        key=raw.get("key"),
        value=raw["value"],
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        source=title,
        confidence="draft",
        note=str(raw.get("note", "")),
    )


class _Entry:
    """One entry while it is read; knows its place for the complaint."""

    def __init__(self, path: Path, file: str, raw: object) -> None:
        self.path = path
        self.file = file
        self.id = str(raw.get("id", "?")) if isinstance(raw, dict) else "?"
        if not isinstance(raw, dict):
            self.refuse(f"is {raw!r}; accepted is a mapping with id, unit, description and values")
        self.raw: Mapping[str, Any] = raw
        self.english: dict[str, str] = {}

    def refuse(self, why: str) -> NoReturn:
        raise LawbookError(f"{self.file}: {self.id}: {why}")

    def read(self) -> Parameter:
        self._only(self.raw, ENTRY_FIELDS)
        if self.id == "?" or not self.id.replace(".", "").replace("_", "").isalnum():
            self.refuse("has no id; accepted are words with dots, for example jht.contribution.worker_rate")
        unit = str(self.raw.get("unit"))
        if unit not in UNITS:
            self.refuse(f"has the unit {unit!r}; accepted are {', '.join(UNITS)}")
        setting = self.raw.get("setting", False)
        if not isinstance(setting, bool):
            self.refuse("`setting` is wrong; accepted is true or false")
        if setting != ("doubt" in self.raw):
            self.refuse("a setting states its `doubt`, and nothing else has one")
        choices = self.raw.get("choices", [])
        if not isinstance(choices, list) or (UNITS[unit] is Kind.CHOICE) != bool(choices):
            self.refuse("the unit `choice` needs `choices`, a list of words, and no other unit has them")
        versions = tuple(self._version(raw, unit, tuple(choices), setting=setting) for raw in self._values())
        if not versions:
            self.refuse("has no values; accepted is at least one, `value: null` when it was not found")
        self._check_time(versions)
        return Parameter(
            id=self.id,
            unit=unit,
            description=self._words("description"),
            file=self.file,
            versions=versions,
            setting=setting,
            doubt=self._words("doubt") if setting else MappingProxyType({}),
            choices=tuple(choices),
            english=MappingProxyType(self.english),
        )

    def _only(self, raw: Mapping[str, object], fields: frozenset[str]) -> None:
        if strange := sorted(set(raw) - fields):
            self.refuse(f"has {', '.join(strange)}; accepted are {', '.join(sorted(fields))}")

    def _words(self, name: str) -> Mapping[str, str]:
        words = self.raw.get(name)
        if not isinstance(words, dict) or set(words) != LANGUAGES or not all(isinstance(text, str) for text in words.values()):
            self.refuse(f"`{name}` is wrong; accepted is one sentence each under `id` and `en`")
        return MappingProxyType(words)

    def _values(self) -> Sequence[object]:
        if ("values" in self.raw) == ("values_csv" in self.raw):
            self.refuse("accepted is either `values` or `values_csv`")
        if "values" in self.raw:
            values = self.raw["values"]
            if not isinstance(values, list):
                self.refuse("`values` is wrong; accepted is a list")
            return values
        return list(self._csv_rows(self.path.parent / str(self.raw["values_csv"])))

    def _csv_rows(self, path: Path) -> Iterator[dict[str, object]]:
        try:
            with path.open(encoding="utf-8", newline="") as source:
                for row in csv.DictReader(source):
                    filled: dict[str, object] = {name: text for name, text in row.items() if text}
                    for name in ("effective_from", "effective_to", "known_from"):
                        if name in filled:
                            filled[name] = date.fromisoformat(row[name])
                    for name in ("source", "note"):
                        if f"{name}_en" in filled:
                            filled[name] = {"id": filled.get(name), "en": filled.pop(f"{name}_en")}
                    if UNITS[self.raw["unit"]] in {Kind.MONEY, Kind.COUNT} and "value" in filled:
                        filled["value"] = int(row["value"])
                    yield {"value": None} | filled
        except (OSError, UnicodeDecodeError, ValueError, csv.Error) as problem:
            self.refuse(f"{path.name} cannot be read: {problem}")

    def _version(self, raw: object, unit: str, choices: tuple[str, ...], *, setting: bool) -> ParameterValue:
        if not isinstance(raw, dict):
            self.refuse(f"has the value {raw!r}; accepted is a mapping with effective_from, value, source and confidence")
        self._only(raw, VALUE_FIELDS)
        if "value" not in raw:
            self.refuse("a version has no `value`; accepted is `value: null` when it was not found")
        try:
            value = read_value(UNITS[unit], raw["value"], choices)
        except ValueError as problem:
            self.refuse(f"in the unit {unit}: {problem}")
        start, end, known = (self._day(raw, name) for name in ("effective_from", "effective_to", "known_from"))
        if start and end and end < start:
            self.refuse(f"ends on {end}, before it starts on {start}; accepted is an end on or after the start")
        source, note, key = self._both(raw, "source"), self._both(raw, "note"), self._text(raw, "key")
        if not source:
            self.refuse("has no `source`; accepted is the article or page it was read in")
        confidence = raw.get("confidence")
        if confidence not in BOOK_CONFIDENCES:
            self.refuse(f"has the confidence {confidence!r}; accepted are {', '.join(BOOK_CONFIDENCES)}")
        if (value is None or (start is None and not setting)) and not note:
            self.refuse("a value that was not found, or has no start, says so in its `note`")
        precision = raw.get("date_precision", "day")
        if precision not in PRECISIONS:
            self.refuse(f"has the date_precision {precision!r}; accepted are {', '.join(PRECISIONS)}")
        try:
            details = read_value(Kind.RULE, raw.get("details"))
        except ValueError as problem:
            self.refuse(f"in `details`: {problem}")
        return ParameterValue(
            id=self.id,
            key=key or None,
            value=value,
            unit=unit,
            effective_from=start,
            effective_to=end,
            source=source,
            confidence=confidence,
            known_from=known,
            note=note,
            setting=setting,
            date_precision=precision,
            details=details if isinstance(details, Mapping) else MappingProxyType({}),
        )

    def _day(self, raw: Mapping[str, object], name: str) -> date | None:
        day = raw.get(name)
        if day is not None and type(day) is not date:
            self.refuse(f"`{name}` is {day!r}; accepted is a date without quotes, for example 2015-07-01")
        return day

    def _text(self, raw: Mapping[str, object], name: str) -> str:
        text = raw.get(name, "")
        if not isinstance(text, str):
            self.refuse(f"`{name}` is {text!r}; accepted is text")
        return text.strip()

    def _both(self, raw: Mapping[str, Any], name: str) -> str:
        """The Indonesian of a text that may be written once, or in both languages; its English is kept aside."""
        words = raw.get(name, "")
        if isinstance(words, str):
            return words.strip()
        texts: dict[str, object] = words if isinstance(words, dict) and set(words) == LANGUAGES else {}
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts.values()):
            self.refuse(f"`{name}` is {words!r}; accepted is text, or one text each under `id` and `en`")
        indonesian, english = str(texts["id"]).strip(), str(texts["en"]).strip()
        if self.english.setdefault(indonesian, english) != english:
            self.refuse(f"`{name}` {indonesian!r} has two English texts; accepted is one, {self.english[indonesian]!r} or {english!r}")
        return indonesian

    def _check_time(self, versions: tuple[ParameterValue, ...]) -> None:
        """No day may have two values known at the same time, and none between the first and the last may have no value."""
        for key in dict.fromkeys(version.key for version in versions):
            place = f" for the key {key}" if key else ""
            line = sorted((version for version in versions if version.key == key), key=_start)
            reached = line[0]
            for index, later in enumerate(line[1:], start=1):
                for earlier in line[:index]:
                    if _start(later) <= _end(earlier) and earlier.known_from == later.known_from:
                        self.refuse(
                            f"has two values{place} on {_start(later)} (from {_start(earlier)} and from {_start(later)}); "
                            "accepted is one, or a correction with its own known_from"
                        )
                if _end(reached) < date.max and _start(later) > _end(reached) + timedelta(days=1):
                    self.refuse(
                        f"has no value{place} from {_end(reached) + timedelta(days=1)} to {_start(later) - timedelta(days=1)}; "
                        "accepted is `value: null` with a note when it was not found"
                    )
                if _end(later) > _end(reached):
                    reached = later


def _start(version: ParameterValue) -> date:
    return version.effective_from or date.min


def _end(version: ParameterValue) -> date:
    return version.effective_to or date.max
