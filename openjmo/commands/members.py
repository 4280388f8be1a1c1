"""Look after people whose registration did not fit the register: list their requests, approve one."""

import argparse

from openjmo.commands._operator import operate, operator


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    subjects = parser.add_subparsers(title="what about", dest="subject", metavar="corrections", required=True)
    corrections = subjects.add_parser(
        "corrections", help="requests to correct data", description="Requests of people whose registration did not fit the register."
    )
    deeds = corrections.add_subparsers(title="what to do", dest="deed", metavar="list | approve", required=True)
    listing = deeds.add_parser("list", help="open requests", description="List open requests, oldest first.")
    listing.add_argument("--limit", type=int, default=50, help="how many (50)")
    approve = deeds.add_parser("approve", help="link the account", description=_APPROVE)
    approve.add_argument("ref", metavar="REF", help="the request's reference, PD-…")


_APPROVE = "Link the account to the person with the NIK that was typed. Only after seeing the evidence; who approved is kept."


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after members", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    return _approve(arguments.ref) if arguments.deed == "approve" else _list(arguments.limit)


def _list(limit: int) -> int:
    from openjmo.domains.membership import reads

    requests = reads.open_corrections(limit=limit)
    for request in requests:
        differences = ", ".join(request.differences)
        print(f"{request.ref}  {request.opened_at:%Y-%m-%d}  {request.masked_nik}  {request.full_name}  differs in: {differences}")
    print(f"{len(requests)} open requests")
    return 0


def _approve(ref: str) -> int:
    from django.utils import timezone

    from openjmo.domains.membership.actions.settle_registration import approve_correction

    approve_correction(ref, by=operator(), now=timezone.now())
    print(f"{ref} is settled; the account is linked.")
    return 0
