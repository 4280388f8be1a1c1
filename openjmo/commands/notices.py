"""Tell everybody about works or an incident while it lasts: add, list, end."""

import argparse
from datetime import UTC, datetime

from openjmo.commands._operator import how_many, operate, operator
from openjmo.core.clock import JAKARTA

KINDS = ("maintenance", "update", "incident")
SEVERITIES = ("info", "warn", "bad")


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="add | list | end", required=True)
    add = deeds.add_parser("add", help="announce", description="Announce it; members see it on the first page and at the balance.")
    add.add_argument("kind", choices=KINDS, help="what it is")
    add.add_argument("--id", dest="text_id", required=True, metavar="KALIMAT", help="a plain sentence in Indonesian")
    add.add_argument("--en", dest="text_en", required=True, metavar="SENTENCE", help="the same in English")
    add.add_argument("--from", dest="begins_at", type=moment, metavar="WHEN", help="Jakarta time, for example 2026-11-30T22:00 (now)")
    add.add_argument("--to", dest="ends_at", type=moment, metavar="WHEN", help="when it is over (until `notices end`)")
    add.add_argument("--severity", choices=SEVERITIES, default="warn", help="how it looks (warn)")
    listing = deeds.add_parser("list", help="what was announced", description="List announcements, newest first.")
    listing.add_argument("--limit", type=how_many, default=20, help="how many (20)")
    end = deeds.add_parser("end", help="it is over", description="End an announcement now.")
    end.add_argument("number", type=int, metavar="NUMBER", help="as `list` prints it")


def moment(text: str) -> datetime:
    """An argument such as 2026-11-30T22:00, Jakarta time."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"a moment is written YYYY-MM-DDTHH:MM, for example 2026-11-30T22:00, not {text!r}") from wrong
    return (read if read.tzinfo else read.replace(tzinfo=JAKARTA)).astimezone(UTC)


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after notices", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.platform import works

    now = timezone.now()
    if arguments.deed == "add":
        number = works.announce_works(
            works.NewNotice(
                kind=arguments.kind,
                severity=arguments.severity,
                text_id=arguments.text_id,
                text_en=arguments.text_en,
                begins_at=arguments.begins_at or now,
                ends_at=arguments.ends_at,
                by=operator(),
            )
        )
        print(f"{number}  announced from {arguments.begins_at or now:%Y-%m-%d %H:%M} UTC.")
    elif arguments.deed == "end":
        works.end_works(arguments.number, now=now)
        print(f"{arguments.number} is over.")
    else:
        for notice in works.announced(limit=arguments.limit):
            until = f"{notice.ends_at:%Y-%m-%d %H:%M}" if notice.ends_at else "until ended"
            print(f"{notice.id}  {notice.kind}  {notice.severity}  {notice.begins_at:%Y-%m-%d %H:%M} - {until} UTC  {notice.text_en}")
    return 0
