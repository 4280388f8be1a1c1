"""The product as a browser meets it: the real WSGI application on a loopback port, acting as the restricted role."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus

from openjmo.platform import own_statement

BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for beyond this machine does not exist.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

_serving = threading.local()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Our own request log says it already."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        _serving.is_here = True
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()
            own_statement.let_go()


def _act_as_restricted_role(connection: Any, **_rest: object) -> None:  # noqa: ANN401 - any database wrapper
    if getattr(_serving, "is_here", False):
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION ROLE {settings.OPENJMO_DB_APP_ROLE}")


def _take_on(role: str) -> str:
    """The role before. In a broken transaction nothing can be said, and its rollback takes the role back anyway."""
    held = connections["default"].connection
    if held is None or held.closed or held.info.transaction_status is TransactionStatus.INERROR:
        return "none"
    (before,) = held.execute("SELECT current_setting('role')").fetchone()
    held.execute("SELECT set_config('role', %s, false)", [role])
    return str(before)


@contextlib.contextmanager
def acting_as_the_web() -> Iterator[None]:
    """For a request of the test client: the connection of this thread, also one that is made meanwhile, has the rights of the web."""
    is_within, _serving.is_here = getattr(_serving, "is_here", False), True
    connection_created.connect(_act_as_restricted_role)
    before = _take_on(settings.OPENJMO_DB_APP_ROLE)
    try:
        yield
    finally:
        _serving.is_here = is_within
        _take_on(before)


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the running site."""
    from openjmo.wsgi import application

    connection_created.connect(_act_as_restricted_role)
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        connection_created.disconnect(_act_as_restricted_role)


def chromium() -> str:
    """Where the system's own Chromium is; we never download one."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("Chromium is missing; `make test` installs it.")
