"""Where the parts stand: secret places, drawn anew in each epoch.

Every account has a random slot; its first part stands in the left half of the tree and its second in the right half. The right half lists
the slots with their bits backwards, and in both halves the two sides of every node are swapped or not as keyed bits say. So places tell
nothing about slots, and two accounts whose parts stand close together in one half stand far apart in the other: the heights at which they
meet in the two halves sum to more than the height of a half. Nobody who reads one proof sees both parts of somebody else's balance alone.
"""

from __future__ import annotations

import sys
from array import array
from hashlib import shake_256


def places(secret: bytes, height: int, count: int) -> tuple[list[int], list[int]]:
    """For each of `count` accounts its place in the left and in the right half; a half has 2**height places."""
    slots = _shuffled(secret, 1 << height)[:count]
    left = _turned(secret + b"left", height)
    right = _turned(secret + b"right", height)
    backwards = [0]
    for _ in range(height):
        backwards = [2 * slot for slot in backwards] + [2 * slot + 1 for slot in backwards]
    return [left[slot] for slot in slots], [right[backwards[slot]] for slot in slots]


def _shuffled(secret: bytes, size: int) -> list[int]:
    """All slots in a keyed order (Fisher and Yates, with 64 random bits for each choice)."""
    draws = array("Q", shake_256(secret + b"slots").digest(8 * size))
    if sys.byteorder == "big":
        draws.byteswap()
    slots = list(range(size))
    for last in range(size - 1, 0, -1):
        chosen = draws[last] % (last + 1)
        slots[last], slots[chosen] = slots[chosen], slots[last]
    return slots


def _turned(key: bytes, height: int) -> list[int]:
    """The place of each slot after keyed bits have swapped the two sides of nodes."""
    bits = shake_256(key).digest((1 << height) // 8 + 1)
    turned = [0]
    for level in range(height):
        below: list[int] = []
        for node, place in enumerate(turned, 1 << level):
            bit = bits[node >> 3] >> (node & 7) & 1
            below += (2 * place + bit, 2 * place + 1 - bit)
        turned = below
    return turned
