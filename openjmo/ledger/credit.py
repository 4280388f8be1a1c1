"""Credit a weighted sum of each member account's own movements, set-based, slice by slice of the accounts.

Called by savings when a month's returns are credited. The ledger knows no law here: it is given a weight for the balance at the start
of the year, one weight for each span of booking dates within the year, and one denominator, and computes in whole numbers

    earned = max(0, floor((opening * opening_weight + sum(movement * weight) + offset) / denominator))
    credit = earned - already credited this year, and never below zero unless `gives_back`

for a whole slice at once. The offset makes the floor round as the caller's rule says. Movements are everything but returns; the opening
balance includes the returns of earlier years. A movement that counts from another day than its business date (`original_on`) counts
from there, so that neither a closing nor a correction costs a member a return.

A slice is a fixed range of account ids with an entry and a transaction of its own, and one more of each where there is money of a later
year already: whoever is cut off begins again with the slices that lack theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import connection, transaction

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.ledger.chart import LINE_MOVED, LINE_MOVES, AccountKind
from openjmo.ledger.post import NOTHING_TO_POST, NewEntry, dated, is_known, post_selected

LATE_EVENT: Final = "returns.late"
"""What was earned or lost in a year that is over, by money that was booked or corrected afterwards."""

SLICE_IDS: Final = 32_768
"""Account ids of one slice: half of one of the chain's slices, a tenth of a second of work, and little enough for a processor's cache."""


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of movements booked from `first` to `last`, both included."""

    first: date
    last: date
    numerator: int


@dataclass(frozen=True, slots=True)
class WeightedCredit:
    """What to credit: `year_starts` is the first day that is no longer part of the opening balance."""

    year_starts: date
    through: date
    """The last booking date that counts."""
    opening_numerator: int
    weights: Sequence[Weight]
    offset: int
    denominator: int
    counter_account: str
    opening_events: Sequence[str] = ()
    """Entries that bring an opening balance along on the last day of a year; its returns are not that year's credit."""
    gives_back: bool = False
    """Take back what was credited beyond what was earned, as far as the balance reaches."""


@dataclass(frozen=True, slots=True)
class Credited:
    """How many accounts were credited something, and the sum. `is_new` is false when the key was used before."""

    account_count: int
    total: Money
    is_new: bool


_NOBODY: Final = Credited(0, Money.zero(), is_new=False)

_FROM_POSTINGS: Final = """
WITH weight AS MATERIALIZED (
    SELECT day::date AS day, numerator FROM unnest(%(first)s::date[], %(last)s::date[], %(numerator)s::numeric[])
        AS span (first, last, numerator) CROSS JOIN generate_series(first, last, interval '1 day') AS day
), late AS MATERIALIZED (
    SELECT id, (about ->> 'original_on')::date AS original_on,
           event = ANY(%(opening_events)s) AND about ->> 'original_on' LIKE '%%-12-31' AS is_opening
      FROM ledger_entry WHERE about ? 'original_on'
), line AS (
    SELECT line.account_id, coalesce(late.original_on, line.business_on) AS counts_on,
           coalesce(sum(@MOVED@), 0)::bigint AS moved,
           coalesce(sum(line.returns_sen) FILTER (WHERE late.is_opening), 0)::bigint AS brought,
           coalesce(sum(line.returns_sen) FILTER (WHERE late.is_opening IS NOT TRUE), 0)::bigint AS returned
      FROM ledger_line line LEFT JOIN late ON late.id = line.entry_id
     WHERE line.business_on >= %(year_starts)s AND line.account_id = ANY(%(accounts)s)
     GROUP BY 1, 2
), moved AS (
    SELECT line.account_id, sum(line.moved + line.brought + line.returned) AS since,
           coalesce(sum(line.returned) FILTER (WHERE line.counts_on <= %(through)s), 0) AS credited,
           coalesce(sum(line.moved * weight.numerator), 0) AS weighted
      FROM line LEFT JOIN weight ON weight.day = line.counts_on
     WHERE line.counts_on >= %(year_starts)s
     GROUP BY line.account_id
), exact AS (
    SELECT balance.account_id, balance.balance_sen, coalesce(moved.credited, 0) AS credited,
           (balance.balance_sen - coalesce(moved.since, 0)) * %(opening)s::numeric
               + coalesce(moved.weighted, 0) + %(offset)s::numeric AS numerator
      FROM ledger_balance balance LEFT JOIN moved ON moved.account_id = balance.account_id
     WHERE balance.account_id = ANY(%(accounts)s)
)
SELECT account_id, NULL::bigint AS worker_sen, NULL::bigint AS employer_sen,
       greatest(greatest(div(numerator, %(denominator)s::numeric), 0) - credited,
                CASE WHEN %(gives_back)s THEN -balance_sen ELSE 0 END)::bigint AS returns_sen, NULL::bigint AS claims_sen
  FROM exact
""".replace("@MOVED@", LINE_MOVED)
"""For any weights and any accounts: from every line of the year and since."""

