"""Look after requests about personal data: list, answer; and copy what is held about somebody, as the law lets them ask by letter."""

import argparse
from pathlib import Path

from openjmo.commands import _requests
from openjmo.commands._operator import account_id, operate, operator, reader

_ANSWER = "Say what was done (--served), or why not, in one sentence that its owner reads. Erasing and withdrawing close the account."


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="list | answer | copy", required=True)
    _requests.add_list(deeds)
    answer = _requests.add_deed(deeds, "answer", "answer one", _ANSWER, prefix="DP")
    answer.add_argument("--served", action="store_true", help="it was done; without this it is refused")
    _requests.add_reason(answer)
    copied = deeds.add_parser(
        "copy", help="everything held about one account", description="Write everything held about one account as JSON."
    )
    copied.add_argument("--email", required=True, help="the account's address")
    copied.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it; readable by you only")


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("looking after personal data", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """The one that was asked for."""
    from django.utils import timezone

    from openjmo.domains.privacy import reads
    from openjmo.domains.privacy.actions.answer import answer

    now = timezone.now()
    if arguments.deed == "answer":
        answer(arguments.ref, is_served=arguments.served, sentence=arguments.reason, by=operator(), now=now)
        print(f"{arguments.ref} is {'served' if arguments.served else 'refused'}; its owner is told.")
    elif arguments.deed == "copy":
        _copy(account_id(arguments.email), arguments.out)
    else:
        waiting = reads.open_asked(limit=arguments.limit, offset=arguments.offset)
        for one in waiting:
            due = "no hours in the law" if one.due_at is None else f"due {one.due_at:%Y-%m-%d %H:%M}{'  LATE' if one.is_late(now) else ''}"
            print(f"{one.ref}  {one.opened_at:%Y-%m-%d %H:%M}  {one.right:13}  {due}")
        print(f"{len(waiting)} open requests")
    return 0


def _copy(account: int, out: Path) -> None:
    from django.utils import timezone

    from openjmo.domains.identity import reads as identity
    from openjmo.domains.privacy.actions.ask import note_copy
    from openjmo.domains.privacy.copy import as_json, sections_for

    now, owner = timezone.now(), identity.account(account)
    assert owner
    sections = sections_for(owner, reader())
    out.touch(mode=0o600)
    ref = note_copy(account, now=now)
    out.write_text(as_json(account, sections, at=now), encoding="utf-8")
    print(f"{out}: {len(sections)} tables, {sum(len(one.rows) for one in sections)} rows; noted as {ref}, its owner is told.")
