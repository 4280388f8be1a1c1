"""Run everything on this machine: database, web and worker; what `make run` calls.

Starts the embedded PostgreSQL (unless DATABASE_URL names another), brings the tables up to date, loads the demonstration
fund once (in development), starts web and worker, says where to look and who can sign in, and keeps all of it alive until
Ctrl-C or SIGTERM. A second one on the same data is refused.
"""

import argparse
import contextlib
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.error import HTTPError

from openjmo.platform import environment

DEFAULT_PORT: Final = 8017
_PORTS_TO_TRY: Final = 20
_LOG_LIMIT_BYTES: Final = 20_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--port", type=int, help=f"port to listen on (OPENJMO_PORT, else {DEFAULT_PORT} or the next free one)")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demonstration fund")


def execute(arguments: argparse.Namespace) -> int:
    """Run until asked to stop."""
    began = time.monotonic()
    os.environ.update(DJANGO_SETTINGS_MODULE="openjmo.settings", OPENJMO_DB_AS_OWNER="1")
    from openjmo import settings
    from openjmo.platform.supervisor import Child, Supervisor

    wanted = arguments.port or environment.number("OPENJMO_PORT", 0)
    with _owned_database():
        supervisor = Supervisor([], _log(settings.DATA_DIRECTORY), {**os.environ, "OPENJMO_DB_AS_OWNER": "0"})
        supervisor.listen()
        people = _prepare(with_demo=settings.ENVIRONMENT == "development" and not arguments.no_demo)
        port = _port(wanted)
        # The address has a name, because browsers give no passkeys to a number.
        address = f"http://localhost:{port}"
        settings.CLUSTER.describe_owner(address)
        openjmo = [sys.executable, "-m", "openjmo"]
        supervisor.children = [
            Child("web", [*openjmo, "serve", "--is-prepared", "--port", str(port)], patience_seconds=35),
            Child("worker", [*openjmo, "work"], patience_seconds=65),
        ]
        try:
            supervisor.start()
            supervisor.watch(until=lambda: _answers(f"http://127.0.0.1:{port}/healthz"), look_after=_look_after_database)
            if not supervisor.is_stopping:
                _tell(address, people, supervisor.log, time.monotonic() - began)
            supervisor.watch(look_after=_look_after_database)
            print("Stopping …", flush=True)
        finally:
            supervisor.stop()
    print("Stopped. Everything is saved.")
    return 0


@contextlib.contextmanager
def _owned_database() -> Iterator[None]:
    """The data folder is ours and the database answers; in the end the database stops and the folder is free."""
    from openjmo import settings

    settings.CLUSTER.own("starting")
    try:
        if settings.IS_DATABASE_EMBEDDED:
            settings.CLUSTER.start()
        yield
    finally:
        if settings.IS_DATABASE_EMBEDDED:
            settings.CLUSTER.stop()
        settings.CLUSTER.disown()


def _look_after_database() -> None:
    from openjmo import settings

    if settings.IS_DATABASE_EMBEDDED and not settings.CLUSTER.is_running():
        print("PostgreSQL ended; starting it again.", file=sys.stderr)
        settings.CLUSTER.start()


def _prepare(*, with_demo: bool) -> list[str]:
    """Tables, translations, static files and demonstration, each only if needed; returns who can sign in."""
    from openjmo.commands import demo, migrate, serve

    serve.prepare()
    from django.db import connections

    from openjmo.platform.health import is_migrated

    try:
        if not is_migrated():
            print("Bringing the tables up to date …", flush=True)
            migrate.bring_up_to_date()
        if not with_demo:
            return []
        demo.load_once()
        demonstration = demo.demonstration()
        return list(demonstration.people_to_sign_in()) if demonstration else []
    finally:
        connections.close_all()


def _port(wanted: int) -> int:
    """The wanted port, or the first free one from the default on. Raises `WrongConfiguration` if there is none."""
    for port in [wanted] if wanted else range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TO_TRY):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    what = f"Port {wanted} is" if wanted else f"Ports {DEFAULT_PORT} to {DEFAULT_PORT + _PORTS_TO_TRY - 1} are"
    raise environment.WrongConfiguration(f"{what} in use; choose another with OPENJMO_PORT.")


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own address
    except HTTPError:
        return True  # in production it may not answer to this name; that it refuses shows that it is there
    except OSError:
        return False
    return True


def _log(data: Path) -> Path:
    """Where web and worker write; the previous one is kept when it has grown large."""
    folder = data / "log"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "openjmo.log"
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(folder / "openjmo.log.1")
    return log


def _tell(address: str, people: list[str], log: Path, seconds: float) -> None:
    print(f"\nOpenJMO is ready after {seconds:.1f} seconds:  {address}\n")
    if people:
        print("These made-up people can sign in:")
        for person in people:
            print(f"  {person}")
        print()
    print(f"Log: {log}\nStop with Ctrl-C.", flush=True)
