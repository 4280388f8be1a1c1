"""Verify the whole ledger: recompute every balance and entry, and name what does not hold."""

import argparse
import json

from openjmo.commands._operator import operate

SOUND, MISMATCH = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="verify", required=True)
    verify = deeds.add_parser("verify", help="recompute everything", description=_VERIFY)
    verify.add_argument("--json", action="store_true", help="one JSON object instead of sentences; amounts in sen")


_VERIFY = (
    "Recompute the ledger from its postings on one snapshot of the database. Status 1 when anything does not hold; "
    "each mismatch names the account or entry and the difference."
)


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("verifying the ledger", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Verify and print."""
    from openjmo.core.money import rupiah_sen
    from openjmo.ledger.verify import verify

    found = verify(lambda check: None if arguments.json else print(f"checking {check} …", flush=True))
    if arguments.json:
        mismatches = [{"check": one.check, "subject": one.subject, "difference_sen": one.difference.sen} for one in found.mismatches]
        sizes = {"accounts": found.accounts, "entries": found.entries, "postings": found.postings}
        print(json.dumps({**sizes, "member_total_sen": found.member_total.sen, "mismatches": mismatches}, indent=2))
    else:
        counts = f"{found.accounts:,} accounts, {found.entries:,} entries, {found.postings:,} postings"
        print(f"{counts}, {rupiah_sen(found.member_total)} of members")
        for one in found.mismatches:
            print(f"MISMATCH {one.check}: {one.subject} differs by {rupiah_sen(one.difference)} ({one.difference.sen} sen)")
        print(f"{len(found.mismatches)} mismatches" if found.mismatches else "Everything agrees to the sen.")
    return MISMATCH if found.mismatches else SOUND
