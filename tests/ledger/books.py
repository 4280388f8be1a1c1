"""Small ledgers for the tests of this room."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from openjmo.core.money import Money
from openjmo.ledger.chart import BANK, AccountKind, Component, deposit_account, member_account
from openjmo.ledger.post import NewEntry, Posted, Posting, open_account, post

ANI = member_account("KP-ANI")
BUDI = member_account("KP-BUDI")
FIRM = deposit_account("PK-FIRM")
A_DAY = date(2026, 10, 14)


def open_books() -> None:
    """Two members and one employer."""
    for code in (ANI, BUDI):
        open_account(code, AccountKind.MEMBER)
    open_account(FIRM, AccountKind.DEPOSIT)


def receive(rupiah: int, *, key: str = "receipt:1", on: date = A_DAY) -> Posted:
    """The bank received a deposit."""
    amount = Money.of_rupiah(rupiah)
    return post(NewEntry(key=key, event="receipt", business_on=on), [Posting(BANK, -amount), Posting(FIRM, amount)])


def contribute(member: str, worker: int, employer: int, *, key: str, on: date = A_DAY) -> Posted:
    """A deposit was posted to a member."""
    return post(
        NewEntry(key=key, event="contribution", business_on=on, about={"month": f"{on:%Y-%m}"}),
        [
            Posting(FIRM, Money.of_rupiah(-worker - employer)),
            Posting(member, Money.of_rupiah(worker), Component.WORKER),
            Posting(member, Money.of_rupiah(employer), Component.EMPLOYER),
        ],
    )


_ORDER = {
    "key": "'order'",
    "event": "'returns'",
    "business_on": "date '2025-01-31'",
    "rules_digest": "''",
    "about": "'{}'",
    "against": "'fund:returns'",
    "lowest": "0",
    "highest": "65535",
    "year": "2025",
    "opening": "1",
    "months": "array_fill(0::numeric, ARRAY[12])",
    "rounding": "0",
    "denominator": "1000",
}


def order_credit(**changed: str) -> None:
    """Have the database credit a slice, as an order with these changes says; each value is SQL."""
    told = {**_ORDER, **changed}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO ledger_crediting ({', '.join(told)}) VALUES ({', '.join(told.values())})")
