"""What somebody with the rights of the tables' owner changes behind the guards is found and named."""

from __future__ import annotations

import pytest

from openjmo.ledger.verify import verify
from tests.ledger.books import ANI, contribute, open_books, receive
from tests.ledger.books_tampered import behind_the_guards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    del db
    open_books()
    receive(1_000)
    contribute(ANI, 100, 185, key="c:1")


def test_a_sound_ledger_is_clean() -> None:
    heard: list[str] = []
    found = verify(heard.append)
    assert found.mismatches == ()
    assert (found.entries, found.postings, found.member_total.sen) == (2, 5, 28_500)
    assert heard[-1].startswith("6 of 6: ")
    assert {step.partition(": ")[2] for step in heard} == {"entries", "reversals", "accounts", "year ends", "links", "totals"}


@pytest.mark.parametrize(
    ("statement", "check", "subject", "difference"),
    [
        ("UPDATE ledger_line SET worker_sen = worker_sen + 1", "entry_balances", "c:1", 1),
        (
            "UPDATE ledger_balance SET worker_sen = worker_sen + 7, balance_sen = balance_sen + 7 WHERE worker_sen > 0",
            "kept_balance",
            ANI,
            7,
        ),
        (
            "UPDATE ledger_balance SET worker_sen = worker_sen + 7, employer_sen = employer_sen - 7 WHERE worker_sen > 0",
            "kept_balance",
            ANI,
            0,
        ),
        ("UPDATE ledger_line SET employer_sen = NULL", "entry_is_complete", "c:1", -18_500),
        ("DELETE FROM ledger_entry WHERE key = 'c:1'", "posting_has_entry", "", 0),
        ("UPDATE ledger_entry SET business_on = '2020-01-01' WHERE key = 'c:1'", "posting_has_entry", "", 0),
        ("DELETE FROM ledger_balance WHERE worker_sen > 0", "account_has_balance", ANI, 0),
        ("UPDATE ledger_line SET employer_sen = NULL", "whole_ledger", "all accounts", -18_500),
    ],
)
def test_tampering_is_found_and_named(statement: str, check: str, subject: str, difference: int) -> None:
    behind_the_guards(statement)
    found = {mismatch.check: mismatch for mismatch in verify().mismatches}
    assert check in found
    assert subject in found[check].subject
    assert found[check].difference.sen == difference
