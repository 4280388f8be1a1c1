"""Credit a weighted sum of each member account's own movements, set-based, slice by slice of the accounts.

Called by savings when a month's returns are credited. The ledger knows no law here: it is given a weight for the balance at the start
of the year, one weight for each span of booking dates within the year, and one denominator, and computes in whole numbers

    earned = max(0, floor((opening * opening_weight + sum(movement * weight) + offset) / denominator))
    credit = earned - already credited this year, and never below zero unless `gives_back`

in one statement. The offset makes the floor round as the caller's rule says. Movements are everything but returns; the opening
balance includes the returns of earlier years. A movement that counts from another day than its business date (`original_on`) counts
from there, so that neither a closing nor a correction costs a member a return.

A slice is a fixed range of account ids, one entry and one transaction: whoever is cut off begins again with the slices that lack theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction

from openjmo.core.money import Money
from openjmo.ledger.chart import AccountKind, Component
from openjmo.ledger.post import NewEntry, Posting, post_selected

LATE_EVENT: Final = "returns.late"
"""What was earned or lost in a year that is over, by money that was booked or corrected afterwards."""

SLICE_IDS: Final = 131_072
"""Account ids of one slice: two of the chain's slices, a second of work."""


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
    gives_back: bool = False
    """Take back what was credited beyond what was earned, as far as the balance reaches."""


@dataclass(frozen=True, slots=True)
class Credited:
    """How many accounts were credited something, and the sum. `is_new` is false when the key was used before."""

    account_count: int
    total: Money
    is_new: bool


_NOBODY: Final = Credited(0, Money.zero(), is_new=False)

_AMOUNTS = """
CREATE TEMPORARY TABLE weighted_credit ON COMMIT DROP AS
WITH weight AS MATERIALIZED (
    SELECT day::date AS day, numerator FROM unnest(%(first)s::date[], %(last)s::date[], %(numerator)s::numeric[])
        AS span (first, last, numerator) CROSS JOIN generate_series(first, last, interval '1 day') AS day
), late AS MATERIALIZED (
    SELECT id, (about ->> 'original_on')::date AS original_on FROM ledger_entry WHERE about ? 'original_on'
), line AS (
    SELECT posting.account_id, coalesce(late.original_on, posting.business_on) AS counts_on,
           coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component <> %(returns)s), 0) AS moved,
           coalesce(sum(posting.amount_sen) FILTER (WHERE posting.component = %(returns)s), 0) AS returned
      FROM ledger_posting posting LEFT JOIN late ON late.id = posting.entry_id
     WHERE posting.business_on >= %(year_starts)s AND @ACCOUNTS@
     GROUP BY 1, 2
), moved AS (
    SELECT line.account_id, sum(line.moved + line.returned) AS since,
           coalesce(sum(line.returned) FILTER (WHERE line.counts_on <= %(through)s), 0) AS credited,
           coalesce(sum(line.moved * weight.numerator), 0) AS weighted
      FROM line LEFT JOIN weight ON weight.day = line.counts_on
     WHERE line.counts_on >= %(year_starts)s
     GROUP BY line.account_id
), exact AS (
    SELECT posting.account_id, posting.balance_sen, coalesce(moved.credited, 0) AS credited,
           (posting.balance_sen - coalesce(moved.since, 0)) * %(opening)s::numeric
               + coalesce(moved.weighted, 0) + %(offset)s::numeric AS numerator
      FROM ledger_balance posting JOIN ledger_account account ON account.id = posting.account_id AND account.kind = %(member)s
      LEFT JOIN moved ON moved.account_id = posting.account_id
     WHERE @ACCOUNTS@
), due AS (
    SELECT account_id, greatest(greatest(div(numerator, %(denominator)s::numeric), 0) - credited,
                                CASE WHEN %(gives_back)s THEN -balance_sen ELSE 0 END)::bigint AS amount_sen FROM exact
)
SELECT account_id, %(returns)s::smallint AS component, amount_sen FROM due WHERE amount_sen <> 0
"""
_OF_SLICE: Final = _AMOUNTS.replace("@ACCOUNTS@", "posting.account_id BETWEEN %(lowest)s AND %(highest)s")
_OF_TOUCHED: Final = _AMOUNTS.replace("@ACCOUNTS@", "posting.account_id = ANY(%(accounts)s)")


def member_slices() -> list[int]:
    """The numbers of the slices that have member accounts, in order; a slice keeps its number for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT id / %s FROM ledger_account WHERE kind = %s ORDER BY 1", [SLICE_IDS, int(AccountKind.MEMBER)])
        return [row[0] for row in cursor.fetchall()]


def credit_slice(entry: NewEntry, credit: WeightedCredit, slice_number: int) -> Credited:
    """Compute and post one slice in one entry; a key that was used before changes nothing and credits nobody."""
    lowest = slice_number * SLICE_IDS
    return _credit(entry, credit, _OF_SLICE, {"lowest": lowest, "highest": lowest + SLICE_IDS - 1})


def credit_accounts(entry: NewEntry, credit: WeightedCredit, account_ids: Sequence[int]) -> Credited:
    """As `credit_slice`, for some accounts only."""
    return _credit(entry, credit, _OF_TOUCHED, {"accounts": list(account_ids)})


def _credit(entry: NewEntry, credit: WeightedCredit, amounts: str, accounts: dict[str, int | list[int]]) -> Credited:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_entry WHERE key = %s", [entry.key])
        if cursor.fetchone():
            return _NOBODY
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("DROP TABLE IF EXISTS weighted_credit")
        cursor.execute(
            amounts,
            {
                "first": [weight.first for weight in credit.weights],
                "last": [weight.last for weight in credit.weights],
                "numerator": [weight.numerator for weight in credit.weights],
                "returns": int(Component.RETURNS),
                "member": int(AccountKind.MEMBER),
                "through": credit.through,
                "year_starts": credit.year_starts,
                "opening": credit.opening_numerator,
                "offset": credit.offset,
                "denominator": credit.denominator,
                "gives_back": credit.gives_back,
                **accounts,
            },
        )
        cursor.execute("SELECT count(*), coalesce(sum(amount_sen), 0)::bigint FROM weighted_credit")
        count, total_sen = cursor.fetchone() or (0, 0)
        if not count:
            return _NOBODY
        counter = [Posting(credit.counter_account, Money(-total_sen))] if total_sen else []
        posted = post_selected(entry, "SELECT account_id, component, amount_sen FROM weighted_credit", [], counter)
    return Credited(count, Money(total_sen), posted.is_new)


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


def accounts_touched_late(*, before: date, first_counting: date) -> dict[int, int]:
    """Member accounts with a movement booked after the year it counts in, and the first such year.

    Looks at entries that count on a day from `first_counting` to the day before `before`, and were booked in a later year than that;
    what a catch-up itself booked is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line.account_id, min(extract(year FROM late.counts_on))::int FROM ("
            "SELECT id, business_on, (about ->> 'original_on')::date AS counts_on FROM ledger_entry "
            "WHERE about ? 'original_on' AND event <> %s) AS late "
            "JOIN ledger_posting line ON line.entry_id = late.id AND line.business_on = late.business_on "
            "JOIN ledger_account account ON account.id = line.account_id AND account.kind = %s "
            "WHERE late.counts_on >= %s AND late.counts_on < %s AND line.component <> %s GROUP BY line.account_id",
            [LATE_EVENT, int(AccountKind.MEMBER), first_counting, before, int(Component.RETURNS)],
        )
        return dict(cursor.fetchall())
