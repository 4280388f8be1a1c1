"""Credit a weighted sum of each member account's own movements, to all accounts at once.

Called by savings when a month's returns are credited. The ledger knows no law here: it is given a weight for the balance at the start
of the year, one weight for each span of booking dates within the year, and one denominator, and computes in whole numbers

    earned = max(0, floor((opening * opening_weight + sum(movement * weight) + offset) / denominator))
    credit = max(0, earned - already credited this year)

in one statement. The offset makes the floor round as the caller's rule says. Movements are everything but returns; the opening
balance includes the returns of earlier years. A movement that was booked late because its period was closed counts from the day it was
meant for, so that a closing costs no member a return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from openjmo.core.money import Money
from openjmo.ledger.chart import AccountKind, Component
from openjmo.ledger.post import NewEntry, Posting, post_selected


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


@dataclass(frozen=True, slots=True)
class Credited:
    """How many accounts were credited something, and the sum. `is_new` is false when the key was used before."""

    account_count: int
    total: Money
    is_new: bool


_AMOUNTS = """
CREATE TEMPORARY TABLE weighted_credit ON COMMIT DROP AS
WITH weight AS MATERIALIZED (
    SELECT * FROM unnest(%(first)s::date[], %(last)s::date[], %(numerator)s::numeric[]) AS weight (first, last, numerator)
), late AS MATERIALIZED (
    SELECT id, (about ->> 'original_on')::date AS original_on FROM ledger_entry WHERE about ? 'original_on'
), line AS (
    SELECT posting.account_id, posting.component, posting.amount_sen, coalesce(late.original_on, posting.business_on) AS counts_on
      FROM ledger_posting posting LEFT JOIN late ON late.id = posting.entry_id
     WHERE posting.business_on >= %(year_starts)s
), moved AS (
    SELECT line.account_id, sum(line.amount_sen) AS since,
           coalesce(sum(line.amount_sen) FILTER (WHERE line.component = %(returns)s AND line.counts_on <= %(through)s), 0) AS credited,
           coalesce(sum(line.amount_sen * weight.numerator), 0) AS weighted
      FROM line LEFT JOIN weight ON line.component <> %(returns)s AND line.counts_on BETWEEN weight.first AND weight.last
     WHERE line.counts_on >= %(year_starts)s
     GROUP BY line.account_id
), exact AS (
    SELECT balance.account_id, coalesce(moved.credited, 0) AS credited,
           (balance.balance_sen - coalesce(moved.since, 0)) * %(opening)s::numeric
               + coalesce(moved.weighted, 0) + %(offset)s::numeric AS numerator
      FROM ledger_balance balance JOIN ledger_account account ON account.id = balance.account_id AND account.kind = %(member)s
      LEFT JOIN moved ON moved.account_id = balance.account_id
), due AS (
    SELECT account_id, (greatest(div(numerator, %(denominator)s::numeric), 0) - credited)::bigint AS amount_sen FROM exact
)
SELECT account_id, %(returns)s::smallint AS component, amount_sen FROM due WHERE amount_sen > 0
"""


def credit_weighted(entry: NewEntry, credit: WeightedCredit) -> Credited:
    """Compute and post in one entry; a key that was used before changes nothing and credits nobody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS weighted_credit")
        cursor.execute(
            _AMOUNTS,
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
            },
        )
        cursor.execute("SELECT count(*), coalesce(sum(amount_sen), 0)::bigint FROM weighted_credit")
        count, total_sen = cursor.fetchone() or (0, 0)
        if not count:
            return Credited(0, Money.zero(), is_new=False)
        counter = [Posting(credit.counter_account, Money(-total_sen))]
        posted = post_selected(entry, "SELECT account_id, component, amount_sen FROM weighted_credit", [], counter)
    return Credited(count, Money(total_sen), posted.is_new)
