"""Post, reverse and bulk-post entries; open accounts.

Called by domains, inside their transaction. Every call is idempotent by the caller's key: the same key a second time changes nothing and
says so. The database checks what is promised here (see `migrations/0009_lines.py`), at the latest at commit. An entry whose business date
is closed (`periods`) is booked on the first open day and keeps its own date in `about`.

>>> post(NewEntry(key="receipt:PB-1", event="receipt", business_on=day), [
...     Posting(BANK, Money.of_rupiah(-285_000)), Posting(deposit_account("PK-1"), Money.of_rupiah(285_000))])
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from django.db import connection, transaction

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.ledger.chart import LINE_COLUMNS, LINE_COUNT, LINE_TOTAL, LINE_TURNOVER, AccountKind, Component
from openjmo.ledger.periods import ORIGINAL_ON, first_open_day

_Made = TypeVar("_Made")
NOTHING_TO_POST: Final = "ledger.nothing_to_post"
"""The code of the refusal of an entry without lines."""
_COLUMNS: Final = ", ".join(LINE_COLUMNS)
_PIVOTED: Final = ", ".join(f"max(amount_sen) FILTER (WHERE component = {number})" for number, _ in enumerate(LINE_COLUMNS))
"""Postings given one by one, as columns. An entry that names one part of an account twice has fewer than it announced and is refused."""
ENTRIES_A_STATEMENT: Final = 16
"""The database looks through a statement's postings once for each of its entries."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the caller says of an event. `key` is the caller's own and is used once for ever."""

    key: str
    event: str
    business_on: date
    rules_digest: str = ""
    about: dict[str, str] = field(default_factory=dict)
    counts_on: date | None = None
    """The day from which returns count it, when that is not its business date: money that comes late, or moves between a person's cards."""
    on_its_day_only: bool = False
    """Refused when its business date is closed, instead of being booked on the first open day with that date in `about`."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One amount on one account: a credit is positive, a debit negative."""

    account: str
    amount: Money
    component: Component = Component.PLAIN


@dataclass(frozen=True, slots=True)
class Batch:
    """An entry with its postings, or with the counter postings of lines that a query yields."""

    entry: NewEntry
    postings: Sequence[Posting]


@dataclass(frozen=True, slots=True)
class Posted:
    """The entry's id, and whether this very call made it."""

    entry_id: int
    is_new: bool


def open_account(code: str, kind: AccountKind) -> int:
    """Open the account or find it open; its id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (code, kind, may_be_negative) VALUES (%s, %s, %s) ON CONFLICT (code) DO NOTHING",
            [code, kind, kind is AccountKind.FUND],
        )
        cursor.execute("SELECT id FROM ledger_account WHERE code = %s", [code])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def open_accounts(codes: Sequence[str], kind: AccountKind) -> None:
    """Open those accounts that are not open yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (code, kind, may_be_negative) SELECT code, %s, %s FROM unnest(%s::text[]) AS code "
            "ORDER BY code ON CONFLICT (code) DO NOTHING",
            [kind, kind is AccountKind.FUND, list(codes)],
        )


