"""The code that opens a trusted person's own page: in the link of the letter, or typed from the SMS. See `platform.codes`."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from openjmo.platform.codes import digest_of

PATH: Final = "/tepercaya/"
_PURPOSE: Final = "openjmo.protection.trust"


def digest(typed: str) -> str:
    """What is kept of it."""
    return digest_of(typed, _PURPOSE)


def link(code: str) -> str:
    """The address that it opens."""
    return f"{settings.OPENJMO_PUBLIC_ADDRESS}{PATH}{code}"
