"""Show the two SMS routes: which is asked first, and how the texts of the last 24 hours fared."""

import argparse

from openjmo.commands._operator import operate


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="routes", required=True)
    deeds.add_parser("routes", help="how they fare", description="List the routes in the order of the setting OPENJMO_SMS_ROUTES.")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking at SMS routes", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The only one."""
    from django.utils import timezone

    from openjmo.domains.messaging.reads import offers_sms
    from openjmo.domains.messaging.routes import routes

    del arguments
    if not offers_sms():
        print("OPENJMO_SMS_CHANNEL is empty: no SMS is sent.")
    for one in routes(timezone.now()):
        place = "asked first" if one.is_preferred else "asked second"
        if one.behind_until:
            place = f"behind until {one.behind_until:%Y-%m-%d %H:%M} UTC"
        print(f"{one.name}: {place}{'' if one.has_key else '; it has no key, so its calls are refused'}")
        print(f"  taken {one.taken}: delivered {one.delivered}, failed {one.failed}, nothing heard {one.unheard}")
        print(f"  refused {one.refused}, no answer {one.silent}")
    return 0
