"""`openjmo rules check FILE…`: checks worked examples against the rules.

Prints one line per failed example and a last line `N passed, N failed, N skipped`; with `--verbose` also every skipped one with its
reason. Ends with 0 when nothing failed, 1 when an example failed, 2 when a file could not be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from openjmo.core.errors import InvalidInput


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands of `openjmo rules`."""
    commands = parser.add_subparsers(dest="rules_command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check files of worked examples against the rules")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML with a list `examples`")
    check.add_argument("--verbose", action="store_true", help="also print the skipped examples and why")


def execute(arguments: argparse.Namespace) -> int:
    """Check the files that were named; the exit code says what came of it."""
    from openjmo.rules.cases import check_file

    totals = {"passed": 0, "failed": 0, "skipped": 0}
    unreadable = False
    for path in arguments.files:
        try:
            report = check_file(path)
        except InvalidInput as problem:
            print(f"{problem} {problem.fix}", file=sys.stderr)
            unreadable = True
            continue
        for outcome in report.outcomes:
            totals[outcome.status] += 1
            if outcome.status == "failed" or (arguments.verbose and outcome.status == "skipped"):
                print(f"{outcome.status} {path} {outcome.id} ({outcome.topic}): {outcome.reason}")
    print(", ".join(f"{count} {status}" for status, count in totals.items()))
    return 2 if unreadable else int(totals["failed"] > 0)
