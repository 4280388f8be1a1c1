"""The peer django-hordak: `get_balance` of an account with few lines and of one with many. Run as a process of its own by `reads.py`.

    BENCH_DATABASE=… python -m bench.hordak_reads FEW MANY SECONDS

Prints calls per second of each as JSON. Own settings, own database in the same PostgreSQL; the many lines are written by SQL, because
hordak's own way writes a few thousand lines a second.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from bench.peer_database import HORDAK_APPS, peer_ready


def main(few: int, many: int, seconds: float) -> None:
    peer_ready("hordak", HORDAK_APPS, DEFAULT_CURRENCY="IDR")
    print(json.dumps(_measured(few, many, seconds)))


def _measured(few: int, many: int, seconds: float) -> dict[str, float]:
    from django.db import connection
    from hordak.models import Account, Transaction

    bank = Account.objects.create(name="bank", code="1", type="AS", currencies=["IDR"])
    members = Account.objects.create(name="members", code="2", type="LI", currencies=["IDR"])
    accounts = {
        count: Account.objects.create(name=str(count), code=str(place), parent=members, currencies=["IDR"])
        for place, count in enumerate((few, many), start=3)
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
