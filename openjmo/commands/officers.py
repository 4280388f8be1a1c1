"""Say who answers which of members' requests at the staff desk: add, tasks, list, remove; and the code of the demonstration's officers."""

import argparse

from openjmo.commands._operator import account_id, confirmed_account_id, operate, operator

_TASKS = "cards, data, differences, identity, privacy, protection, recovery, oversight; or all"
_HISTORY = 1_000
"""Lines of an officer's history that are printed; nobody is given and taken so much."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="add | tasks | list | remove | code", required=True)
    add = deeds.add_parser("add", help="make an account an officer", description="Let a registered account answer requests at /petugas/.")
    add.add_argument("email", metavar="EMAIL", help="the account's address")
    add.add_argument("--name", required=True, help="the name kept with every answer")
    add.add_argument("--tasks", default="", metavar="A,B", help=f"what is theirs to do: {_TASKS}. Needed for a new officer")
    tasks = deeds.add_parser(
        "tasks",
        help="give and take tasks, and what was given and taken",
        description="Give an officer tasks and take others back; both hold at once. Then, or with neither, print what they have and had.",
    )
    tasks.add_argument("email", metavar="EMAIL", help="the account's address")
    tasks.add_argument("--give", default="", metavar="A,B", help=_TASKS)
    tasks.add_argument("--take", default="", metavar="A,B", help="the same")
    deeds.add_parser("list", help="who is and was one", description="List officers, those who were removed too.")
    remove = deeds.add_parser("remove", help="end it", description="Take it back at once; what was answered keeps its name.")
    remove.add_argument("email", metavar="EMAIL", help="the account's address")
    deeds.add_parser(
        "code",
        help="the code of the demonstration's officers",
        description="Print what the authenticator app of the demonstration's officers shows now. Only where people are invented.",
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
    from openjmo.domains.support.tasks import read_tasks

    if arguments.deed == "add":
        tasks = read_tasks(arguments.tasks) if arguments.tasks else None
        appoint_officer(confirmed_account_id(arguments.email), arguments.name, tasks=tasks, by=operator(), now=timezone.now())
        print(f"{arguments.email} answers requests as {arguments.name}.")
    elif arguments.deed == "tasks":
        _tasks(arguments)
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
            held = ",".join(sorted(officer.tasks)) or "no task"
            print(f"{officer.email}  {officer.name}  {state}  since {officer.appointed_at:%Y-%m-%d}  {held}")
    return 0


def _tasks(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from openjmo.core.errors import NotYours
    from openjmo.domains.support import reads
    from openjmo.domains.support.actions.appoint_officer import change_tasks
    from openjmo.domains.support.tasks import read_tasks

    officer_id = account_id(arguments.email)
    if arguments.give or arguments.take:
        give, take = read_tasks(arguments.give), read_tasks(arguments.take)
        change_tasks(officer_id, give=give, take=take, by=operator(), now=timezone.now())
    officer = reads.officer_of(officer_id)
    history = reads.task_history(officer_id, limit=_HISTORY)
    if officer is None and not history:
        raise NotYours("Akun ini bukan petugas.")
    print(f"{arguments.email} has now: {', '.join(sorted(officer.tasks)) if officer and officer.tasks else 'no task'}")
    for line in history:
        print(f"{line.at:%Y-%m-%d %H:%M}  {'given' if line.is_given else 'taken'}  {line.task}  by {line.by}")
