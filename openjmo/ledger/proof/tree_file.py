"""One account's proof from the file of a tree: a search among sorted rows and one node of each level, some seventy short reads.

The file: a header; one row per account, sorted by its name (name, place of the first part, place of the second); then the levels from the
leaves to the top, 40 bytes a node. Salts are not in it: they come from the epoch's secret.
"""

from __future__ import annotations

from datetime import date
from struct import Struct
from typing import BinaryIO, Final

from openjmo.ledger.proof.hashing import NODE_SIZE, PARTS, Epoch, blinding, sum_of
from openjmo.ledger.proof.statement import Inclusion, Part

MAGIC: Final = b"openjmo:tree:1\0\0"
HEADER: Final = Struct(">16sBBQI10s")
"""Name of the format, depth, width of an account's name, how many accounts, number and date of the epoch."""
_PLACES: Final = Struct(">QQ")


def row(account: bytes, left: int, right: int, width: int) -> bytes:
    """An account and the places of its two parts."""
    return account.ljust(width, b"\0") + _PLACES.pack(left, right)


class TreeFile:
    """A tree that was written down. Raises ValueError for a file that is none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        magic, self.depth, self._width, self._count, number, as_of = HEADER.unpack(self._read(0, HEADER.size))
        if magic != MAGIC:
            raise ValueError("not the file of a tree")
        self.epoch = Epoch(number, date.fromisoformat(as_of.decode()))
        self._row_size = self._width + _PLACES.size
        self._levels_at = HEADER.size + self._count * self._row_size

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        found = self._file.read(size)
        if len(found) != size:
            raise ValueError("the file of the tree is cut off")
        return found

    def _places_of(self, account: bytes) -> tuple[int, ...] | None:
        wanted = account.ljust(self._width, b"\0")
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._read(HEADER.size + middle * self._row_size, self._row_size)
            if found[: self._width] == wanted:
                return _PLACES.unpack(found[self._width :])
            low, high = (middle + 1, high) if found[: self._width] < wanted else (low, middle)
        return None

    def _node(self, level: int, index: int) -> bytes:
        before = (1 << (self.depth + 1)) - (1 << (self.depth + 1 - level))
        return self._read(self._levels_at + NODE_SIZE * (before + index), NODE_SIZE)

    def holds(self, account: str) -> bool:
        """Whether the account is in this tree."""
        return self._places_of(account.encode()) is not None

    def inclusion_of(self, account: str, secret: bytes) -> Inclusion | None:
        """What shows that the account is counted; None when it is not in this tree."""
        places = self._places_of(account.encode())
        if places is None:
            return None
        parts = tuple(
            Part(
                sen=sum_of(self._node(0, index)),
                index=index,
                path=tuple(self._node(level, (index >> level) ^ 1) for level in range(self.depth)),
            )
            for index in places
        )
        assert len(parts) == PARTS
        return Inclusion(account, sum(part.sen for part in parts), blinding(secret, account.encode()).salt, parts)
