"""The lawbook with the operator's rates laid over it, and the rate of a year with its standing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from openjmo.core.clock import business_date
from openjmo.platform.prepared import fetch
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook

ANNUAL_RATE = "jht.development.annual_rate"


_MOST_BOOKS: Final = 8
"""As many states of the declared rates are kept as books; one is in use."""
_RATES: Final = "SELECT year, rate_percent, status, source, note, declared_at FROM savings_declared_rate"
_ID: Final = itemgetter(0)
RATES_JSON: Final = (
    "(SELECT json_agg(json_build_array(id, year, rate_percent, status, source, note, declared_at)) FROM savings_declared_rate)"
)
"""SQL for the declared rates as JSON, for one statement of this room; see `law_of_json`."""


def current_law() -> Lawbook:
    """The lawbook as this fund applies it: declared yearly rates over the printed ones, the newest of a year last.

    A rate is known from the day on which it was declared, so that a look from an earlier day does not see it.
    """
    return _law_with(tuple(fetch(f"{_RATES} ORDER BY id", [])))


def law_of_json(rows: Sequence[Sequence[Any]] | None) -> Lawbook:
    """The same from what RATES_JSON gave."""
    return _law_with(tuple((*facts, datetime.fromisoformat(declared_at)) for _, *facts, declared_at in sorted(rows or (), key=_ID)))


@lru_cache(maxsize=_MOST_BOOKS)
def _law_with(rows: tuple[tuple[Any, ...], ...]) -> Lawbook:
    """The book under these rates; laying them over it costs more than asking for them, and the same rates give the same book."""
    declared = [
        DeclaredValue(
            id=ANNUAL_RATE,
            effective_from=date(year, 1, 1),
            effective_to=date(year, 12, 31),
            value=rate_percent,
            source=source,
            confidence="declared" if status == "declared" else "assumed",
            known_from=business_date(declared_at),
            note=note,
        )
        for year, rate_percent, status, source, note, declared_at in rows
    ]
    return lawbook().with_values(declared)
