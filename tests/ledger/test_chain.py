"""The chain: made at commit, guarded, computed a second time in Python, and broken by every change behind the guards."""

from __future__ import annotations

import hashlib
import importlib
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest
from django.db import Error, connection, transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.ledger.chain import CHAIN_TAG, ENTRY_TAG, LINK_TAG, head, parse_link
from openjmo.ledger.chart import AccountKind, Component, member_account
from openjmo.ledger.post import NewEntry, Posting, open_account, open_accounts, post, reverse
from openjmo.ledger.reads import balances_now
from openjmo.ledger.verify import Verification, verify
from tests.ledger.books import A_DAY, ANI, BUDI, FIRM, contribute, open_books, order_credit, receive
from tests.ledger.books_tampered import behind_the_guards, chain_anew, done_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    del db
    open_books()
    receive(10_000)
    contribute(ANI, 100, 185, key="c:1")
    contribute(BUDI, 200, 370, key="c:2")


def _two_days() -> None:
    """The first two entries were recorded two days ago, c:2 yesterday, c:3 today."""
    contribute(ANI, 300, 555, key="c:3")
    moves = [
        f"UPDATE ledger_entry SET recorded_at = recorded_at - interval '{days} days' WHERE key IN ({keys})"
        for days, keys in ((2, "'receipt:1', 'c:1'"), (1, "'c:2'"))
    ]
    days = (
        "UPDATE ledger_link link SET day = (entry.recorded_at AT TIME ZONE 'Asia/Jakarta')::date "
        "FROM ledger_entry entry WHERE entry.id = link.entry_id"
    )
    behind_the_guards(*moves, days, *chain_anew(1, 4))
    assert verify().is_sound


def _broken(found: Verification) -> list[tuple[str, int, str]]:
    return [(one.reason, one.seq, one.key) for one in found.broken_links]


def _bytes(text: str) -> bytes:
    return len(text.encode()).to_bytes(4, "big") + text.encode()


def _whole(number: int, length: int = 8) -> bytes:
    return number.to_bytes(length, "big", signed=True)


def _account(number: int, code: str, lines: Sequence[tuple[int, int, int, str]]) -> bytes:
    return _whole(number) + _bytes(code) + _whole(len(lines), 4) + b"".join(_whole(part, 2) + _whole(sen) for _, part, sen, _ in lines)


