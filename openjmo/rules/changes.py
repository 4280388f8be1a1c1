"""What changes soon in the law, and what changed lately: by the day it takes effect, or the day it became known.

Called by the public page of changes. Pure: today is handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import Parameter, ParameterValue
from openjmo.rules.printed import Step, step_of

Kind = Literal["begins", "published", "ends"]
"""A value takes effect, is published or corrected later than that, or ends and nothing follows."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened, or will, to a parameter on a day; several keys that change together are one change."""

    day: date
    kind: Kind
    parameter: Parameter
    steps: tuple[Step, ...]


def changes(law: Lawbook, *, since: date, until: date | None = None) -> tuple[Change, ...]:
    """Every change from `since` to `until`, both included (None: as far as the book speaks), by day and then in the order of the book."""
    found: list[Change] = []
    for parameter in law.parameters():
        grouped: dict[tuple[date, Kind], list[Step]] = {}
        for day, kind, version in _events(law, parameter):
            if since <= day <= (until or date.max):
                grouped.setdefault((day, kind), []).append(step_of(law, version))
        found.extend(Change(day, kind, parameter, tuple(steps)) for (day, kind), steps in grouped.items())
    return tuple(sorted(found, key=lambda change: change.day))


def _events(law: Lawbook, parameter: Parameter) -> Iterator[tuple[date, Kind, ParameterValue]]:
    versions = law.versions(parameter.id)
    for version in versions:
        start, known = version.effective_from, version.known_from
        if known and (start is None or known > start):
            yield known, "published", version
        elif start:
            yield start, "begins", version
        if version.effective_to and version.effective_to < date.max:
            day = version.effective_to + timedelta(days=1)
            if not version.is_unknown and not any(other.key == version.key and other.holds_on(day) for other in versions):
                yield day, "ends", version
