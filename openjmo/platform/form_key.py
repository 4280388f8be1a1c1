"""The key that a form carries: Django's own (`django.middleware.csrf`), masked anew for every page.

Django draws each of the mask's 32 signs from the system by itself, which costs a tenth of drawing a busy page; here they are drawn at once.
What is sent, and how it is checked, is Django's: a test holds each key made here to be taken by Django.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_SIGNS: Final = CSRF_ALLOWED_CHARS
_PLACES: Final = {sign: place for place, sign in enumerate(_SIGNS)}
_FAIR: Final = 256 // len(_SIGNS) * len(_SIGNS)
"""Bytes from here on would favour some signs."""


def form_key(request: HttpRequest) -> str:
    """A key for the forms of this answer; the browser's cookie lasts anew from now on. Without a secret yet, Django makes one."""
    secret = request.META.get("CSRF_COOKIE")
    if not isinstance(secret, str) or len(secret) != CSRF_SECRET_LENGTH:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = _drawn()
    signs = len(_SIGNS)
    return "".join(
        [_SIGNS[place] for place in mask] + [_SIGNS[(_PLACES[own] + place) % signs] for own, place in zip(secret, mask, strict=True)]
    )


def _drawn() -> list[int]:
    """As many places of signs as a secret has, each as likely as any other."""
    places: list[int] = []
    while len(places) < CSRF_SECRET_LENGTH:
        places += [byte % len(_SIGNS) for byte in secrets.token_bytes(2 * CSRF_SECRET_LENGTH) if byte < _FAIR]
    return places[:CSRF_SECRET_LENGTH]
