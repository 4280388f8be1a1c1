"""Say who answers members' requests at the staff desk: add, list, remove; and the code of the made-up officer of the demonstration."""

import argparse

from openjmo.commands._operator import account_id, confirmed_account_id, operate, operator


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="add | list | remove | code", required=True)
    add = deeds.add_parser("add", help="make an account an officer", description="Let a registered account answer requests at /petugas/.")
    add.add_argument("email", metavar="EMAIL", help="the account's address")
    add.add_argument("--name", required=True, help="the name kept with every answer")
    deeds.add_parser("list", help="who is and was one", description="List officers, those who were removed too.")
    remove = deeds.add_parser("remove", help="end it", description="Take it back at once; what was answered keeps its name.")
    remove.add_argument("email", metavar="EMAIL", help="the account's address")
    deeds.add_parser(
        "code",
        help="the code of the demonstration's officer",
        description="Print what the authenticator app of the demonstration's officer shows now. Only where people are invented.",
    )


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after officers", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.core.errors import Refusal
    from openjmo.domains.identity.security import demo_code
    from openjmo.domains.support import reads
    from openjmo.domains.support.actions.appoint_officer import appoint_officer, remove_officer

    if arguments.deed == "add":
        appoint_officer(confirmed_account_id(arguments.email), arguments.name, by=operator(), now=timezone.now())
        print(f"{arguments.email} answers requests as {arguments.name}.")
    elif arguments.deed == "remove":
        remove_officer(account_id(arguments.email), by=operator(), now=timezone.now())
        print(f"{arguments.email} no longer answers requests.")
    elif arguments.deed == "code":
        code = demo_code(timezone.now())
        if not code:
            raise Refusal("Kode hanya ada untuk petugas rekaan pada mode demo.", code="only_in_demonstration")
        print(code)
    else:
        for officer in reads.officers():
            state = "active" if officer.is_active else "removed"
            print(f"{officer.email}  {officer.name}  {state}  since {officer.appointed_at:%Y-%m-%d}")
    return 0
