"""The keys that seal NIK, names and contacts in the database: how they stand, change them, prove that they open everything."""

import argparse
import json
import sys

from openjmo.commands import django_ready
from openjmo.commands._operator import told

SOUND, MISMATCH = 0, 1

_STATUS = "List the keys: the present ones, those that were destroyed, and with --count how many values each one opens."
_ROTATE = (
    "Change a key. master: after OPENJMO_FIELD_KEY was changed and the old one set as OPENJMO_FIELD_KEY_BEFORE, wrap the keys in the "
    "database with the new one. data: make a new data key and seal everything with it, while web and worker go on; begun again after "
    "a cut it goes on. index: make a new index key and every keyed hash anew; web and worker must be stopped."
)
_VERIFY = (
    "Open every sealed value, make every keyed hash again, and look through every column of text for a NIK in clear. Status 1 when "
    "anything does not hold; each place is named, no value is."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="DEED", required=True)
    status = deeds.add_parser("status", help="list the keys", description=_STATUS)
    status.add_argument("--count", action="store_true", help="count what each one opens; reads every sealed value")
    status.add_argument("--json", action="store_true", help="a JSON list")
    rotate = deeds.add_parser("rotate", help="change a key", description=_ROTATE)
    rotate.add_argument("kind", choices=("master", "data", "index"), help="which one")
    deeds.add_parser("verify", help="prove that everything opens", description=_VERIFY)


def execute(arguments: argparse.Namespace) -> int:
    """Do it, as the owner of the tables: nobody else may change keys."""
    from openjmo.platform import catalogues

    catalogues.compile_changed()
    with django_ready("working on the keys", as_owner=True):
        return told(deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Carry out what was asked for."""
    return {"status": _status, "rotate": _rotate, "verify": _verify}[arguments.deed](arguments)


def _status(arguments: argparse.Namespace) -> int:
    """Print the keys."""
    from openjmo.platform.rotation import keys

    known = keys(count=arguments.count)
    if arguments.json:
        print(
            json.dumps(
                [
                    {
                        "number": key.number,
                        "kind": key.kind,
                        "made_at": key.made_at.isoformat(),
                        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
                        "wrapped_by_present_master": key.is_wrapped_by_present,
                        "sealed": key.sealed,
                    }
                    for key in known
                ],
                indent=2,
            )
        )
        return SOUND
    for key in known:
        state = f"destroyed {key.retired_at:%Y-%m-%d}" if key.retired_at else "in use"
        master = (
            "" if key.retired_at or key.is_wrapped_by_present else "  wrapped by the master key before: run `openjmo keys rotate master`"
        )
        sealed = f"  opens {key.sealed:,} values" if key.sealed is not None else ""
        print(f"{key.number:5}  {key.kind:5}  made {key.made_at:%Y-%m-%d}  {state}{sealed}{master}")
    return SOUND


def _rotate(arguments: argparse.Namespace) -> int:
    """Change it and say what was done."""
    from openjmo.platform import rotation

    match arguments.kind:
        case "master":
            count = rotation.rewrap()
            print(f"{count} keys were wrapped anew. Once everything has restarted, OPENJMO_FIELD_KEY_BEFORE is no longer needed.")
        case "data":
            number = rotation.change_data_key(_told_progress)
            print(f"Everything is sealed with data key {number}.")
        case _:
            number = rotation.change_index_key(_told_progress)
            print(f"Every keyed hash is made with index key {number}.")
    return SOUND


def _verify(_arguments: argparse.Namespace) -> int:
    """Print what does not hold."""
    from openjmo.platform.rotation import verify

    found = verify(_told_progress)
    for wrong in found:
        print(f"{wrong.place}: {wrong.what}")
    print("Everything opens, and no NIK stands in clear." if not found else f"{len(found)} places do not hold.")
    return MISMATCH if found else SOUND


def _told_progress(table: str, count: int) -> None:
    print(f"{table}: {count:,} rows", file=sys.stderr)
