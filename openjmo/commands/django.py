"""Run one of Django's own commands, for people who change the code (makemigrations, shell …).

Acts as the owner of the tables. `openjmo django help` lists what there is.
"""

import argparse

from openjmo.commands import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="the command and its arguments, as for manage.py")


def execute(arguments: argparse.Namespace) -> int:
    """Hand the words to Django."""
    with django_ready("running a Django command", as_owner=True):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["openjmo django", *arguments.words])
    return 0
