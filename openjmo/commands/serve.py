"""Serve the web: people's pages and the machines that call us.

Granian runs the application by WSGI in a few worker processes. In development only this machine can connect. SIGTERM
ends it gracefully: no new connections, begun answers are finished.
"""

import argparse
import contextlib
import ipaddress
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final

from openjmo.platform import environment

if TYPE_CHECKING:
    from openjmo.gateways.lane.front import Front

THREADS_PER_WORKER: Final = 2
"""The interpreter runs one thread at a time; a second one works while the first waits for the database."""

_LOGS: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "openjmo.platform.logs.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"_granian": {"handlers": ["lines"], "level": "INFO", "propagate": False}},
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--host", default=environment.text("OPENJMO_BIND", "127.0.0.1"), help="address to listen on (OPENJMO_BIND)")
    parser.add_argument("--port", type=int, default=environment.number("OPENJMO_PORT", 8017), help="port to listen on (OPENJMO_PORT)")
    workers = environment.number("OPENJMO_WEB_WORKERS", 2, least=1)
    parser.add_argument("--workers", type=int, default=workers, help="processes (OPENJMO_WEB_WORKERS)")
    parser.add_argument("--is-prepared", action="store_true", help="translations and static files are in place already")


def execute(arguments: argparse.Namespace) -> int:
    """Serve until asked to stop."""
    if environment.environment() == "development" and not ipaddress.ip_address(arguments.host).is_loopback:
        print("In development OpenJMO listens on this machine only. Set OPENJMO_ENV=production to serve others.", file=sys.stderr)
        return 1
    os.environ["OPENJMO_DB_AS_WORKER"] = "0"
    if not arguments.is_prepared:
        prepare()
    if environment.environment() == "production":
        refuse_wrong_key()
        refuse_open_doors()
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    Server(
        "openjmo.commands.serve:application",
        factory=True,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # the proxy in front speaks the newer ones to browsers
        websockets=False,
        workers=arguments.workers,
        blocking_threads=THREADS_PER_WORKER,
        # A thread that ends takes its database connection along; let them live.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_dictconfig=_LOGS,
    ).serve()
    return 0


def application() -> "Front":
    """What each worker process of Granian serves. It leaves with Granian, even when that is killed, and frees the port."""
    from openjmo.platform.processes import stop_when_parent_dies
    from openjmo.wsgi import application as handler

    stop_when_parent_dies(signal.SIGTERM)()
    return handler


def prepare() -> None:
    """What has to be on disk before the first request: translations and static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
    import django

    from openjmo.platform import catalogues, static_files

    catalogues.compile_changed()
    django.setup()
    static_files.collect_changed()


def refuse_wrong_key() -> None:
    """Raises `WrongConfiguration` when the master key does not open the keys in the database; it is not waited for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
    import django
    import psycopg

    django.setup()
    from openjmo.platform import keyring

    with contextlib.suppress(psycopg.Error):
        keyring.ring()


def refuse_open_doors() -> None:
    """Raises `WrongConfiguration` when an account of the demonstration opens with its printed password.

    A database that does not answer is not waited for: the pages say so themselves, and nobody signs in meanwhile.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
    import django
    from django.db import DatabaseError, connections

    django.setup()
    from openjmo.simulators.demo import open_doors

    try:
        found = open_doors()
    except DatabaseError:
        return
    finally:
        connections.close_all()
    if found:
        raise environment.WrongConfiguration(
            f"[demo_accounts] {', '.join(found)}: accounts of the demonstration that open with the password everybody can read. "
            "Give production a database of its own, or close these accounts."
        )
