"""The second wall: with every condition of a query forgotten, a member's page still shows nobody else's rows.

Nothing here leans on what a view asks for: the queries are as careless as can be.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.readers import Purpose
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.membership.workers import nik_key
from openjmo.platform.own_rows import only_of
from openjmo.portals.participant.visit import account_page, account_page_of_one_statement
from tests.asking import rows
from tests.desk import OPERATOR, make_card_request, make_merge, make_ticket
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

WALL = importlib.import_module("openjmo.domains.support.migrations.0002_second_wall")
BECAME: dict[str, str] = importlib.import_module("openjmo.ledger.migrations.0009_lines").BECAME
OWN_ROWS: dict[str, str] = {
    BECAME.get(table, table): own
    for file in sorted((Path(__file__).parents[2] / "openjmo" / "domains").glob("*/migrations/*_second_wall.py"))
    for table, own in importlib.import_module(f"openjmo.domains.{file.parts[-3]}.migrations.{file.stem}").OWN_ROWS.items()
}

WITHOUT_A_WALL = {
    "contributions_report_line": "filled by COPY, which PostgreSQL refuses behind the wall; the role lacks who it is, see the test below",
    "ledger_account": "codes with the public reference of a card; no amounts and no names",
    "support_canary": "invented persons; no role of a page has any right on it (tests/domains/support/test_canaries.py)",
}
"""Tables with a column that leads to a member, and why they are not behind the wall."""
LEADS_TO_A_MEMBER = ("account_id", "person_id", "membership_id", "recipient", "subject", "nik", "nik_key")


@pytest.fixture
def people() -> tuple[tuple[int, PersonView], tuple[int, PersonView]]:
    """Siti and Budi, each with an account, a card, money, messages, requests and a line of who looked."""
    employer = make_employer()
    for month in (Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    siti, budi = member(SITI, "siti@contoh.example"), member(BUDI, "budi@contoh.example")
    for account_id, person in (siti, budi):
        make_ticket(person.id, 150_000, worker=SITI if account_id == siti[0] else BUDI)
        make_card_request(person.id, "11122233344")
        note_look(OPERATOR, [membership.file_key(person.ref)], Purpose.DIFFERENCE)
    make_merge(siti[1].id)
    return siti, budi


Guard = Callable[[Callable[[HttpRequest, AccountView, datetime], HttpResponseBase]], Callable[[HttpRequest], HttpResponseBase]]


def _everything_seen() -> str:
    """What every table behind the wall shows to a query without any condition."""
    return repr({table: rows(f"SELECT * FROM {table}") for table in OWN_ROWS})


def _requested(account_id: int, careless: Callable[[], object], guard: Guard = account_page) -> object:
    """What a guarded page of that member finds out."""
    found: list[object] = []

    @guard
    def page(_request: HttpRequest, _account: AccountView, _now: datetime) -> HttpResponseBase:
        found.append(careless())
        return HttpResponse()

    request = RequestFactory().get("/jht")
    request.user = Account.objects.get(id=account_id)
    page(request)
    return found[0]


def _requestedrows(account_id: int, statement: str) -> set[str]:
    """The rows that such a page is shown."""
    found: set[str] = set()
    _requested(account_id, lambda: found.update(map(repr, rows(statement))))
    return found


def test_careless_queries_of_a_page_show_nobody_elses_rows(people: tuple[tuple[int, PersonView], ...]) -> None:
    (siti, _), (budi, budis) = people
    secrets = (budis.nik, repr(nik_key(BUDI.nik)), budis.ref, budis.full_name, BUDI.card_number, "budi@contoh.example", "Kamaria")
    seen = str(_requested(siti, _everything_seen))
    assert repr(nik_key(SITI.nik)) in seen
    assert SITI.card_number in seen
    assert [secret for secret in secrets if secret in seen.replace(SITI.full_name, "")] == []
    assert repr(nik_key(BUDI.nik)) in str(_requested(budi, _everything_seen))


def test_the_balance_page_is_narrowed_when_it_asks_something_else(people: tuple[tuple[int, PersonView], ...]) -> None:
    (siti, _), _ = people
    seen = str(_requested(siti, _everything_seen, account_page_of_one_statement))
    assert SITI.card_number in seen
    assert BUDI.card_number not in seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('openjmo.account', true), '')")
        assert cursor.fetchone() != (_member_role(), str(siti))


def test_such_a_page_asks_for_the_first_time_outside_of_a_transaction_of_its_own(people: tuple[tuple[int, PersonView], ...]) -> None:
    (siti, _), _ = people

    def in_a_transaction() -> None:
        with transaction.atomic():
            _everything_seen()

    with pytest.raises(RuntimeError, match="transaction"):
        _requested(siti, in_a_transaction, account_page_of_one_statement)


@pytest.mark.parametrize(
    "table",
    [
        "membership_person",
        "membership_membership",
        "ledger_line",
        "ledger_posting",
        "ledger_balance",
        "messaging_message",
        "savings_difference",
    ],
)
def test_each_sees_some_rows_and_all_together_are_more(people: tuple[tuple[int, PersonView], ...], table: str) -> None:
    (siti, _), (budi, _) = people
    mine, his = (_requestedrows(one, f"SELECT * FROM {table}") for one in (siti, budi))
    everything = set(map(repr, rows(f"SELECT * FROM {table}")))
    assert mine
    assert his
    assert not mine & his
    assert mine | his <= everything


def test_the_views_show_no_more_than_the_tables(people: tuple[tuple[int, PersonView], ...]) -> None:
    (siti, person), _ = people
    with only_of(siti):
        assert {row[0] for row in rows("SELECT person_id FROM membership_card")} == {person.id}


def test_without_an_account_there_is_nothing(people: tuple[tuple[int, PersonView], ...]) -> None:
    del people
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {_member_role()}")
        assert {table: len(rows(f"SELECT 1 FROM {table}")) for table in OWN_ROWS} == dict.fromkeys(OWN_ROWS, 0)
    with only_of(0):
        assert not any(rows(f"SELECT 1 FROM {table}") for table in OWN_ROWS)


def _member_role() -> str:
    from django.conf import settings

    return str(settings.OPENJMO_DB_MEMBER_ROLE)


def test_a_page_changes_nobody_elses_rows(people: tuple[tuple[int, PersonView], ...]) -> None:
    (siti, _), (budi, budis) = people
    with only_of(siti), connection.cursor() as cursor:
        cursor.execute("UPDATE identity_account SET full_name = 'x' WHERE id = %s", [budi])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE messaging_message SET read_at = now()")
        cursor.execute("DELETE FROM savings_difference WHERE person_id = %s", [budis.id])
        assert cursor.rowcount == 0
    with only_of(siti), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO savings_goal (person_id) VALUES (%s)", [budis.id])
    assert rows("SELECT count(*) FROM messaging_message WHERE read_at IS NULL AND recipient LIKE 'person:%'")[0][0] > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balance SET worker_sen = worker_sen",
        "INSERT INTO ledger_entry (key, event, business_on, posting_count, turnover_sen) VALUES ('x', 'x', now(), 2, 1)",
        "SELECT nik_key, worker FROM contributions_report_line",
        "SELECT mother_name FROM contributions_report_line",
        "SELECT * FROM payments_receipt",
        "SELECT * FROM ledger_line_rest",
        "UPDATE membership_membership SET card_number = '1'",
        "TRUNCATE membership_person",
        "ALTER TABLE membership_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON membership_person",
    ],
)
def test_the_members_role_cannot(people: tuple[tuple[int, PersonView], ...], statement: str) -> None:
    (siti, _), _ = people
    with only_of(siti), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_reader_sees_nothing_of_anybody() -> None:
    from django.conf import settings

    allowed = set(WALL.SAYS_NOTHING_OF_ANYBODY)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.OPENJMO_DB_READER_ROLE}")
        cursor.execute("SELECT count(*) FROM ledger_entry")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') "
            "AND (has_table_privilege(oid, 'SELECT') OR has_any_column_privilege(oid, 'SELECT'))"
        )
        assert {name for (name,) in cursor.fetchall()} == allowed
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        assert cursor.fetchall() == []


def _who() -> tuple[Any, ...]:
    return rows("SELECT current_setting('role'), coalesce(current_setting('openjmo.account', true), '')")[0]


def test_nothing_of_it_stays_on_the_connection(people: tuple[tuple[int, PersonView], ...], client: Client) -> None:
    (siti, _), _ = people
    before = _who()
    with only_of(siti):
        assert _who() == (_member_role(), str(siti))
    assert _who() == before
    with transaction.atomic():
        with only_of(siti):
            assert _who() == (_member_role(), str(siti))
        assert _who() == before
    with pytest.raises(RuntimeError), only_of(siti):
        raise RuntimeError
    assert _who() == before
    with pytest.raises(DatabaseError), only_of(siti), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _who() == before
    with pytest.raises(DatabaseError), transaction.atomic(), only_of(siti), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _who() == before
    client.force_login(Account.objects.get(id=siti))
    for page in ("saldo", "beranda", "mutasi", "profil"):
        assert client.get(reverse(f"participant:{page}")).status_code == 200
        assert _who() == before


def test_every_table_that_leads_to_a_member_is_behind_the_wall() -> None:
    leading = {
        row[0]
        for row in rows(
            "SELECT DISTINCT held.relname FROM pg_class held JOIN pg_attribute place ON place.attrelid = held.oid "
            "WHERE held.relnamespace = 'public'::regnamespace AND held.relkind IN ('r', 'p') AND NOT held.relispartition "
            f"AND place.attname IN {LEADS_TO_A_MEMBER} AND held.relname !~ '^(account|auth|django|procrastinate)_'"
        )
    }
    walled = {
        row[0]
        for row in rows(
            "SELECT held.relname FROM pg_class held JOIN pg_policy policy ON policy.polrelid = held.oid "
            "JOIN pg_roles role ON role.oid = ANY(policy.polroles) WHERE held.relrowsecurity AND role.rolname = 'openjmo_member' "
            "AND pg_get_expr(policy.polqual, policy.polrelid) IS DISTINCT FROM 'true'"
        )
    }
    assert walled == set(OWN_ROWS)
    assert leading - walled == set(WITHOUT_A_WALL) - {"ledger_account"}
