"""A database and settings of its own for a peer that is measured beside us, in the same PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

import django
import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

HORDAK_APPS: Final = ("django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak")


def peer_ready(name: str, apps: Sequence[str], **more: Any) -> None:  # noqa: ANN401 - Django's settings
    """Make the database anew, migrate it and have Django ready with these apps."""
    address = os.environ["BENCH_DATABASE"]
    parts = conninfo_to_dict(address)
    settings.configure(
        INSTALLED_APPS=list(apps),
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "USER": parts["user"],
                "HOST": parts["host"],
                "PORT": parts["port"],
                "CONN_MAX_AGE": None,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="bench",  # noqa: S106 - nothing is signed
        **more,
    )
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name}")
        owner.execute(f"CREATE DATABASE {name}")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
