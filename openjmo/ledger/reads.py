"""Questions to the ledger: balances now, on a business date and as known at a moment; lines of an account.

Answers are frozen values. Every question takes many accounts at once, so that a person's cards cost one query.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openjmo.core.money import Money
from openjmo.ledger.chart import LINE_TOTAL, MEMBER_PARTS, Component, is_member_account, part_sum
from openjmo.ledger.periods import ORIGINAL_ON
from openjmo.ledger.years import carried
from openjmo.platform.replicas import connection

KEPT_BALANCES: Final = (
    "SELECT account.code, worker_sen, employer_sen, returns_sen, claims_sen, balance_sen, updated_at "
    "FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id"
)
"""The kept balance of every account by its code, for the one statement of an upper room that joins them with what they belong to."""

MEMBER_MOVEMENTS: Final = (
    "SELECT account.code, line.component, line.amount_sen FROM ledger_posting line "  # noqa: S608 - own text
    "JOIN ledger_entry entry ON entry.id = line.entry_id "
    "JOIN ledger_account account ON account.id = line.account_id WHERE line.business_on BETWEEN %(first)s AND %(last)s "
    f"AND line.component IN ({', '.join(str(int(part)) for part in MEMBER_PARTS)}) AND entry.event <> ALL(%(not_events)s)"
)
"""Every posting on a member account between two business dates but those of some events, for a sum over all that an upper room makes."""


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What one account holds, part by part; the parts sum to `total`."""

    code: str
    worker: Money
    employer: Money
    returns: Money
    claims: Money
    total: Money
    updated_at: datetime | None
    """When the last posting was recorded; None before the first, and for balances of the past."""


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as a member may read it: when, why, how much, and the balance after it."""

    account: str
    entry_id: int
    entry_key: str
    event: str
    business_on: date
    recorded_at: datetime
    component: Component
    amount: Money
    balance_after: Money
    about: dict[str, str]
    rules_digest: str

    @property
    def original_on(self) -> date | None:
        """The day it was meant for, when it came after that day's period was closed; returns count it from there."""
        told = self.about.get(ORIGINAL_ON)
        return date.fromisoformat(told) if told else None


def first_day() -> date | None:
    """The oldest business date; None of an empty ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(business_on) FROM ledger_entry")
        (day,) = cursor.fetchone() or (None,)
    return day


def balances_now(codes: Sequence[str]) -> list[AccountBalance]:
    """The kept balances; an unknown code is left out. One indexed look-up per account, whatever the length of its history."""
    with connection.cursor() as cursor:
        cursor.execute(
            KEPT_BALANCES + " WHERE account.code = ANY(%s) ORDER BY account.id",
            [list(codes)],
        )
        return [_balance(row) for row in cursor.fetchall()]


_PARTS_ON: Final = ", ".join(f"coalesce(before.{part.name.lower()}_sen, 0) + {part_sum(part)}" for part in MEMBER_PARTS)


def balances_on(codes: Sequence[str], on: date, *, known_at: datetime | None = None) -> list[AccountBalance]:
    """Balances at the end of a business date; with `known_at`, only from what had been recorded by that moment.

    Without it, what a carried year left is taken as kept, and postings of later years only are read (`years`).
    """
    year = 0 if known_at or not all(map(is_member_account, codes)) else min(carried().year, on.year - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account.code, {_PARTS_ON}, "  # noqa: S608 - from above
            f"coalesce(before.total_sen, 0) + coalesce(sum({LINE_TOTAL}), 0)::bigint, NULL "
            "FROM ledger_account account LEFT JOIN LATERAL ("
            "SELECT worker_sen, employer_sen, returns_sen, claims_sen, worker_sen + employer_sen + returns_sen + claims_sen AS total_sen "
            "FROM ledger_year_end WHERE account_id = account.id AND year <= %(year)s ORDER BY year DESC LIMIT 1) AS before ON true "
            "LEFT JOIN ledger_line line ON line.account_id = account.id AND line.business_on BETWEEN %(first)s AND %(on)s "
            "AND (%(known_at)s::timestamptz IS NULL "
            "OR (SELECT recorded_at FROM ledger_entry WHERE id = line.entry_id) <= %(known_at)s) "
            "WHERE account.code = ANY(%(codes)s) "
            "GROUP BY account.id, account.code, before.worker_sen, before.employer_sen, before.returns_sen, before.claims_sen, "
            "before.total_sen ORDER BY account.id",
            {"year": year, "first": date(year + 1, 1, 1), "on": on, "known_at": known_at, "codes": list(codes)},
        )
        return [_balance(row) for row in cursor.fetchall()]


def _balance(row: tuple[str, int, int, int, int, int, datetime | None]) -> AccountBalance:
    code, worker, employer, returns, claims, total, updated_at = row
    return AccountBalance(code, Money(worker), Money(employer), Money(returns), Money(claims), Money(total), updated_at)


def lines(
    codes: Sequence[str],
    *,
    limit: int,
    offset: int = 0,
    year: int | None = None,
    components: Sequence[Component] | None = None,
    known_at: datetime | None = None,
    entry_id: int | None = None,
    oldest_first: bool = False,
) -> list[Line]:
    """Postings of the accounts, newest first unless asked otherwise, each with its account's balance after it."""
    order = "ASC" if oldest_first else "DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account.code, entry.id, entry.key, entry.event, line.business_on, entry.recorded_at, line.component, "  # noqa: S608
            "line.amount_sen, line.balance_after, entry.about, entry.rules_digest FROM ("
            "SELECT account_id, business_on, entry_id, component, amount_sen, "
            "(sum(amount_sen) OVER (PARTITION BY account_id ORDER BY business_on, entry_id, component))::bigint AS balance_after "
            "FROM ledger_posting WHERE account_id IN (SELECT id FROM ledger_account WHERE code = ANY(%(codes)s)) "
            "AND (%(known_at)s::timestamptz IS NULL OR recorded_at <= %(known_at)s)) AS line "
            "JOIN ledger_entry entry ON entry.id = line.entry_id JOIN ledger_account account ON account.id = line.account_id "
            "WHERE (%(year)s::int IS NULL OR extract(year FROM line.business_on) = %(year)s) "
            "AND (%(components)s::smallint[] IS NULL OR line.component = ANY(%(components)s)) "
            "AND (%(entry)s::bigint IS NULL OR line.entry_id = %(entry)s) "
            f"ORDER BY line.business_on {order}, line.entry_id {order}, line.component {order} LIMIT %(limit)s OFFSET %(offset)s",
            {
                "codes": list(codes),
                "known_at": known_at,
                "entry": entry_id,
                "year": year,
                "components": None if components is None else [int(part) for part in components],
                "limit": limit,
                "offset": offset,
            },
        )
        return [
            Line(
                account=row[0],
                entry_id=row[1],
                entry_key=row[2],
                event=row[3],
                business_on=row[4],
                recorded_at=row[5],
                component=Component(row[6]),
                amount=Money(row[7]),
                balance_after=Money(row[8]),
                about=json.loads(row[9]),
                rules_digest=row[10],
            )
            for row in cursor.fetchall()
        ]


