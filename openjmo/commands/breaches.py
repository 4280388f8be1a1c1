"""The register of breaches of personal data (UU 27/2022 Pasal 46): note, list, concern, letters, tell, agency-told."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from openjmo.commands._operator import how_many, operate, operator


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    names = "note | list | concern | letters | tell | agency-told"
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar=names, required=True)
    note = deeds.add_parser("note", help="note one", description="Note a breach; the law's hours run from when it was known.")
    note.add_argument("--known-at", type=_moment, required=True, metavar="WHEN", help="2026-11-25T08:30 (UTC), when it was known")
    for name, told in (
        ("data", "which data"),
        ("happened", "when and how"),
        ("handling", "what was done about it"),
        ("recovery", "how it is made good, and what those concerned should do"),
    ):
        note.add_argument(f"--{name}", required=True, metavar="SENTENCES", help=told)
    listing = deeds.add_parser("list", help="the register", description="List breaches, newest first, with the hours that are left.")
    listing.add_argument("--limit", type=how_many, default=50, help="how many (50)")
    concern = _of(deeds, "concern", "say whom it concerns", "Add accounts; the same again adds nobody.")
    whom = concern.add_mutually_exclusive_group(required=True)
    whom.add_argument("--everybody", action="store_true", help="every member with an active account")
    whom.add_argument("--accounts", type=Path, metavar="FILE", help="a reference of an account (AK-…) on each line")
    letters = _of(deeds, "letters", "draft the letters", "Write the letter to the agency and an example of the letter to a person.")
    letters.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write them")
    _of(deeds, "tell", "tell everybody concerned", "Tell them in the app and by letter. Whoever was told is not told again.")
    agency = _of(deeds, "agency-told", "note that the agency was told", "Note when the agency got its letter.")
    agency.add_argument("--at", type=_moment, required=True, metavar="WHEN", help="2026-11-26T09:00 (UTC)")


def _of(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, line: str, description: str) -> argparse.ArgumentParser:
    parser = deeds.add_parser(name, help=line, description=description)
    parser.add_argument("ref", metavar="REF", help="the breach's reference, KB-…")
    return parser


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after breaches", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.privacy.actions import breaches
    from openjmo.domains.privacy.reads import breaches as register

    now = timezone.now()
    match arguments.deed:
        case "note":
            new = breaches.NewBreach(
                arguments.known_at, arguments.data, arguments.happened, arguments.handling, arguments.recovery, operator()
            )
            ref = breaches.note_breach(new, now=now)
            print(f"{ref} is noted. Say whom it concerns: openjmo breaches concern {ref} --accounts FILE")
        case "concern":
            refs = None if arguments.everybody else arguments.accounts.read_text(encoding="utf-8").split()
            print(f"{breaches.add_concerned(arguments.ref, refs):,} accounts added.")
        case "tell":
            print(f"{breaches.tell_concerned(arguments.ref, now=now, progress=print):,} told.")
        case "letters":
            _letters(arguments.ref, arguments.out)
        case "agency-told":
            breaches.note_agency_told(arguments.ref, at=arguments.at)
            print(f"{arguments.ref}: noted.")
        case _:
            for one in register(limit=arguments.limit):
                left = (one.due_at - now).total_seconds() / 3600
                clock = "agency told" if one.agency_told_at else f"{left:.0f} hours left" if left > 0 else f"LATE by {-left:.0f} hours"
                print(f"{one.ref}  known {one.known_at:%Y-%m-%d %H:%M}  {clock}  {one.told:,} of {one.concerned:,} told  {one.data[:60]}")
    return 0


def _letters(ref: str, folder: Path) -> None:
    from django.utils.translation import override

    from openjmo.domains.privacy.letters import letter_to_agency, letter_to_person
    from openjmo.domains.privacy.reads import breach

    known = breach(ref)
    folder.mkdir(parents=True, exist_ok=True)
    with override("id"):
        for name, text in ((f"{ref}-lembaga.txt", letter_to_agency(known)), (f"{ref}-contoh.txt", letter_to_person(known, "…"))):
            (folder / name).write_text(text, encoding="utf-8")
            print(folder / name)