def open_member_accounts(codes_query: str, params: Sequence[Any]) -> int:
    """Open the member accounts whose codes a query yields, set-based; how many were new.

    `codes_query` is written by the calling room, never by a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account (code, kind, may_be_negative) "  # noqa: S608 - the query is the caller's own text
            f"SELECT wanted.code, {AccountKind.MEMBER:d}, false FROM ({codes_query}) AS wanted (code) ON CONFLICT (code) DO NOTHING",
            list(params),
        )
        return int(cursor.rowcount)


def post(entry: NewEntry, postings: Sequence[Posting]) -> Posted:
    """Post one entry of a few postings.

    Raises Refusal `ledger.unbalanced` before it touches the database when they do not sum to zero, `ledger.account_unknown` for an
    account that was never opened.
    """
    return post_many([Batch(entry, postings)])[0]


def post_many(batches: Sequence[Batch]) -> list[Posted]:
    """Post entries of a few postings each, in a few statements however many there are. Raises as `post`; then none is posted."""
    for batch in batches:
        _must_balance(batch.entry, batch.postings)
    with transaction.atomic(), connection.cursor() as cursor:
        posted = _record_many([(batch.entry, len(batch.postings), _credits(batch.postings)) for batch in batches])
        fresh = [(made.entry_id, batch.postings) for made, batch in zip(posted, batches, strict=True) if made.is_new]
        accounts = sorted({line.account for _, postings in fresh for line in postings})
        cursor.execute("SELECT code, id FROM ledger_account WHERE code = ANY(%s)", [accounts])
        ids = dict(cursor.fetchall())
        missing = [account for account in accounts if account not in ids]
        if missing:
            raise Refusal("Rekening buku besar %(account)s belum dibuka.", code="ledger.account_unknown", values={"account": missing[0]})
        for chosen in _by_statement(fresh):
            lines = [(entry_id, line) for entry_id, postings in chosen for line in postings]
            cursor.execute(
                f"INSERT INTO ledger_line (account_id, entry_id, business_on, {_COLUMNS}) "  # noqa: S608 - own text
                f"SELECT line.account_id, entry.id, entry.business_on, {_PIVOTED} "
                "FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::bigint[]) "
                "AS line (entry_id, account_id, component, amount_sen) JOIN ledger_entry entry ON entry.id = line.entry_id "
                "GROUP BY 1, 2, 3",
                [
                    [entry_id for entry_id, _ in lines],
                    [ids[line.account] for _, line in lines],
                    [int(line.component) for _, line in lines],
                    [line.amount.sen for _, line in lines],
                ],
            )
    return posted


def _by_statement(made: Sequence[_Made]) -> Iterator[Sequence[_Made]]:
    return (made[first : first + ENTRIES_A_STATEMENT] for first in range(0, len(made), ENTRIES_A_STATEMENT))


def post_selected(
    entry: NewEntry, lines_query: str, params: Mapping[str, Any], counter: Sequence[Posting] = (), *, against: str | None = None
) -> Posted:
    """Post one entry whose lines a query yields as (account_id, worker_sen, employer_sen, returns_sen, claims_sen), in one statement.

    A line is all that moves on one member's account, which comes once; what does not move is NULL, and never zero. This is the road of a
    whole wage report or of a crediting of returns: no row passes through Python. The other side are the `counter`
    postings, or one posting on the account `against` that takes what the lines sum to. The database refuses the entry at commit when it
    does not sum to zero. Raises Refusal `ledger.nothing_to_post` when the query yields no line.
    `lines_query` is written by the calling room, never by a person.
    """
    told = dated(entry)
    own: dict[str, Any] = {
        "own_codes": [line.account for line in counter],
        "own_components": [int(line.component) for line in counter],
        "own_amounts": [line.amount.sen for line in counter],
        "own_against": against,
        "own_key": told.key,
        "own_event": told.event,
        "own_business_on": told.business_on,
        "own_rules_digest": told.rules_digest,
        "own_about": json.dumps(told.about, sort_keys=True),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_POST_SELECTED.replace("@LINES@", lines_query), {**params, **own})
        is_new = cursor.rowcount > 0
        cursor.execute("SELECT id FROM ledger_entry WHERE key = %s", [entry.key])
        row = cursor.fetchone()
    if row is None:
        raise Refusal("Tidak ada baris untuk dibukukan.", code=NOTHING_TO_POST)
    return Posted(row[0], is_new)


_PARTS: Final = "worker_sen, employer_sen, returns_sen, claims_sen"
_POST_SELECTED: Final = (
    """
WITH chosen AS MATERIALIZED (
    SELECT account_id, NULL::bigint AS plain_sen, @PARTS@ FROM (@LINES@) AS line (account_id, @PARTS@)
), total AS MATERIALIZED (
    SELECT coalesce(sum(@COUNT@), 0)::bigint AS count, coalesce(sum(@TOTAL@), 0)::bigint AS sum,
           coalesce(sum(@TURNOVER@), 0)::bigint AS turnover FROM chosen line
), own AS MATERIALIZED (
    SELECT account.id, side.component, side.amount_sen
      FROM unnest(%(own_codes)s::text[], %(own_components)s::smallint[], %(own_amounts)s::bigint[]) AS side (code, component, amount_sen)
      LEFT JOIN ledger_account account ON account.code = side.code
    UNION ALL SELECT (SELECT id FROM ledger_account WHERE code = %(own_against)s), 0, -sum
      FROM total WHERE %(own_against)s IS NOT NULL AND sum <> 0
), made AS (
    INSERT INTO ledger_entry (key, event, business_on, rules_digest, about, posting_count, turnover_sen)
    SELECT %(own_key)s, %(own_event)s, %(own_business_on)s, %(own_rules_digest)s, %(own_about)s::jsonb, total.count + own.count,
           total.turnover + own.turnover
      FROM total, (SELECT count(*) AS count, coalesce(sum(greatest(amount_sen, 0)), 0)::bigint AS turnover FROM own) AS own
     WHERE total.count > 0
    ON CONFLICT (key) DO NOTHING RETURNING id, business_on
)
INSERT INTO ledger_line (account_id, entry_id, business_on, @COLUMNS@)
SELECT line.account_id, made.id, made.business_on, @COLUMNS@
  FROM made CROSS JOIN (SELECT * FROM chosen UNION ALL SELECT id, @PIVOTED@ FROM own GROUP BY id) AS line