def line_of(codes: Sequence[str], *, entry_id: int, component: Component) -> Line | None:
    """One posting, when it is on one of these accounts."""
    found = lines(codes, entry_id=entry_id, components=[component], limit=1)
    return found[0] if found else None


def line_count(
    codes: Sequence[str], *, year: int | None = None, components: Sequence[Component] | None = None, known_at: datetime | None = None
) -> int:
    """How many lines `lines` would give without a limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_posting WHERE account_id IN (SELECT id FROM ledger_account WHERE code = ANY(%s)) "
            "AND (%s::int IS NULL OR extract(year FROM business_on) = %s) AND (%s::smallint[] IS NULL OR component = ANY(%s)) "
            "AND (%s::timestamptz IS NULL OR recorded_at <= %s)",
            [list(codes), year, year, *[None if components is None else [int(part) for part in components]] * 2, known_at, known_at],
        )
        return _count(cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Payout:
    """A claim paid from one account, before tax."""

    account: str
    entry_id: int
    business_on: date
    amount: Money
    """What was paid: positive."""
    balance_after: Money
    about: dict[str, str]


def payouts(codes: Sequence[str]) -> list[Payout]:
    """Claims paid from the accounts and not taken back since, oldest first; one query. What a merging carried over is no payment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account.code, entry.id, line.business_on, -line.amount_sen, line.balance_after, entry.about FROM ("
            "SELECT account_id, business_on, entry_id, component, amount_sen, "
            "(sum(amount_sen) OVER (PARTITION BY account_id ORDER BY business_on, entry_id, component))::bigint AS balance_after "
            "FROM ledger_posting WHERE account_id IN (SELECT id FROM ledger_account WHERE code = ANY(%s))) AS line "
            "JOIN ledger_entry entry ON entry.id = line.entry_id JOIN ledger_account account ON account.id = line.account_id "
            "WHERE line.component = %s AND entry.reverses_id IS NULL AND entry.event <> 'merge' "
            "AND NOT EXISTS (SELECT FROM ledger_entry reversal WHERE reversal.reverses_id = entry.id) "
            "ORDER BY line.business_on, entry.id, account.id",
            [list(codes), int(Component.CLAIMS)],
        )
        return [
            Payout(account, entry_id, on, Money(sen), Money(after), json.loads(about))
            for account, entry_id, on, sen, after, about in cursor.fetchall()
        ]


def kept_json(account: str) -> str:
    """SQL for one kept balance as JSON, for one statement of an upper room; `account` is SQL for its row id. See `kept_of_json`."""
    return (
        "(SELECT json_build_array(kept.worker_sen, kept.employer_sen, kept.returns_sen, kept.claims_sen, kept.balance_sen, "  # noqa: S608
        f"kept.updated_at) FROM ledger_balance kept WHERE kept.account_id = {account})"
    )


