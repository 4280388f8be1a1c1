"""The peer django-ledger: contributions committed as balanced journal entries. Run as a process of its own by `posting.py`.

    BENCH_DATABASE=… python -m bench.django_ledger_posting LINES ROUNDS

One journal entry per report of 35 workers (`commit_txs`), the way the library offers for posting. Prints lines per second of each round as
a JSON list. Own settings, own database in the same PostgreSQL.
"""

from __future__ import annotations

import json
import sys
import time

from bench.peer_database import peer_ready

APPS = [
    *("django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages", "django.contrib.sessions"),
    "django_ledger",
]
WORKERS = 35
MOST_LINES = 700
"""It posts so slowly that more would only take longer."""


def main(lines: int, rounds: int) -> None:
    peer_ready("django_ledger_posting", APPS, ROOT_URLCONF=__name__)
    from django.contrib.auth import get_user_model
    from django.utils import timezone
    from django_ledger.io import roles
    from django_ledger.models.entity import EntityModel

    admin = get_user_model().objects.create(username="bench")  # type: ignore[misc] # Django's own user model here
    entity = EntityModel.create_entity(name="fund", admin=admin, use_accrual_method=True, fy_start_month=1)
    entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="fund")
    cash = entity.create_account(code="1010", role=roles.ASSET_CA_CASH, name="cash", balance_type="debit", active=True)
    members = [
        entity.create_account(code=f"2{n:04d}", role=roles.LIABILITY_CL_ACC_PAYABLE, name=f"m{n}", balance_type="credit", active=True)
        for n in range(WORKERS)
    ]
    ledger = entity.create_ledger(name="jht", posted=True)
    rates = []
    for _ in range(rounds):
        reports = min(lines, MOST_LINES) // WORKERS
        began = time.perf_counter()
        for _report in range(reports):
            legs = [{"account": one, "amount": 285_000, "tx_type": "credit", "description": ""} for one in members]
            legs.append({"account": cash, "amount": 285_000 * WORKERS, "tx_type": "debit", "description": ""})
            entity.commit_txs(je_timestamp=timezone.now(), je_txs=legs, je_posted=True, je_ledger_model=ledger)
        rates.append(reports * WORKERS / (time.perf_counter() - began))
    print(json.dumps(rates))


urlpatterns: list[object] = []

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
