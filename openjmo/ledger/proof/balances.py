"""The balances a tree is built over, and what they must sum to, from one look at the database.

The balances come from the kept ones less what was booked later; the liability comes from the lines alone. Two ways to the same figure:
publishing is refused when they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from openjmo.core.money import Money
from openjmo.ledger.chart import LINE_TOTAL, AccountKind


@dataclass(frozen=True, slots=True)
class MemberBalances:
    """Every member account and its balance in sen at the end of a business date, as known now; and what the fund owes in all."""

    balances: list[tuple[str, int]]
    liability: Money


_QUERY: Final = """
WITH later AS (
    SELECT account_id, sum(@TOTAL@) AS sen FROM ledger_line line WHERE business_on > %(on)s GROUP BY account_id
), owed AS MATERIALIZED (
    SELECT coalesce(sum(@TOTAL@), 0)::bigint AS sen FROM ledger_line line
      JOIN ledger_account account ON account.id = line.account_id AND account.kind = %(member)s
     WHERE line.business_on <= %(on)s
)
SELECT account.code, (coalesce(balance.balance_sen, 0) - coalesce(later.sen, 0))::bigint, owed.sen
  FROM ledger_account account CROSS JOIN owed
  LEFT JOIN ledger_balance balance ON balance.account_id = account.id
  LEFT JOIN later ON later.account_id = account.id
 WHERE account.kind = %(member)s ORDER BY account.code COLLATE "C"
""".replace("@TOTAL@", LINE_TOTAL)


def member_balances(on: date) -> MemberBalances:
    """All of them, sorted by code; one statement, so that nothing is posted in between."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"on": on, "member": int(AccountKind.MEMBER)})
        rows = cursor.fetchall()
    return MemberBalances([(code, sen) for code, sen, _ in rows], Money(rows[0][2] if rows else 0))
