"""`openjmo members factors`: take off what somebody lost, so that they can sign in with their password and set up anew."""

import argparse

from openjmo.commands._operator import account_id, operator

ABOUT = (
    "Take passkeys, authenticator app and codes off an account whose owner lost them. Only after seeing who they are: every session ends, "
    "the owner is told on all contacts with your reason, and payouts wait."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("email", metavar="EMAIL", help="the account's address")
    parser.add_argument("--reason", required=True, metavar="SENTENCE", help="what you saw; the owner reads it")


def deed(arguments: argparse.Namespace) -> int:
    """Do it."""
    from django.utils import timezone

    from openjmo.domains.identity.actions.take_factors_off import take_factors_off

    gone = take_factors_off(account_id(arguments.email), arguments.reason, by=operator(), now=timezone.now())
    print(f"{gone} keys and apps are off; every session has ended and the owner is told.")
    return 0
