"""Bring the database's tables up to date.

Acts as the owner of the tables, unlike web and worker. Safe to repeat: with nothing to do it changes nothing.
"""

import argparse

from openjmo.commands import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if something is to be done")


def execute(arguments: argparse.Namespace) -> int:
    """Migrate, or say whether it is needed."""
    with django_ready("migrating", as_owner=True):
        from openjmo.platform.health import is_migrated

        if arguments.check:
            up_to_date = is_migrated()
            print("The tables are up to date." if up_to_date else "There are migrations to apply: run `openjmo migrate`.")
            return 0 if up_to_date else 1
        bring_up_to_date(verbosity=1)
        return 0


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Apply what is missing, and give the present and the next months their tables of postings. Django is ready, acting as the owner."""
    from django.core.management import call_command
    from django.utils import timezone

    from openjmo.core.clock import business_date
    from openjmo.core.periods import Month
    from openjmo.ledger.storage import open_months_ahead

    call_command("migrate", interactive=False, verbosity=verbosity)
    open_months_ahead(Month.of(business_date(timezone.now())))
