"""What every page has besides its own context: the language choice, the demo bar, the offline shell, the edition of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from openjmo.rules.lawbook import lawbook

AMOUNTS_COOKIE = "openjmo_amounts"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the printed law this program carries."""

    digest: str
    researched_on: date


@cache
def _edition() -> Edition:
    book = lawbook()
    return Edition(book.digest()[:8], book.researched_on)


def frame(_request: HttpRequest) -> dict[str, object]:
    """A context processor of the templates."""
    return {"demo": settings.OPENJMO_DEMO, "languages": settings.LANGUAGES, "law_edition": _edition()}