def _entry_digest(entry_id: int) -> bytes:
    """As `openjmo/ledger/chain.py` describes it, from the rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, event, business_on, recorded_at, posting_count, turnover_sen, rules_digest, about::text, reverses_id "
            "FROM ledger_entry WHERE id = %s",
            [entry_id],
        )
        (key, event, on, at, count, turnover, rules, about, reverses) = cursor.fetchall()[0]
        cursor.execute(
            "SELECT account_id, component, amount_sen, code FROM ledger_posting JOIN ledger_account ON id = account_id "
            "WHERE entry_id = %s ORDER BY account_id, component",
            [entry_id],
        )
        postings = cursor.fetchall()
    slices = [
        hashlib.sha256(
            b"".join(_account(*account, list(lines)) for account, lines in groupby(of_slice, key=lambda line: (line[0], line[3])))
        ).digest()
        for _, of_slice in groupby(postings, key=lambda line: line[0] // 65_536)
    ]
    return hashlib.sha256(
        ENTRY_TAG
        + _whole(entry_id)
        + _bytes(key)
        + _bytes(event)
        + _whole((on - date(1970, 1, 1)).days, 4)
        + _whole((at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))
        + _whole(count, 4)
        + _whole(turnover)
        + _bytes(rules)
        + _bytes(about)
        + _whole(reverses or 0)
        + b"".join(slices)
    ).digest()


def _python_follows_the_chain(count: int) -> None:
    link = hashlib.sha256(CHAIN_TAG).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, link FROM ledger_link ORDER BY seq")
        rows = cursor.fetchall()
    for entry_id, stored in rows:
        link = hashlib.sha256(LINK_TAG + link + _entry_digest(entry_id)).digest()
        assert bytes(stored) == link
    newest = head()
    assert newest
    assert (newest.count, newest.link) == (count, link.hex())


def test_the_documented_bytes_give_the_same_links_in_python() -> None:
    reverse("c:2", new_key="undo", business_on=A_DAY, reason='salah "ketik" é')
    _python_follows_the_chain(4)


def test_an_entry_over_several_slices_of_accounts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_account', 'id'), 65533)")
    codes = [member_account(f"KP-{number}") for number in range(5)]
    open_accounts(codes, AccountKind.MEMBER)
    post(NewEntry("many", "test", A_DAY), [Posting(FIRM, Money(-500)), *(Posting(code, Money(100), Component.WORKER) for code in codes)])
    _python_follows_the_chain(4)
    assert verify().is_sound


@pytest.mark.parametrize("place", [0, 1, 3, 6])
def test_a_crediting_by_an_account_before_among_and_behind_those_it_credits(place: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_account', 'id'), 65533)")
    codes = [member_account(f"KP-{number}") for number in range(6)]
    open_accounts(codes[:place], AccountKind.MEMBER)
    open_account("fund:other", AccountKind.FUND)
    open_accounts(codes[place:], AccountKind.MEMBER)
    paid = [Posting(code, Money(100_000 + number), Component.WORKER) for number, code in enumerate(codes)]
    post(NewEntry("many", "test", A_DAY), [Posting(FIRM, Money(-600_015)), *paid])
    told = {"year": "2026", "business_on": f"date '{A_DAY}'", "against": "'fund:other'", "months": "array_fill(1::numeric, ARRAY[12])"}
    order_credit(**told)
    order_credit(**told, key="'next'", lowest="65536", highest="131071")
    assert [one.returns for one in balances_now(codes)] == [Money(100)] * 6
    _python_follows_the_chain(6)
    assert verify().is_sound


def test_a_ledger_with_links_of_the_first_form_is_linked_anew_in_the_same_order() -> None:
    before = head()
    migration = importlib.import_module("openjmo.ledger.migrations.0004_month_tables")
    behind_the_guards("UPDATE ledger_link SET link = sha256(link), entry_digest = sha256(entry_digest)")
    with transaction.atomic():
        behind_the_guards(migration.LINK_ANEW)
    assert head() == before
    assert verify().is_sound


def test_a_refused_entry_leaves_no_link_and_no_gap() -> None:
    with pytest.raises(Error):
        contribute(ANI, 10_000_000, 1, key="too much")
    contribute(ANI, 1, 1, key="c:3")
    newest = head()
    assert newest
    assert newest.count == 4
    assert verify().is_sound


@pytest.mark.parametrize("role", ["application", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_link SET link = entry_digest",
        "DELETE FROM ledger_link WHERE seq = 3",
        "TRUNCATE ledger_link",
        "INSERT INTO ledger_link SELECT 4, day, 4711, 'made up', entry_digest, link FROM ledger_link WHERE seq = 3",
        "SELECT ledger_append_link(entry, ''::bytea) FROM ledger_entry entry WHERE key = 'c:1'",
        "UPDATE ledger_closing SET through = '2020-01-31'",
        "DELETE FROM ledger_closing",
        "TRUNCATE ledger_closing",
    ],
)
def test_links_and_closings_are_never_changed_or_made_by_hand(role: str, statement: str) -> None:
    with pytest.raises(Error):
        done_as(role, statement)
    assert verify().is_sound


def test_two_who_post_at_once_stand_one_after_the_other() -> None:
    def post_ten(name: str) -> None:
        try:
            for number in range(10):
                contribute(ANI if name == "a" else BUDI, 1, 1, key=f"{name}:{number}")
        finally:
            connection.close()

    both = [threading.Thread(target=post_ten, args=[name]) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    newest = head()
    assert newest
    assert newest.count == 23
    assert verify().is_sound


@pytest.mark.parametrize(
    "statement",
    [
        (
            "UPDATE ledger_line SET worker_sen = worker_sen + 1, employer_sen = employer_sen - 1 "
            "WHERE entry_id = (SELECT id FROM ledger_entry WHERE key = 'c:1')"
        ),
        "UPDATE ledger_entry SET business_on = '2026-10-01' WHERE key = 'c:1'",
        "UPDATE ledger_entry SET about = '{\"month\": \"2026-09\"}' WHERE key = 'c:1'",
        "UPDATE ledger_entry SET event = 'claim' WHERE key = 'c:1'",
        "UPDATE ledger_entry SET rules_digest = 'other' WHERE key = 'c:1'",
        "UPDATE ledger_entry SET recorded_at = recorded_at - interval '1 microsecond' WHERE key = 'c:1'",
        "UPDATE ledger_account SET code = 'member:SOMEBODY' WHERE code = 'member:KP-ANI'",
    ],
)
def test_any_change_of_an_entry_breaks_its_link(statement: str) -> None:
    behind_the_guards(statement)
    found = verify()
    (broken,) = found.broken_links
    assert (broken.reason, broken.seq, broken.key) == ("entry_changed", 2, "c:1")
    assert broken.day == head().day  # type: ignore[union-attr] # there is one
    assert len(broken.expected) == len(broken.found) == 64
    assert broken.expected != broken.found


def test_two_accounts_that_change_places_are_found() -> None:
    behind_the_guards(
        "UPDATE ledger_account SET code = 'x' WHERE code = 'member:KP-ANI'",
        "UPDATE ledger_account SET code = 'member:KP-ANI' WHERE code = 'member:KP-BUDI'",
        "UPDATE ledger_account SET code = 'member:KP-BUDI' WHERE code = 'x'",
    )
    found = verify()
    assert [(one.check, one.subject) for one in found.mismatches] == [("kept_balance", ANI), ("kept_balance", BUDI)]
    assert _broken(found) == [("entry_changed", 2, "c:1"), ("entry_changed", 3, "c:2")]


def test_the_last_entry_deleted_with_all_its_traces_is_found_through_its_link() -> None:
    account = "FROM ledger_account account WHERE account.id = balance.account_id AND account.code ="
    behind_the_guards(
        f"UPDATE ledger_balance balance SET worker_sen = 0, employer_sen = 0, balance_sen = 0, m10 = 0, year = 0 {account} '{BUDI}'",
        f"UPDATE ledger_balance balance SET plain_sen = plain_sen + 57000, balance_sen = balance_sen + 57000 {account} '{FIRM}'",
        "DELETE FROM ledger_line WHERE entry_id = (SELECT id FROM ledger_entry WHERE key = 'c:2')",
        "DELETE FROM ledger_entry WHERE key = 'c:2'",
    )
    found = verify()
    assert found.mismatches == ()
    assert _broken(found) == [("entry_missing", 3, "c:2")]


def test_an_entry_slipped_in_without_a_link_is_found() -> None:
    entry = "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen) VALUES ('slipped', 'test', '2026-10-14', 2, 5)"
    postings = (
        "INSERT INTO ledger_line (account_id, entry_id, business_on, worker_sen) "
        "SELECT account.id, entry.id, '2026-10-14', amount FROM ledger_entry entry, "
        "ledger_account account JOIN (VALUES ('member:KP-ANI', 5), ('member:KP-BUDI', -5)) AS side (code, amount) USING (code) "
        "WHERE entry.key = 'slipped'"
    )
    behind_the_guards(entry, postings)
    found = verify()
    assert {one.subject: one.difference.sen for one in found.mismatches} == {ANI: -5, BUDI: 5}
    assert _broken(found) == [("link_missing", 0, "slipped")]


def test_a_link_taken_out_of_the_middle_leaves_a_gap() -> None:
    behind_the_guards("DELETE FROM ledger_link WHERE seq = 2")
    assert _broken(verify()) == [("gap", 3, "c:2"), ("link_missing", 0, "c:1")]


def test_a_whole_day_replaced_consistently_no_longer_carries_the_next_one() -> None:
    _two_days()
    behind_the_guards("UPDATE ledger_entry SET about = '{\"month\": \"2026-08\"}' WHERE key = 'c:2'", *chain_anew(3, 3))
    found = verify()
    assert found.mismatches == ()
    (broken,) = found.broken_links
    assert (broken.reason, broken.seq, broken.key, broken.day) == ("link", 4, "c:3", business_date(datetime.now(UTC)))


def test_a_chain_made_anew_to_its_end_is_found_by_the_head_kept_elsewhere() -> None:
    _two_days()
    kept = head()
    yesterday = head(business_date(datetime.now(UTC)) - timedelta(days=1))
    first_day = head(business_date(datetime.now(UTC)) - timedelta(days=2))
    assert kept
    assert yesterday
    assert first_day
    assert (kept.count, yesterday.count, first_day.count) == (4, 3, 2)
    behind_the_guards("UPDATE ledger_entry SET about = '{\"month\": \"2026-08\"}' WHERE key = 'c:2'", *chain_anew(3, 4))
    assert verify().is_sound
    assert verify(kept_head=first_day.link).kept == first_day
    for one in (kept, yesterday):
        found = verify(kept_head=one.link)
        (broken,) = found.broken_links
        assert (broken.reason, broken.expected) == ("head", one.link)


def test_since_a_day_looks_at_what_was_recorded_and_touched_since() -> None:
    _two_days()
    today = business_date(datetime.now(UTC))
    found = verify(since=today)
    assert found.is_sound
    assert (found.accounts, found.entries, found.links, found.postings) == (2, 1, 1, 3)
    assert found.trusted
    assert found.trusted.count == 3
    touched = "UPDATE ledger_balance SET returns_sen = 1, balance_sen = balance_sen + 1 WHERE account_id = "
    behind_the_guards(touched + "(SELECT id FROM ledger_account WHERE code = 'member:KP-BUDI')")
    assert [one.check for one in verify(since=today).mismatches] == ["whole_ledger"]
    behind_the_guards(touched + "(SELECT id FROM ledger_account WHERE code = 'member:KP-ANI')")
    assert {one.subject for one in verify(since=today).mismatches} == {ANI, "all accounts"}
    behind_the_guards("UPDATE ledger_link SET link = entry_digest WHERE seq = 3")
    assert _broken(verify(since=today)) == [("link", 4, "c:3")]
    assert verify(since=date(2020, 1, 1)).trusted is None


@pytest.mark.parametrize("typed", ["", "zz", "ab" * 31, "g" * 64])
def test_what_is_no_link_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="64"):
        parse_link(typed)


def test_a_link_may_be_kept_in_groups_and_capitals() -> None:
    assert parse_link("AB " * 32) == "ab" * 32
