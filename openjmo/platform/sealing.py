"""Seals what says who somebody is: AES-256-GCM with a data key of the `keyring`, a fresh nonce each time; found again by a keyed hash.

Whoever reads the database alone, or a backup of it, reads nothing. What a seal is for is part of it: moved to another column, it does not
open. A sealed value is one byte of version, two of the data key's number, the nonce, the text and the tag.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag

from openjmo.platform import keyring

VERSION: Final = 1
HEADER: Final = struct.Struct(">BH")
HASH_BYTES: Final = 16
_BODY: Final = HEADER.size + keyring.NONCE_BYTES
_BETWEEN: Final = "\0"


class SealBrokenError(Exception):
    """The key is gone or another one, or the bytes were changed or meant for another place."""


def seal(secret: bytes, purpose: str) -> bytes:
    """The secret, unreadable without the key."""
    ring = keyring.ring()
    header = HEADER.pack(VERSION, ring.newest)
    nonce = os.urandom(keyring.NONCE_BYTES)
    return header + nonce + ring.ciphers[ring.newest].encrypt(nonce, secret, header + purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """The secret again. Raises SealBrokenError."""
    number = key_number(sealed)
    ring = keyring.ring()
    if number not in ring.ciphers:
        ring = keyring.read_again(ring)
    try:
        return ring.ciphers[number].decrypt(sealed[HEADER.size : _BODY], sealed[_BODY:], sealed[: HEADER.size] + purpose.encode())
    except (InvalidTag, KeyError, ValueError) as failure:
        raise SealBrokenError from failure


def key_number(sealed: bytes) -> int:
    """Which data key it was sealed with. Raises SealBrokenError for bytes that are no seal."""
    if len(sealed) < _BODY or sealed[0] != VERSION:
        raise SealBrokenError
    number: int = HEADER.unpack_from(sealed)[1]
    return number


def header(number: int) -> bytes:
    """How everything begins that was sealed with this data key."""
    return HEADER.pack(VERSION, number)


def seal_texts(texts: Sequence[str], purpose: str) -> bytes:
    """Several texts as one seal. Raises ValueError for a text with a NUL, as the database does."""
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) >= len(texts):
        raise ValueError("a text cannot hold a NUL")
    return seal(joined.encode(), purpose)


def unseal_texts(sealed: bytes, purpose: str) -> list[str]:
    """They again. Raises SealBrokenError."""
    return unseal(sealed, purpose).decode().split(_BETWEEN)


def keyed_hash(kind: str, text: str, size: int = HASH_BYTES) -> bytes:
    """By which a value is found and compared without being read: HMAC-SHA-256 with the index key, its first `size` bytes.

    `kind` is what the text is; the same text of another kind has another hash. Whoever lacks the key cannot try values out.
    """
    found = keyring.ring().index.copy()
    found.update(f"{kind}\0{text}".encode())
    return found.digest()[:size]
