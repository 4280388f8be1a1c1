"""The keys in use: random data keys, kept in the database wrapped by the operator's master key, opened once and held by the process.

Whoever has the database, a copy or a backup of it has the data keys only as wrapped bytes. The master key (OPENJMO_FIELD_KEY) never
encrypts anything but them, so it can be changed without touching a row (`rotation`). One data key of the kind `data` seals at a time, the
newest; older ones open what they sealed until nothing is left of it. The key of the kind `index` makes keyed hashes.

Read over a connection of its own: a member's page acts as a role that may not see the keys, and a broken transaction can read nothing.
"""

from __future__ import annotations

import hashlib
import os
import struct
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from openjmo.platform.direct import Direct
from openjmo.platform.environment import WrongConfiguration

DATA: Final = "data"
INDEX: Final = "index"
VERSION: Final = 1
HEADER: Final = struct.Struct(">BH")
"""Of a sealed value: the version and the number of the data key."""
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
FRESH_SECONDS: Final = 60
"""A process seals with a key that was the newest at most so long ago; `rotation` waits for that."""
_KEYS: Final = "SELECT id, kind, wrapped FROM platform_data_key WHERE wrapped IS NOT NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys that open something, and which of them seals."""

    ciphers: Mapping[int, AESGCM]
    newest: int
    """The number of the data key that seals."""
    header: bytes
    """How everything begins that is sealed with it."""
    index: bytes
    """The key of keyed hashes."""
    hashes: dict[tuple[str, int], hashlib.blake2b]
    """By kind and size, keyed and empty, to be copied; made when first asked for."""
    read_at: float
    """By the monotonic clock, in seconds."""


class _Held:
    """What this process holds."""

    ring: Ring | None = None
    lock = threading.Lock()


def ring() -> Ring:
    """The keys that open and find. Raises WrongConfiguration when the master key is not the one they were wrapped with."""
    return _Held.ring or read_again(None)


def sealing_ring() -> Ring:
    """The same, at most `FRESH_SECONDS` old, so that the newest key seals."""
    held = ring()
    return read_again(held) if time.monotonic() - held.read_at > FRESH_SECONDS else held


def read_again(known: Ring | None) -> Ring:
    """The keys as they are now; of several threads that ask at once, one reads."""
    with _Held.lock:
        if _Held.ring is None or _Held.ring is known:
            direct = Direct()
            try:
                _Held.ring = opened(direct.fetch(_KEYS, []))
            finally:
                direct.close()
        return _Held.ring


def hold(fresh: Ring | None) -> None:
    """From now on this process uses these keys; None makes it read them again."""
    with _Held.lock:
        _Held.ring = fresh


def opened(rows: Iterable[tuple[Any, ...]]) -> Ring:
    """The ring of rows with number, kind and wrapped key, oldest first; of either kind there is one at least."""
    ciphers: dict[int, AESGCM] = {}
    index = b""
    for number, kind, wrapped in rows:
        key = unwrapped(number, kind, bytes(wrapped))
        if kind == DATA:
            ciphers[number] = AESGCM(key)
        else:
            index = key
    if not ciphers or not index:
        raise WrongConfiguration("The database has no data keys; run `openjmo migrate`.")
    newest = max(ciphers)
    return Ring(ciphers, newest, HEADER.pack(VERSION, newest), index, {}, time.monotonic())


def fresh_key(number: int, kind: str) -> bytes:
    """A new random key, wrapped."""
    return wrapped_key(number, kind, os.urandom(KEY_BYTES))


def wrapped_key(number: int, kind: str, key: bytes) -> bytes:
    """The key, unreadable without the present master key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _master(settings.OPENJMO_FIELD_KEY).encrypt(nonce, key, _about(number, kind))


def unwrapped(number: int, kind: str, wrapped: bytes) -> bytes:
    """The key again, by the present master key or the one before. Raises WrongConfiguration."""
    for master in masters():
        try:
            return _master(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _about(number, kind))
        except InvalidTag:
            continue
    raise WrongConfiguration(
        f"OPENJMO_FIELD_KEY does not open data key {number}: it is another one than the database was sealed with. "
        "Set the right one, or after a change also OPENJMO_FIELD_KEY_BEFORE (docs/operate.md)."
    )


def is_wrapped_by_present(number: int, kind: str, wrapped: bytes) -> bool:
    """Whether the present master key alone opens it."""
    try:
        _master(settings.OPENJMO_FIELD_KEY).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _about(number, kind))
    except InvalidTag:
        return False
    return True


def masters() -> tuple[str, ...]:
    """The present master key, and the one before where it is given."""
    return tuple(key for key in (settings.OPENJMO_FIELD_KEY, settings.OPENJMO_FIELD_KEY_BEFORE) if key)


@cache
def _master(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=None, info=b"openjmo.keyring.1").derive(key.encode()))


def _about(number: int, kind: str) -> bytes:
    return f"openjmo data key {number} {kind}".encode()