_ORDERED: Final = """
INSERT INTO ledger_crediting (key, event, business_on, rules_digest, about, against, lowest, highest, year, opening, months, rounding,
                              denominator)
VALUES (%(key)s, %(event)s, %(business_on)s, %(rules_digest)s, %(about)s::jsonb, %(against)s, %(lowest)s, %(highest)s, %(year)s,
        %(opening)s::numeric, %(months)s::numeric[], %(offset)s::numeric, %(denominator)s::numeric)
"""
"""For weights by month, from the sums that the kept balance has of the year: no posting is read (`migrations/0006_crediting.py`)."""


def member_slices(ids: int) -> list[range]:
    """The account ids, so many neighbouring ones to a slice, of the slices that have member accounts, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lowest FROM (SELECT min(id) / %(ids)s AS first, max(id) / %(ids)s AS last FROM ledger_account) AS reach, "
            "LATERAL (SELECT slice * %(ids)s AS lowest FROM generate_series(first, last) AS slice) AS slices "
            "WHERE EXISTS (SELECT FROM ledger_account WHERE id BETWEEN lowest AND lowest + %(ids)s - 1 AND kind = %(member)s) ORDER BY 1",
            {"ids": ids, "member": int(AccountKind.MEMBER)},
        )
        return [range(row[0], row[0] + ids) for row in cursor.fetchall()]


def credit_slice(entry: NewEntry, credit: WeightedCredit, ids: range) -> Credited:
    """Compute and post the slice of those account ids, which lie within one slice of the chain; a key that was used before credits nobody.

    Accounts that already have money of a later year than the credit's take an entry of their own, `:later` after the key. Outside a
    transaction it comes in one of its own, so that nobody waits for it while others wait for the first.
    """
    within: dict[str, Any] = {
        "lowest": ids.start,
        "highest": ids.stop - 1,
        "member": int(AccountKind.MEMBER),
        "year": credit.year_starts.year,
    }
    weights = [] if credit.gives_back else _by_month(credit)
    if not weights:
        return credit_accounts(entry, credit, _accounts(within))
    credited = _order(entry, credit, {**within, "months": weights})
    # Asked afterwards: an account to which money of a later year came while the order waited for it is among them.
    newer = _accounts(within, " AND (year > %(year)s OR returns_year > %(year)s)") if _has_entries_after(credit.year_starts.year) else []
    if not newer:
        return credited
    later = credit_accounts(replace(entry, key=f"{entry.key}:later"), credit, newer)
    return Credited(credited.account_count + later.account_count, credited.total + later.total, credited.is_new or later.is_new)


def _accounts(within: Mapping[str, Any], more: str = "") -> list[int]:
    """The member accounts of a slice, under one more condition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id FROM ledger_balance "  # noqa: S608 - the conditions of this module
            f"WHERE account_id BETWEEN %(lowest)s AND %(highest)s AND kind = %(member)s{more}",
            within,
        )
        return [row[0] for row in cursor.fetchall()]


def _has_entries_after(year: int) -> bool:
    """Whether anything is booked in a later year, or counts from one."""
    last = date(year, 12, 31)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(business_on) FROM ledger_entry) > %s, false) "
            "OR coalesce((SELECT max(about ->> 'original_on') FROM ledger_entry WHERE about ? 'original_on') > %s, false)",
            [last, last.isoformat()],
        )
        return bool((cursor.fetchone() or (False,))[0])


def _order(entry: NewEntry, credit: WeightedCredit, figures: Mapping[str, Any]) -> Credited:
    """Have the database credit a slice by the sums of months; nobody is credited when nothing was earned, or when the key is known."""
    if is_known(entry.key):
        return _NOBODY
    with transaction.atomic(), connection.cursor() as cursor:
        told = dated(entry)
        story: dict[str, Any] = {
            "key": told.key,
            "event": told.event,
            "business_on": told.business_on,
            "rules_digest": told.rules_digest,
            "about": json.dumps(told.about, sort_keys=True),
            "against": credit.counter_account,
        }
        cursor.execute(_ORDERED, {**_common(credit), **figures, **story})
        cursor.execute("SELECT posting_count - 1, turnover_sen FROM ledger_entry WHERE key = %s", [entry.key])
        row = cursor.fetchone()
    return Credited(row[0], Money(row[1]), is_new=True) if row else _NOBODY


