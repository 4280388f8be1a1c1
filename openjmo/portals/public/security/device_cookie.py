"""The cookie by which a browser is known again. It signs nobody in: it gives own tries, and may spare the code after the password."""

from __future__ import annotations

import re
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE: Final = "perangkat"
_KEPT_SECONDS: Final = 400 * 24 * 60 * 60
"""The longest browsers keep any cookie."""


def device_key(request: HttpRequest) -> str:
    """The key this browser brings; empty when it has none."""
    key = request.COOKIES.get(COOKIE, "")
    return key if re.fullmatch(r"[\w-]{43}", key) else ""


def new_device_key() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def keep(response: HttpResponseBase, key: str) -> None:
    """Have the browser bring it from now on."""
    response.set_cookie(COOKIE, key, max_age=_KEPT_SECONDS, secure=settings.OPENJMO_HTTPS, httponly=True, samesite="Lax")
