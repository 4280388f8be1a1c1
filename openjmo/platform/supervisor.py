"""Keeps a few processes of ours alive and ends them in order: web and worker of `openjmo run`.

A child that dies is started again, at once the first time and then with growing pauses, so that a broken one does not
burn the machine. SIGTERM and SIGINT end the children gracefully: the web server finishes the answers it has begun, the
worker the job it is in. If the supervisor itself is killed, the kernel tells the children to stop.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from openjmo.platform.processes import stop_when_parent_dies

_LONGEST_PAUSE_SECONDS: Final = 30
_HEALTHY_AFTER_SECONDS: Final = 20


@dataclass
class Child:
    """One process to keep alive. `patience_seconds` is how long it may take to stop before it is killed."""

    name: str
    command: Sequence[str]
    patience_seconds: int
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0, init=False)
    _pause: float = field(default=0, init=False)

    def is_alive(self) -> bool:
        """Whether it runs now."""
        return self._process is not None and self._process.poll() is None

    def start(self, environment: Mapping[str, str], log: Path) -> None:
        """Start it; what it writes goes to the log."""
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                self.command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is for the supervisor, which stops us in order
                preexec_fn=stop_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - one system call
            )
        self._started = time.monotonic()

    def restart_if_dead(self, environment: Mapping[str, str], log: Path) -> None:
        """Bring it back, later and later if it keeps dying young."""
        if self._process is None or self._process.poll() is None:
            return
        lived = time.monotonic() - self._started
        if lived < self._pause:
            return
        self._end_group()
        self._pause = 0 if lived > _HEALTHY_AFTER_SECONDS else min(max(1, self._pause * 2), _LONGEST_PAUSE_SECONDS)
        print(f"The {self.name} process ended (status {self._process.returncode}); starting it again. Its log is {log}.", file=sys.stderr)
        self.start(environment, log)

    def ask_to_stop(self) -> None:
        """Ask; it may still finish what it is doing."""
        if self.is_alive() and self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait for the end, then make sure of it."""
        if self._process is None:
            return
        try:
            self._process.wait(self.patience_seconds)
        except subprocess.TimeoutExpired:
            print(f"The {self.name} process did not stop within {self.patience_seconds} seconds and is killed.", file=sys.stderr)
        self._end_group()
        self._process.wait()

    def _end_group(self) -> None:
        """Kill what is left of its session: a server killed outright leaves workers behind that hold the port."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


class Supervisor:
    """Runs children until it is asked to stop."""

    def __init__(self, children: Sequence[Child], log: Path, environment: Mapping[str, str]) -> None:
        self.children = children
        self.log = log
        self.environment = environment
        self.is_stopping = False

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT mean an orderly stop; a second one changes nothing."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    def start(self) -> None:
        """Start all children."""
        for child in self.children:
            child.start(self.environment, self.log)

    def watch(self, look_after: Callable[[], None], until: Callable[[], bool] = lambda: False) -> None:
        """Keep the children alive until asked to stop or until `until` says so.

        `look_after` is called at every round, for what is not a child.
        """
        while not self.is_stopping and not until():
            look_after()
            for child in self.children:
                child.restart_if_dead(self.environment, self.log)
            time.sleep(0.1)

    def stop(self) -> None:
        """End all children, each with its patience; they end side by side."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True
