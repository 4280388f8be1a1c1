"""Notes that a program with an access key reads its owner's balance, before it gets the answer.

The line is on the disk before the first answer and stands for whatever the same key reads within the hour, so that it costs one write an
hour for each key and web process, and no read goes without a line. If it cannot be written, nothing is answered.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

from openjmo.domains.identity.tokens import OWNER
from openjmo.platform.direct import Direct

STANDS_FOR: Final = timedelta(hours=1)
_MARGIN: Final = timedelta(minutes=1)
"""Asked again a little before the line runs out, so that the clocks of two machines need not agree to the second."""
_MOST_REMEMBERED: Final = 100_000
_NOTE: Final = (
    "SELECT looks_note(ARRAY['account:' || owner.account_ref], 'key', 'key:' || owner.token_ref, owner.name, 'own_program', "  # noqa: S608 - our own texts
    f"owner.token_ref, interval '1 hour' - interval '1 minute', 0, 24, 1) FROM ({OWNER}) owner"
)


class OwnLooks:
    """Which keys have a line that still stands, as far as this process knows."""

    def __init__(self, database: Direct) -> None:
        self.database = database
        self._noted: dict[int, datetime] = {}
        self._lock = threading.Lock()

    def note(self, token_id: int, now: datetime) -> None:
        """See to it that there is a line. Raises psycopg.Error when it cannot be written."""
        noted_at = self._noted.get(token_id)
        if noted_at is not None and now - noted_at < STANDS_FOR - _MARGIN:
            return
        self.database.write(_NOTE, [token_id], must_last=True)
        with self._lock:
            if len(self._noted) >= _MOST_REMEMBERED:
                self._noted.clear()
            self._noted[token_id] = now
