"""Check who looked at members' files: verify the chain, print the digest of a day."""

import argparse
import sys

from openjmo.commands._operator import day, operate
from openjmo.core.errors import InvalidInput

_VERIFY = (
    "Recompute every link, and hold emergency openings against their lines. Status 1 when a line was changed, exchanged or taken out, "
    "when an opening or its line is missing, or a kept digest no longer fits."
)
_HEAD = "Print the digest of all lines up to the end of a day. Kept elsewhere, it shows later that none of them was changed or taken away."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="verify | head", required=True)
    verify = deeds.add_parser("verify", help="recompute every link", description=_VERIFY)
    verify.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="the day of a digest that was kept elsewhere")
    verify.add_argument("--head", default="", metavar="DIGEST", help="that digest")
    head = deeds.add_parser("head", help="the digest of a day", description=_HEAD)
    head.add_argument("--on", type=day, metavar="YYYY-MM-DD", required=True, help="a day that is over")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("checking who looked", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.looks.chain import day_digest, verify
    from openjmo.domains.support.openings import without_counterpart

    if arguments.deed == "head":
        print(arguments.on, day_digest(arguments.on, now=timezone.now()))
        return 0
    if bool(arguments.head) != bool(arguments.on):
        raise InvalidInput("Sidik dan harinya disebut bersama.", code="looks.head_incomplete", field="head", fix="Isi --on dan --head.")
    found = verify()
    print(f"{found.lines:,} looks at {found.subjects:,} files")
    for one in found.broken:
        print(f"BROKEN {one.subject}, line {one.seq}", file=sys.stderr)
    single = without_counterpart()
    for ref in single:
        print(f"MISSING the opening {ref} or its line", file=sys.stderr)
    is_kept = not arguments.head or day_digest(arguments.on, now=timezone.now()) == arguments.head.strip().lower()
    if not is_kept:
        print(f"CHANGED: the digest of {arguments.on} is another one than was kept", file=sys.stderr)
    if found.broken or single or not is_kept:
        return 1
    print("Every line fits the one before it.")
    return 0
