"""What is hashed: leaves, inner nodes, empty places and the root, each under its own name so that none can pass for another.

Whole numbers are big-endian. A sum has eight bytes and stays below 2⁶³; a node is written as its hash followed by its sum, 40 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from typing import Final

LEAF: Final = b"openjmo:proof:1:leaf\0"
NODE: Final = b"openjmo:proof:1:node\0"
PADDING: Final = b"openjmo:proof:1:padding\0"
ROOT: Final = b"openjmo:proof:1:root\0"

MOST_SEN: Final = 2**63 - 1
HASH_SIZE: Final = 32
SUM_SIZE: Final = 8
NODE_SIZE: Final = HASH_SIZE + SUM_SIZE
PARTS: Final = 2
"""Into so many parts a balance is split: one for each half of the tree."""
LONGEST_ACCOUNT: Final = 64

_SALT_SIZE: Final = 32
_DRAW_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class Epoch:
    """Which publication: its number, counted from one, and the business date at whose end the balances are taken."""

    number: int
    as_of: date

    @property
    def prefix(self) -> bytes:
        """What every leaf and the root are bound to."""
        return self.number.to_bytes(4, "big") + self.as_of.isoformat().encode()


@dataclass(frozen=True, slots=True)
class Blinding:
    """What hides one account in one epoch."""

    salt: bytes
    draw: int
    """A random number of 128 bits that splits the balance."""

    def split(self, sen: int) -> tuple[int, int]:
        """Two parts that sum to it; the first is anything from nothing to all with the same chance."""
        first = self.draw % (sen + 1)
        return first, sen - first


def blinding(secret: bytes, account: bytes) -> Blinding:
    """Derived from the epoch's secret, so that nothing has to be kept per account."""
    drawn = blake2b(account, key=secret, digest_size=_SALT_SIZE + _DRAW_SIZE, person=b"openjmo:leaf").digest()
    return Blinding(drawn[:_SALT_SIZE], int.from_bytes(drawn[_SALT_SIZE:], "big"))


def leaf(prefix: bytes, part: int, sen: int, salt: bytes, account: bytes) -> bytes:
    """A part of one account's balance as a node: 40 bytes. `part` is 0 or 1."""
    amount = sen.to_bytes(SUM_SIZE, "big")
    return sha256(b"%b%b%c%b%b%c%b" % (LEAF, prefix, part, amount, salt, len(account), account)).digest() + amount


def padding(prefix: bytes, secret: bytes, index: int) -> bytes:
    """An empty place as a node; its hash looks like any other."""
    salt = blake2b(index.to_bytes(8, "big"), key=secret, digest_size=_SALT_SIZE, person=b"openjmo:padding").digest()
    return sha256(PADDING + prefix + salt).digest() + bytes(SUM_SIZE)


def inner(left: bytes, right: bytes) -> bytes:
    """The node above two nodes. It commits to both sums, not only to theirs together. Raises OverflowError from 2⁶³ on."""
    total = sum_of(left) + sum_of(right)
    if total > MOST_SEN:
        raise OverflowError("a sum of 2**63 or more")
    return sha256(NODE + left + right).digest() + total.to_bytes(SUM_SIZE, "big")


def sum_of(node: bytes) -> int:
    """The sum a node carries."""
    return int.from_bytes(node[HASH_SIZE:], "big")


def root(epoch: Epoch, depth: int, top: bytes) -> bytes:
    """What is published: bound to the epoch, the depth and the total that the top node carries."""
    return sha256(ROOT + epoch.prefix + bytes([depth]) + top[HASH_SIZE:] + top[:HASH_SIZE]).digest()
