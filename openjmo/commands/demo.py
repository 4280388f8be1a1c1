"""Load the demonstration fund, or begin it anew.

The people and figures are made up (openjmo/simulators). `openjmo run` loads them once in development.
"""

import argparse
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from openjmo.commands import django_ready
from openjmo.commands._operator import day, operate
from openjmo.platform import environment


class Demonstration(Protocol):
    """What `openjmo.simulators.demo` offers."""

    def is_loaded(self) -> bool:
        """Whether the fund is in the database."""

    def load(self) -> None:
        """Put it there."""

    def people_to_sign_in(self) -> Sequence[str]:
        """One line for each person: who, user name, password, what they show."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="load | statement | reset", required=True)
    deeds.add_parser("load", help="load it, unless it is there", description="Load the demonstration fund, unless it is there.")
    statement = deeds.add_parser("statement", help="print what the pretend bank received", description=_STATEMENT)
    statement.add_argument("first", type=day, metavar="FROM", help="first day, for example 2026-11-01")
    statement.add_argument("last", type=day, metavar="TO", help="last day")
    reset = deeds.add_parser("reset", help="throw everything away and load it anew", description="Throw ALL data away and load it anew.")
    reset.add_argument("--yes", action="store_true", help="yes, throw all data away")


_STATEMENT = "Print the pretend bank's statement of these days as CSV, for `openjmo ledger reconcile`."


def execute(arguments: argparse.Namespace) -> int:
    """Load, reset or print a statement."""
    match arguments.deed:
        case "reset":
            return _reset(is_sure=arguments.yes)
        case "statement":
            return operate("writing a statement", deed, arguments)
        case _:
            return _load()


def deed(arguments: argparse.Namespace) -> int:
    """Print the pretend bank's statement."""
    from openjmo.simulators.bank import statement

    print(statement(arguments.first, arguments.last), end="")
    return 0


def demonstration() -> Demonstration | None:
    """The demonstration fund, or nothing where the simulators are not installed."""
    try:
        return cast("Demonstration", importlib.import_module("openjmo.simulators.demo"))
    except ModuleNotFoundError as missing:
        if missing.name in {"openjmo.simulators", "openjmo.simulators.demo"}:
            return None
        raise


def load_once() -> None:
    """Load the fund into a database that Django can already reach; says what it does."""
    demo = demonstration()
    if demo is None:
        print("There is no demonstration fund in this installation.")
    elif not demo.is_loaded():
        print("Loading the demonstration fund …", flush=True)
        demo.load()


def _load() -> int:
    with django_ready("loading the demonstration"):
        load_once()
    return 0


def _reset(*, is_sure: bool) -> int:
    if environment.environment() == "production":
        print("This would throw away all data of a production system, and is refused.", file=sys.stderr)
        return 1
    if not is_sure:
        print("This throws ALL data away. If you mean it: openjmo demo reset --yes", file=sys.stderr)
        return 1
    os.environ.update(DJANGO_SETTINGS_MODULE="openjmo.settings", OPENJMO_DB_AS_OWNER="1")
    from openjmo import settings

    # Nobody may be using what is about to vanish: own the folder even when the database is elsewhere.
    settings.CLUSTER.own("beginning the demonstration anew")
    try:
        if settings.IS_DATABASE_EMBEDDED:
            settings.CLUSTER.start()
        _begin_anew()
    finally:
        if settings.IS_DATABASE_EMBEDDED:
            settings.CLUSTER.stop()
        settings.CLUSTER.disown()
    print("The demonstration is as on the first day. Start it with `make run`.")
    return 0


def _begin_anew() -> None:
    import django
    from django.conf import settings

    django.setup()
    from django.db import connection, connections

    from openjmo.commands.migrate import bring_up_to_date

    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        shutil.rmtree(settings.DATA_DIRECTORY / "files", ignore_errors=True)
        bring_up_to_date()
        load_once()
    finally:
        connections.close_all()
