"""Publishing a total: once per date, in order, chained, signed, and only when the ledger agrees to the sen."""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from openjmo.commands import _operator
from openjmo.commands.ledger import configure, deed
from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.domains.proofs import reads
from openjmo.domains.proofs.actions.publish_proof import publish_last_month, publish_proof
from openjmo.domains.proofs.jobs import publish
from openjmo.domains.proofs.models import PublishedTotal
from openjmo.domains.proofs.reads import PublishedView
from openjmo.ledger.chart import AccountKind
from openjmo.ledger.post import open_account
from openjmo.ledger.proof.check import HOLDS
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.tree import build
from openjmo.ledger.proof.wire import text_of
from tests.ledger.books import ANI, BUDI, contribute, open_books, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

OCTOBER = date(2026, 10, 31)
NOW = datetime(2026, 11, 3, 20, 30, 5, 123456, tzinfo=UTC)


@pytest.fixture
def books() -> None:
    """Ani has 285.000 and Budi 57.000 in October; Ani gets more in November."""
    open_books()
    receive(400_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    contribute(BUDI, 20_000, 37_000, key="c:2")
    contribute(ANI, 500, 500, key="c:3", on=date(2026, 11, 2))


def _tree(number: int) -> str:
    return PublishedTotal.objects.get(number=number).tree_digest


def test_the_total_is_the_ledgers_at_that_date() -> None:
    made = publish_proof(OCTOBER, now=NOW)
    assert (made.number, made.as_of, made.total, made.most_accounts) == (1, OCTOBER, Money.of_rupiah(342_000), 1024)
    assert made.statement["published_at"] == "2026-11-03T20:30:05Z"
    for account, rupiah in ((ANI, 285_000), (BUDI, 57_000)):
        proof = reads.proof_of(account, 1)
        assert proof
        assert proof.balance == Money.of_rupiah(rupiah)
        assert reads.checked(proof.text).fault == HOLDS
    assert reads.proof_of("member:KP-NOBODY", 1) is None
    assert reads.proof_of(ANI, 2) is None


def test_a_date_is_published_once() -> None:
    first = publish_proof(OCTOBER, now=NOW)
    contribute(BUDI, 500, 500, key="c:late")
    assert publish_proof(OCTOBER, now=NOW + timedelta(days=1)) == first
    assert reads.published_count() == 1


def test_each_names_the_one_before_and_later_entries_are_in_the_next() -> None:
    first = publish_proof(OCTOBER, now=NOW)
    contribute(BUDI, 500, 500, key="c:late")
    second = publish_proof(date(2026, 11, 2), now=NOW)
    assert (second.number, second.total) == (2, Money.of_rupiah(344_000))
    assert second.previous == first.digest
    assert first.previous == ""
    assert [one.number for one in reads.published(limit=5)] == [2, 1]
    assert first.root != second.root


def test_an_account_opened_later_has_no_proof_yet() -> None:
    publish_proof(OCTOBER, now=NOW)
    open_account("member:KP-NEW", AccountKind.MEMBER)
    assert reads.proof_of("member:KP-NEW", 1) is None
    assert reads.holds_all([ANI, BUDI], _tree(1))
    assert not reads.holds_all([ANI, "member:KP-NEW"], _tree(1))
    publish_proof(date(2026, 11, 2), now=NOW)
    empty = reads.proof_of("member:KP-NEW", 2)
    assert empty
    assert empty.balance == Money.zero()


def test_what_is_refused() -> None:
    publish_proof(OCTOBER, now=NOW)
    for day, code in ((date(2026, 11, 4), "proofs.day_not_over"), (date(2026, 10, 30), "proofs.out_of_order")):
        with pytest.raises(Refusal) as refused:
            publish_proof(day, now=NOW)
        assert refused.value.code == code
    assert reads.published_count() == 1


def test_without_a_key_nothing_is_published(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_PROOF_KEY = ""
    with pytest.raises(Refusal) as refused:
        publish_proof(OCTOBER, now=NOW)
    assert refused.value.code == "proofs.key_missing"


def test_among_few_accounts_nothing_is_published(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_PROOF_LEAST_ACCOUNTS = 3
    with pytest.raises(Refusal) as refused:
        publish_proof(OCTOBER, now=NOW)
    assert refused.value.code == "proofs.too_few_accounts"


def test_a_ledger_that_does_not_agree_with_itself_is_not_published() -> None:
    """Somebody above all guards took ten rupiah from a kept balance."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_balance DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE ledger_balance SET worker_sen = worker_sen - 1000, balance_sen = balance_sen - 1000 "
            "WHERE account_id = (SELECT id FROM ledger_account WHERE code = %s)",
            [ANI],
        )
        cursor.execute("ALTER TABLE ledger_balance ENABLE TRIGGER USER")
    with pytest.raises(Refusal, match="selisih -Rp10,00") as refused:
        publish_proof(OCTOBER, now=NOW)
    assert refused.value.code == "proofs.totals_differ"
    assert reads.published_count() == 0


def test_anybody_with_the_secret_and_the_balances_gets_the_same_root() -> None:
    made = publish_proof(OCTOBER, now=NOW)
    row = PublishedTotal.objects.get()
    again = build([(BUDI, 5_700_000), (ANI, 28_500_000)], Epoch(1, OCTOBER), bytes(row.secret))
    assert text_of(again.root) == made.root


_REST = "depth, total_sen, root, previous, published_at, public_key, signature, secret, tree_digest"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proofs_published_total SET total_sen = 1",
        "DELETE FROM proofs_published_total",
        "TRUNCATE proofs_published_total",
        f"INSERT INTO proofs_published_total SELECT 3, '2027-01-01', {_REST} FROM proofs_published_total",
        f"INSERT INTO proofs_published_total SELECT 2, '2026-01-01', {_REST} FROM proofs_published_total",
    ],
)
def test_the_database_itself_only_adds_and_in_order(statement: str) -> None:
    publish_proof(OCTOBER, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("as_worker_role")
def test_the_workers_role_may_publish() -> None:
    assert publish_proof(OCTOBER, now=NOW).number == 1


def test_a_proof_of_an_unpublished_total_does_not_pass() -> None:
    publish_proof(OCTOBER, now=NOW)
    proof = reads.proof_of(ANI, 1)
    assert proof
    told = json.loads(proof.text)
    told["statement"]["number"] = "7"
    assert reads.checked(json.dumps(told)).fault != HOLDS
    with pytest.raises(InvalidInput):
        reads.checked("{}")


def test_a_lost_tree_is_not_claimed_to_hold(settings: Any, tmp_path: Path) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.DATA_DIRECTORY = tmp_path
    publish_proof(OCTOBER, now=NOW)
    assert reads.holds_all([ANI], _tree(1))
    tree = _tree(1)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            file.unlink()
    assert not reads.holds_all([ANI], tree)
    assert not reads.holds_all([ANI], "0" * 64)
    with pytest.raises(Refusal) as refused:
        reads.proof_of(ANI, 1)
    assert refused.value.code == "proofs.tree_missing"


def test_the_month_that_is_over_is_published_by_itself() -> None:
    publish(0)
    today = business_date(timezone.now())
    assert [one.as_of for one in reads.published(limit=2)] == [today.replace(day=1) - timedelta(days=1)][: today.day > 1]


def test_the_end_of_last_month() -> None:
    assert publish_last_month(now=NOW).as_of == OCTOBER


@pytest.mark.django_db(transaction=True)
def test_two_at_once_publish_one() -> None:
    def publish_here() -> PublishedView:
        try:
            return publish_proof(OCTOBER, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        one, other = (both.submit(publish_here) for _ in range(2))
        assert one.result() == other.result()
    assert reads.published_count() == 1


def test_the_operators_command(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    configure(parser)
    arguments = parser.parse_args(["publish-proof", "--date", "2026-10-31", "--json"])
    assert _operator.told(deed, arguments) == 0
    assert json.loads(capsys.readouterr().out)["total_sen"] == "34200000"
    arguments = parser.parse_args(["publish-proof", "--date", "2026-10-01"])
    assert _operator.told(deed, arguments) == 1
    assert "[proofs.out_of_order]" in capsys.readouterr().err
