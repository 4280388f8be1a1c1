"""What a telephone and its browser must be able to do, and whether this one can (S3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openjmo.domains.identity.browsers import Engine, browser_of, engine_of
from openjmo.portals.public.security.words import browser_words

MINIMUM: Final[Mapping[Engine, tuple[int, int]]] = MappingProxyType(
    {Engine.CHROMIUM: (99, 0), Engine.FIREFOX: (97, 0), Engine.WEBKIT: (15, 4)}
)
"""The first versions that understand `@layer`, in which our whole style sheet stands: older ones show the pages without any style.
Everything newer that the style sheet or the scripts use is an addition whose absence leaves the page whole.
Source: MDN browser-compat-data, css/at-rules/layer."""


def is_too_old(user_agent: str) -> bool:
    """Whether the browser is known to be below the minimum; one that cannot be told is not called old."""
    told = engine_of(user_agent)
    return told is not None and told[1] < MINIMUM[told[0]]


@transaction.non_atomic_requests
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """The minimum, what this browser says of itself, and what only the browser itself can try. Looks nothing up."""
    said = request.headers.get("User-Agent", "")
    told = browser_of(said)
    context = {
        "browser": browser_words(told.name, told.system),
        "is_known": engine_of(said) is not None,
        "is_too_old": is_too_old(said),
        "has_cookies": bool(request.COOKIES),
        "is_encrypted": request.is_secure(),
        "minimum": [
            ("Chrome, Edge, Opera, Samsung Internet", _written(Engine.CHROMIUM, "Chromium ")),
            ("Firefox", _written(Engine.FIREFOX)),
            ("iPhone, iPad", _written(Engine.WEBKIT, "iOS ")),
            ("Safari (Mac)", _written(Engine.WEBKIT)),
        ],
    }
    return render(request, "public/device.html", context)


def _written(engine: Engine, before: str = "") -> str:
    major, minor = MINIMUM[engine]
    return f"{before}{major}.{minor}" if minor else f"{before}{major}"
