"""Numbers seen in a file, each with the line it was first seen on, in a fraction of a dictionary's memory.

For checks that look for doubled NIK and KPJ over a million lines: 24 to 48 bytes a number, where a dictionary takes about 150. An open
table over two arrays; the place of a number is mixed with a secret so that nobody can craft a file that makes the search slow.
"""

from __future__ import annotations

import secrets
from array import array
from typing import Final

_PRIME: Final = (1 << 61) - 1
_FIRST_SLOTS: Final = 1 << 10


class NumberIndex:
    """Remembers whole numbers from 0 up to 19 digits. A line number fits 32 bits."""

    def __init__(self) -> None:
        self._factor: Final = secrets.randbelow(_PRIME - 1) + 1
        self._mask = _FIRST_SLOTS - 1
        self._keys = array("Q", bytes(8 * _FIRST_SLOTS))
        self._lines = array("I", bytes(4 * _FIRST_SLOTS))
        self._free = _FIRST_SLOTS // 2

    def first_line(self, number: int, line: int) -> int:
        """The line `number` was first seen on: `line` itself when it is new, which is then remembered."""
        key = number + 1
        keys, mask = self._keys, self._mask
        slot = key * self._factor % _PRIME & mask
        while held := keys[slot]:
            if held == key:
                return self._lines[slot]
            slot = slot + 1 & mask
        keys[slot] = key
        self._lines[slot] = line
        self._free -= 1
        if not self._free:
            self._grow()
        return line

    def _grow(self) -> None:
        old_keys, old_lines = self._keys, self._lines
        slots = 2 * len(old_keys)
        self._mask = mask = slots - 1
        self._keys = keys = array("Q", bytes(8 * slots))
        self._lines = lines = array("I", bytes(4 * slots))
        self._free = slots // 4
        factor = self._factor
        for key, line in zip(old_keys, old_lines, strict=True):
            if key:
                slot = key * factor % _PRIME & mask
                while keys[slot]:
                    slot = slot + 1 & mask
                keys[slot] = key
                lines[slot] = line
