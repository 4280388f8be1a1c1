"""Databases for tests: real PostgreSQL, migrated once, copied for every run.

A test run gets a copy of a migrated template, which takes a tenth of a second instead of seconds of migrations. A test
that commits gets a new copy afterwards, because the ledger refuses to be emptied, as it should. Several runs may share the
server: whoever comes first starts it, whoever leaves last stops it, and a killed run leaves nothing that matters.
"""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

TEMPLATES_KEPT = 6


@contextlib.contextmanager
def running_server() -> Iterator[None]:
    """The test server, for as long as anybody uses it."""
    settings.CLUSTER.folder.mkdir(parents=True, exist_ok=True)
    with (settings.CLUSTER.folder / "users.lock").open("a") as users:
        with _alone("server"):
            fcntl.flock(users, fcntl.LOCK_SH)
            settings.CLUSTER.start(ends_with_us=False)
        yield
        with _alone("server"), contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            settings.CLUSTER.stop()


def renew(name: str) -> None:
    """Make `name` a fresh copy of the migrated template and the database that Django talks to."""
    connections.close_all()
    with _alone("databases"), _owner() as owner:
        template = _template(owner)
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    _point_to(name)


def migrated_to(name: str, *targets: tuple[str, str]) -> None:
    """Make `name` a database with migrations up to those only (app and migration, in this order), and the one that Django talks to."""
    connections.close_all()
    with _owner() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _point_to(name)
    for app, migration in targets:
        call_command("migrate", app, migration, interactive=False, verbosity=0)


def drop(name: str) -> None:
    """Remove a copy."""
    connections.close_all()
    with _owner() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(owner: psycopg.Connection[Any]) -> str:
    """The name of a database migrated with exactly the present migrations, made if nobody has yet."""
    template = f"template_{_digest()}"
    names = [row[0] for row in owner.execute("SELECT datname FROM pg_database ORDER BY oid").fetchall()]
    if template in names:
        return template
    for name in names:
        if name.startswith(("test_", "building_")) and not _is_alive(int(name.split("_")[1])):
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    for name in [name for name in names if name.startswith("template_")][:-TEMPLATES_KEPT]:
        owner.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    building = f"building_{os.getpid()}"
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
    owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
    _point_to(building)
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    # It gets its name last: a template with that name is complete.
    owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(template)))
    return template


def _digest() -> str:
    digest = hashlib.sha256(settings.OPENJMO_DB_APP_ROLE.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").rglob("*.*")):
            if file.suffix in {".py", ".sql"}:
                digest.update(str(file.relative_to(app.path)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _point_to(name: str) -> None:
    connections.settings["default"]["NAME"] = name


def _owner() -> psycopg.Connection[Any]:
    return psycopg.connect(settings.CLUSTER.address(database="postgres"), autocommit=True)


@contextlib.contextmanager
def _alone(what: str) -> Iterator[None]:
    with (settings.CLUSTER.folder / f"{what}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_alive(process_id: int) -> bool:
    return Path(f"/proc/{process_id}").exists()
