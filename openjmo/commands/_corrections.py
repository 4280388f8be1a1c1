"""`openjmo members corrections`: accounts whose registration did not fit the register."""

import argparse

from openjmo.commands import _requests
from openjmo.commands._operator import operator, reader

ABOUT = "Requests of people whose registration did not fit the register."
_APPROVE = "Link the account to the person with the NIK that was typed. Only after seeing the evidence; who approved is kept."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | show | approve | reject", required=True)
    _requests.add_list(deeds)
    _requests.add_deed(deeds, "show", "typed against register", "Show what was typed beside what the register has.", prefix="PD")
    _requests.add_evidence(_requests.add_deed(deeds, "approve", "link the account", _APPROVE, prefix="PD"))
    _requests.add_reason(_requests.add_deed(deeds, "reject", "say why not", "Reject it with a reason.", prefix="PD"))


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.membership.actions.settle_registration import approve_correction, reject_correction
    from openjmo.domains.membership.desk import open_corrections

    match arguments.deed:
        case "approve":
            approve_correction(arguments.ref, by=operator(), now=timezone.now(), evidence=arguments.evidence)
            print(f"{arguments.ref} is settled; the account is linked.")
        case "reject":
            reject_correction(arguments.ref, reason=arguments.reason, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is rejected; the applicant is told why.")
        case "show":
            _show(arguments.ref)
        case _:
            _requests.print_open(open_corrections(limit=arguments.limit, offset=arguments.offset))
    return 0


def _show(ref: str) -> None:
    from openjmo.domains.membership.desk import correction_file

    known = correction_file(ref, reader())
    print(f"{known.ref}  {known.state}  {known.opened_at:%Y-%m-%d}  {known.full_name}")
    _requests.print_compared(known.rows)
    print(f"differs in: {', '.join(known.differences)}")
    _requests.print_decision(known.decision)
