"""Recompute the whole ledger from its postings and name every mismatch.

Called by `openjmo ledger verify` and by tests. It trusts no kept figure and no trigger: what a superuser changed behind the guards is
found here. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from openjmo.core.money import Money


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not hold: which account or entry, and by how much."""

    check: str
    subject: str
    difference: Money


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what does not hold."""

    accounts: int
    entries: int
    postings: int
    member_total: Money
    mismatches: tuple[Mismatch, ...]


_CHECKS = {
    "entry_balances": (
        "SELECT entry.key, coalesce(sum(line.amount_sen), 0)::bigint FROM ledger_entry entry "
        "LEFT JOIN ledger_posting line ON line.entry_id = entry.id GROUP BY entry.id HAVING coalesce(sum(line.amount_sen), 0) <> 0"
    ),
    "entry_is_complete": (
        "SELECT entry.key, (coalesce(sum(line.amount_sen) FILTER (WHERE line.amount_sen > 0), 0) - entry.turnover_sen)::bigint "
        "FROM ledger_entry entry LEFT JOIN ledger_posting line ON line.entry_id = entry.id GROUP BY entry.id "
        "HAVING count(line.entry_id) <> entry.posting_count "
        "OR coalesce(sum(line.amount_sen) FILTER (WHERE line.amount_sen > 0), 0) <> entry.turnover_sen"
    ),
    "posting_has_entry": (
        "SELECT 'posting of entry ' || line.entry_id, sum(line.amount_sen)::bigint FROM ledger_posting line "
        "LEFT JOIN ledger_entry entry ON entry.id = line.entry_id "
        "WHERE entry.id IS NULL OR entry.business_on <> line.business_on OR entry.recorded_at <> line.recorded_at GROUP BY line.entry_id"
    ),
    "kept_balance": (
        "SELECT coalesce(account.code, 'account ' || coalesce(balance.account_id, summed.account_id)), "
        "(coalesce(balance.balance_sen, 0) - coalesce(summed.total, 0))::bigint "
        "FROM ledger_balance balance FULL JOIN (SELECT account_id, sum(amount_sen) AS total, "
        "coalesce(sum(amount_sen) FILTER (WHERE component = 0), 0) AS plain, "
        "coalesce(sum(amount_sen) FILTER (WHERE component = 1), 0) AS worker, "
        "coalesce(sum(amount_sen) FILTER (WHERE component = 2), 0) AS employer, "
        "coalesce(sum(amount_sen) FILTER (WHERE component = 3), 0) AS returns, "
        "coalesce(sum(amount_sen) FILTER (WHERE component = 4), 0) AS claims "
        "FROM ledger_posting GROUP BY account_id) AS summed ON summed.account_id = balance.account_id "
        "LEFT JOIN ledger_account account ON account.id = coalesce(balance.account_id, summed.account_id) "
        "WHERE account.id IS NULL OR balance.account_id IS NULL "
        "OR (balance.plain_sen, balance.worker_sen, balance.employer_sen, balance.returns_sen, balance.claims_sen, balance.balance_sen) "
        "IS DISTINCT FROM (coalesce(plain, 0), coalesce(worker, 0), coalesce(employer, 0), coalesce(returns, 0), coalesce(claims, 0), "
        "coalesce(total, 0))"
    ),
    "account_has_balance": (
        "SELECT account.code, 0::bigint FROM ledger_account account "
        "LEFT JOIN ledger_balance balance ON balance.account_id = account.id WHERE balance.account_id IS NULL"
    ),
    "not_below_zero": (
        "SELECT account.code, sum(line.amount_sen)::bigint FROM ledger_posting line JOIN ledger_account account "
        "ON account.id = line.account_id WHERE NOT account.may_be_negative GROUP BY account.id HAVING sum(line.amount_sen) < 0"
    ),
    "reversal_mirrors": (
        "SELECT reversal.key, coalesce(sum(line.amount_sen), 0)::bigint FROM ledger_entry reversal JOIN LATERAL ("
        "(SELECT account_id, component, amount_sen FROM ledger_posting WHERE entry_id = reversal.id "
        "EXCEPT SELECT account_id, component, -amount_sen FROM ledger_posting WHERE entry_id = reversal.reverses_id) UNION ALL "
        "(SELECT account_id, component, -amount_sen FROM ledger_posting WHERE entry_id = reversal.reverses_id "
        "EXCEPT SELECT account_id, component, amount_sen FROM ledger_posting WHERE entry_id = reversal.id)"
        ") AS line ON true WHERE reversal.reverses_id IS NOT NULL GROUP BY reversal.id"
    ),
    "whole_ledger": "SELECT 'all accounts', sum(amount_sen)::bigint FROM ledger_posting HAVING coalesce(sum(amount_sen), 0) <> 0",
}


def verify(progress: Callable[[str], None] = lambda _check: None) -> Verification:
    """Run every check on one snapshot of the database; `progress` hears the name of each check before it runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_posting), "
            "(SELECT coalesce(sum(line.amount_sen), 0)::bigint FROM ledger_posting line "
            "JOIN ledger_account account ON account.id = line.account_id WHERE account.kind = 1)"
        )
        accounts, entries, postings, member_total = cursor.fetchone() or (0, 0, 0, 0)
        mismatches = tuple(_mismatches(progress))
    return Verification(accounts, entries, postings, Money(member_total), mismatches)


def _mismatches(progress: Callable[[str], None]) -> Iterator[Mismatch]:
    with connection.cursor() as cursor:
        for check, query in _CHECKS.items():
            progress(check)
            cursor.execute(query)
            for subject, difference in cursor.fetchall():
                yield Mismatch(check, subject, Money(difference))
