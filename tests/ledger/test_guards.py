"""The database itself keeps the ledger, against raw SQL by the application's role and by the owner of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction

from tests.ledger.books import ANI, BUDI, FIRM, contribute, open_books, receive

pytestmark = pytest.mark.django_db(transaction=True)

NEW_ENTRY = (
    "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen) VALUES (%s, 'test', '2026-10-14', %s, %s) RETURNING id"
)
NEW_POSTINGS = (
    "INSERT INTO ledger_line (account_id, business_on, entry_id, plain_sen, worker_sen, employer_sen, returns_sen, claims_sen) "
    "SELECT account.id, '2026-10-14', %s, line.plain, line.worker, line.employer, line.returns, line.claims "
    "FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) "
    "AS line (code, plain, worker, employer, returns, claims) JOIN ledger_account account USING (code)"
)


def _add_postings(entry_id: int, postings: Sequence[tuple[str, int | None, int]]) -> None:
    """Postings as account, component and amount; without a component, a line that moves nothing."""
    parts = {(account, component): sen for account, component, sen in postings}
    lines = [(account, *(parts.get((account, part)) for part in range(5))) for account in {account: 0 for account, _, _ in postings}]
    with connection.cursor() as cursor:
        cursor.execute(NEW_POSTINGS, [entry_id, *([list(column) for column in zip(*lines, strict=True)] or [[]] * 6)])


@pytest.fixture(autouse=True, params=["application", "owner"])
def _books(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    """Every attempt is made twice: with the worker's rights, which are more than the web's, and with the owner's."""
    del db
    open_books()
    receive(1_000_000)
    contribute(ANI, 100_000, 185_000, key="contribution:1")
    with connection.cursor() as cursor:
        if request.param == "application":
            cursor.execute(f"SET ROLE {settings.OPENJMO_DB_WORKER_ROLE}")
        yield
        cursor.execute("RESET ROLE")


def _entry(key: str, posting_count: int, turnover_sen: int, postings: list[tuple[str, int | None, int]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NEW_ENTRY, [key, posting_count, turnover_sen])
        (entry_id,) = cursor.fetchone() or (0,)
        _add_postings(entry_id, postings)


def _balance(code: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT balance_sen FROM ledger_balance JOIN ledger_account ON id = account_id WHERE code = %s", [code])
        return int((cursor.fetchone() or (0,))[0])


def test_a_balanced_entry_by_hand_is_taken_and_kept() -> None:
    _entry("by hand", 2, 500, [(FIRM, 0, -500), (ANI, 1, 500)])
    assert _balance(ANI) == 28_500_000 + 500


@pytest.mark.parametrize(
    ("posting_count", "turnover", "postings"),
    [
        pytest.param(2, 500, [(FIRM, 0, -499), (ANI, 1, 500)], id="does not sum to zero"),
        pytest.param(3, 500, [(FIRM, 0, -500), (ANI, 1, 500)], id="fewer postings than announced"),
        pytest.param(2, 400, [(FIRM, 0, -500), (ANI, 1, 500)], id="other turnover than announced"),
        pytest.param(2, 500, [], id="no postings"),
        pytest.param(2, 500, [(FIRM, 0, 500), (ANI, 1, -28_500_500)], id="member below zero"),
        pytest.param(2, 90_000_000, [(FIRM, 0, -90_000_000), (ANI, 1, 90_000_000)], id="deposit below zero"),
        pytest.param(1, 500, [(ANI, 1, 500)], id="one posting"),
        pytest.param(2, 500, [(FIRM, 0, -500), (ANI, None, 500)], id="a line that moves nothing"),
        pytest.param(3, 500, [(FIRM, 0, -500), (ANI, 1, 500), (ANI, 2, 0)], id="a posting of nothing"),
        pytest.param(2, 500, [(FIRM, 1, -500), (ANI, 1, 500)], id="a part of an account that has none"),
        pytest.param(2, 500, [(FIRM, 0, -500), (ANI, 0, 500)], id="no part of an account that has parts"),
    ],
)
def test_a_wrong_entry_is_refused_whole(posting_count: int, turnover: int, postings: list[tuple[str, int | None, int]]) -> None:
    before = (_balance(ANI), _balance(FIRM))
    with pytest.raises(Error):
        _entry("wrong", posting_count, turnover, postings)
    assert (_balance(ANI), _balance(FIRM)) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE key = 'wrong'")
        assert cursor.fetchone() == (0,)


def test_a_posting_to_an_account_that_was_never_opened_is_refused() -> None:
    def stray() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NEW_ENTRY, ["stray", 2, 500])
            (entry_id,) = cursor.fetchone() or (0,)
            cursor.execute(
                "INSERT INTO ledger_line (account_id, entry_id, business_on, plain_sen) VALUES (987654321, %s, '2026-10-14', 500)",
                [entry_id],
            )

    with pytest.raises(Error, match="are on unknown accounts"):
        stray()


def test_a_key_is_used_once() -> None:
    with pytest.raises(IntegrityError):
        _entry("contribution:1", 2, 500, [(FIRM, 0, -500), (ANI, 1, 500)])


def test_a_closed_entry_takes_no_more_postings_even_balanced_ones() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_entry WHERE key = 'contribution:1'")
        (entry_id,) = cursor.fetchone() or (0,)
    with pytest.raises(Error, match=r"takes no postings"), transaction.atomic():
        _add_postings(entry_id, [(BUDI, 3, 500)])


def test_postings_of_an_entry_come_in_one_statement() -> None:
    def twice() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NEW_ENTRY, ["twice", 4, 1_000])
            (entry_id,) = cursor.fetchone() or (0,)
            _add_postings(entry_id, [(FIRM, 0, -500), (ANI, 1, 500)])
            _add_postings(entry_id, [(BUDI, 2, 500), (BUDI, 3, -500)])

    with pytest.raises(Error, match="ledger_seal_pkey"):
        twice()


