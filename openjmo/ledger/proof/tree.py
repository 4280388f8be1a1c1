"""Build the tree of one epoch, and write it down so that one account's proof is found without reading the rest.

Called when a total is published. The same secret, epoch and balances give the same root, whoever builds it and in whatever order the
balances come. Raises Refusal for a balance below zero, a sum of 2⁶³ or more, an account named twice or that cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import Final

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.ledger.proof.hashing import (
    HASH_SIZE,
    LONGEST_ACCOUNT,
    MOST_SEN,
    NODE,
    NODE_SIZE,
    SUM_SIZE,
    Epoch,
    blinding,
    leaf,
    padding,
    root,
)
from openjmo.ledger.proof.places import places
from openjmo.ledger.proof.tree_file import HEADER, MAGIC, row

SMALLEST_HEIGHT: Final = 10
"""A half of the tree has at least 2**10 places, so that a small fund does not show how many accounts it has."""
_PAIR: Final = Struct(f">{HASH_SIZE}xQ{HASH_SIZE}xQ")


@dataclass(frozen=True, slots=True)
class Tree:
    """A built tree. `levels` goes from the leaves up to the one top node, each node 40 bytes."""

    epoch: Epoch
    accounts: Sequence[bytes]
    left: Sequence[int]
    right: Sequence[int]
    levels: Sequence[bytes | bytearray]

    @property
    def depth(self) -> int:
        """Steps from a leaf to the top."""
        return len(self.levels) - 1

    @property
    def total(self) -> Money:
        """The sum of all balances."""
        return Money(int.from_bytes(self.levels[-1][HASH_SIZE:], "big"))

    @property
    def root(self) -> bytes:
        """What is published."""
        return root(self.epoch, self.depth, bytes(self.levels[-1]))

    def chunks(self) -> Iterator[bytes | bytearray]:
        """The tree as a file; `tree_file` has the format."""
        width = max(map(len, self.accounts))
        yield HEADER.pack(MAGIC, self.depth, width, len(self.accounts), self.epoch.number, self.epoch.as_of.isoformat().encode())
        rows = [row(*one, width) for one in zip(self.accounts, self.left, self.right, strict=True)]
        yield b"".join(rows)
        yield from self.levels


def build(balances: Iterable[tuple[str, int]], epoch: Epoch, secret: bytes) -> Tree:
    """The tree over account codes and balances in sen; the secret has 32 bytes and belongs to this epoch alone."""
    known = sorted((code.encode(), sen) for code, sen in balances)
    _refuse_impossible(known)
    accounts = [code for code, _ in known]
    height = max(SMALLEST_HEIGHT, (len(accounts) - 1).bit_length())
    left, right = places(secret, height, len(accounts))
    half = 1 << height
    right = [half + place for place in right]
    levels: list[bytes | bytearray] = [_leaves(known, left, right, epoch.prefix, secret, 2 * half)]
    while len(levels[-1]) > NODE_SIZE:
        levels.append(_above(levels[-1]))
    return Tree(epoch, accounts, left, right, levels)


def _refuse_impossible(known: Sequence[tuple[bytes, int]]) -> None:
    if not known:
        raise Refusal("Belum ada rekening peserta.", code="proof.no_accounts", fix="Terbitkan setelah ada peserta.")
    total = 0
    before = b""
    for code, sen in known:
        if not 0 <= sen <= MOST_SEN:
            raise Refusal(
                "Saldo rekening %(account)s di bawah nol atau terlalu besar pada tanggal itu: %(sen)s sen.",
                code="proof.balance_impossible",
                fix="Periksa buku besar dengan openjmo ledger verify.",
                values={"account": code.decode(), "sen": sen},
            )
        if code == before or not 0 < len(code) <= LONGEST_ACCOUNT or not code.isascii():
            raise Refusal(
                "Rekening %(account)s muncul dua kali atau namanya tidak dapat ditulis.",
                code="proof.account_impossible",
                fix="Periksa buku besar dengan openjmo ledger verify.",
                values={"account": code.decode()},
            )
        before = code
        total += sen
    if total > MOST_SEN:
        raise Refusal(
            "Jumlah semua saldo terlalu besar untuk dibuktikan.",
            code="proof.total_too_large",
            fix="Periksa buku besar dengan openjmo ledger verify.",
        )


def _leaves(
    known: Sequence[tuple[bytes, int]], left: Sequence[int], right: Sequence[int], prefix: bytes, secret: bytes, count: int
) -> bytearray:
    level = bytearray(NODE_SIZE * count)
    taken = bytearray(count)
    for (account, sen), first_at, second_at in zip(known, left, right, strict=True):
        blind = blinding(secret, account)
        first, second = blind.split(sen)
        level[NODE_SIZE * first_at : NODE_SIZE * (first_at + 1)] = leaf(prefix, 0, first, blind.salt, account)
        level[NODE_SIZE * second_at : NODE_SIZE * (second_at + 1)] = leaf(prefix, 1, second, blind.salt, account)
        taken[first_at] = taken[second_at] = 1
    index = taken.find(0)
    while index >= 0:
        level[NODE_SIZE * index : NODE_SIZE * (index + 1)] = padding(prefix, secret, index)
        index = taken.find(0, index + 1)
    return level


def _above(level: bytes | bytearray) -> bytearray:
    """All nodes above a level, as `hashing.inner` makes one; no sum can be too large, because the total is not."""
    above = bytearray(len(level) // 2)
    at = 0
    for pair, (left, right) in zip(range(0, len(level), 2 * NODE_SIZE), _PAIR.iter_unpack(level), strict=True):
        above[at : at + HASH_SIZE] = sha256(NODE + level[pair : pair + 2 * NODE_SIZE]).digest()
        above[at + HASH_SIZE : at + NODE_SIZE] = (left + right).to_bytes(SUM_SIZE, "big")
        at += NODE_SIZE
    return above
