"""The hash chain: what it is made of, where it stands, and whether a link that was kept elsewhere is part of it.

Every entry has one link, made by the database at commit (`migrations/0003_chain_and_closing.py`, `0004_month_tables.py`), in the order of
the commits:

    link 0   = sha256("openjmo.ledger.chain.1")
    link n   = sha256("openjmo.ledger.link.1"  || link n-1 || entry digest)
    entry    = sha256("openjmo.ledger.entry.2" || id || key || event || business_on || recorded_at || posting_count || turnover
                      || rules_digest || about || reverses || postings)
    postings = the digests of slices, one after the other; a slice is 65,536 neighbouring account ids, in their order
    slice    = sha256(accounts, in the order of their ids)
    account  = account id || account code || how many postings || component || amount, for each posting, in the order of components

Whole numbers are big-endian: ids, amounts in sen and `recorded_at` (microseconds since 1970 UTC) of 8 bytes, `business_on` (days since
1970), `posting_count` and an account's count of postings of 4,
component of 2; `reverses` is 0 when there is nothing. Texts are UTF-8 after their length in 4 bytes;
`about` is jsonb as PostgreSQL prints it. Slices keep a crediting of millions of accounts within memory.

A link's day is the Jakarta date of its entry's `recorded_at`, or the day of the link before it where that is later: a transaction that
began before midnight and committed after others of the next day. So the first link of a day rests on the last one of the day before, and
whoever keeps the head of one day elsewhere can tell whether anything up to that day was changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from openjmo.core.errors import InvalidInput

LINK_BYTES: Final = 32

CHAIN_TAG: Final = b"openjmo.ledger.chain.1"
LINK_TAG: Final = b"openjmo.ledger.link.1"
ENTRY_TAG: Final = b"openjmo.ledger.entry.2"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stood: the day, how many links up to it, and the link that all of them lead to."""

    day: date
    count: int
    link: str
    """Hexadecimal, 64 signs."""


def head(on: date | None = None) -> Head | None:
    """The newest link; with `on`, the last one of that day or before it. None before the first entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, seq, encode(link, 'hex') FROM ledger_link WHERE %s::date IS NULL OR day <= %s ORDER BY seq DESC LIMIT 1", [on, on]
        )
        row = cursor.fetchone()
    return Head(*row) if row else None


def parse_link(typed: str) -> str:
    """A link as somebody kept it, in the form `Head.link` has. Raises InvalidInput."""
    link = "".join(typed.split()).lower()
    try:
        is_link = len(bytes.fromhex(link)) == LINK_BYTES
    except ValueError:
        is_link = False
    if not is_link:
        raise InvalidInput(
            "Mata rantai buku besar terdiri dari 64 angka dan huruf a sampai f.",
            code="ledger.link_malformed",
            field="head",
            fix="Salin seluruhnya dari hasil openjmo ledger head.",
        )
    return link
