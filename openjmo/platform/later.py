"""Small notes that no answer waits for: gathered by each process and written down together, by a thread of its own.

For when something was last used, where a few seconds more or less, or those of a process that was killed, do no harm. Never for what
must be known before an answer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, Generic, TypeVar

import psycopg

WRITTEN_EVERY: Final = timedelta(seconds=5)
_logger = logging.getLogger(__name__)
Key = TypeVar("Key")
Told = TypeVar("Told")


class Later(Generic[Key, Told]):
    """Notes by key; of the same key the last one counts. With `at_once` each is written where it is noted.

    What could not be written is forgotten, and the log says how much it was; the answer it belongs to is not touched.
    """

    def __init__(self, write: Callable[[Mapping[Key, Told]], None], *, name: str, at_once: bool) -> None:
        self._write = write
        self._name = name
        self._at_once = at_once
        self._waiting: dict[Key, Told] = {}
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def note(self, key: Key, told: Told) -> None:
        """To be written down."""
        with self._lock:
            self._waiting[key] = told
            if self._writer is None and not self._at_once:
                self._writer = threading.Thread(target=self._write_on, name=self._name, daemon=True)
                self._writer.start()
        if self._at_once:
            self.write()

    def write(self) -> None:
        """Write down what waits."""
        with self._lock:
            noted, self._waiting = self._waiting, {}
        if not noted:
            return
        try:
            self._write(noted)
        except psycopg.Error as trouble:
            _logger.warning("%s not written", self._name, exc_info=trouble, extra={"notes": len(noted)})

    def _write_on(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(WRITTEN_EVERY.total_seconds())
            self.write()
