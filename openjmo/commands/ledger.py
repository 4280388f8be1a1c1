"""Prove the ledger: verify it, publish its total, keep its head elsewhere, close periods, compare with the bank."""

import argparse
import json
import sys

from openjmo.commands import _bank_statement
from openjmo.commands._operator import day, month, operate, operator

SOUND, MISMATCH = 0, 1

_VERIFY = (
    "Recompute the ledger from its postings on one snapshot of the database: the balance of each entry, the chain, kept balances, sums. "
    "Status 1 when anything does not hold; each mismatch names the account or entry and the difference, a broken link its day and entry."
)
_HEAD = "Print day, number of links and newest link. Whoever keeps it elsewhere can prove later that nothing before it was changed."
_CLOSE = "Close every business month up to this one, for good. It must be over and its returns credited."

_PUBLISH = (
    "Publish what the fund owes all members at the end of a date: signed, chained to the publication before, with a proof for every "
    "account. Refused when the balances do not sum to what the ledger's lines say. A date that is published stays as it is."
)

_MONTHS = (
    "List the tables in which postings lie, month by month, with their size. With --open, months that have no posting yet get tables of "
    "their own: do so before a history is taken over. The present month and the next three have theirs already."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    deeds = parser.add_subparsers(title="what to do", dest="deed", metavar="DEED", required=True)
    verify = deeds.add_parser("verify", help="recompute everything", description=_VERIFY)
    verify.add_argument("--since", type=day, help="only what was recorded from this day on, and the accounts touched since; for daily use")
    verify.add_argument("--head", default="", metavar="LINK", help="a link that was kept elsewhere and must still be part of the chain")
    verify.add_argument("--connections", type=int, default=2, help="how many work at once (2)")
    verify.add_argument("--json", action="store_true", help="one JSON object instead of sentences; amounts in sen")
    head = deeds.add_parser("head", help="where the chain stands", description=_HEAD)
    head.add_argument("--on", type=day, help="the last link of this day or before it; without it the newest")
    head.add_argument("--json", action="store_true", help="one JSON object")
    close = deeds.add_parser("close", help="close months for good", description=_CLOSE)
    close.add_argument("month", type=month, help="for example 2026-09")
    periods = deeds.add_parser(
        "periods", help="list business months", description="List business months: open or closed, and what is in them."
    )
    periods.add_argument("--json", action="store_true", help="a JSON list; amounts in sen")
    publish = deeds.add_parser("publish-proof", help="publish the total of a date", description=_PUBLISH)
    publish.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the business date (the end of last month)")
    publish.add_argument("--json", action="store_true", help="the statement as JSON instead of sentences")
    months = deeds.add_parser("months", help="list the month tables of postings", description=_MONTHS)
    months.add_argument("--open", nargs=2, type=month, metavar=("FIRST", "LAST"), help="give these months tables of their own first")
    months.add_argument("--json", action="store_true", help="a JSON list; sizes in bytes")
    _bank_statement.configure(deeds.add_parser("reconcile", help="compare with the bank", description=_bank_statement.DESCRIPTION))


def execute(arguments: argparse.Namespace) -> int:
    """Do it."""
    return operate("working on the ledger", deed, arguments)


def deed(arguments: argparse.Namespace) -> int:
    """Carry out what was asked for."""
    deeds = {"verify": _verify, "head": _head, "close": _close, "periods": _periods, "publish-proof": _publish, "months": _months}
    return deeds.get(arguments.deed, _bank_statement.deed)(arguments)


def _months(arguments: argparse.Namespace) -> int:
    """Open what was asked for, and print."""
    from openjmo.core.periods import months_between
    from openjmo.ledger.storage import month_tables, open_months

    if arguments.open:
        open_months(months_between(*arguments.open))
    tables = month_tables()
    if arguments.json:
        told = [{"month": str(one.month) if one.month else None, "table": one.table_bytes, "indexes": one.index_bytes} for one in tables]
        print(json.dumps(told, indent=2))
    else:
        for one in tables:
            print(f"{one.month or 'the rest'!s:10} {one.table_bytes:>16,} bytes, indexes {one.index_bytes:>16,} bytes")
    return SOUND


def _publish(arguments: argparse.Namespace) -> int:
    """Publish and print."""
    from django.utils import timezone

    from openjmo.core.money import rupiah_sen
    from openjmo.domains.proofs.actions.publish_proof import publish_last_month, publish_proof

    now = timezone.now()
    made = publish_proof(arguments.date, now=now) if arguments.date else publish_last_month(now=now)
    if arguments.json:
        print(json.dumps(dict(made.statement), indent=2))
    else:
        print(f"number {made.number}: {rupiah_sen(made.total)} on {made.as_of}, at most {made.most_accounts:,} accounts")
        print(f"root {made.root}", f"signature {made.signature}", f"public key {made.public_key}", sep="\n")
    return SOUND


def _verify(arguments: argparse.Namespace) -> int:
    from openjmo.core.money import rupiah_sen
    from openjmo.ledger.chain import parse_link
    from openjmo.ledger.verify import verify

    kept_head = parse_link(arguments.head) if arguments.head else ""
    found = verify(
        lambda step: print(step, file=sys.stderr, flush=True),
        since=arguments.since,
        kept_head=kept_head,
        connections=max(1, arguments.connections),
    )
    if arguments.json:
        mismatches = [{"check": one.check, "subject": one.subject, "difference_sen": one.difference.sen} for one in found.mismatches]
        links = [
            {
                "reason": one.reason,
                "place": one.seq or None,
                "day": one.day.isoformat() if one.day else None,
                "entry_id": one.entry_id or None,
                "entry_key": one.key or None,
                "expected": one.expected or None,
                "found": one.found or None,
            }
            for one in found.broken_links
        ]
        sizes = {"accounts": found.accounts, "entries": found.entries, "links": found.links, "postings": found.postings}
        heads = {
            name: {"day": one.day.isoformat(), "count": one.count, "link": one.link} if one else None
            for name, one in (("head", found.head), ("trusted", found.trusted), ("kept", found.kept))
        }
        told = {**sizes, "member_total_sen": found.member_total.sen, **heads, "mismatches": mismatches, "broken_links": links}
        print(json.dumps(told, indent=2))
        return SOUND if found.is_sound else MISMATCH
    print(f"{found.accounts:,} accounts, {found.entries:,} entries, {found.links:,} links, {found.postings:,} postings looked at")
    print(f"{rupiah_sen(found.member_total)} of members")
    if found.trusted:
        print(
            f"resting on the last link before {arguments.since}: {found.trusted.day}, {found.trusted.count:,} links, {found.trusted.link}"
        )
    elif arguments.since:
        print(f"there is no link before {arguments.since}, so everything was looked at")
    if found.kept:
        print(f"the kept head is link {found.kept.count:,} of the chain, of {found.kept.day}")
    for one in found.mismatches:
        print(f"MISMATCH {one.check}: {one.subject} differs by {rupiah_sen(one.difference)} ({one.difference.sen} sen)")
    for number, link in enumerate(found.broken_links):
        print(f"{'BROKEN LINK' if number else 'FIRST BROKEN LINK'} {link.reason}: {_place(link.seq, link.entry_id, link.key)}", end="")
        print(f"{f', {link.day}' if link.day else ''}; expected {link.expected or 'nothing'}, found {link.found or 'nothing'}")
    if found.is_sound:
        print("Everything agrees to the sen.")
        return SOUND
    print(f"{len(found.mismatches)} mismatches, {len(found.broken_links)} broken links")
    return MISMATCH


def _place(seq: int, entry_id: int, key: str) -> str:
    return f"{f'link {seq:,}' if seq else 'no link'}, {f'entry {entry_id} {key}' if entry_id else 'no entry'}"


def _head(arguments: argparse.Namespace) -> int:
    from openjmo.ledger.chain import head

    found = head(arguments.on)
    if found is None:
        print("There is no entry yet." if arguments.on is None else f"There is no entry up to {arguments.on}.", file=sys.stderr)
        return MISMATCH
    if arguments.json:
        print(json.dumps({"day": found.day.isoformat(), "count": found.count, "link": found.link}))
    else:
        print(found.day, found.count, found.link)
    return SOUND


def _close(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from openjmo.domains.savings.actions.close_periods import close_periods
    from openjmo.ledger.years import carry_closed_years

    is_new = close_periods(arguments.month, by=operator(), now=timezone.now())
    print(f"{arguments.month} and all months before it are closed." if is_new else f"{arguments.month} was closed already.")
    for year in carry_closed_years(lambda step: print(step, file=sys.stderr)):
        print(f"What each account held at the end of {year} is kept.")
    return SOUND


def _periods(arguments: argparse.Namespace) -> int:
    from openjmo.core.money import rupiah_sen
    from openjmo.ledger.periods import periods

    found = periods()
    if arguments.json:
        rows = [
            {
                "month": str(one.month),
                "entries": one.entry_count,
                "turnover_sen": one.turnover.sen,
                "closed_at": one.closed_at.isoformat() if one.closed_at else None,
                "closed_by": one.closed_by or None,
            }
            for one in found
        ]
        print(json.dumps(rows, indent=2))
        return SOUND
    for one in found:
        state = f"closed {one.closed_at:%Y-%m-%d %H:%M} UTC by {one.closed_by}" if one.closed_at else "open"
        print(f"{one.month}  {one.entry_count:>9,} entries  {rupiah_sen(one.turnover):>28}  {state}")
    if not found:
        print("There is no entry yet.")
    return SOUND
