"""How fast a month's returns are credited to every account, beside a bare UPDATE of a bare table with as many rows.

    make bench ARGS=crediting

Ours: `credit_returns`, slices committed one by one over two connections: exact amounts, postings, kept balances, guards, chain, resumable.
Every account has seven months of contributions; five months are credited, each beside a run of the baseline. Throw-away cluster,
fsync on.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median
from typing import Final

from bench.table import Row

MONTHS_OF_CONTRIBUTIONS: Final = 7
CREDITED: Final = 5


def measure(accounts: int = 2_000_000) -> list[Row]:
    """Accounts per second beside the baseline's."""
    from openjmo.commands import django_ready

    with django_ready("measuring the crediting of returns", as_owner=True):
        from django.core.management import call_command
        from django.db import connection

        from bench.writing_fund import make_fund, open_fund_months, post_month, receive_month
        from openjmo.core.periods import Month
        from openjmo.domains.savings.actions.credit_returns import CONNECTIONS, credit_returns
        from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
        from openjmo.ledger.verify import verify

        call_command("migrate", interactive=False, verbosity=0)
        fund = make_fund(accounts)
        months = open_fund_months(Month(2025, 1), MONTHS_OF_CONTRIBUTIONS + CREDITED)
        for month in months[:MONTHS_OF_CONTRIBUTIONS]:
            receive_month(fund, month)
            post_month(fund, month, connections=2)
        declare_rate(NewRate(2025, "5.5", "an assumption for measuring", is_assumed=True, by="bench"))
        bare, ours = [], []
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, x bigint NOT NULL) WITH (fillfactor = 50)")
            cursor.execute("INSERT INTO bench_bare SELECT n, 0 FROM generate_series(1, %s) n", [accounts])
            cursor.execute("VACUUM (ANALYZE)")
        for month in months[MONTHS_OF_CONTRIBUTIONS - 1 : -1]:
            began = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute("UPDATE bench_bare SET x = x + 1")
            bare.append(accounts / (time.perf_counter() - began))
            began = time.perf_counter()
            record = credit_returns(month, now=datetime(2026, 1, 1, tzinfo=UTC))
            ours.append(accounts / (time.perf_counter() - began))
            assert record
            assert record.account_count == accounts
            with connection.cursor() as cursor:
                cursor.execute("VACUUM bench_bare")
                cursor.execute("VACUUM ledger_balance")
        assert verify().is_sound
    baseline, best = median(bare), median(ours)
    told = f"{min(ours):,.0f} to {max(ours):,.0f}, baseline {min(bare):,.0f} to {max(bare):,.0f}"
    told += f"; {accounts:,} accounts, {CONNECTIONS} connections"
    return [Row("crediting returns", best, baseline, "accounts/s", best / baseline, 0.20, 0.45, "higher", told)]
