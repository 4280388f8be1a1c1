"""The bars of a chart: whole numbers in an SVG, written here because a template would take twenty times as long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from markupsafe import Markup

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
    def contributions(self) -> Money:
        """The lower part."""

    @property
    def returns(self) -> Money:
        """The upper part."""


class Bar(NamedTuple):
    """What is drawn of any span of time, and what stands under it."""

    label: str
    lower: Money
    upper: Money


def yearly_bars(years: Sequence[Year]) -> Markup:
    """The bars of years, see `bars`."""
    return bars([Bar(str(one.year), one.contributions, one.returns) for one in years])


def bars(shown: Sequence[Bar]) -> Markup:
    """The bars as SVG, oldest first, in two parts. A negative part is drawn as nothing; of many bars only every few carry their label.

    Labels are figures of our own; they are written as they are.
    """
    peak = max([max(one.lower.sen, 0) + max(one.upper.sen, 0) for one in shown] + [1])
    pitch = WIDE // max(len(shown), _LEAST_PLACES)
    width = max(min(pitch * 3 // 5, _WIDEST), _NARROWEST)
    every = (max(len(shown), _LEAST_PLACES) + _MOST_LABELS - 1) // _MOST_LABELS
    x = (WIDE - pitch * len(shown)) // 2 + (pitch - width) // 2
    drawn = ""
    for left, one in zip(range(len(shown) - 1, -1, -1), shown, strict=True):
        low, high = _height(one.lower.sen, peak), _height(one.upper.sen, peak)
        if low:
            drawn += f'<rect class="in" x="{x}" y="{max(TALL - low, 0)}" width="{width}" height="{low}" rx="3"/>'
        if high:
            tall, radius = max(high - _GAP, _LEAST_HEIGHT), 3 if high > _ROUND_FROM else 1
            drawn += f'<rect class="returns" x="{x}" y="{max(TALL - low - high, 0)}" width="{width}" height="{tall}" rx="{radius}"/>'
        if left % every == 0:
            drawn += f'<text x="{x + width // 2}" y="160" text-anchor="middle">{one.label}</text>'
        x += pitch
    return Markup(drawn)  # noqa: S704 - whole numbers and labels of our own


def _height(sen: int, peak: int) -> int:
    return max(TALL * sen // peak, _LEAST_HEIGHT) if sen > 0 else 0
