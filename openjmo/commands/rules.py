"""Check worked examples against the law as this version knows it, compute figures anew, and print the lawbook.

`check FILE…` prints one line per failed example and a last line `N passed, N failed, N skipped`; with `--verbose` also every skipped one
with its reason. `replay FILE…` works a figure's JSON out with a second evaluator. Both need no database and end with 0 when all agrees,
1 when something does not, 2 when a file could not be read. `book` prints the book that ships with this version, without what an operator
declared over it: as text, as JSON, or as one HTML page to keep or to print.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openjmo.core.errors import InvalidInput

if TYPE_CHECKING:
    from openjmo.rules.lawbook import Lawbook


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
    book = commands.add_parser("book", help="print the whole lawbook, or what held on a day")
    book.add_argument("--format", choices=("text", "json", "html"), default="text", help="text is the default")
    book.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="only what held on that day, for example 2019-06-30")
    book.add_argument("--known-on", type=date.fromisoformat, metavar="DATE", help="only what was known on that day")
    book.add_argument("--language", choices=("id", "en"), default="id", help="of text and html; id is the default")
    book.set_defaults(rules_deed=_book)


def execute(arguments: argparse.Namespace) -> int:
    """Do what was asked; the exit code says what came of it."""
    deed: Callable[[argparse.Namespace], int] = arguments.rules_deed
    return deed(arguments)


def _book(arguments: argparse.Namespace) -> int:
    from openjmo.rules.lawbook import lawbook
    from openjmo.rules.printed import book_data

    law = lawbook() if arguments.known_on is None else lawbook().as_known_on(arguments.known_on)
    match arguments.format:
        case "json":
            print(json.dumps(book_data(law, arguments.on), ensure_ascii=False, sort_keys=True, indent=1))
        case "html":
            print(_book_page(law, arguments.on, arguments.language), end="")
        case _:
            print(_book_text(law, arguments.on, arguments.language), end="")
    return 0


def _book_text(law: Lawbook, on: date | None, language: str) -> str:
    from openjmo.platform import catalogues
    from openjmo.platform.dates import date_filters
    from openjmo.rules.printed_text import book_text
    from openjmo.rules.spoken import Tongue

    catalogues.compile_changed()
    return book_text(law, on, Tongue(language, catalogues.catalogue(language).gettext, date_filters(language)["tanggal_panjang"]))


def _book_page(law: Lawbook, on: date | None, language: str) -> str:
    """The page needs the templates and therefore Django, but no database."""
    import django

    from openjmo.platform import catalogues

    catalogues.compile_changed()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
    django.setup()
    from django.utils.translation import override

    from openjmo.portals.public.law.book import book_file

    with override(language):
        return book_file(law, on)


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
