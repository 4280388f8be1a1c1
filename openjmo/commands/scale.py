"""Say how the tables would be spread over several database machines."""

import argparse
import sys

from openjmo.commands._operator import operate

READY, FAULT = 0, 1

_CITUS_PLAN = (
    "Print the SQL that would spread the tables over a Citus cluster, what must be decided first, and what stays on the coordinator. It is "
    "read from the live database and changes nothing. Status 1 when a table is not placed or a key lacks the distribution column unsaid."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="DEED", required=True)
    plan = deeds.add_parser("citus-plan", help="the statements for a Citus cluster", description=_CITUS_PLAN)
    plan.add_argument("--check", action="store_true", help="print no plan, only what does not fit")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("planning the shards", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Print the plan, or what stands against it."""
    from openjmo.platform.citus import citus_plan, faults, live_tables
    from openjmo.platform.distribution import declared

    placements, tables = declared(), live_tables()
    found = faults(placements, tables)
    for fault in found:
        print(f"{fault.table} {fault.sentence}", file=sys.stderr)
    if found:
        return FAULT
    if arguments.check:
        changes = sum(len(one.keys) for one in placements.values())
        print(f"{len(placements)} tables are placed; {changes} keys change before they are spread, the others are ready.")
        return READY
    print(*citus_plan(placements, tables), sep="\n")
    return READY
