"""What the kinds of requests share on the command line: the arguments of a deed, and how requests and decisions are printed."""

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openjmo.commands._operator import how_many

if TYPE_CHECKING:
    from openjmo.domains.membership.desk import Compared, Decision, OpenRequest

    Deeds = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse gives the type no public name

EVIDENCE = ("identity_card", "participant_card", "family_card", "work_letter", "payslip")
"""Written out so that the help needs no database; a test holds it to `membership.evidence`."""


def add_list(deeds: "Deeds") -> None:
    """`list`."""
    listing = deeds.add_parser("list", help="open requests", description="List open requests, oldest first.")
    listing.add_argument("--limit", type=how_many, default=50, help="how many (50)")
    listing.add_argument("--offset", type=int, default=0, help="after how many (0)")


def add_deed(deeds: "Deeds", name: str, help_line: str, description: str, *, prefix: str) -> argparse.ArgumentParser:
    """A deed about one request."""
    parser = deeds.add_parser(name, help=help_line, description=description)
    parser.add_argument("ref", metavar="REF", help=f"the request's reference, {prefix}-…")
    return parser


def add_evidence(parser: argparse.ArgumentParser) -> None:
    """`--evidence`, any number of times."""
    parser.add_argument(
        "--evidence", action="append", default=[], choices=EVIDENCE, metavar="PAPER", help=f"seen in the original: {', '.join(EVIDENCE)}"
    )


def add_reason(parser: argparse.ArgumentParser) -> None:
    """`--reason`."""
    parser.add_argument("--reason", required=True, metavar="SENTENCE", help="one plain sentence, which the member reads")


def print_open(requests: Sequence["OpenRequest"]) -> None:
    """A line a request, and how many."""
    for request in requests:
        differs = f"  differs in: {', '.join(request.differences)}" if request.differences else ""
        print(f"{request.ref}  {request.opened_at:%Y-%m-%d}  {request.masked_nik}  {request.full_name}{differs}")
    print(f"{len(requests)} open requests")


def print_compared(rows: Iterable["Compared"]) -> None:
    """Fields beside each other."""
    signs = {True: "=", False: "differs", None: "-"}
    for row in rows:
        print(f"  {row.field:12} {row.asked or '-'!s:28} {row.registered or '-'!s:28} {signs[row.agrees]}")


def print_decision(decision: "Decision | None") -> None:
    """Who answered, when and why, if anybody did."""
    if decision:
        seen = f"; seen: {', '.join(decision.evidence)}" if decision.evidence else ""
        print(f"answered {decision.at:%Y-%m-%d} by {decision.by}{seen}")
        if decision.reason:
            print(f"reason: {decision.reason}")