def test_entries_of_one_statement_do_not_hide_a_posting_where_none_belongs() -> None:
    """What one puts on a member's account outside its parts the other takes away again."""

    def together() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            ids = []
            for key in ("there", "and back"):
                cursor.execute(NEW_ENTRY, [key, 2, 500])
                ids.append((cursor.fetchone() or (0,))[0])
            cursor.execute(
                "INSERT INTO ledger_line (account_id, business_on, entry_id, plain_sen) SELECT account.id, '2026-10-14', entry_id, sen "
                "FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS line (code, entry_id, sen) "
                "JOIN ledger_account account USING (code)",
                [[FIRM, ANI, FIRM, ANI], [ids[0], ids[0], ids[1], ids[1]], [-500, 500, 500, -500]],
            )

    with pytest.raises(Error, match="a member has parts"):
        together()


def test_moment_and_transaction_of_an_entry_cannot_be_made_up() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen, recorded_at, made_in) "
            "VALUES ('backdated', 'test', '2026-10-14', 2, 500, '2001-01-01', '3'::xid8) RETURNING id, recorded_at = now()"
        )
        entry_id, is_now = cursor.fetchone() or (0, False)
        _add_postings(entry_id, [(FIRM, 0, -500), (ANI, 1, 500)])
    assert is_now


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET business_on = '2020-01-01'",
        "UPDATE ledger_posting SET amount_sen = amount_sen + 1",
        "INSERT INTO ledger_posting VALUES (1, '2026-10-14', 1, 0, 500)",
        "UPDATE ledger_line SET worker_sen = worker_sen + 1",
        "UPDATE ledger_account SET may_be_negative = true",
        "UPDATE ledger_balance SET worker_sen = worker_sen + 1, balance_sen = balance_sen + 1",
        "INSERT INTO ledger_balance (account_id, may_be_negative) VALUES (987654321, true)",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_line",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_account",
        "DELETE FROM ledger_balance",
        "TRUNCATE ledger_line",
        "TRUNCATE ledger_entry CASCADE",
        "TRUNCATE ledger_balance",
        "TRUNCATE ledger_seal",
        "INSERT INTO ledger_seal VALUES (987654321, 2, 0, 500, '')",
        "UPDATE ledger_line_rest SET worker_sen = worker_sen + 1",
        "DELETE FROM ledger_line_rest",
        "TRUNCATE ledger_line_rest",
        "INSERT INTO ledger_line_rest SELECT * FROM ledger_line",
    ],
)
def test_nothing_is_changed_or_deleted(statement: str) -> None:
    before = (_balance(ANI), _balance(FIRM))
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (_balance(ANI), _balance(FIRM)) == before


@pytest.mark.parametrize("change", ["0", "+ 1"])
def test_a_reversal_mirrors_its_original(change: str) -> None:
    wrong = change != "0"

    def reverse_by_hand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM ledger_entry WHERE key = 'contribution:1'")
            (original,) = cursor.fetchone() or (0,)
            cursor.execute(
                "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen, reverses_id) "
                "VALUES ('undo', 'test', '2026-10-14', 3, 28500000, %s) RETURNING id",
                [original],
            )
            (entry_id,) = cursor.fetchone() or (0,)
            shift = 1 if wrong else 0
            _add_postings(entry_id, [(FIRM, 0, 28_500_000), (ANI, 1, -10_000_000 - shift), (ANI, 2, -18_500_000 + shift)])

    if wrong:
        with pytest.raises(Error, match="mirror"):
            reverse_by_hand()
        assert _balance(ANI) == 28_500_000
    else:
        reverse_by_hand()
        assert _balance(ANI) == 0
