"""Canary records in the register, for noticing who reads what is nobody's business: plant, list, check."""

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openjmo.commands._operator import how_many, operate, operator

if TYPE_CHECKING:
    # Django's rooms are imported when they are needed, so that other commands start without it.
    from openjmo.core.ids import Sex
    from openjmo.domains.support.actions.plant_canary import Invented

_MOST: Final = 100
_TRIES: Final = 20
_OLDEST_DAYS, _YOUNGEST_DAYS = 50 * 365, 25 * 365


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="plant | list | check", required=True)
    plant = deeds.add_parser(
        "plant",
        help="put invented persons into the register",
        description="Put invented persons into the register, whom nobody has any business to read. Overseers are told of each look.",
    )
    plant.add_argument("--for", dest="placed_for", required=True, metavar="WORDS", help="what they watch: 'the copy for the auditor'")
    plant.add_argument("--count", type=_few, default=1, metavar="N", help=f"how many, at most {_MOST} (1)")
    listing = deeds.add_parser("list", help="what there is", description="List them, newest first, with how often each was looked at.")
    listing.add_argument("--limit", type=how_many, default=50, help="how many (50)")
    check = deeds.add_parser(
        "check",
        help="whether a list of people was taken from here",
        description="Look for canary records in a text file of people, such as one offered for sale. Ends with status 1 when there is one.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="text of any kind; read line by line")


def _few(text: str) -> int:
    count = how_many(text)
    if count > _MOST:
        raise argparse.ArgumentTypeError(f"at most {_MOST} at a time: each is a number that nobody can be given any more")
    return count


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after canary records", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from openjmo.domains.support import canaries

    match arguments.deed:
        case "plant":
            for ref in _plant(arguments.count, arguments.placed_for):
                print(f"{ref} is planted.")
            return 0
        case "check":
            return _check(arguments.file)
        case _:
            for one in canaries.canaries(limit=arguments.limit):
                claimed = ", AN ACCOUNT WAS JOINED WITH IT" if one.is_claimed else ""
                print(f"{one.ref}  {one.planted_at:%Y-%m-%d}  {one.look_count:,} looks{claimed}  {one.planted_by}  {one.placed_for}")
            print(f"{canaries.canary_count():,} in all.")
            return 0


def _plant(count: int, placed_for: str) -> Iterator[str]:
    """Each told as soon as it is there."""
    from django.utils import timezone

    from openjmo.core.errors import Refusal
    from openjmo.domains.support.actions.plant_canary import plant_canary

    chance = random.SystemRandom()
    for _ in range(count):
        for left in reversed(range(_TRIES)):
            try:
                yield plant_canary(_invented(chance), placed_for=placed_for, by=operator(), now=timezone.now())
            except Refusal:
                if not left:
                    raise
            else:
                break


def _invented(chance: random.Random) -> "Invented":
    """Somebody who does not exist; the NIK ends as no registry's does (`simulators.niks`)."""
    from django.utils import timezone

    from openjmo.core.clock import business_date
    from openjmo.domains.membership.workers import Worker
    from openjmo.domains.support.actions.plant_canary import Invented
    from openjmo.simulators.names import mother_name, person_name
    from openjmo.simulators.niks import Numbers

    numbers, today = Numbers(), business_date(timezone.now())
    sex: Sex = "L" if chance.randrange(2) else "P"
    born = today - timedelta(days=chance.randrange(_YOUNGEST_DAYS, _OLDEST_DAYS))
    opened_on = today - timedelta(days=chance.randrange(30, 10 * 365))
    province = chance.choice(("31", "32", "33", "34", "35", "36"))
    worker = Worker(numbers.nik(chance, province, born, sex), person_name(chance, sex), mother_name(chance))
    return Invented(worker, born, sex, numbers.card_number(chance, opened_on), opened_on)


def _check(path: Path) -> int:
    from openjmo.domains.support.canaries import found_in

    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            found = list(found_in(lines))
    except OSError as trouble:
        print(f"{path}: {trouble.strerror}", file=sys.stderr)
        return 2
    for one in found:
        print(f"line {one.line:,}: {one.ref}, planted {one.planted_at:%Y-%m-%d} for {one.placed_for}")
    if found:
        print(f"Canary records found: {len(found):,}. This list was taken from here. Note the breach: openjmo breaches note.")
        return 1
    print("No canary record is in this file. It may still be from here: canaries are few.")
    return 0
