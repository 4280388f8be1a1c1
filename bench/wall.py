"""What security costs the balance page, and the line of who looked the lane.

    python -m bench.wall [--members 20000] [--requests 1500]

One process, one connection a side, one database; the two sides take turns, fifty requests each, so that whatever else the machine does
meets both. Medians count. The page goes through the whole WSGI application with a session, as a browser's request does: host, session and
account, row-level security, the key of forms, headers, the line in the log. Beside it stands the same page, drawn by the same functions for
whoever names an account: its statement on a connection that sees everything, and the answer handed over as it is.
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
    sides: dict[bool, Callable[..., Any]] = {False: _open_page(fund["sessions"]), True: application}
    chosen = [sides[True]]

    def side(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - whatever WSGI gives
        return chosen[0](environ, start_response)

    page = _turns(
        side,
        "/jht",
        sessions,
        lambda: chosen.__setitem__(0, sides[False]),
        lambda: chosen.__setitem__(0, sides[True]),
        requests,
    )
    _tell("balance page, all that guards it", *page)

    note = OwnLooks.note

    def keep(noting: Callable[..., None]) -> None:
        OwnLooks.note = noting  # type: ignore[method-assign]  # one side of the comparison goes without

    tokens = [{"HTTP_AUTHORIZATION": f"Bearer {token}"} for token in fund["tokens"]]
    again = tokens[:50]
    _tell("lane, line stands", *_turns(application, "/api/v1/saldo", again, lambda: keep(lambda *_: None), lambda: keep(note), requests))
    fresh = tokens[100 : 100 + WARM + 600]
    _tell("lane, first of an hour", *_turns(application, "/api/v1/saldo", fresh, lambda: keep(lambda *_: None), lambda: keep(note), 600))


def _open_page(keys: list[str]) -> Callable[..., Any]:
    """The page without anything that guards it, as a WSGI function."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.utils import translation

    from openjmo.core.clock import SystemClock
    from openjmo.domains.identity.models import Account
    from openjmo.domains.savings import balance_page
    from openjmo.ledger import years
    from openjmo.platform.direct import Direct
    from openjmo.platform.own_statement import OWN
    from openjmo.portals.participant.saldo import drawn

    database, clock, reach = Direct(), SystemClock(), years.carried()
    values, reads_postings = balance_page._values(reach, clock.now())  # noqa: SLF001 - the page's own parts are what is measured
    statement = balance_page._of_account(reads_postings=reads_postings).replace(OWN, "(SELECT $1::bigint AS account_id OFFSET 0) own")  # noqa: SLF001
    known = {}
    for key in keys:
        found = balance_page.page_of_session(key, now=clock.now())
        assert found
        recipient = f"account:{Account.objects.values_list('ref', flat=True).get(id=found[0].id)}"
        known[f"sesi={key}; {FORM_KEY}"] = (found[0], recipient)

    def page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        (holder, recipient), now = known[environ["HTTP_COOKIE"]], clock.now()
        (row,) = database.fetch(statement, [holder.id, recipient, now, *values])
        request = WSGIRequest(environ)
        request.META["CSRF_COOKIE"] = FORM_KEY.partition("=")[2]
        told = balance_page._page(row, reach, now=now)  # noqa: SLF001 - the same
        assert told.balance
        with translation.override("id"):
            body = drawn(request, told, told.balance, hides_amounts=holder.hides_amounts, now=now).encode()
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    return page


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
