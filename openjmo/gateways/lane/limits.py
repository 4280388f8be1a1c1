"""How often one token may ask, and one address may be wrong, in a minute; counted in this process.

Counting in the database would cost a second query per read. So each process counts for itself, and what a token may really ask is the
limit times the processes that serve: a brake on a program that runs wild, not a price list. Forgotten every minute, and never larger than
the tokens that were really used in it and `MOST_ADDRESSES`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings

MINUTE: Final = 60
MOST_ADDRESSES: Final = 50_000
"""With more wrong addresses than this in one minute somebody owns many; every stranger waits for the next minute then."""


class Limits:
    """The counters of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.per_token: int = settings.OPENJMO_LANE_PER_MINUTE
        self.wrong_per_address: int = settings.OPENJMO_LANE_WRONG_PER_MINUTE
        self._minute = 0
        self._asked: dict[bytes, int] = {}
        self._wrong: dict[str, int] = {}

    def address_may_ask(self, address: str) -> bool:
        """Whether so few wrong tokens came from there in this minute that another call is worth a query."""
        self._turn()
        return self._wrong.get(address, 0) < self.wrong_per_address and len(self._wrong) < MOST_ADDRESSES

    def note_wrong(self, address: str) -> None:
        """A token from there was no good."""
        self._wrong[address] = self._wrong.get(address, 0) + 1

    def token_may_ask(self, digest: bytes) -> bool:
        """Whether that token was used less often in this minute than it may be."""
        self._turn()
        return self._asked.get(digest, 0) < self.per_token

    def note_asked(self, digest: bytes) -> None:
        """A token that is good was used; only those are counted, so that nobody fills the counters with inventions."""
        self._asked[digest] = self._asked.get(digest, 0) + 1

    def seconds_to_wait(self) -> int:
        """Until the counters begin anew."""
        return MINUTE - int(self.clock()) % MINUTE

    def _turn(self) -> None:
        minute = int(self.clock()) // MINUTE
        if minute != self._minute:
            # Another thread may do the same at this moment; at worst a minute begins twice.
            self._minute, self._asked, self._wrong = minute, {}, {}
