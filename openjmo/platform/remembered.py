"""A figure about the whole installation over a long time, computed again at most every so many seconds in each process.

For what is costly, concerns nobody in particular and does not change while somebody looks: the time postings took over a quarter of a
year. Never for anything about a person, and never for what must be true at this moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings

Figure = TypeVar("Figure")


def remembered(seconds: int) -> Callable[[Callable[[], Figure]], Callable[[], Figure]]:
    """Remember what the decorated function gave. OPENJMO_REMEMBERS off, as in tests, asks every time."""

    def decorated(compute: Callable[[], Figure]) -> Callable[[], Figure]:
        known: list[tuple[float, Figure]] = []

        @wraps(compute)
        def figure() -> Figure:
            if settings.OPENJMO_REMEMBERS and known and time.monotonic() < known[0][0]:
                return known[0][1]
            # Two threads may compute it at once; the later one stays.
            known[:] = [(time.monotonic() + seconds, compute())]
            return known[0][1]

        return figure

    return decorated