""".replace("@PARTS@", _PARTS)
    .replace("@COUNT@", LINE_COUNT)
    .replace("@TOTAL@", LINE_TOTAL)
    .replace("@TURNOVER@", LINE_TURNOVER)
    .replace("@COLUMNS@", _COLUMNS)
    .replace("@PIVOTED@", _PIVOTED)
)


def post_selected_many(batches: Sequence[Batch], lines_query: str, params: Mapping[str, Any]) -> list[Posted]:
    """As `post_selected`, for many entries at once: the query yields the batch's place, counted from 0, before what a line is there.

    The batch's own postings are the counter postings.
    """
    if len(batches) == 1:
        one = f"SELECT account_id, {_PARTS} FROM ({lines_query}) AS line (place, account_id, {_PARTS})"  # noqa: S608
        return [post_selected(batches[0].entry, one, params, batches[0].postings)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS lines_to_post")
        cursor.execute(
            f"CREATE TEMPORARY TABLE lines_to_post (place, account_id, {_PARTS}, plain_sen) ON COMMIT DROP AS "  # noqa: S608 - the caller's
            f"SELECT place, account_id, {_PARTS}, NULL::bigint FROM ({lines_query}) AS line (place, account_id, {_PARTS})",
            params,
        )
        cursor.execute(
            f"SELECT place, sum({LINE_COUNT})::bigint, sum({LINE_TURNOVER})::bigint FROM lines_to_post line GROUP BY place"  # noqa: S608
        )
        found = {place: (count, credits_sen) for place, count, credits_sen in cursor.fetchall()}
        if any(place not in found for place in range(len(batches))):
            raise Refusal("Tidak ada baris untuk dibukukan.", code=NOTHING_TO_POST)
        posted = _record_many(
            [
                (batch.entry, found[place][0] + len(batch.postings), found[place][1] + _credits(batch.postings))
                for place, batch in enumerate(batches)
            ]
        )
        fresh = [(place, made.entry_id) for place, made in enumerate(posted) if made.is_new]
        for chosen in _by_statement(fresh):
            _insert_selected(batches, chosen)
    return posted


def _insert_selected(batches: Sequence[Batch], chosen: Sequence[tuple[int, int]]) -> None:
    """Insert the lines and counter postings of those batches, told by place and entry id, in one statement."""
    counter = [(place, line) for place, _ in chosen for line in batches[place].postings]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_line (account_id, entry_id, business_on, {_COLUMNS}) "  # noqa: S608 - own text
            f"SELECT line.account_id, entry.id, entry.business_on, {_COLUMNS} "
            f"FROM (SELECT place, account_id, {_COLUMNS} FROM lines_to_post UNION ALL "
            f"SELECT side.place, account.id, {_PIVOTED} "
            "FROM unnest(%s::int[], %s::text[], %s::smallint[], %s::bigint[]) AS side (place, code, component, amount_sen) "
            "LEFT JOIN ledger_account account ON account.code = side.code GROUP BY 1, 2) AS line "
            "JOIN unnest(%s::int[], %s::bigint[]) AS made (place, entry_id) ON made.place = line.place "
            "JOIN ledger_entry entry ON entry.id = made.entry_id",
            [
                [place for place, _ in counter],
                [line.account for _, line in counter],
                [int(line.component) for _, line in counter],
                [line.amount.sen for _, line in counter],
                [place for place, _ in chosen],
                [entry_id for _, entry_id in chosen],
            ],
        )


def reverse(key: str, *, new_key: str, business_on: date, reason: str) -> Posted:
    """Undo a whole entry by its mirror image; the only way to correct. Raises Refusal when it is unknown or already reversed.

    Returns count the mirror from the day they counted the original from, as though neither had been.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT original.id, original.event, original.posting_count, original.turnover_sen, original.about, "
            "original.business_on, reversal.key "
            "FROM ledger_entry original LEFT JOIN ledger_entry reversal ON reversal.reverses_id = original.id WHERE original.key = %s",
            [key],
        )
        row = cursor.fetchone()
        if row is None:
            raise Refusal("Jurnal %(key)s tidak ada.", code="ledger.entry_unknown", values={"key": key})
        original_id, event, posting_count, turnover, about, original_on, reversed_by = row
        if reversed_by not in (None, new_key):
            raise Refusal("Jurnal %(key)s sudah dibatalkan.", code="ledger.already_reversed", values={"key": key})
        told = json.loads(about)
        counts_on = date.fromisoformat(told.pop(ORIGINAL_ON, original_on.isoformat()))
        story = NewEntry(
            key=new_key, event=f"{event}.reversed", business_on=business_on, about={**told, "reason": reason}, counts_on=counts_on
        )
        posted = _record(story, posting_count, turnover, reverses=original_id)
        if posted.is_new:
            cursor.execute(
                f"INSERT INTO ledger_line (account_id, entry_id, business_on, {_COLUMNS}) "  # noqa: S608 - own text
                f"SELECT line.account_id, entry.id, entry.business_on, {', '.join(f'-line.{column}' for column in LINE_COLUMNS)} "
                "FROM ledger_line line, ledger_entry entry WHERE line.entry_id = %s AND line.business_on = %s AND entry.id = %s",
                [original_id, original_on, posted.entry_id],
            )
    return posted


