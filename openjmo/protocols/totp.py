"""The six digits of authenticator apps: RFC 6238 with SHA-1, thirty seconds, as every such app understands. Plain values in and out.

>>> code_at(b"12345678901234567890", 59 // 30)
'287082'
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
from typing import Final
from urllib.parse import quote

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
TOLERATED_STEPS: Final = 1
"""Clocks of telephones go wrong by some seconds, and people type slowly: one step earlier or later is taken too."""


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 advises."""
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of the `step`-th thirty seconds since 1970 (RFC 4226 section 5.3)."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    place = digest[-1] & 0x0F
    number: int = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(seconds: float) -> int:
    """The step a moment belongs to; `seconds` since 1970."""
    return int(seconds) // STEP_SECONDS


def step_with_code(secret: bytes, code: str, seconds: float, *, after: int) -> int | None:
    """The tolerated step this code belongs to, later than `after`; None when there is none, so also for a code used before."""
    if not code.isascii():
        return None
    now = step_of(seconds)
    found = None
    for step in range(now - TOLERATED_STEPS, now + TOLERATED_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step), code) and step > after:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """As people type it into an app: base 32."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def from_text(text: str) -> bytes | None:
    """The secret again, written with or without blanks; None for anything that is no secret of ours."""
    plain = "".join(text.split()).upper()
    try:
        secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """What the QR code says to an app."""
    label = quote(f"{issuer}:{account}", safe="")
    return f"otpauth://totp/{label}?secret={as_text(secret)}&issuer={quote(issuer, safe='')}&digits={DIGITS}&period={STEP_SECONDS}"
