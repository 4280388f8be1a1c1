"""`openjmo members cards`: cards that members miss."""

import argparse

from openjmo.commands import _requests
from openjmo.commands._operator import operator, reader

ABOUT = "Requests of members for a card that the register does not show them."
_APPROVE = "Join the card to the member. Only after seeing the evidence, which is kept; a card of somebody with an account cannot be moved."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | show | approve | reject", required=True)
    _requests.add_list(deeds)
    _requests.add_deed(deeds, "show", "member against holder", "Show the member beside whoever the card stands under.", prefix="SK")
    _requests.add_evidence(_requests.add_deed(deeds, "approve", "join the card", _APPROVE, prefix="SK"))
    _requests.add_reason(_requests.add_deed(deeds, "reject", "say why not", "Reject it with a reason.", prefix="SK"))


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.membership.actions.settle_card_request import approve_card_request, reject_card_request
    from openjmo.domains.membership.desk import open_card_requests

    match arguments.deed:
        case "approve":
            approve_card_request(arguments.ref, evidence=arguments.evidence, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is settled; the card is joined.")
        case "reject":
            reject_card_request(arguments.ref, reason=arguments.reason, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is rejected; the member is told why.")
        case "show":
            _show(arguments.ref)
        case _:
            _requests.print_open(open_card_requests(limit=arguments.limit, offset=arguments.offset))
    return 0


def _show(ref: str) -> None:
    from openjmo.domains.membership.desk import card_file

    known = card_file(ref, reader())
    print(f"{known.ref}  {known.state}  {known.opened_at:%Y-%m-%d}  {known.person.full_name}  asks for card {known.card_number}")
    if known.rows:
        _requests.print_compared(known.rows)
        print(f"opened {known.opened_on} with {known.employer_name or '-'}, last contribution {known.last_contribution_month or '-'}")
    else:
        print("The register does not know this card.")
    _requests.print_decision(known.decision)
