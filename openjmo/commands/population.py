"""Load a made-up fund: employers, working lives and years of contributions, through the code that serves people.

The same numbers give the same fund. A second time nothing happens; a run that was cut off goes on where it stopped. Refused in production.
"""

import argparse
import sys
from datetime import UTC, datetime

from openjmo.commands._operator import month, operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--workers", type=int, required=True, help="people at work at any time")
    parser.add_argument("--employers", type=int, required=True, help="employers; a few large, many small")
    parser.add_argument("--years", type=int, required=True, help="years of contributions")
    parser.add_argument("--seed", default="1", help="another seed is another fund (1)")
    parser.add_argument("--until", type=month, metavar="YYYY-MM", help="last contribution month (the month before this one)")


def execute(arguments: argparse.Namespace) -> int:
    """Load it and say how long each phase took."""
    return operate("loading a made-up fund", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """With the database at hand."""
    from django.db import DatabaseError

    from openjmo.core.clock import business_date
    from openjmo.core.periods import Month
    from openjmo.platform.health import is_migrated
    from openjmo.simulators.plan import Order
    from openjmo.simulators.population import load
    from openjmo.simulators.refusal import refuse_in_production

    refuse_in_production()
    try:
        has_tables = is_migrated()
    except DatabaseError:  # before the very first migration not even our role is there
        has_tables = False
    if not has_tables:
        print("The tables are not up to date; run `openjmo migrate` first.", file=sys.stderr)
        return 1
    now = datetime.now(UTC)
    until = arguments.until or Month.of(business_date(now)).plus(-1)
    played = load(Order(arguments.seed, arguments.workers, arguments.employers, arguments.years, until), now=now, progress=print)
    if not played.reports:
        print("This fund is already there; nothing to do.")
        return 0
    print(f"Loaded {played.reports} reports with {played.lines} lines:")
    for phase, seconds in played.seconds.items():
        print(f"  {phase:8} {seconds:7.1f} s")
    return 0
