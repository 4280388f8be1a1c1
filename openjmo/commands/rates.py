"""Declare the yearly rate of returns, or list the rates there are.

A rate needs its source. A working assumption is marked with --assumed and says so wherever it is shown.
"""

import argparse

from openjmo.commands._operator import operate, operator


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="declare | list", required=True)
    declare = deeds.add_parser("declare", help="enter a year's rate", description=_DECLARE)
    declare.add_argument("year", type=int, metavar="YEAR", help="the calendar year")
    declare.add_argument("percent", metavar="PERCENT", help="percent a year with a point, for example 5.51")
    declare.add_argument("--source", required=True, help="where it was published, or why it is assumed")
    declare.add_argument("--assumed", action="store_true", help="nobody published it: a working assumption")
    declare.add_argument("--note", default="", help="anything else worth keeping")
    deeds.add_parser("list", help="the rates of every year", description="List the rate of every year, with its standing and source.")


_DECLARE = "Enter the rate of a year. It holds for every month credited from now on; what was credited before stays as it is."


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("handling rates", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    return _declare(arguments) if arguments.deed == "declare" else _list()


def _declare(arguments: argparse.Namespace) -> int:
    from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate

    declare_rate(
        NewRate(arguments.year, arguments.percent, arguments.source, is_assumed=arguments.assumed, by=operator(), note=arguments.note)
    )
    print(f"{arguments.year}: {arguments.percent} % {'assumed' if arguments.assumed else 'declared'}, {arguments.source}")
    return 0


def _list() -> int:
    from openjmo.domains.savings.rates import ANNUAL_RATE, current_law

    law = current_law()
    for value in [*law.parameter(ANNUAL_RATE).versions, *law.declared()]:
        rate = "unknown" if value.is_unknown else f"{value.rate.as_percent()} %"
        print(f"{value.effective_from or '…'} to {value.effective_to or '…'}  {rate:>10}  {value.confidence:<10}  {value.source}")
    print("Of two for the same year the lower one holds.")
    return 0
