"""Register an employer, or list those registered."""

import argparse

from openjmo.commands._operator import add_employer_arguments, how_many, operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="add | list", required=True)
    add = deeds.add_parser(
        "add", help="register one", description="Register an employer. The same number and division again change nothing."
    )
    add_employer_arguments(add)
    add.add_argument("name", metavar="NAME", help="the firm's name")
    add.add_argument("--sector", required=True, metavar="A-U", choices=list("ABCDEFGHIJKLMNOPQRSTU"), help="KBLI 2020 section")
    add.add_argument("--province", required=True, metavar="CODE", help="two digits, for the province's minimum wage")
    listing = deeds.add_parser("list", help="those registered", description="List employers by number.")
    listing.add_argument("--limit", type=how_many, default=100, help="how many (100)")
    listing.add_argument("--offset", type=int, default=0, help="after how many (0)")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after employers", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    return _add(arguments) if arguments.deed == "add" else _list(arguments)


def _add(arguments: argparse.Namespace) -> int:
    from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer

    ref = add_employer(NewEmployer(arguments.npp, arguments.name, arguments.sector, arguments.province, division=arguments.division))
    print(f"{ref}  {arguments.npp}/{arguments.division}  {arguments.name}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from openjmo.domains.membership import reads

    for employer in reads.employers(limit=arguments.limit, offset=arguments.offset):
        print(f"{employer.ref}  {employer.npp}/{employer.division}  {employer.sector}  {employer.province_code}  {employer.name}")
    return 0
