"""A ledger with a row for each part becomes one with a row for each account: nothing is lost, no link changes, nobody may more."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from openjmo.ledger.chart import AccountKind
from openjmo.ledger.post import open_account
from openjmo.ledger.verify import verify
from tests import databases
from tests.asking import rows
from tests.ledger.books import ANI, BUDI, FIRM, contribute, receive

pytestmark = pytest.mark.django_db(transaction=True)

BANK = "fund:bank"
ENTRIES = (
    ("receipt", "2026-09-30", [(BANK, 0, -700), (FIRM, 0, 700)]),
    ("contribution", "2026-10-14", [(FIRM, 0, -600), (ANI, 1, 100), (ANI, 2, 200), (BUDI, 1, 300)]),
    ("merge", "2026-10-15", [(ANI, 1, -100), (ANI, 2, -200), (BUDI, 1, 100), (BUDI, 2, 200)]),
    ("returns", "2026-10-31", [("fund:returns", 0, -9), (BUDI, 3, 9)]),
    ("claim", "2026-11-02", [(BANK, 0, 400), (BUDI, 4, -400)]),
)
"""By their keys: business date and postings, one in each part and some of an account together; October has a table of its own."""


def _post_as_before(key: str, on: str, postings: list[tuple[str, int, int]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen) VALUES (%s, %s, %s, %s, %s) RETURNING id",
            [key, key, on, len(postings), sum(max(sen, 0) for _, _, sen in postings)],
        )
        (entry_id,) = cursor.fetchone() or (0,)
        cursor.execute(
            "INSERT INTO ledger_posting (account_id, business_on, entry_id, component, amount_sen, recorded_at) "
            "SELECT account.id, %s, %s, line.component, line.sen, now() FROM unnest(%s::text[], %s::smallint[], %s::bigint[]) "
            "AS line (code, component, sen) JOIN ledger_account account USING (code)",
            [on, entry_id, *[list(column) for column in zip(*postings, strict=True)]],
        )


_POSTINGS = "SELECT account_id, business_on, entry_id, component, amount_sen, recorded_at FROM ledger_posting ORDER BY 3, 1, 4"
_BALANCES = (
    "SELECT account_id, plain_sen, worker_sen, employer_sen, returns_sen, claims_sen, balance_sen, year, returns_year, year_returns_sen, "
    "m09, m10, m11, account_bytes, updated_at FROM ledger_balance ORDER BY 1"
)
_LINKS = "SELECT seq, day, entry_id, entry_digest, link FROM ledger_link ORDER BY 1"


def test_what_was_posted_before_is_all_there_afterwards() -> None:
    databases.migrated_to(connection.settings_dict["NAME"], ("ledger", "0008_year_ends"), ("support", "0015_canaries"))
    for code, kind in ((ANI, AccountKind.MEMBER), (BUDI, AccountKind.MEMBER), (FIRM, AccountKind.DEPOSIT)):
        open_account(code, kind)
    rows("SELECT ledger_open_month('2026-10-01')")
    for key, on, postings in ENTRIES:
        _post_as_before(key, on, postings)
    before = [rows(query) for query in (_POSTINGS, _BALANCES, _LINKS)]
    assert len(before[0]) == sum(len(postings) for _, _, postings in ENTRIES)

    call_command("migrate", interactive=False, verbosity=0)

    assert [rows(query) for query in (_POSTINGS, _BALANCES, _LINKS)] == before
    assert rows("SELECT count(*) FROM ledger_line_2026_10") == [(7,)], "an account has one line in an entry"
    assert rows("SELECT count(*) FROM ledger_line_rest") == [(4,)]
    assert verify().is_sound
    receive(10, on=date(2026, 11, 5))
    contribute(BUDI, 4, 6, key="afterwards", on=date(2026, 11, 6))
    assert verify().is_sound


def test_nobody_may_more_than_before() -> None:
    name = connection.settings_dict["NAME"]
    app, worker, member, desk = (getattr(settings, f"OPENJMO_DB_{role}_ROLE") for role in ("APP", "WORKER", "MEMBER", "DESK"))
    rights = (
        "SELECT acl.grantee::regrole::text, acl.privilege_type FROM pg_class, aclexplode(relacl) AS acl "
        "WHERE oid = '{}'::regclass AND acl.grantee <> relowner ORDER BY 1, 2"
    )
    policies = "SELECT policyname, roles::text, cmd, qual, with_check FROM pg_policies WHERE tablename = '{}' ORDER BY 1"
    databases.migrated_to(name, ("ledger", "0008_year_ends"), ("support", "0015_canaries"))
    rows("SELECT ledger_open_month('2026-10-01')")
    before = rows(rights.format("ledger_posting")), rows(policies.format("ledger_posting"))
    assert before[1]

    call_command("migrate", interactive=False, verbosity=0)

    assert (rows(rights.format("ledger_line")), rows(policies.format("ledger_line"))) == before
    assert rows("SELECT relrowsecurity FROM pg_class WHERE relname = 'ledger_line'") == [(True,)]
    assert rows(rights.format("ledger_posting")) == sorted((role, "SELECT") for role in (app, worker, member, desk))
    for part in ("ledger_line_2026_10", "ledger_line_rest"):
        assert rows(rights.format(part)) == []
