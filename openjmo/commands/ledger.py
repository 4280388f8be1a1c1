"""Verify the whole ledger and name what does not hold; publish its total with the proofs of it."""

import argparse
import json

from openjmo.commands._operator import day, operate

SOUND, MISMATCH = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="verify|publish-proof", required=True)
    verify = deeds.add_parser("verify", help="recompute everything", description=_VERIFY)
    verify.add_argument("--json", action="store_true", help="one JSON object instead of sentences; amounts in sen")
    verify.set_defaults(act=_verify, doing="verifying the ledger")
    publish = deeds.add_parser("publish-proof", help="publish the total of a date", description=_PUBLISH)
    publish.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the business date (the end of last month)")
    publish.add_argument("--json", action="store_true", help="the statement as JSON instead of sentences")
    publish.set_defaults(act=_publish, doing="publishing a total")


_VERIFY = (
    "Recompute the ledger from its postings on one snapshot of the database. Status 1 when anything does not hold; "
    "each mismatch names the account or entry and the difference."
)
_PUBLISH = (
    "Publish what the fund owes all members at the end of a date: signed, chained to the publication before, with a proof for every "
    "account. Refused when the balances do not sum to what the ledger's lines say. A date that is published stays as it is."
)


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate(arguments.doing, deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Do what was chosen."""
    status: int = arguments.act(arguments)
    return status


def _publish(arguments: argparse.Namespace) -> int:
    """Publish and print."""
    from django.utils import timezone

    from openjmo.core.money import rupiah_sen
    from openjmo.domains.proofs.actions.publish_proof import publish_last_month, publish_proof

    now = timezone.now()
    made = publish_proof(arguments.date, now=now) if arguments.date else publish_last_month(now=now)
    if arguments.json:
        print(json.dumps(dict(made.statement), indent=2))
    else:
        print(f"number {made.number}: {rupiah_sen(made.total)} on {made.as_of}, at most {made.most_accounts:,} accounts")
        print(f"root {made.root}", f"signature {made.signature}", f"public key {made.public_key}", sep="\n")
    return SOUND


def _verify(arguments: argparse.Namespace) -> int:
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
