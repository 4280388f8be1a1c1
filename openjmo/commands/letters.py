"""Check a letter or SMS, pasted into a file: against this installation's record, or with a public key alone and no database.

Exit status: 0 it is ours, 1 it is not or something was added, 2 the file cannot be read.
"""

import argparse
import sys
from pathlib import Path

from openjmo.commands._operator import operate
from openjmo.core.errors import InvalidInput

_VERIFY = (
    "Check a message. With --key only the signature under a letter is checked, by Ed25519: over the words `openjmo:letter:1`, a NUL, and "
    "the text to the end of its code without white space and quoting marks."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="verify", required=True)
    verify = deeds.add_parser("verify", help="check a message", description=_VERIFY)
    verify.add_argument("file", type=Path, metavar="FILE", help="the text, from its first word to its last")
    verify.add_argument("--key", metavar="KEY", help="the fund's public key, as its page of addresses shows it")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("checking a letter", deed, arguments) if arguments.key is None else with_key(arguments)


def with_key(arguments: argparse.Namespace) -> int:
    """Check the signature alone."""
    from openjmo.domains.messaging.message_codes import octets_of, signed_by

    try:
        is_signed = signed_by(arguments.file.read_text(encoding="utf-8"), octets_of(arguments.key))
    except (OSError, ValueError) as trouble:
        print(f"Nothing was checked: {trouble}", file=sys.stderr)
        return 2
    print("The signature is this key's over this text." if is_signed else "This text does not carry this key's signature.")
    return 0 if is_signed else 1


def deed(arguments: argparse.Namespace) -> int:
    """Check it against the record and say what came of it."""
    from openjmo.domains.messaging.checking import Outcome, checked

    try:
        found = checked(arguments.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, InvalidInput) as trouble:
        print(f"Nothing was checked: {trouble}", file=sys.stderr)
        return 2
    said = {
        Outcome.EXISTS: "There is a message with this code; its text was not given.",
        Outcome.SAME: "This message is ours, word for word.",
        Outcome.SURROUNDED: "Our message, with something added before or after it.",
        Outcome.CHANGED: "The code is ours, the text is not.",
        Outcome.UNRECORDED: "Signed with our key, but on no record.",
        Outcome.UNKNOWN: "Not ours.",
    }
    print(said[found.outcome])
    for name, value in (("kind", found.kind), ("written", found.written_at), ("to", found.recipient), ("subject", found.subject)):
        if value:
            print(f"{name}: {value}")
    for part in (*found.surplus, *found.strange):
        print(f"not ours: {part}")
    return 0 if found.outcome in {Outcome.EXISTS, Outcome.SAME} else 1
