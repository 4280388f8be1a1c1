"""How fast staged wage-report lines become ledger postings, beside the bare database and beside django-hordak and django-ledger.

    make bench ARGS=posting

Ours: `openjmo.ledger.post`, one entry and one transaction per report of 10,000 lines, two postings a line; kept balances, constraints,
guards and hash chain on. Baseline: COPY of the same postings, in the same order, each a row of a bare table with its primary key. A
throw-away cluster with the settings of the product, fsync on; three rounds of each, interleaved; medians.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Final

from bench.table import Row

ROUNDS: Final = 3
HORDAK_LINES: Final = 4_000


def measure(lines: int = 1_000_000) -> list[Row]:
    """Ours on one and on two connections, and the peers, beside the same baseline."""
    from openjmo.commands import django_ready

    with django_ready("measuring posting", as_owner=True):
        from django.conf import settings
        from django.core.management import call_command

        from bench.writing_fund import make_fund, open_fund_months, post_month, receive_month, wal_bytes
        from openjmo.core.periods import Month
        from openjmo.ledger.verify import verify

        call_command("migrate", interactive=False, verbosity=0)
        fund = make_fund(lines)
        months = iter(open_fund_months(Month(2025, 1), 2 * ROUNDS))
        bare: list[float] = []
        one: list[float] = []
        two: list[float] = []
        wal: list[int] = []
        for _ in range(ROUNDS):
            bare.append(lines / _seconds(_bare_copy()))
            for connections, found in ((1, one), (2, two)):
                month = next(months)
                receive_month(fund, month)
                with wal_bytes(wal):
                    found.append(lines / _seconds(partial(post_month, fund, month, connections=connections)))
        assert verify().is_sound
        peers = {name: _peer(name, settings.CLUSTER.address()) for name in ("hordak_posting", "django_ledger_posting")}
    baseline, hordak, other = median(bare), median(peers["hordak_posting"]), median(peers["django_ledger_posting"])
    best = max(median(one), median(two))
    written = f"{median(wal) / lines:.0f} bytes of log a line"
    return [
        Row(
            "posting, 1 connection",
            median(one),
            baseline,
            "lines/s",
            median(one) / baseline,
            0.30,
            0.55,
            "higher",
            f"{_spread(one)}; {written}",
        ),
        Row("posting, 2 connections", median(two), baseline, "lines/s", median(two) / baseline, 0.30, 0.55, "higher", _spread(two)),
        Row("bare COPY of the postings (baseline)", baseline, baseline, "lines/s", 1, None, None, "higher", _spread(bare)),
        Row(
            "posting beside hordak in bulk",
            best,
            hordak,
            "lines/s",
            best / hordak,
            20,
            None,
            "higher",
            f"hordak {_spread(peers['hordak_posting'])}",
        ),
        Row(
            "posting beside django-ledger",
            best,
            other,
            "lines/s",
            best / other,
            None,
            None,
            "higher",
            f"django-ledger {_spread(peers['django_ledger_posting'])}",
        ),
    ]


def _bare_copy() -> Callable[[], None]:
    from datetime import date

    from django.db import connection

    from bench.writing_fund import staged_postings

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(
            "CREATE TABLE bench_bare (account_id bigint, entry_id bigint, amount_sen bigint, business_on date, component smallint, "
            "PRIMARY KEY (account_id, business_on, entry_id, component))"
        )
    data = staged_postings(date(2024, 12, 10))

    def copy() -> None:
        with connection.cursor() as cursor, cursor.copy("COPY bench_bare FROM STDIN WITH (FORMAT binary)") as target:
            for start in range(0, len(data), 1 << 20):
                target.write(data[start : start + (1 << 20)])

    return copy


def _peer(name: str, address: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", str(HORDAK_LINES), str(ROUNDS)],
        env={**os.environ, "BENCH_DATABASE": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [float(rate) for rate in json.loads(done.stdout.splitlines()[-1])]


def _seconds(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _spread(rates: list[float]) -> str:
    return f"{min(rates):,.0f} to {max(rates):,.0f}"
