"""`openjmo members merges`: cards that members want to become one."""

import argparse

from openjmo.commands import _requests
from openjmo.commands._operator import operator, reader

ABOUT = "Requests of members to merge an old card into another of theirs."
_APPROVE = "Move the old card's balance to the other, part by part. Only after seeing the evidence, which is kept."
_UNDO = "Move everything back, with the returns it has earned since. Refused when the target no longer holds enough."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | show | approve | reject | undo", required=True)
    _requests.add_list(deeds)
    _requests.add_deed(deeds, "show", "both cards", "Show both cards with what is on them.", prefix="SG")
    _requests.add_evidence(_requests.add_deed(deeds, "approve", "merge them", _APPROVE, prefix="SG"))
    _requests.add_reason(_requests.add_deed(deeds, "reject", "say why not", "Reject it with a reason.", prefix="SG"))
    _requests.add_reason(_requests.add_deed(deeds, "undo", "take it back", _UNDO, prefix="SG"))


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.savings.actions.settle_merge import approve_merge, reject_merge, undo_merge
    from openjmo.domains.savings.merges import open_merges

    match arguments.deed:
        case "approve":
            approve_merge(arguments.ref, evidence=arguments.evidence, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is settled; the cards are merged.")
        case "reject":
            reject_merge(arguments.ref, reason=arguments.reason, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is rejected; the member is told why.")
        case "undo":
            undo_merge(arguments.ref, reason=arguments.reason, by=operator(), now=timezone.now())
            print(f"{arguments.ref} is undone; the balance is back on the old card.")
        case "show":
            _show(arguments.ref)
        case _:
            _requests.print_open(open_merges(limit=arguments.limit, offset=arguments.offset))
    return 0


def _show(ref: str) -> None:
    from openjmo.core.money import rupiah_sen
    from openjmo.domains.savings.merges import merge_file

    known = merge_file(ref, reader())
    print(f"{known.merge.ref}  {known.merge.state}  {known.merge.opened_at:%Y-%m-%d}  {known.person.full_name}")
    for name, card, parts in (("old card", known.source, known.source_parts), ("target", known.target, known.target_parts)):
        state = "at work" if card.is_active else "not at work"
        print(f"  {name:9} {card.card_number}  {state:12} {card.employer_name or '-':30} {rupiah_sen(parts.total):>22}")
    if known.hindrance:
        print(f"cannot be merged now: {known.hindrance.code}")
    _requests.print_decision(known.decision)
    if known.undone:
        print(f"undone {known.undone.at:%Y-%m-%d} by {known.undone.by}: {known.undone.reason}")
