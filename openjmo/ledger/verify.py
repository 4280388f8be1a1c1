"""Recompute the ledger from its postings and name every mismatch and every broken link of the chain.

Called by `openjmo ledger verify` and by tests. It trusts no kept figure, no trigger and no stored function: what a superuser changed behind
the guards is found here. Reads only. Everything happens on one snapshot of the database that a few connections share; each takes one range
of entries, accounts or links after another. With `since` it looks at what was recorded from that day on and at the accounts touched since;
then the last link before that day is trusted, and `kept_head` can prove it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Final

from django.db import connection, transaction

from openjmo.core.money import Money
from openjmo.ledger import verify_sql as sql
from openjmo.ledger.chain import Head

CONNECTIONS: Final = 2
RANGE_POSTINGS: Final = 200_000
RANGE_ACCOUNTS: Final = 50_000
RANGE_LINKS: Final = 200_000
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not hold: which account or entry, and by how much."""

    check: str
    subject: str
    difference: Money


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A place where the chain does not hold, with what it should say and what it says: digests in hexadecimal, or a day or a place."""

    reason: str
    """`gap`, `day` or `link`: this link does not follow from the one before; `entry_changed` or `entry_missing`: it is not its entry's
    digest; `link_missing`: an entry without link; `head`: the kept head is not part of the chain."""
    seq: int
    """Its place, counted from 1; 0 where there is none."""
    day: date | None
    entry_id: int
    key: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what does not hold."""

    accounts: int
    entries: int
    links: int
    postings: int
    member_total: Money
    """Of all members: the sum of postings, or, with `since`, of the kept balances."""
    trusted: Head | None
    """The link on which a check with `since` rests."""
    head: Head | None
    kept: Head | None
    """Where the head that was kept elsewhere stands in the chain."""
    mismatches: tuple[Mismatch, ...]
    broken_links: tuple[BrokenLink, ...]
    """In the order of the chain; what has no place in it comes last."""

    @property
    def is_sound(self) -> bool:
        """Whether everything holds."""
        return not self.mismatches and not self.broken_links


@dataclass(frozen=True, slots=True)
class _Work:
    """One query on one range."""

    name: str
    query: str
    values: dict[str, Any]


def verify(
    progress: Callable[[str], None] = lambda _step: None, *, since: date | None = None, kept_head: str = "", connections: int = CONNECTIONS
) -> Verification:
    """Run every check; `progress` hears of each range that is done.

    `kept_head` is a link in hexadecimal that was kept elsewhere and must be part of the chain. Not to be called within a transaction,
    whose changes the other connections could not see.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SNAPSHOT)
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # it holds the snapshot while the others work
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        head = _head("true", [])
        trusted = _head("day < %s", [since]) if since else None
        kept = _head("link = decode(%s, 'hex')", [kept_head]) if kept_head else None
        first_link = trusted.count + 1 if trusted else 1
        first_entry = _first_entry(first_link) if trusted else _LOWEST
        touched = _touched(first_entry) if trusted else None
        works = [*_entry_works(first_entry), *_account_works(touched), *_link_works(first_link)]
        if trusted:
            values = {"touched": len(touched or ()), "first": first_entry, "seq": first_link}
            works.append(_Work("totals", sql.TOTALS_SINCE, values))
        else:
            works.append(_Work("totals", sql.ALL_TOTALS, {}))
        answers = _answers(snapshot, works, connections, progress)
    mismatches: list[Mismatch] = []
    broken: list[BrokenLink] = []
    sizes = (0, 0, 0, 0, 0, 0)
    for work, rows in zip(works, answers, strict=True):
        match work.query:
            case sql.ENTRIES:
                for row in rows:
                    mismatches.extend(_entry_mismatches(row))
                    broken.extend(_entry_links(row))
            case sql.REVERSALS:
                mismatches.extend(Mismatch("reversal_mirrors", key, Money(sen)) for key, sen in rows)
            case sql.ACCOUNTS | sql.YEAR_ENDS:
                mismatches.extend(Mismatch(check, subject, Money(sen)) for check, subject, sen in rows)
            case sql.LINKS:
                broken.extend(BrokenLink(*row) for row in rows)
            case _:
                sizes = rows[0]
    accounts, entries, links, postings, member_sen, all_sen = sizes
    if all_sen:
        mismatches.append(Mismatch("whole_ledger", "all accounts", Money(all_sen)))
    if kept_head and kept is None:
        broken.append(BrokenLink("head", 0, None, 0, "", kept_head, head.link if head else ""))
    broken.sort(key=lambda one: (one.seq == 0, one.seq))
    return Verification(accounts, entries, links, postings, Money(member_sen), trusted, head, kept, tuple(mismatches), tuple(broken))


def _head(condition: str, values: Sequence[Any]) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT day, seq, encode(link, 'hex') FROM ledger_link WHERE {condition} ORDER BY seq DESC LIMIT 1",  # noqa: S608 - from above
            list(values),
        )
        row = cursor.fetchone()
    return Head(*row) if row else None


def _first_entry(first_link: int) -> int:
    """The lowest id of the entries from that link on; ids are given in order, though transactions may commit in another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(entry_id), (SELECT coalesce(max(id), 0) + 1 FROM ledger_entry)) FROM ledger_link WHERE seq >= %s",
            [first_link],
        )
        (first,) = cursor.fetchone() or (0,)
    return int(first)


