"""What is published of an epoch, signed and chained to the one before, and what a member is given.

The signature is Ed25519 (RFC 8032) over the bytes of `Statement.signed_bytes`; the hash of these bytes is in the next statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from openjmo.core.money import Money
from openjmo.ledger.proof.hashing import SUM_SIZE, Epoch

STATEMENT: Final = b"openjmo:proof:1:statement\0"
FIRST: Final = bytes(32)
"""What stands for the statement before the first one."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The facts of a statement."""

    epoch: Epoch
    depth: int
    total: Money
    root: bytes
    previous: bytes
    """SHA-256 of the signed bytes of the statement before; `FIRST` for the first one."""
    published_at: str
    """UTC, as `2026-11-02T20:00:00Z`."""
    public_key: bytes

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return b"".join(
            (
                STATEMENT,
                self.epoch.prefix,
                bytes([self.depth]),
                self.total.sen.to_bytes(SUM_SIZE, "big"),
                self.root,
                self.previous,
                self.published_at.encode(),
                self.public_key,
            )
        )

    @property
    def digest(self) -> bytes:
        """What the next statement names as the one before it."""
        return sha256(self.signed_bytes()).digest()


@dataclass(frozen=True, slots=True)
class Statement:
    """The facts and the signature."""

    facts: Unsigned
    signature: bytes

    def is_signed(self) -> bool:
        """Whether the signature fits the facts and the key they name."""
        try:
            Ed25519PublicKey.from_public_bytes(self.facts.public_key).verify(self.signature, self.facts.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts of a balance, its place among the leaves, and the neighbours from the leaf up, 40 bytes each."""

    sen: int
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an account with this balance is in a tree."""

    account: str
    sen: int
    salt: bytes
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a member is given: the statement and the inclusion under its root."""

    statement: Statement
    inclusion: Inclusion


def public_key_of(seed: bytes) -> bytes:
    """The public key, 32 bytes, of a private seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(facts: Unsigned, seed: bytes) -> Statement:
    """Signed with the seed whose public key the facts name."""
    assert facts.public_key == public_key_of(seed)
    return Statement(facts, Ed25519PrivateKey.from_private_bytes(seed).sign(facts.signed_bytes()))
