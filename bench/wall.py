"""What security costs the balance page, and the line of who looked the lane.

    python -m bench.wall [--members 20000] [--requests 1500]

One process, one connection a side, one database; the sides take turns, fifty requests each, so that whatever else the machine does meets
all of them. Medians count. The page goes through the whole WSGI application with a session, as a browser's request does: host, session and
account, row-level security, the key of forms, headers, the line in the log. Beside it stand

- the same way without session, row-level security and line in the log: who asks is known beforehand, and the statement sees everything
- the same page, drawn by the same functions for whoever names an account, and handed over as it is, without anything that guards it
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

if TYPE_CHECKING:
    from openjmo.domains.identity.own_session import Holder
    from openjmo.domains.savings.balance_page import BalancePage

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
WARM = 200
BLOCK = 50
FORM_KEY = "csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF"
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
        os.environ.update(json.loads((folder / "environment.json").read_text(encoding="utf-8")), OPENJMO_LOG_LEVEL="INFO")
        from openjmo.platform.database import Cluster

        try:
            _measure(json.loads((folder / "fund.json").read_text(encoding="utf-8")), arguments.requests)
        finally:
            Cluster(folder).stop()


def _measure(fund: dict[str, Any], requests: int) -> None:
    import django

    django.setup()
    from openjmo.domains.savings.own_looks import OwnLooks
    from openjmo.wsgi import application

    sessions = [{"HTTP_COOKIE": f"sesi={key}; {FORM_KEY}"} for key in fund["sessions"]]
    open_page, unwatched = _without_guards(fund["sessions"])
    bare, plain, whole = _turns((open_page, unwatched, application), "/jht", sessions, requests)
    _tell("balance page, session, row-level security and line in the log", plain, whole)
    _tell("balance page, all that guards it", bare, whole)

    note = OwnLooks.note

    def unnoted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - whatever WSGI gives
        OwnLooks.note = lambda *_: None  # type: ignore[method-assign]  # one side of the comparison goes without
        try:
            return application(environ, start_response)
        finally:
            OwnLooks.note = note  # type: ignore[method-assign]

    tokens = [{"HTTP_AUTHORIZATION": f"Bearer {token}"} for token in fund["tokens"]]
    _tell("lane, line stands", *_turns((unnoted, application), "/api/v1/saldo", tokens[:50], requests))
    _tell("lane, first of an hour", *_turns((unnoted, application), "/api/v1/saldo", tokens[100 : 100 + WARM + 600], 600))


def _without_guards(keys: list[str]) -> tuple[Application, Application]:
    """Two WSGI functions: the page without anything that guards it, and without session, row-level security and line in the log."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.utils import translation

    from openjmo.core.clock import SystemClock
    from openjmo.domains.identity.models import Account
    from openjmo.domains.identity.own_session import SeenNotes
    from openjmo.domains.savings import balance_page
    from openjmo.ledger import years
    from openjmo.platform.direct import Direct
    from openjmo.platform.own_statement import OWN
    from openjmo.portals.participant import front as short
    from openjmo.portals.participant.saldo import drawn

    database, clock, reach = Direct(), SystemClock(), years.carried()
    values, reads_postings = balance_page._values(reach, clock.now())  # noqa: SLF001 - the page's own parts are what is measured
    statement = balance_page._of_account(reads_postings=reads_postings).replace(OWN, "(SELECT $1::bigint AS account_id OFFSET 0) own")  # noqa: SLF001
    known = {}
    for key in keys:
        found = balance_page.page_of_session(key, now=clock.now(), seen=SeenNotes())
        assert found
        recipient = f"account:{Account.objects.values_list('ref', flat=True).get(id=found[0].id)}"
        known[key] = (found[0], recipient)

    def read(key: str, *, now: datetime, **_seen: object) -> tuple[Holder, BalancePage]:
        holder, recipient = known[key]
        (row,) = database.fetch(statement, [holder.id, recipient, now, *values])
        return holder, balance_page._page(row[0], row[1:], reach, now=now)  # noqa: SLF001 - the same

    def page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        now = clock.now()
        holder, told = read(environ["HTTP_COOKIE"].partition(";")[0].removeprefix("sesi="), now=now)
        request = WSGIRequest(environ)
        request.META["CSRF_COOKIE"] = FORM_KEY.partition("=")[2]
        assert told.balance
        with translation.override("id"):
            body = drawn(request, told, told.balance, hides_amounts=holder.hides_amounts, now=now).encode()
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    short_way = short.BalanceFront(lambda *_: [])
    none: dict[str, Any] = {"page_of_session": read, "only_of": lambda *_, **__: nullcontext(), "write_line": lambda *_, **__: None}
    guards = {name: vars(short)[name] for name in none}

    def unwatched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - whatever WSGI gives
        vars(short).update(none)
        try:
            return short_way(environ, start_response)
        finally:
            vars(short).update(guards)

    return page, unwatched


def _turns(sides: Sequence[Application], path: str, callers: list[dict[str, str]], requests: int) -> list[float]:
    """Median milliseconds of each side."""
    taken: list[list[float]] = [[] for _ in sides]
    for number, side in _order(WARM + requests, len(sides)):
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
        body = sides[side](environ, lambda said, _headers, _error=None, told=status: told.append(said))
        size = sum(map(len, body))
        if hasattr(body, "close"):
            body.close()
        spent = time.perf_counter() - began
        if not status[0].startswith("200") or not size:
            raise SystemExit(f"{path}: {status[0]}")
        if number >= WARM and number % BLOCK >= PLANS:
            taken[side].append(spent * 1000)
    return [statistics.median(times) for times in taken]


def _order(requests: int, sides: int) -> Iterator[tuple[int, int]]:
    """Blocks of one side, then the same of the others."""
    for first in range(0, requests, BLOCK):
        for side in range(sides):
            yield from ((number, side) for number in range(first, first + BLOCK))


def _tell(what: str, without: float, with_it: float) -> None:
    print(f"{what}: {without:.3f} ms without, {with_it:.3f} ms with, {with_it / without:.3f} times")


if __name__ == "__main__":
    main()
