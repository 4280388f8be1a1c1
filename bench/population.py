"""How fast years of a made-up fund go through the code that serves people, and whether the ledger is clean afterwards.

    .venv/bin/python bench/population.py [WORKERS EMPLOYERS YEARS]

Uses an embedded PostgreSQL of its own in a temporary folder, settings as in life (fsync on). Without numbers: 2,000 workers, 40 employers,
10 years, about 233,000 lines; target: under 60 seconds on two cores.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime

SIZE = (2_000, 40, 10)


def main(workers: int, employers: int, years: int) -> int:
    """Migrate, load, verify; prints seconds per phase. Exit status 1 when the ledger is not clean."""
    from openjmo.commands import django_ready

    with django_ready("measuring the loading of a population", as_owner=True):
        from django.core.management import call_command

        from openjmo.core.clock import business_date
        from openjmo.core.periods import Month
        from openjmo.ledger.verify import verify
        from openjmo.simulators.plan import Order
        from openjmo.simulators.population import load

        call_command("migrate", interactive=False, verbosity=0)
        now = datetime.now(UTC)
        began = time.perf_counter()
        played = load(Order("1", workers, employers, years, Month.of(business_date(now)).plus(-1)), now=now, progress=lambda _line: None)
        took = time.perf_counter() - began
        for phase, seconds in played.seconds.items():
            print(f"{phase:20} {seconds:8.1f} s")
        print(f"{'all':20} {took:8.1f} s: {played.reports:,} reports, {played.lines:,} lines, {played.lines / took:,.0f} lines/s")
        began = time.perf_counter()
        found = verify()
        broken = f"{len(found.mismatches)} mismatches, {len(found.broken_links)} broken links"
        print(f"{'verify':20} {time.perf_counter() - began:8.1f} s: {found.postings:,} postings, {broken}")
    return 0 if found.is_sound else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENJMO_DATA_DIR"] = folder
        sys.exit(main(*(int(size) for size in sys.argv[1:])) if len(sys.argv) == len(SIZE) + 1 else main(*SIZE))
