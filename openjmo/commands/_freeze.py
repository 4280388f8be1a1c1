"""`openjmo members freeze`: stop a member's account at a call."""

import argparse

from openjmo.commands._operator import operator

ABOUT = "Freeze a member's account at once: no money leaves, nothing is changed, every contact is told. Two officers lift it at the desk."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("nik", metavar="NIK", help="the member's NIK, 16 digits")


def deed(arguments: argparse.Namespace) -> int:
    """Do it."""
    from django.utils import timezone

    from openjmo.core.errors import InvalidInput
    from openjmo.domains.membership import reads
    from openjmo.domains.protection import actions

    person = reads.person_with_nik(arguments.nik)
    if person is None or person.account_id is None:
        raise InvalidInput("Tidak ada akun peserta dengan NIK itu.", field="nik", fix="Periksa 16 angkanya.")
    ref = actions.freeze(person.account_id, actions.FreezeChannel.OFFICER, timezone.now(), by=operator())
    print(f"{ref}: the account is frozen; the member is told.")
    return 0
