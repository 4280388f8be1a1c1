"""What a worked example gives, read strictly, and the shape of a topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook
from openjmo.rules.returns import Flow

SOURCE: Final = "worked example"


class NoCheckError(Exception):
    """The example cannot be checked by this version; the text says why."""


@dataclass(frozen=True, slots=True)
class Several:
    """A figure for each part and one for all: an expected list is compared part by part, anything else with the whole."""

    parts: tuple[object, ...]
    whole: object


class CaseInput:
    """The input of one example, read strictly: every method raises ValueError naming the field and what is accepted."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def has(self, field: str) -> bool:
        """Whether a field is given."""
        return field in self._given

    def _get(self, field: str, accepted: str) -> object:
        if field not in self._given:
            raise ValueError(f"input {field}: is missing; accepted is {accepted}")
        return self._given[field]

    def _wrong(self, field: str, accepted: str) -> ValueError:
        return ValueError(f"input {field}: {self._given[field]!r}; accepted is {accepted}")

    def money(self, field: str) -> Money:
        """Rupiah; sen as a quoted decimal."""
        accepted = 'whole rupiah, or a quoted decimal with sen, for example "1000.50"'
        try:
            return rupiah_amount(self._get(field, accepted))
        except ValueError as problem:
            raise self._wrong(field, accepted) if self.has(field) else problem from problem

    def anything(self, field: str) -> object:
        """A value as the parameter files write it."""
        return self._get(field, "a value as the parameter files write it")

    def count(self, field: str) -> int:
        """A whole number."""
        value = self._get(field, "a whole number")
        if type(value) is not int:
            raise self._wrong(field, "a whole number")
        return value

    def rate(self, field: str) -> Rate:
        """A quoted percentage."""
        accepted = 'a quoted percentage, for example "5.59"'
        value = self._get(field, accepted)
        if not isinstance(value, str):
            raise self._wrong(field, accepted)
        return Rate.percent(value)

    def text(self, field: str) -> str:
        """A word."""
        value = self._get(field, "a word")
        if not isinstance(value, str):
            raise self._wrong(field, "a word")
        return value

    def flag(self, field: str, *, default: bool | None = None) -> bool:
        """Yes or no; `default` when it is not given."""
        if default is not None and field not in self._given:
            return default
        value = self._get(field, "true or false")
        if not isinstance(value, bool):
            raise self._wrong(field, "true or false")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        """A list of words, or several in one text."""
        value = self._get(field, "a list of words")
        if isinstance(value, str):
            return tuple(value.replace(",", " ").split())
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self._wrong(field, "a list of words")
        return tuple(value)

    def day(self, field: str) -> date:
        """A date, quoted or not."""
        value = self._get(field, "a date, for example 2026-10-15")
        return value if type(value) is date else date.fromisoformat(str(value))

    def month(self, field: str = "month") -> Month:
        """A month; when none is given, the latest the book speaks of."""
        return Month.parse(self.text(field)) if self.has(field) else Month.of(lawbook().researched_on)

    def parts(self, field: str, *names: str) -> list[CaseInput]:
        """A list of small mappings with just these names; none when the field is not given."""
        listed = self._given.get(field, [])
        found = []
        for part in listed if isinstance(listed, list) else [listed]:
            if not isinstance(part, dict) or set(part) != set(names):
                raise ValueError(f"input {field}: {part!r}; accepted is a list of {' and '.join(names)}")
            found.append(CaseInput(part))
        return found

    def rows(self, field: str, names: frozenset[str]) -> list[CaseInput]:
        """A list of mappings with some of the `names`, a single one too; none when the field is not given."""
        found = []
        listed = self._given.get(field, [])
        for row in listed if isinstance(listed, list) else [listed]:
            if not isinstance(row, dict) or not set(row) <= names:
                raise ValueError(f"input {field}: {row!r}; accepted is a list with {', '.join(sorted(names))}")
            found.append(CaseInput(row))
        return found

    def fields(self) -> tuple[str, ...]:
        """The names of all fields given."""
        return tuple(self._given)

    def first_of(self, *fields: str) -> str | None:
        """The first of several names for the same thing that is given; None when none is."""
        return next((field for field in fields if field in self._given), None)

    def moneys(self, field: str) -> list[Money]:
        """A list of rupiah amounts, or one."""
        value = self._get(field, "a list of rupiah amounts")
        return [rupiah_amount(each) for each in (value if isinstance(value, list) else [value])]

    def by_year(self, field: str) -> dict[int, str | int]:
        """A mapping of years to percentages or amounts."""
        value = self._get(field, "a mapping of years")
        if not isinstance(value, dict) or not all(isinstance(each, str | int) for each in value.values()):
            raise self._wrong(field, "a mapping of years to amounts, or to quoted percentages")
        return {int(year): each for year, each in value.items()}

    def flows(self, field: str = "flows") -> list[Flow]:
        """Bookings: a list of `booked_on` and `amount`."""
        return [Flow(part.day("booked_on"), part.money("amount")) for part in self.parts(field, "booked_on", "amount")]

    def law(self) -> Lawbook:
        """The book as known on the `known_on` of the example, with its `settings` and `changes` over it.

        `settings` maps a parameter id, or `id@key`, to the value that always holds; `changes` is a list of `id`, `value`, `from` and
        perhaps `key` and `to`, a law that changes on a day.
        """
        settings = self._given.get("settings", {})
        if not isinstance(settings, dict):
            raise self._wrong("settings", "a mapping of parameter ids to values")
        declared = []
        for setting, value in settings.items():
            name, _, key = str(setting).partition("@")
            declared.append(_declared(name, key, value, date.min, None))
        for change in self.rows("changes", frozenset({"id", "key", "value", "from", "to"})):
            key = change.text("key") if change.has("key") else ""
            last = change.day("to") if change.has("to") else None
            declared.append(_declared(change.text("id"), key, change.anything("value"), change.day("from"), last))
        book = lawbook().with_values(declared)
        return book.as_known_on(self.day("known_on")) if self.has("known_on") else book


def _declared(name: str, key: str, value: object, first: date, last: date | None) -> DeclaredValue:
    return DeclaredValue(
        id=name, key=key or None, value=value, effective_from=first, effective_to=last, source=SOURCE, confidence="assumed"
    )


def rupiah_amount(value: object) -> Money:
    """Rupiah as a case file writes them. Raises ValueError."""
    if type(value) is int:
        return Money.of_rupiah(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]{1,2})?", value):
        whole, _, part = value.lstrip("-").partition(".")
        sen = int(whole) * 100 + int(part.ljust(2, "0"))
        return Money(-sen if value.startswith("-") else sen)
    raise ValueError(f"not an amount: {value!r}")


@dataclass(frozen=True, slots=True)
class Topic:
    """The inputs a topic knows, and the function from them and the wanted figures to figures by name."""

    inputs: frozenset[str]
    compute: Callable[[CaseInput, frozenset[str]], Mapping[str, object]]


def topic(compute: Callable[[CaseInput, frozenset[str]], Mapping[str, object]], *inputs: str) -> Topic:
    """A topic with its inputs; the `settings`, `changes` and `known_on` of an example are always known."""
    return Topic(frozenset(inputs) | {"settings", "changes", "known_on"}, compute)
