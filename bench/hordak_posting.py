"""The peer django-hordak: contributions of a report written in bulk. Run as a process of its own by `posting.py`.

    BENCH_DATABASE=… python -m bench.hordak_posting LINES ROUNDS

One transaction with two legs a line, in `atomic()` by `bulk_create`. Prints lines per second of each round as a JSON list. Own settings,
own database in the same PostgreSQL.
"""

from __future__ import annotations

import json
import sys
import time

from bench.peer_database import HORDAK_APPS, peer_ready


def main(lines: int, rounds: int) -> None:
    peer_ready("hordak_posting", HORDAK_APPS, DEFAULT_CURRENCY="IDR")
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    bank = Account.objects.create(name="bank", code="1", type="AS", currencies=["IDR"])
    parent = Account.objects.create(name="members", code="2", type="LI", currencies=["IDR"])
    members = [Account.objects.create(name=f"m{n}", code=f"{n:05d}", type="LI", currencies=["IDR"], parent=parent) for n in range(200)]
    amount = Money(285_000, "IDR")
    rates = []
    for _ in range(rounds):
        began = time.perf_counter()
        with transaction.atomic():
            made = Transaction.objects.bulk_create([Transaction(description="iuran") for _ in range(lines)])
            Leg.objects.bulk_create(
                [
                    leg
                    for place, one in enumerate(made)
                    for leg in (
                        Leg(transaction=one, account=bank, debit=amount),
                        Leg(transaction=one, account=members[place % len(members)], credit=amount),
                    )
                ]
            )
        rates.append(lines / (time.perf_counter() - began))
    print(json.dumps(rates))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
