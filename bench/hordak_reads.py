"""The peer django-hordak: `get_balance` of an account with few lines and of one with many. Run as a process of its own by `reads.py`.

    BENCH_DATABASE=… python bench/hordak_reads.py FEW MANY SECONDS

Prints calls per second of each as JSON. Own settings, own database in the same PostgreSQL; the many lines are written by SQL, because
hordak's own way writes a few thousand lines a second.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import django
import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DATABASE = "hordak"


def main(few: int, many: int, seconds: float) -> None:
    address = os.environ["BENCH_DATABASE"]
    parts = conninfo_to_dict(address)
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": DATABASE,
                "USER": parts["user"],
                "HOST": parts["host"],
                "PORT": parts["port"],
                "CONN_MAX_AGE": None,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DEFAULT_CURRENCY="IDR",
        USE_TZ=True,
        SECRET_KEY="bench",  # noqa: S106 - nothing is signed
    )
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        owner.execute(f"CREATE DATABASE {DATABASE}")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    print(json.dumps(_measured(few, many, seconds)))


def _measured(few: int, many: int, seconds: float) -> dict[str, float]:
    from django.db import connection
    from hordak.models import Account, Transaction

    bank = Account.objects.create(name="bank", code="1", type="AS", currencies=["IDR"])
    members = Account.objects.create(name="members", code="2", type="LI", currencies=["IDR"])
    accounts = {
        count: Account.objects.create(name=str(count), code=str(count), parent=members, currencies=["IDR"]) for count in (few, many)
    }
    entry = Transaction.objects.create(date="2026-11-01")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for count, account in accounts.items():
            for who, column in ((account, "credit"), (bank, "debit")):
                cursor.execute(
                    f"INSERT INTO hordak_leg (uuid, transaction_id, account_id, {column}, currency, description) "
                    "SELECT gen_random_uuid(), %s, %s, 1000, 'IDR', '' FROM generate_series(1, %s)",
                    [entry.pk, who.pk, count],
                )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
    return {str(count): _speed(account, seconds) for count, account in accounts.items()}


def _speed(account: Any, seconds: float) -> float:  # noqa: ANN401 - hordak carries no types
    account.get_balance()
    began, calls = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        account.get_balance()
        calls += 1
    return calls / (time.perf_counter() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
