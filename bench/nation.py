"""Two million accounts with two years of contributions; balances read; one crediting of them all, killed five times and gone on with.

    .venv/bin/python -m bench.nation FOLDER [ACCOUNTS MONTHS KILLS]

Takes some twenty minutes and 20 GB in FOLDER, which stays for further looks. Prints what each part took. The sums of the crediting are
compared with an auditor that knows rates and contributions and reckons with fractions, without the ledger. Exit status 1 when anything
differs.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from statistics import median, quantiles
from typing import Final, TypeVar

RATE_PERCENT: Final = "5.5"
FIRST_YEAR: Final = 2024
READS: Final = 20_000
SMALL_FUND: Final = 20_000
CREDIT: Final = "credit"
_Found = TypeVar("_Found")


def main(accounts: int, months: int, kills: int) -> int:
    """Load, read, credit with kills, audit; 0 when everything holds."""
    from openjmo.commands import django_ready

    with django_ready("loading a nation", as_owner=True):
        from django.core.management import call_command

        from bench.writing_fund import make_fund, open_fund_months, post_month, receive_month
        from openjmo.core.periods import Month
        from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate

        call_command("migrate", interactive=False, verbosity=0)
        fund = _timed(f"open {accounts:,} accounts", lambda: make_fund(accounts))
        opened = open_fund_months(Month(FIRST_YEAR, 1), months + 1)
        for year in {month.year for month in opened}:
            declare_rate(NewRate(year, RATE_PERCENT, "an assumption for measuring", is_assumed=True, by="bench"))
        began = time.perf_counter()
        for month in opened[:-1]:
            receive_month(fund, month)
            _timed(f"post {month}", partial(post_month, fund, month, connections=2))
        took = time.perf_counter() - began
        print(f"{accounts * months:,} lines, {2 * accounts * months:,} postings in {took:,.0f} s: {accounts * months / took:,.0f} lines/s")
        _read(accounts)
    _credit_with_kills(str(opened[-2]), kills)
    with django_ready("auditing a nation", as_owner=True):
        return _audit(accounts, str(opened[-2]))


def _read(accounts: int) -> None:
    """The 99th percentile of one balance among all accounts, and among the first `SMALL_FUND`: a table of that size is read alike."""
    from django.db import connection

    chance = random.Random(1)  # noqa: S311 - which account to ask for
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) ledger_balance")
        cursor.execute("DROP TABLE IF EXISTS small_balance")
        cursor.execute("CREATE TABLE small_balance (LIKE ledger_balance INCLUDING ALL)")
        cursor.execute("INSERT INTO small_balance SELECT * FROM ledger_balance WHERE kind = 1 ORDER BY account_id LIMIT %s", [SMALL_FUND])
        cursor.execute("VACUUM (ANALYZE) small_balance")
        cursor.execute("SELECT min(account_id) FROM small_balance")
        (first,) = cursor.fetchone() or (0,)
    rounds = [
        {
            "small_balance": _p99("small_balance", [first + chance.randrange(SMALL_FUND) for _ in range(READS)]),
            "ledger_balance": _p99("ledger_balance", [first + chance.randrange(accounts) for _ in range(READS)]),
        }
        for _ in range(5)
    ]
    found = {table: median(each[table] for each in rounds) for table in rounds[0]}
    ratio = found["ledger_balance"] / found["small_balance"]
    told = ", ".join(f"{table} {seconds * 1e6:,.0f} µs" for table, seconds in found.items())
    print(f"p99 of reading one balance: {told}; ratio {ratio:.2f} (must be 1.5 at most)")


def _p99(table: str, account_ids: list[int]) -> float:
    from django.db import connection

    seconds = []
    with connection.cursor() as cursor:
        for account_id in account_ids:
            began = time.perf_counter()
            cursor.execute(
                f"SELECT worker_sen, employer_sen, returns_sen, claims_sen, balance_sen FROM {table} WHERE account_id = %s",
                [account_id],
            )
            cursor.fetchone()
            seconds.append(time.perf_counter() - began)
    return quantiles(seconds, n=100)[-1]


def _credit_with_kills(month: str, kills: int) -> None:
    """Credit in a process of its own; it is killed when it has committed some slices, until the kills are used up."""
    chance = random.Random(2)  # noqa: S311 - when to kill
    from openjmo.commands import django_ready

    with django_ready("crediting a nation", as_owner=True):
        while True:
            child = subprocess.Popen([sys.executable, "-m", "bench.nation", CREDIT, month], stdout=subprocess.PIPE, text=True)
            assert child.stdout
            wanted = chance.randint(1, 3)
            for heard, line in enumerate(child.stdout, 1):
                print("   ", line.strip(), flush=True)
                if kills and heard == wanted:
                    time.sleep(chance.random())
                    child.send_signal(signal.SIGKILL)
                    print(f"    killed with signal 9, {kills - 1} kills to go", flush=True)
                    break
            code = child.wait()
            if not kills:
                assert code == 0
                return
            kills -= 1


def credit(month: str) -> None:
    """The process that is killed; the server belongs to its parent."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openjmo.settings"
    import django

    django.setup()
    from openjmo.core.periods import Month
    from openjmo.domains.savings.actions.credit_returns import credit_returns

    credit_returns(Month.parse(month), now=datetime(2028, 1, 1, tzinfo=UTC), progress=lambda line: print(line, flush=True))


