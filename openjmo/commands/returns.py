"""Credit the returns of months that are over to every member account."""

import argparse

from openjmo.commands._operator import month, operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="credit", required=True)
    credit = deeds.add_parser("credit", help="credit what is due", description=_CREDIT)
    credit.add_argument("--month", type=month, help="only this month, for example 2026-10; without it every month that is due")


_CREDIT = "Credit returns, month by month, as far as rates are declared (openjmo rates). A month that was credited stays as it is."


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("crediting returns", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Credit and say what came of it."""
    from django.utils import timezone

    from openjmo.core.money import Money, rupiah_sen
    from openjmo.domains.savings.actions.credit_due_months import credit_due_months
    from openjmo.domains.savings.actions.credit_returns import credit_returns

    if arguments.month is None:
        months = credit_due_months(now=timezone.now())
        print(f"Credited: {', '.join(map(str, months))}" if months else "Nothing is due, or no rate is declared.")
        return 0
    credited = credit_returns(arguments.month, now=timezone.now(), progress=print)
    if credited is None:
        print(f"{arguments.month}: nobody had earned anything.")
    else:
        total = rupiah_sen(Money(credited.total_sen))
        print(f"{arguments.month}: {total} to {credited.account_count:,} accounts at {credited.rate_percent} %")
    return 0
