"""Where the bars of a chart stand: whole numbers for an SVG, worked out here because a template would take twenty times as long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from openjmo.core.money import Money

TALL: Final = 140
"""Height of the highest bar."""
WIDE: Final = 320
_LEAST_PLACES: Final = 5
_MOST_LABELS: Final = 8
_WIDEST: Final = 30
_NARROWEST: Final = 3
_LEAST_HEIGHT: Final = 2
"""So that a small amount still shows."""
_GAP: Final = 2
"""Between the two parts."""
_ROUND_FROM: Final = 8


class Year(Protocol):
    """What is drawn of a year."""

    @property
    def year(self) -> int:
        """The calendar year."""

    @property
    def contributions_sen(self) -> Money:
        """The lower part."""

    @property
    def returns_sen(self) -> Money:
        """The upper part."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Two parts, one on the other; a part of height 0 is not drawn."""

    year: int
    x: int
    width: int
    middle: int
    low_y: int
    low: int
    high_y: int
    high: int
    radius: int
    has_label: bool


def yearly_bars(years: Sequence[Year]) -> list[Bar]:
    """The bars, oldest first. A negative part is drawn as nothing; of many years only every few carry their number."""
    peak = max([max(one.contributions_sen.sen, 0) + max(one.returns_sen.sen, 0) for one in years] + [1])
    pitch = WIDE // max(len(years), _LEAST_PLACES)
    width = max(min(pitch * 3 // 5, _WIDEST), _NARROWEST)
    every = (max(len(years), _LEAST_PLACES) + _MOST_LABELS - 1) // _MOST_LABELS
    start = (WIDE - pitch * len(years)) // 2 + (pitch - width) // 2
    bars = []
    for place, one in enumerate(years):
        low, high = _height(one.contributions_sen.sen, peak), _height(one.returns_sen.sen, peak)
        x = start + place * pitch
        bars.append(
            Bar(
                year=one.year,
                x=x,
                width=width,
                middle=x + width // 2,
                low_y=max(TALL - low, 0),
                low=low,
                high_y=max(TALL - low - high, 0),
                high=max(high - _GAP, _LEAST_HEIGHT) if high else 0,
                radius=3 if high > _ROUND_FROM else 1,
                has_label=(len(years) - place - 1) % every == 0,
            )
        )
    return bars


def _height(sen: int, peak: int) -> int:
    return max(TALL * sen // peak, _LEAST_HEIGHT) if sen > 0 else 0
