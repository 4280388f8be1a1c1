"""What somebody with all rights can do to a ledger: the guards are switched off, and a chain may be made anew to fit."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction


def ledger_tables() -> list[str]:
    """Every table of the ledger, month tables too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND starts_with(relname, 'ledger_')")
        return [row[0] for row in cursor.fetchall()]


def behind_the_guards(*statements: str) -> None:
    """Do it with every trigger of the ledger switched off."""
    tables = ledger_tables()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def done_as(role: str, statement: str) -> None:
    """One statement with the rights of the `application`, those of its worker, or with the `owner`'s."""
    with transaction.atomic(), connection.cursor() as cursor:
        if role == "application":
            cursor.execute(f"SET LOCAL ROLE {settings.OPENJMO_DB_WORKER_ROLE}")
        cursor.execute(statement)


def chain_anew(first: int, last: int) -> Sequence[str]:
    """Statements that make links `first` to `last` fit their entries and one another again, as a thorough forger would."""
    slices = (
        "SELECT string_agg(slice.digest, ''::bytea ORDER BY place) FROM (SELECT account_id >> 16 AS place, sha256(string_agg("
        "bytes, ''::bytea ORDER BY account_id)) AS digest FROM (SELECT line.account_id, int8send(account.id) || "
        "ledger_text_bytes(account.code) || int4send(count(*)::int) || string_agg(int2send(line.component) || "
        "int8send(line.amount_sen), ''::bytea ORDER BY line.component) AS bytes FROM ledger_posting line "
        "JOIN ledger_account account ON account.id = line.account_id WHERE line.entry_id = entry.id GROUP BY line.account_id, account.id"
        ") AS line GROUP BY 1) AS slice"
    )
    statements = []
    for seq in range(first, last + 1):
        statements.append(
            f"UPDATE ledger_link link SET entry_digest = ledger_entry_digest(entry, ({slices})), entry_key = entry.key "
            f"FROM ledger_entry entry WHERE entry.id = link.entry_id AND link.seq = {seq}"
        )
        statements.append(
            "UPDATE ledger_link link SET link = ledger_link_of(coalesce((SELECT before.link FROM ledger_link before "
            f"WHERE before.seq = {seq} - 1), sha256('openjmo.ledger.chain.1'::bytea)), link.entry_digest) WHERE link.seq = {seq}"
        )
    return statements
