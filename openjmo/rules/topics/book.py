"""Worked examples of the book itself: what a parameter was on a day, and which days were holidays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openjmo.rules.calendar import holidays_of
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.topics.inputs import CaseInput, Topic, topic


def _parameter(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    key = given.text("key") if given.has("key") else None
    found: ParameterValue = given.law().value(given.text("id"), given.day("day"), key)
    return {"value": found.value, "source": found.source, "confidence": found.confidence, "setting": found.setting}


def _holiday(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    day = given.day("date")
    name = holidays_of(day.year).get(day)
    return {"holiday": name is not None, "name": name or ""}


BOOK: Final[Mapping[str, Topic]] = {
    "parameter_value": topic(_parameter, "id", "day", "key"),
    "holiday": topic(_holiday, "date"),
}
