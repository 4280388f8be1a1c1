"""Check a member's passbook, or the text of its QR code, against this fund's key and register.

Exit status: 0 it holds and was issued here, 1 it does not, 2 the file cannot be read. Without a database: tools/verify_passbook.py.
"""

import argparse
import sys
from pathlib import Path

from openjmo.commands._operator import operate
from openjmo.core.errors import InvalidInput


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="verify", required=True)
    verify = deeds.add_parser("verify", help="check a file", description="Check a passbook's JSON or the text of its QR code.")
    verify.add_argument("file", type=Path, metavar="FILE", help="the file as a member took it away, or the text of a QR code in a file")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("checking a passbook", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Check it and say what came of it."""
    from openjmo.domains.passbooks import reads as passbooks
    from openjmo.portals.shared.passbooks import said_of

    try:
        found = passbooks.checked(arguments.file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError, InvalidInput) as trouble:
        print(f"Nothing was checked: {trouble}", file=sys.stderr)
        return 2
    for sentence in said_of(found):
        print(sentence)
    return 0 if found.holds else 1