def _must_balance(entry: NewEntry, postings: Sequence[Posting]) -> None:
    difference = Money.total(line.amount for line in postings)
    if difference:
        raise Refusal(
            "Jurnal %(key)s tidak seimbang: selisih %(sen)s sen.",
            code="ledger.unbalanced",
            values={"key": entry.key, "sen": difference.sen},
        )


def _credits(postings: Sequence[Posting]) -> int:
    return sum(max(line.amount.sen, 0) for line in postings)


def _period_closed(day: date) -> Refusal:
    return Refusal(
        "Periode %(month)s sudah ditutup, jadi tidak ada lagi yang bisa dibukukan pada tanggal %(day)s.",
        code="ledger.period_closed",
        fix="Bukukan pada hari pertama yang masih terbuka; openjmo ledger periods menunjukkannya.",
        values={"month": str(Month.of(day)), "day": day.isoformat()},
    )


def dated(entry: NewEntry) -> NewEntry:
    """The entry as it is written now."""
    return _dated(entry, first_open_day())


def _dated(entry: NewEntry, first_open: date | None) -> NewEntry:
    """The entry as it is written: on the first open day when its own is closed, with the day it counts from where that differs."""
    business_on = entry.business_on
    if first_open is not None and business_on < first_open:
        if entry.on_its_day_only and not is_known(entry.key):
            raise _period_closed(business_on)
        business_on = first_open
    counts_on = entry.counts_on or entry.business_on
    about = {**entry.about, ORIGINAL_ON: counts_on.isoformat()} if counts_on != business_on else entry.about
    return replace(entry, business_on=business_on, about=about)


def is_known(key: str) -> bool:
    """Whether an entry has this key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_entry WHERE key = %s", [key])
        return cursor.fetchone() is not None


def _record(entry: NewEntry, posting_count: int, turnover_sen: int, reverses: int | None = None) -> Posted:
    return _record_many([(entry, posting_count, turnover_sen)], reverses)[0]


def _record_many(rows: Sequence[tuple[NewEntry, int, int]], reverses: int | None = None) -> list[Posted]:
    """Write entries with their counts of postings and turnovers in sen; those whose key is known stay as they are."""
    first_open = first_open_day()
    entries = [_dated(entry, first_open) for entry, _, _ in rows]
    keys = [entry.key for entry in entries]
    if len(set(keys)) < len(keys):
        raise ValueError("a key is used once")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen, rules_digest, about, reverses_id) "
            "SELECT story.*, %s::bigint FROM unnest("
            "%s::text[], %s::text[], %s::date[], %s::int[], %s::bigint[], %s::text[], %s::jsonb[]) AS story "
            "ON CONFLICT (key) DO NOTHING RETURNING key, id",
            [
                reverses,
                keys,
                [entry.event for entry in entries],
                [entry.business_on for entry in entries],
                [posting_count for _, posting_count, _ in rows],
                [turnover_sen for _, _, turnover_sen in rows],
                [entry.rules_digest for entry in entries],
                [json.dumps(entry.about, sort_keys=True) for entry in entries],
            ],
        )
        made = dict(cursor.fetchall())
        known: dict[str, int] = {}
        if len(made) < len(keys):
            cursor.execute("SELECT key, id FROM ledger_entry WHERE key = ANY(%s)", [[key for key in keys if key not in made]])
            known = dict(cursor.fetchall())
    return [Posted(made[key], is_new=True) if key in made else Posted(known[key], is_new=False) for key in keys]
