"""One number of the law: what it is, what it was on each day, where it stands, and how sure we are of it.

`Parameter` is the entry of a file with all its versions; `ParameterValue` is one version, the thing every figure refers to. Both are
immutable. The digest of a version covers all that it says, so a decision that kept the digest can prove later which text it
rested on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, TypeVar, cast

from openjmo.core.errors import Refusal
from openjmo.core.money import Money, Rate
from openjmo.rules.units import UNITS, Bracket, Kind, ParameterContent, Stretch, restore_value, write_value

Confidence = Literal["text_read", "secondary", "unsure", "declared", "assumed", "draft"]
BOOK_CONFIDENCES: Final[tuple[Confidence, ...]] = ("text_read", "secondary", "unsure")
"""Article read; news, leaflet or summary; derived, contradicted, or a choice of ours."""
DECLARED_CONFIDENCES: Final[tuple[Confidence, ...]] = ("declared", "assumed", "draft")
"""A value over the book: published by the fund, a working assumption, or a proposal that is not in force."""

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})
T = TypeVar("T")


class LawbookError(Exception):
    """The book of parameters is wrong, or code asked it for something that does not exist. A bug, never a person's mistake."""


class UnknownParameter(Refusal):
    """A figure was asked for that rests on a number nobody has found, or that was not in force. Never replaced by a guess."""

    code = "rules.parameter_unknown"


@dataclass(frozen=True)
class ParameterValue:
    """One dated version of a number of the law. `effective_from` and `effective_to` are both included; None is open."""

    id: str
    key: str | None
    value: ParameterContent = field(compare=False)
    unit: str
    effective_from: date | None
    effective_to: date | None
    source: str
    confidence: Confidence
    known_from: date | None = None
    note: str = ""
    setting: bool = False
    date_precision: Literal["day", "month", "year"] = "day"
    details: Mapping[str, object] = field(default_factory=lambda: _NOTHING, compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        text = json.dumps(self._content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    @property
    def is_unknown(self) -> bool:
        """Whether the value was searched for and not found."""
        return self.value is None

    @property
    def rate(self) -> Rate:
        """The value as an exact rate. Raises TypeError when it is none."""
        return self._as(Rate)

    @property
    def money(self) -> Money:
        """The value as an amount. Raises TypeError when it is none."""
        return self._as(Money)

    @property
    def number(self) -> int:
        """The value as a whole number. Raises TypeError when it is none."""
        return self._as(int)

    @property
    def flag(self) -> bool:
        """The value as yes or no. Raises TypeError when it is neither."""
        return self._as(bool)

    @property
    def text(self) -> str:
        """The value as a word or sentence. Raises TypeError when it is none."""
        return self._as(str)

    @property
    def mapping(self) -> Mapping[str, object]:
        """The value as a mapping of names to words, numbers and lists. Raises TypeError when it is none."""
        if not isinstance(self.value, Mapping):
            raise TypeError(f"{self.id} ({self.unit}) holds {type(self.value).__name__}, not a mapping")
        return self.value

    @property
    def words(self) -> tuple[str, ...]:
        """The value as a list of words. Raises TypeError when it is none."""
        return self._several(str)

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The value as a rising scale of rates. Raises TypeError when it is none."""
        return self._several(Bracket)

    @property
    def schedule(self) -> tuple[Stretch, ...]:
        """The value as stretches of months with their rates. Raises TypeError when it is none."""
        return self._several(Stretch)

    def _several(self, kind: type[T]) -> tuple[T, ...]:
        if not isinstance(self.value, tuple) or not all(isinstance(part, kind) for part in self.value):
            raise TypeError(f"{self.id} ({self.unit}) holds {type(self.value).__name__}, not a list of {kind.__name__}")
        return cast("tuple[T, ...]", self.value)

    def _as(self, kind: type[T]) -> T:
        if type(self.value) is not kind:
            raise TypeError(f"{self.id} ({self.unit}) holds {type(self.value).__name__}, not {kind.__name__}")
        return self.value

    def holds_on(self, day: date) -> bool:
        """Whether the version is in force on `day`."""
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)

    def is_known_on(self, day: date | None) -> bool:
        """Whether the version could be used on `day`; None asks for everything known."""
        return day is None or self.known_from is None or self.known_from <= day

    def to_data(self) -> dict[str, object]:
        """All of it as plain JSON values, with the digest."""
        return self._content() | {"digest": self.digest}

    def _content(self) -> dict[str, object]:
        return {
            "id": self.id,
            "key": self.key,
            "value": write_value(self.value),
            "unit": self.unit,
            "effective_from": _iso(self.effective_from),
            "effective_to": _iso(self.effective_to),
            "source": self.source,
            "confidence": self.confidence,
            "known_from": _iso(self.known_from),
            "note": self.note,
            "setting": self.setting,
            "date_precision": self.date_precision,
            "details": write_value(self.details),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> ParameterValue:
        """The reverse of `to_data`. Raises ValueError when the digest does not fit what it stands for."""
        plain = dict(data)
        digest = plain.pop("digest")
        plain["value"] = restore_value(UNITS[str(plain["unit"])], plain["value"])
        plain["details"] = restore_value(Kind.RULE, plain["details"]) if plain["details"] else _NOTHING
        for name in ("effective_from", "effective_to", "known_from"):
            plain[name] = date.fromisoformat(str(plain[name])) if plain[name] else None
        value = cls(**plain)  # type: ignore[arg-type]  # the names are checked by the call, the content by the digest
        if value.digest != digest:
            raise ValueError(f"the digest kept with {value.id} does not fit its content")
        return value


@dataclass(frozen=True)
class Parameter:
    """An entry of the book: a number of the law, or a setting where the law is silent, with all its versions."""

    id: str
    unit: str
    description: Mapping[str, str]
    """Plain words by language, always `id` and `en`."""
    file: str
    versions: tuple[ParameterValue, ...]
    setting: bool = False
    doubt: Mapping[str, str] = field(default_factory=dict)
    """For a setting: what the law leaves open, by language."""
    choices: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    """The English of notes and sources that stand in both languages, by their Indonesian. A reading aid: no digest covers it."""

    @property
    def kind(self) -> Kind:
        """The Python type behind its unit."""
        return UNITS[self.unit]

    @cached_property
    def keys(self) -> tuple[str | None, ...]:
        """The keys it distinguishes (segment, scheme, province), in the order of the file."""
        return tuple(dict.fromkeys(version.key for version in self.versions))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