def _touched(first_entry: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT account_id FROM ledger_line WHERE entry_id >= %s ORDER BY account_id", [first_entry])
        return [row[0] for row in cursor.fetchall()]


def _entry_works(first_entry: int) -> Iterator[_Work]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) FROM (SELECT id, div(sum(posting_count) OVER (ORDER BY id), %s) AS part FROM ledger_entry WHERE id >= %s"
            ") AS entry GROUP BY part ORDER BY part",
            [RANGE_POSTINGS, first_entry],
        )
        ends = [row[0] for row in cursor.fetchall()]
    for first, last in _spans(first_entry, ends):
        yield _Work("entries", sql.ENTRIES, {"first": first, "last": last})
        yield _Work("reversals", sql.REVERSALS, {"first": first, "last": last})


def _account_works(touched: Sequence[int] | None) -> Iterator[_Work]:
    if touched is not None:
        for place in range(0, len(touched), RANGE_ACCOUNTS):
            chosen = touched[place : place + RANGE_ACCOUNTS]
            yield from _of_accounts({"first": chosen[0], "last": chosen[-1], "touched": list(chosen)})
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) FROM (SELECT id, row_number() OVER (ORDER BY id) / %s AS part FROM ledger_account) AS account "
            "GROUP BY part ORDER BY part",
            [RANGE_ACCOUNTS],
        )
        ends = [row[0] for row in cursor.fetchall()]
    for first, last in _spans(_LOWEST, ends):
        yield from _of_accounts({"first": first, "last": last, "touched": None})


def _of_accounts(values: dict[str, Any]) -> Iterator[_Work]:
    yield _Work("accounts", sql.ACCOUNTS, values)
    yield _Work("year ends", sql.YEAR_ENDS, values)


def _link_works(first_link: int) -> Iterator[_Work]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM ledger_link")
        (newest,) = cursor.fetchone() or (0,)
    for first in range(first_link, newest + 1, RANGE_LINKS):
        yield _Work("links", sql.LINKS, {"first": first, "last": min(first + RANGE_LINKS - 1, newest)})


def _spans(first: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring spans that leave nothing out, whatever ids a stray row has."""
    for end in ends[:-1]:
        yield first, end
        first = end + 1
    yield first, _HIGHEST


def _answers(snapshot: str, works: Sequence[_Work], connections: int, progress: Callable[[str], None]) -> list[list[Any]]:
    """What each work yields, in the same order; done by several connections that see the same snapshot."""
    waiting = deque(enumerate(works))
    found: list[list[Any]] = [[] for _ in works]
    telling = Lock()
    done = 0

    def take_one_after_another() -> None:
        nonlocal done
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql.SNAPSHOT)
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
                while True:
                    try:
                        place, work = waiting.popleft()
                    except IndexError:
                        return
                    cursor.execute(work.query, work.values)
                    found[place] = cursor.fetchall()
                    with telling:
                        done += 1
                        progress(f"{done} of {len(works)}: {work.name}")
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        for running in [pool.submit(take_one_after_another) for _ in range(connections)]:
            running.result()
    return found


def _entry_mismatches(row: Sequence[Any]) -> Iterator[Mismatch]:
    entry_id, key, is_there, total, turnover_differs, count_differs, is_stray, *_ = row
    if is_there and total:
        yield Mismatch("entry_balances", key, Money(total))
    if is_there and (turnover_differs or count_differs):
        yield Mismatch("entry_is_complete", key, Money(turnover_differs))
    if is_stray:
        yield Mismatch("posting_has_entry", f"posting of entry {entry_id}", Money(total))


def _entry_links(row: Sequence[Any]) -> Iterator[BrokenLink]:
    entry_id, key, is_there, _, _, _, _, seq, day, expected, found, is_other_key = row
    if not seq:
        if is_there:
            yield BrokenLink("link_missing", 0, None, entry_id, key, found, "")
    elif not is_there:
        yield BrokenLink("entry_missing", seq, day, entry_id, key, expected, "")
    elif expected != found or is_other_key:
        yield BrokenLink("entry_changed", seq, day, entry_id, key, expected, found)