def credit_accounts(entry: NewEntry, credit: WeightedCredit, account_ids: Sequence[int]) -> Credited:
    """As `credit_slice`, for some accounts only, and from their postings."""
    return _post(entry, credit, _FROM_POSTINGS, _of_postings(credit, account_ids))


def _by_month(credit: WeightedCredit) -> list[int]:
    """The weights of January to December; empty when they do not go by months."""
    weights = dict.fromkeys(range(1, 13), 0)
    for weight in credit.weights:
        month = Month.of(weight.first)
        if (weight.first, weight.last) != (month.first_day, month.last_day) or month.year != credit.year_starts.year:
            return []
        weights[month.month] = weight.numerator
    return list(weights.values()) if credit.year_starts == date(credit.year_starts.year, 1, 1) else []


def _common(credit: WeightedCredit) -> dict[str, int]:
    return {
        "opening": credit.opening_numerator,
        "offset": credit.offset,
        "denominator": credit.denominator,
    }


def _of_postings(credit: WeightedCredit, account_ids: Sequence[int]) -> dict[str, Any]:
    """What `_FROM_POSTINGS` is told."""
    return {
        **_common(credit),
        "first": [weight.first for weight in credit.weights],
        "last": [weight.last for weight in credit.weights],
        "numerator": [weight.numerator for weight in credit.weights],
        "through": credit.through,
        "year_starts": credit.year_starts,
        "gives_back": credit.gives_back,
        "opening_events": list(credit.opening_events),
        "accounts": list(account_ids),
    }


def _post(entry: NewEntry, credit: WeightedCredit, query: str, figures: Mapping[str, Any]) -> Credited:
    """Post what the query yields; nobody is credited when it yields nothing, or when the key is known."""
    # OFFSET 0 keeps the database from computing every amount twice, once to compare it with zero.
    earned = f"SELECT * FROM ({query} OFFSET 0) AS earned WHERE returns_sen <> 0"  # noqa: S608 - the queries of this module
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        try:
            posted = post_selected(entry, earned, figures, against=credit.counter_account)
        except Refusal as refusal:
            if refusal.code != NOTHING_TO_POST:
                raise
            return _NOBODY
        if not posted.is_new:
            return _NOBODY
        cursor.execute(
            "SELECT entry.posting_count - count(line), coalesce(-sum(line.plain_sen), 0)::bigint FROM ledger_entry entry "
            "LEFT JOIN ledger_line line ON line.entry_id = entry.id AND line.business_on = entry.business_on "
            "AND line.account_id = (SELECT id FROM ledger_account WHERE code = %s) WHERE entry.id = %s GROUP BY entry.posting_count",
            [credit.counter_account, posted.entry_id],
        )
        count, total_sen = cursor.fetchone() or (0, 0)
    return Credited(count, Money(total_sen), is_new=True)


def credited_under(key: str) -> Credited:
    """What the entries under a key and its slices (`key:…`) credited so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(posting_count - 1), 0), coalesce(sum(turnover_sen), 0)::bigint FROM ledger_entry "
            "WHERE key = %s OR key LIKE %s",
            [key, key.replace("%", "\\%").replace("_", "\\_") + ":%"],
        )
        count, total_sen = cursor.fetchone() or (0, 0)
    return Credited(count, Money(total_sen), is_new=False)


def has_credits_after(day: date, *, events: Sequence[str]) -> bool:
    """Whether an entry of one of those events is booked on a later day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger_entry WHERE business_on > %s AND event = ANY(%s))", [day, list(events)])
        return bool((cursor.fetchone() or (False,))[0])


def accounts_touched_late(*, before: date, first_counting: date, not_events: Sequence[str]) -> dict[int, int]:
    """Member accounts with a movement booked after the year it counts in, and the first such year.

    Looks at entries that count on a day from `first_counting` to the day before `before`, and were booked in a later year than that;
    what a catch-up itself booked is left out, and so are `not_events`, which settle their returns themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line.account_id, min(extract(year FROM late.counts_on))::int FROM ("  # noqa: S608 - own text
            "SELECT id, business_on, (about ->> 'original_on')::date AS counts_on FROM ledger_entry "
            "WHERE about ? 'original_on' AND NOT event = ANY(%s)) AS late "
            "JOIN ledger_line line ON line.entry_id = late.id AND line.business_on = late.business_on "
            "JOIN ledger_account account ON account.id = line.account_id AND account.kind = %s "
            f"WHERE late.counts_on >= %s AND late.counts_on < %s AND {LINE_MOVES} GROUP BY line.account_id",
            [[LATE_EVENT, *not_events], int(AccountKind.MEMBER), first_counting, before],
        )
        return dict(cursor.fetchall())
