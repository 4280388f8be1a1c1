"""Check worked examples against the law as this version knows it, and compute figures anew.

`check FILE…` prints one line per failed example and a last line `N passed, N failed, N skipped`; with `--verbose` also every skipped one
with its reason. `replay FILE…` works a figure's JSON out with a second evaluator. Both need no database and end with 0 when all agrees,
1 when something does not, 2 when a file could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from openjmo.core.errors import InvalidInput


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    commands = parser.add_subparsers(dest="rules_command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check files of worked examples against the rules")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML with a list `examples`")
    check.add_argument("--verbose", action="store_true", help="also print the skipped examples and why")
    check.set_defaults(rules_deed=_check)
    anew = commands.add_parser("replay", help="compute figures anew from their JSON and the parameter files")
    anew.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the JSON of a figure, as a page or the API gives it")
    anew.set_defaults(rules_deed=_replay)


def execute(arguments: argparse.Namespace) -> int:
    """Do what was asked; the exit code says what came of it."""
    deed: Callable[[argparse.Namespace], int] = arguments.rules_deed
    return deed(arguments)


def _replay(arguments: argparse.Namespace) -> int:
    from openjmo.rules.replay import FormulaError, replay_file

    worst = 0
    for path in arguments.files:
        try:
            result = replay_file(path)
        except (FormulaError, OSError, UnicodeDecodeError) as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            worst = 2
            continue
        for finding in result.findings:
            print(f"{path}: {finding.place}: {finding.problem}")
        counted = f"{result.computed_count} figures computed, {result.given_count} given, {result.parameter_count} parameters looked up"
        print(f"{path}: {'agrees' if result.agrees else 'does not agree'} ({counted})")
        worst = worst if result.agrees else max(worst, 1)
    return worst


def _check(arguments: argparse.Namespace) -> int:
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
