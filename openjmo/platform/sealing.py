"""Seals what says who somebody is: AES-256-GCM with a data key of the `keyring`, a fresh nonce each time; found again by a keyed hash.

Whoever reads the database alone, or a backup of it, reads nothing. What a seal is for is part of it: moved to another column, it does not
open. A sealed value is one byte of version, two of the data key's number, the nonce, the text and the tag.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag

from openjmo.platform import keyring

HASH_BYTES: Final = 16
_HEADER: Final = keyring.HEADER.size
_BODY: Final = _HEADER + keyring.NONCE_BYTES
_BETWEEN: Final = "\0"


class SealBrokenError(Exception):
    """The key is gone or another one, or the bytes were changed or meant for another place."""


def seal(secret: bytes, purpose: str) -> bytes:
    """The secret, unreadable without the key."""
    return sealer(purpose)(secret)


def sealer(purpose: str) -> Callable[[bytes], bytes]:
    """What seals for one purpose; for many at once, to be asked for anew within a minute."""
    ring = keyring.sealing_ring()
    header, encrypt, random = ring.header, ring.ciphers[ring.newest].encrypt, os.urandom
    about = header + purpose.encode()

    def sealed(secret: bytes) -> bytes:
        nonce = random(keyring.NONCE_BYTES)
        return header + nonce + encrypt(nonce, secret, about)

    return sealed


def unseal(sealed: bytes, purpose: str) -> bytes:
    """The secret again. Raises SealBrokenError."""
    number = key_number(sealed)
    ring = keyring.ring()
    if number not in ring.ciphers:
        ring = keyring.read_again(ring)
    try:
        return ring.ciphers[number].decrypt(sealed[_HEADER:_BODY], sealed[_BODY:], sealed[:_HEADER] + purpose.encode())
    except (InvalidTag, KeyError, ValueError) as failure:
        raise SealBrokenError from failure


def key_number(sealed: bytes) -> int:
    """Which data key it was sealed with. Raises SealBrokenError for bytes that are no seal."""
    if len(sealed) < _BODY or sealed[0] != keyring.VERSION:
        raise SealBrokenError
    number: int = keyring.HEADER.unpack_from(sealed)[1]
    return number


def header(number: int) -> bytes:
    """How everything begins that was sealed with this data key."""
    return keyring.HEADER.pack(keyring.VERSION, number)


def seal_texts(texts: Sequence[str], purpose: str) -> bytes:
    """Several texts as one seal. Raises ValueError for a text with a NUL, as the database does."""
    return seal(joined(texts), purpose)


def joined(texts: Sequence[str]) -> bytes:
    """Several texts as one secret. Raises ValueError for a text with a NUL."""
    whole = _BETWEEN.join(texts)
    if whole.count(_BETWEEN) >= len(texts):
        raise ValueError("a text cannot hold a NUL")
    return whole.encode()


def unseal_texts(sealed: bytes, purpose: str) -> list[str]:
    """They again. Raises SealBrokenError."""
    return unseal(sealed, purpose).decode().split(_BETWEEN)


def keyed_hash(kind: str, text: str, size: int = HASH_BYTES) -> bytes:
    """By which a value is found and compared without being read: keyed BLAKE2b (RFC 7693) with the index key, `size` bytes long.

    `kind`, at most 16 letters, is what the text is; the same text of another kind has another hash. Whoever lacks the key cannot try values
    out. Of all keyed hashes in Python this is the quickest, and a wage report needs two for every row.
    """
    return hasher(kind, size)(text)


def hasher(kind: str, size: int = HASH_BYTES) -> Callable[[str], bytes]:
    """What makes the keyed hashes of one kind; for many at once."""
    ring = keyring.ring()
    empty = ring.hashes.get((kind, size))
    if empty is None:
        empty = ring.hashes[kind, size] = hashlib.blake2b(key=ring.index, digest_size=size, person=kind.encode())
    begin = empty.copy

    def hashed(text: str) -> bytes:
        found = begin()
        found.update(text.encode())
        return found.digest()

    return hashed
