"""Import a list of leaked passwords, or say what is looked up.

`import FILE` takes a file of SHA-1 digests with counts, as Have I Been Pwned publishes it; new passwords that are in it are refused from
then on, in every process, without a network. It may be cut off and called again. `show` says where the list lies and how much it has.
Neither needs the database.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from openjmo.commands._operator import told


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", required=True, metavar="import | show")
    load = deeds.add_parser("import", help="make the list anew from a file", description="Make the list of leaked passwords anew.")
    load.add_argument("file", type=Path, metavar="FILE", help="SHA-1 in hexadecimal, a colon and a count on each line; in any order")
    load.add_argument("--at-least", type=int, default=1, metavar="COUNT", help="only those seen so often or more (1)")
    deeds.add_parser("show", help="where the list lies and how much it has", description="Say what is looked up.")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openjmo.settings"
    import django

    from openjmo.platform import catalogues

    catalogues.compile_changed()
    django.setup()
    try:
        return told(deed, arguments)
    except OSError as trouble:
        print(f"{trouble.filename}: {trouble.strerror}", file=sys.stderr)
        return 1


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    return _import(arguments.file, arguments.at_least) if arguments.deed == "import" else _show()


def _import(file: Path, least: int) -> int:
    from openjmo.domains.identity.actions.import_leaked import import_leaked

    count = import_leaked(file, least=least, progress=lambda lines: print(f"{lines:,} lines read", file=sys.stderr))
    print(f"{count:,} leaked passwords are refused from now on")
    return 0


def _show() -> int:
    from django.conf import settings

    from openjmo.domains.identity.leaked import leaked_count

    count = leaked_count()
    said = "no list; only the passwords everybody uses are refused" if count is None else f"{count:,} leaked passwords"
    print(f"{settings.OPENJMO_BREACHED_PASSWORDS}: {said}")
    return 0