def _audit(accounts: int, month: str) -> int:
    """What the crediting should have given, from the contributions alone: the untouched year before, then this year's months."""
    from django.db import connection

    from openjmo.core.periods import Month
    from openjmo.ledger.verify import verify

    year, number = (int(part) for part in month.split("-"))
    growth = _factors(Fraction(RATE_PERCENT) / 100)
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_sen + employer_sen, count(*) FROM bench_line GROUP BY 1")
        kinds = cursor.fetchall()
        cursor.execute(
            "SELECT coalesce(sum(returns_sen), 0)::bigint, count(returns_sen) FROM ledger_line WHERE business_on = %s",
            [Month.parse(month).last_day],
        )
        credited, count = cursor.fetchone() or (0, 0)
    expected = 0
    for monthly, people in kinds:
        opening = monthly * 12 * (year - FIRST_YEAR)
        exact = opening * (growth[number] - 10**18) + sum(
            monthly * (round(Fraction(growth[number] * 10**18, growth[booked])) - 10**18) for booked in range(1, number + 1)
        )
        expected += people * (exact // 10**18)
    print(f"credited {credited:,} sen to {count:,} accounts; the auditor expects {expected:,} to {accounts:,}")
    found = _timed("verify", verify)
    print(f"verify: {len(found.mismatches)} mismatches, {len(found.broken_links)} broken links, {found.postings:,} postings")
    return 0 if credited == expected and count == accounts and found.is_sound else 1


def _factors(rate: Fraction) -> list[int]:
    """(1 + rate)^(k/12) for k = 0 to 12 with 18 decimals, to the nearest: integer roots, found by halving."""
    found = []
    for month in range(13):
        wanted = (1 + rate) ** month * Fraction(10) ** (18 * 12)
        low, high = 0, 2 * 10**18
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**12 <= wanted else (low, middle - 1)
        found.append(low + (Fraction(2 * low + 1, 2) ** 12 < wanted))
    return found


def _timed(what: str, do: Callable[[], _Found]) -> _Found:
    began = time.perf_counter()
    found = do()
    print(f"{what}: {time.perf_counter() - began:,.1f} s", flush=True)
    return found


if __name__ == "__main__":
    if sys.argv[1] == CREDIT:
        credit(sys.argv[2])
    else:
        os.environ["OPENJMO_DATA_DIR"] = sys.argv[1]
        sizes = [int(size) for size in sys.argv[2:]] or [2_000_000, 24, 5]
        sys.exit(main(*sizes))
