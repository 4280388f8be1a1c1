"""What the second wall and the line of who looked cost: the balance page with and without the wall, the lane with and without the line.

    python -m bench.wall [--members 20000] [--requests 1500]

One process, one connection, one database; the two sides take turns, fifty requests each, so that whatever else the machine does meets both.
Medians count. The page goes through the whole WSGI application with a session, as a browser's request does.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

WARM = 200
BLOCK = 50
PLANS = 10
"""Of each block the first requests do not count: a prepared statement is planned anew when the role changes, in life it never does."""


def main() -> None:
    """Build a fund, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=1_500)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run([sys.executable, "-m", "bench.reading_fund", name, str(arguments.members), "60", "100"], check=True)
        os.environ.clear()
        os.environ.update(json.loads((folder / "environment.json").read_text(encoding="utf-8")), OPENJMO_LOG_LEVEL="ERROR")
        from openjmo.platform.database import Cluster

        try:
            _measure(json.loads((folder / "fund.json").read_text(encoding="utf-8")), arguments.requests)
        finally:
            Cluster(folder).stop()


def _measure(fund: dict[str, Any], requests: int) -> None:
    import django

    django.setup()
    from django.conf import settings

    from openjmo.domains.savings.own_looks import OwnLooks
    from openjmo.wsgi import application

    role = settings.OPENJMO_DB_APP_ROLE

    def put(name: str) -> None:
        settings.OPENJMO_DB_APP_ROLE = name  # without roles `only_of` does nothing; the connection keeps what it has

    sessions = [{"HTTP_COOKIE": f"sesi={key}"} for key in fund["sessions"]]
    _tell("balance page, wall", *_turns(application, "/jht", sessions, lambda: put(""), lambda: put(role), requests))

    note = OwnLooks.note

    def keep(noting: Callable[..., None]) -> None:
        OwnLooks.note = noting  # type: ignore[method-assign]  # one side of the comparison goes without

    tokens = [{"HTTP_AUTHORIZATION": f"Bearer {token}"} for token in fund["tokens"]]
    again = tokens[:50]
    _tell("lane, line stands", *_turns(application, "/api/v1/saldo", again, lambda: keep(lambda *_: None), lambda: keep(note), requests))
    fresh = tokens[100 : 100 + WARM + 600]
    _tell("lane, first of an hour", *_turns(application, "/api/v1/saldo", fresh, lambda: keep(lambda *_: None), lambda: keep(note), 600))


def _turns(
    application: Callable[..., Any],
    path: str,
    callers: list[dict[str, str]],
    without: Callable[[], None],
    with_it: Callable[[], None],
    requests: int,
) -> tuple[float, float]:
    """Median milliseconds without and with."""
    taken: dict[bool, list[float]] = {False: [], True: []}
    for number, is_on in _order(WARM + requests):
        (with_it if is_on else without)()
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "HTTP_HOST": "localhost",
            "REQUEST_METHOD": "GET",
            **callers[number % len(callers)],
        }
        setup_testing_defaults(environ)
        environ["wsgi.input"] = io.BytesIO()
        status: list[str] = []
        began = time.perf_counter()
        body = application(environ, lambda said, _headers, _error=None, told=status: told.append(said))
        size = sum(map(len, body))
        if hasattr(body, "close"):
            body.close()
        spent = time.perf_counter() - began
        if not status[0].startswith("200") or not size:
            raise SystemExit(f"{path}: {status[0]}")
        if number >= WARM and number % BLOCK >= PLANS:
            taken[is_on].append(spent * 1000)
    return statistics.median(taken[False]), statistics.median(taken[True])


def _order(requests: int) -> Iterator[tuple[int, bool]]:
    """Blocks of one side, then the same of the other."""
    for first in range(0, requests, BLOCK):
        for is_on in (False, True):
            yield from ((number, is_on) for number in range(first, first + BLOCK))


def _tell(what: str, without: float, with_it: float) -> None:
    print(f"{what}: {without:.3f} ms without, {with_it:.3f} ms with, {with_it / without:.3f} times")


if __name__ == "__main__":
    main()
