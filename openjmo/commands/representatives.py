"""Say who acts for an employer in the employer portal: add, list, remove."""

import argparse

from openjmo.commands._operator import account_id, add_employer_arguments, confirmed_account_id, day, employer_of, operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="add | list | remove", required=True)
    add = deeds.add_parser("add", help="let an account act", description="Let a registered account act for an employer.")
    add.add_argument("email", metavar="EMAIL", help="the account's address")
    add_employer_arguments(add)
    add.add_argument("--since", type=day, help="first day, for example 2026-11-01 (today)")
    listing = deeds.add_parser("list", help="who acts today", description="List the accounts that act for an employer today.")
    add_employer_arguments(listing)
    remove = deeds.add_parser("remove", help="end it", description="End an account's acting for an employer.")
    remove.add_argument("email", metavar="EMAIL", help="the account's address")
    add_employer_arguments(remove)
    remove.add_argument("--until", type=day, help="first day on which it no longer holds (today)")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after representatives", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from openjmo.core.clock import SystemClock, business_date
    from openjmo.domains.identity import actions, reads

    employer = employer_of(arguments)
    today = business_date(SystemClock().now())
    if arguments.deed == "add":
        actions.represent(confirmed_account_id(arguments.email), employer.ref, arguments.since or today)
        print(f"{arguments.email} acts for {employer.name} from {arguments.since or today}.")
    elif arguments.deed == "remove":
        actions.stop_representing(account_id(arguments.email), employer.ref, arguments.until or today)
        print(f"{arguments.email} no longer acts for {employer.name} from {arguments.until or today}.")
    else:
        for account in reads.representatives_of(employer.ref, today):
            print(f"{account.email}  {account.full_name}")
    return 0
