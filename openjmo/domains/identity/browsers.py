"""What kind of browser somebody uses, in two words, from what it says of itself. A courtesy to its owner and no proof of anything.

>>> browser_of("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36")
Browser(name='Chrome', system='Android')
"""

from __future__ import annotations

from dataclasses import dataclass
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