def kept_of_json(code: str, row: Sequence[Any] | None) -> AccountBalance | None:
    """The balance that `kept_json` gave."""
    if row is None:
        return None
    *amounts, updated_at = row
    worker, employer, returns, claims, total = (Money(sen) for sen in amounts)
    return AccountBalance(code, worker, employer, returns, claims, total, datetime.fromisoformat(updated_at))


def balance_of(code: str) -> Money:
    """The kept balance of any one account, zero for one that was never opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT balance_sen FROM ledger_balance JOIN ledger_account ON ledger_account.id = account_id WHERE code = %s", [code]
        )
        return Money(_count(cursor.fetchone()))


def movements_by_key(code: str, keys: Sequence[str]) -> dict[str, Money]:
    """What each of these entries moved on one account; an entry that is unknown or did not touch it is left out."""
    return _movements(code, "entry.key = ANY(%s)", [list(keys)])


def movements_between(code: str, first: date, last: date, *, event: str) -> dict[str, Money]:
    """What the entries of one kind of event moved on one account on these business dates, by the entries' keys."""
    return _movements(code, "line.business_on BETWEEN %s AND %s AND entry.event = %s", [first, last, event])


def _movements(code: str, condition: str, values: Sequence[Any]) -> dict[str, Money]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.key, sum(line.amount_sen)::bigint FROM ledger_entry entry "  # noqa: S608 - the conditions stand above
            "JOIN ledger_posting line ON line.entry_id = entry.id AND line.business_on = entry.business_on "
            "JOIN ledger_account account ON account.id = line.account_id "
            f"WHERE account.code = %s AND {condition} GROUP BY entry.key",
            [code, *values],
        )
        return {key: Money(sen) for key, sen in cursor.fetchall()}


def _count(row: tuple[int] | None) -> int:
    return row[0] if row else 0


@dataclass(frozen=True, slots=True)
class YearMovements:
    """An account's year up to a date, as it was known at a moment: what a return is computed from."""

    opening: Money
    movements: tuple[tuple[date, Money], ...]
    """Booking date and amount of everything but returns, summed per day, oldest first."""
    credited: Money
    """Returns of this year already on the account, the asked entry's own left out."""


def year_movements(code: str, *, year: int, through: date, known_at: datetime, without_entry: int) -> YearMovements:
    """What the crediting of a return saw when it was recorded; what was booked late stands on the day it was meant for."""
    first = date(year, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counts_on, is_return, amount_sen FROM ("
            "SELECT coalesce((entry.about ->> 'original_on')::date, line.business_on) AS counts_on, line.component = 3 AS is_return, "
            "line.amount_sen, line.entry_id FROM ledger_posting line JOIN ledger_account account ON account.id = line.account_id "
            "JOIN ledger_entry entry ON entry.id = line.entry_id "
            "WHERE account.code = %s AND entry.recorded_at <= %s AND line.entry_id <> %s) AS line "
            "WHERE counts_on <= %s ORDER BY counts_on, entry_id",
            [code, known_at, without_entry, through],
        )
        rows = cursor.fetchall()
    days: dict[date, int] = {}
    for day, is_return, sen in rows:
        if day >= first and not is_return:
            days[day] = days.get(day, 0) + sen
    return YearMovements(
        opening=Money(sum(sen for day, _, sen in rows if day < first)),
        movements=tuple((day, Money(sen)) for day, sen in days.items()),
        credited=Money(sum(sen for day, is_return, sen in rows if day >= first and is_return)),
    )


@dataclass(frozen=True, slots=True)
class DayParts:
    """What counts on one day of an account, part by part; parts that sum to nothing are left out."""

    counts_on: date | None
    """None for everything before the day that was asked for."""
    parts: tuple[tuple[Component, Money], ...]

    @property
    def net(self) -> Money:
        """All parts together."""
        return Money.total(amount for _, amount in self.parts)


def parts_by_day(code: str, *, since: date) -> list[DayParts]:
    """An account taken apart by the days its money counts on, oldest first; what counts before `since` is one sum. Days without money are
    left out, so that the parts of all days are the kept balance.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counts_on, component, sum(amount_sen)::bigint FROM ("
            "SELECT line.component, line.amount_sen, CASE WHEN day.counts_on >= %s THEN day.counts_on END AS counts_on "
            "FROM ledger_posting line JOIN ledger_account account ON account.id = line.account_id "
            "JOIN ledger_entry entry ON entry.id = line.entry_id "
            "CROSS JOIN LATERAL (SELECT coalesce((entry.about ->> 'original_on')::date, line.business_on) AS counts_on) AS day "
            "WHERE account.code = %s) AS line GROUP BY counts_on, component HAVING sum(amount_sen) <> 0 "
            "ORDER BY counts_on NULLS FIRST, component",
            [since, code],
        )
        days: dict[date | None, list[tuple[Component, Money]]] = {}
        for day, component, sen in cursor.fetchall():
            days.setdefault(day, []).append((Component(component), Money(sen)))
    return [DayParts(day, tuple(parts)) for day, parts in days.items()]
