"""Somebody with all rights changes one sen in any table that holds money, and who finds it: the check of the ledger, the next published
total, or a member with the verifier that needs nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import ModuleType

import pytest
from django.db import connection

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.proofs import reads
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.ledger.periods import close_through
from openjmo.ledger.reads import balances_on
from openjmo.ledger.verify import verify
from openjmo.ledger.years import carry_closed_years
from tests.ledger.books import ANI, BUDI, contribute, open_books, receive
from tests.ledger.books_tampered import behind_the_guards
from tests.scripts import standing_alone

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 2)
NOW = datetime(2026, 11, 3, 20, 30, 5, tzinfo=UTC)
_ANIS = "account_id = (SELECT id FROM ledger_account WHERE code = 'member:KP-ANI')"
_FIRMS = "account_id = (SELECT id FROM ledger_account WHERE code = 'deposit:PK-FIRM')"
_ONE = "entry_id = (SELECT id FROM ledger_entry WHERE key = 'c:1')"


def _statements() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """What is changed, and who must find it. A change that nobody's sums contradict is left to the chain."""
    everywhere = (
        f"UPDATE ledger_line SET worker_sen = worker_sen + 1 WHERE {_ONE}",
        f"UPDATE ledger_line SET plain_sen = plain_sen - 1 WHERE {_ONE}",
        f"UPDATE ledger_balance SET worker_sen = worker_sen + 1, balance_sen = balance_sen + 1, m10 = m10 + 1 WHERE {_ANIS}",
        f"UPDATE ledger_balance SET plain_sen = plain_sen - 1, balance_sen = balance_sen - 1 WHERE {_FIRMS}",
        "UPDATE ledger_entry SET turnover_sen = turnover_sen + 1 WHERE key = 'c:1'",
    )
    return {
        "ledger_line": ((everywhere[0],), frozenset({"check", "next total"})),
        "ledger_balance": (
            (f"UPDATE ledger_balance SET worker_sen = worker_sen + 1, balance_sen = balance_sen + 1 WHERE {_ANIS}",),
            frozenset({"check", "next total"}),
        ),
        "ledger_balance, from one part to another": (
            (f"UPDATE ledger_balance SET worker_sen = worker_sen + 1, employer_sen = employer_sen - 1 WHERE {_ANIS}",),
            frozenset({"check"}),
        ),
        "ledger_balance, a month's sum": ((f"UPDATE ledger_balance SET m10 = m10 + 1 WHERE {_ANIS}",), frozenset({"check"})),
        "ledger_entry": ((everywhere[4],), frozenset({"check"})),
        "ledger_year_end": ((f"UPDATE ledger_year_end SET worker_sen = worker_sen + 1 WHERE {_ANIS}",), frozenset({"check"})),
        "every table of the ledger at once": (everywhere, frozenset({"check", "member"})),
        "proofs_published_total": (("UPDATE proofs_published_total SET total_sen = total_sen + 1",), frozenset({"member"})),
    }


STATEMENTS = _statements()


@pytest.fixture
def script() -> ModuleType:
    """The verifier of one file, as a member has it."""
    return standing_alone("verify_proof")


@pytest.fixture
def books(db: None) -> None:
    """Money of 2025, which is carried on, and of 2026; October is published."""
    del db
    open_books()
    receive(900_000, on=date(2025, 1, 2))
    contribute(ANI, 1_000, 1_850, key="c:0", on=date(2025, 3, 10))
    contribute(ANI, 100_000, 185_000, key="c:1")
    contribute(BUDI, 20_000, 37_000, key="c:2")
    close_through(Month(2025, 12), by="test")
    carry_closed_years()
    publish_proof(OCTOBER, now=NOW)
    contribute(ANI, 500, 500, key="c:3", on=NOVEMBER)


def _finders(script: ModuleType) -> dict[str, Callable[[], bool]]:
    """Each says whether all is well."""
    proof = reads.proof_of(ANI, 1)
    assert proof
    kept = script.Proof(json.loads(proof.text))

    def member() -> bool:
        """What she took away in October still holds, is what is published, and is what the ledger says of that day."""
        shown = reads.proof_of(ANI, 1)
        now = script.Proof(json.loads(shown.text)) if shown else None
        says = balances_on([ANI], OCTOBER)[0].total
        return now is not None and not script.fault_of(kept) and not script.fault_of(now) and says.sen == proof.balance.sen

    def next_total() -> bool:
        try:
            publish_proof(NOVEMBER, now=NOW)
        except Refusal as refusal:
            return refusal.code != "proofs.totals_differ"
        return True

    return {"member": member, "check": lambda: verify().is_sound, "next total": next_total}


@pytest.mark.usefixtures("books")
def test_nobody_finds_anything_where_nothing_was_changed(script: ModuleType) -> None:
    assert {name: well() for name, well in _finders(script).items()} == {"member": True, "check": True, "next total": True}


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("what", STATEMENTS)
def test_one_sen_is_found(what: str, script: ModuleType) -> None:
    statements, must_find = STATEMENTS[what]
    finders = _finders(script)
    guarded = "proofs" in what
    with connection.cursor() as cursor:
        if guarded:
            cursor.execute("ALTER TABLE proofs_published_total DISABLE TRIGGER USER")
    behind_the_guards(*statements)
    with connection.cursor() as cursor:
        if guarded:
            cursor.execute("ALTER TABLE proofs_published_total ENABLE TRIGGER USER")
    assert must_find <= {name for name, well in finders.items() if not well()}


def test_every_column_of_money_in_the_ledger_is_among_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name LIKE '%%\\_sen' "
            "AND (table_name LIKE 'ledger\\_%%' OR table_name LIKE 'proofs\\_%%') "
            "AND table_name NOT LIKE 'ledger\\_line\\_%%' AND table_name <> 'ledger_posting'"
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables - {"ledger_seal"} <= {name for what in STATEMENTS for name in what.split(",")}, (
        "a seal lives no longer than its entry's commit"
    )
