"""Worked examples of the book itself: what a parameter was on a day, which days were holidays, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openjmo.rules.calendar import certainty_of, holidays_of
from openjmo.rules.parameter import ParameterValue, UnknownParameter
from openjmo.rules.topics.inputs import CaseInput, Topic, topic


def _parameter(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    key = given.text("key") if given.has("key") else None
    found: ParameterValue = given.law().value(given.text("id"), given.day("day"), key)
    value = found.mapping[given.text("part")] if given.has("part") else found.value
    if isinstance(value, tuple) and all(isinstance(word, str) for word in value):
        value = ", ".join(value)
    return {"value": value, "source": found.source, "confidence": found.confidence, "setting": found.setting}


def _by_key(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    return {key: _value_or_refusal(given, key) for key in wanted}


def _value_or_refusal(given: CaseInput, key: str) -> object:
    try:
        return given.law().value(given.text("id"), given.day("day"), key).value
    except UnknownParameter as refusal:
        return refusal.code.removeprefix("rules.parameter_")


def _holiday(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    day = given.day("date")
    name = holidays_of(day.year).get(day)
    return {"holiday": name is not None, "name": name or "", "certainty": certainty_of(day.year)}


BOOK: Final[Mapping[str, Topic]] = {
    "parameter_value": topic(_parameter, "id", "day", "key", "part"),
    "parameter_by_key": topic(_by_key, "id", "day"),
    "holiday": topic(_holiday, "date"),
}
