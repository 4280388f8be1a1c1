"""Answer members' requests from the command line, as officers do at the desk, and freeze an account at a call."""

import argparse

from openjmo.commands import _cards, _corrections, _differences, _factors, _freeze, _merges
from openjmo.commands._operator import operate

_SUBJECTS = {
    "corrections": _corrections.deed,
    "cards": _cards.deed,
    "merges": _merges.deed,
    "differences": _differences.deed,
    "freeze": _freeze.deed,
    "factors": _factors.deed,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    subjects = parser.add_subparsers(title="what about", dest="subject", metavar=" | ".join(_SUBJECTS), required=True)
    corrections = subjects.add_parser("corrections", help="accounts that do not match the register", description=_corrections.ABOUT)
    _corrections.configure(corrections)
    cards = subjects.add_parser("cards", help="cards that members miss", description=_cards.ABOUT)
    _cards.configure(cards)
    merges = subjects.add_parser("merges", help="cards that are to become one", description=_merges.ABOUT)
    _merges.configure(merges)
    differences = subjects.add_parser("differences", help="figures that differ from a payslip", description=_differences.ABOUT)
    _differences.configure(differences)
    freeze = subjects.add_parser("freeze", help="stop a member's account", description=_freeze.ABOUT)
    _freeze.configure(freeze)
    factors = subjects.add_parser("factors", help="take off lost passkeys and apps", description=_factors.ABOUT)
    _factors.configure(factors)


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after members", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    return _SUBJECTS[arguments.subject](arguments)
