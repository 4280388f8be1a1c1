"""`openjmo members freeze`: stop a member's account at a call."""

import argparse

from openjmo.commands._operator import operator, reader

ABOUT = "Freeze a member's account at once: no money leaves, nothing is changed, every contact is told. Two officers lift it at the desk."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("nik", metavar="NIK", help="the member's NIK, 16 digits")


def deed(arguments: argparse.Namespace) -> int:
    """Do it."""
    from django.utils import timezone

    from openjmo.core.errors import InvalidInput
    from openjmo.domains.protection import actions, reads

    account_id = reads.account_at_call(arguments.nik, reader())
    if account_id is None:
        raise InvalidInput("Tidak ada akun peserta dengan NIK itu.", field="nik", fix="Periksa 16 angkanya.")
    ref = actions.freeze(account_id, actions.FreezeChannel.OFFICER, timezone.now(), by=operator())
    print(f"{ref}: the account is frozen; the member is told.")
    return 0
