"""What kind of browser somebody uses, in two words, from what it says of itself. A courtesy to its owner and no proof of anything.

>>> browser_of("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36")
Browser(name='Chrome', system='Android')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_NAMES: Final = (
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("OPR/", "Opera"),
    ("EdgA", "Edge"),
    ("EdgiOS", "Edge"),
    ("Edg/", "Edge"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The first that is found; nearly all also say Chrome and Safari."""
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """Both are empty when they cannot be told."""

    name: str
    system: str


def browser_of(user_agent: str) -> Browser:
    """What the header User-Agent says."""
    return Browser(
        next((name for sign, name in _NAMES if sign in user_agent), ""), next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    )


class Engine(StrEnum):
    """What draws the page, whatever the browser calls itself: Edge, Opera and Samsung Internet are Chromium, all of iOS is WebKit."""

    CHROMIUM = "Chromium"
    FIREFOX = "Firefox"
    WEBKIT = "WebKit"


_ENGINES: Final = (
    (Engine.WEBKIT, re.compile(r"(?:iPhone|iPad|iPod)[^)]* OS (\d{1,4})(?:[_.](\d{1,4}))?")),
    (Engine.CHROMIUM, re.compile(r"Chrom(?:e|ium)/(\d{1,4})(?:\.(\d{1,4}))?")),
    (Engine.FIREFOX, re.compile(r"Firefox/(\d{1,4})(?:\.(\d{1,4}))?")),
    (Engine.WEBKIT, re.compile(r"Version/(\d{1,4})(?:\.(\d{1,4}))?\S* .*Safari/")),
)
"""In the order in which they are asked; on iOS the version of the system is that of the engine."""


def engine_of(user_agent: str) -> tuple[Engine, tuple[int, int]] | None:
    """The engine and its version as the header User-Agent says, None when it cannot be told.

    >>> engine_of("Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile")
    (<Engine.WEBKIT: 'WebKit'>, (15, 4))
    """
    for engine, pattern in _ENGINES:
        if found := pattern.search(user_agent):
            return engine, (int(found[1]), int(found[2] or 0))
    return None
