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
_FAIR: Final = 256 // len(_SIGNS) * len(_SIGNS)
_UNFAIR: Final = bytes(range(_FAIR, 256))
"""Bytes that would favour some signs."""
_PLACES: Final = bytes(byte % len(_SIGNS) for byte in range(256))
_SIGN_OF: Final = bytes(ord(_SIGNS[place]) for place in _PLACES)
_SUMS: Final = {sign: "".join(_SIGNS[(own + place) % len(_SIGNS)] for place in range(len(_SIGNS))) for own, sign in enumerate(_SIGNS)}
"""For each sign, what it becomes with the mask's sign of each place added."""


def form_key(request: HttpRequest) -> str:
    """A key for the forms of this answer; the browser's cookie lasts anew from now on. Without a secret yet, Django makes one."""
    secret = request.META.get("CSRF_COOKIE")
    if not isinstance(secret, str) or len(secret) != CSRF_SECRET_LENGTH:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = _drawn()
    return mask.translate(_SIGN_OF).decode() + "".join([_SUMS[own][place] for own, place in zip(secret, mask, strict=True)])


def _drawn() -> bytes:
    """As many places of signs as a secret has, each as likely as any other."""
    places = b""
    while len(places) < CSRF_SECRET_LENGTH:
        places += secrets.token_bytes(2 * CSRF_SECRET_LENGTH).translate(_PLACES, _UNFAIR)
    return places[:CSRF_SECRET_LENGTH]
