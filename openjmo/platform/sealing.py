"""Encrypts small secrets that must be read again, with the server's OPENJMO_FIELD_KEY: AES-256-GCM, a fresh nonce each time.

Whoever reads the database alone, or a backup of it, reads nothing. What a seal is for is part of it: it opens for nothing else.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES: Final = 12


class SealBrokenError(Exception):
    """The key is another one, or the bytes were changed."""


@cache
def _cipher(field_key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"openjmo.sealing.1").derive(field_key.encode()))


def seal(secret: bytes, purpose: str) -> bytes:
    """The secret, unreadable without the key."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(settings.OPENJMO_FIELD_KEY).encrypt(nonce, secret, purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """The secret again. Raises SealBrokenError."""
    try:
        return _cipher(settings.OPENJMO_FIELD_KEY).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
    except InvalidTag as failure:
        raise SealBrokenError from failure
