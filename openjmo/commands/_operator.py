"""What the operator's commands share: a reachable database, plain English, and a failure that ends in a sentence and status 1.

Operators read English like the rest of the command line; sentences of the domains come from the same catalogue as on screens.
"""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from openjmo.commands import django_ready
from openjmo.core.errors import Failure, InvalidInput
from openjmo.core.ids import EmployerNumber
from openjmo.core.periods import Month

if TYPE_CHECKING:
    # Django's rooms are imported when they are needed, so that other commands start without it.
    from openjmo.domains.looks.readers import Reader
    from openjmo.domains.membership.reads import EmployerView

_MOST_DIGITS: Final = 9
Deed = Callable[[argparse.Namespace], int]


def operate(doing: str, deed: Deed, arguments: argparse.Namespace) -> int:
    """Do it with the database at hand; `doing` is what a second command is told meanwhile."""
    from openjmo.platform import catalogues

    catalogues.compile_changed()
    with django_ready(doing):
        return told(deed, arguments)


def told(deed: Deed, arguments: argparse.Namespace) -> int:
    """Do it; whatever a room refuses is printed with the next step, and the status is 1."""
    from django.utils.translation import override

    with override("en"):
        try:
            return deed(arguments)
        except Failure as failure:
            print(sentence(failure.message, failure.values), sentence(failure.fix, failure.values), f"[{failure.code}]", file=sys.stderr)
            return 1


def sentence(text: str, values: dict[str, object]) -> str:
    """A translation key with its values; empty stays empty."""
    from django.utils.translation import gettext

    words = gettext(text) if text else ""
    return words % values if values and words else words


def month(text: str) -> Month:
    """An argument such as 2026-10."""
    try:
        return Month.parse(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong


def day(text: str) -> date:
    """An argument such as 2026-10-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"a day is written YYYY-MM-DD, for example 2026-10-31, not {text!r}") from wrong


def how_many(text: str) -> int:
    """An argument that counts, from 1."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text)):
        raise argparse.ArgumentTypeError(f"a count is a whole number from 1, not {text!r}")
    return int(text)


def operator() -> str:
    """Who is at the keyboard, for the record of what was done."""
    return f"operator:{getpass.getuser()}"


def reader() -> "Reader":
    """The same for a look at a member's file."""
    from openjmo.domains.looks.readers import Kind, Reader

    return Reader(Kind.OPERATOR, operator(), getpass.getuser())


def add_employer_arguments(parser: argparse.ArgumentParser, *, option: bool = False) -> None:
    """The NPP, as an option or in its place, and the division."""
    if option:
        parser.add_argument("--employer", dest="npp", required=True, metavar="NPP", help="the employer's number, 8 or 9 letters and digits")
    else:
        parser.add_argument("npp", metavar="NPP", help="the employer's number, 8 or 9 letters and digits")
    parser.add_argument("--division", default="000", help="the division's code (000, the firm itself)")


def employer_of(arguments: argparse.Namespace) -> "EmployerView":
    """The employer the arguments name. Raises InvalidInput."""
    from openjmo.domains.membership import reads

    found = reads.employer_by_number(EmployerNumber.parse(arguments.npp).text, arguments.division)
    if found is None:
        raise InvalidInput(
            "Pemberi kerja dengan NPP %(npp)s, divisi %(division)s belum terdaftar.",
            code="employer_unknown",
            field="employer",
            fix="Daftarkan dulu: openjmo employers add.",
            values={"npp": arguments.npp, "division": arguments.division},
        )
    return found


def account_id(email: str) -> int:
    """The id of the account with that address. Raises InvalidInput."""
    from openjmo.domains.identity import reads

    account = reads.account_with_email(email)
    if account is None:
        raise _account_unknown(email)
    return account.id


def confirmed_account_id(email: str) -> int:
    """The same for giving rights: anybody can register with an address of somebody else's, only a confirmed one is its owner's."""
    from openjmo.domains.identity import reads

    account = reads.account_with_email(email)
    if account is None or account.email_confirmed_at is None:
        raise _account_unknown(email)
    return account.id


def _account_unknown(email: str) -> InvalidInput:
    return InvalidInput(
        "Belum ada akun dengan e-mail %(email)s.",
        code="account_unknown",
        field="email",
        fix="Minta orangnya mendaftar dan mengaktifkan akun dulu.",
        values={"email": email},
    )
