"""The servers that `reads.py` measures beside ours, all under the same Granian with two threads a worker: `serving.py NAME PORT WORKERS`.

`bare_json` and `bare_page` are the baselines: a WSGI function, psycopg, one prepared query by the number of the ledger account, and either
a line of JSON or one format of 12 KB. They check nobody. `naive` is a page as one would first write it with Django (`naive.py`).
The address of the database stands in BENCH_DATABASE.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

import psycopg

QUERY: Final = "SELECT worker_sen, employer_sen, returns_sen, claims_sen, balance_sen FROM ledger_balance WHERE account_id = %s"
PAGE_BYTES: Final = 12_000
_own = threading.local()

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _balance(environ: dict[str, Any]) -> tuple[int, ...]:
    connection = getattr(_own, "connection", None)
    if connection is None:
        connection = psycopg.connect(os.environ["BENCH_DATABASE"], autocommit=True, prepare_threshold=0)
        _own.connection = connection
    (row,) = connection.execute(QUERY, [int(environ["QUERY_STRING"])]).fetchall()
    return tuple(row)


def bare_json() -> Application:
    """Baseline B1."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = '{{"worker":"{}","employer":"{}","returns":"{}","claims":"{}","total":"{}"}}'.format(*_balance(environ)).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return application


def bare_page() -> Application:
    """Baseline B2."""
    filler = "<p>sebaris kata pada halaman saldo</p>\n"
    page = "<!doctype html><dl><dd>{}</dd><dd>{}</dd><dd>{}</dd><dd>{}</dd><dd>{}</dd></dl>\n"
    page += filler * ((PAGE_BYTES - len(page)) // len(filler))

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = page.format(*_balance(environ)).encode()
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    return application


def naive() -> Application:
    """A page as one would first write it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "naive"
    from django.core.wsgi import get_wsgi_application

    application: Application = get_wsgi_application()
    return application


def serve(name: str, port: int, workers: int) -> None:
    """Until asked to stop."""
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    Server(
        f"serving:{name}",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=2,
        blocking_threads_idle_timeout=600,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
