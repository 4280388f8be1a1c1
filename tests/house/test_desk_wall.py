"""The second wall of the desk: a page sees the files for which it left a line of who looked, however careless its queries are.

As in `test_second_wall`, the queries are as careless as can be.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from openjmo.domains.identity.models import Account
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.models import Look
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.membership import desk as membership_desk
from openjmo.domains.membership.models import Person
from openjmo.domains.savings import differences, merges
from openjmo.domains.savings.models import Difference
from openjmo.platform.own_rows import Lifted, only_what_is_looked_at
from openjmo.portals.staff import guard
from tests.asking import is_refused, rows
from tests.desk import SEPTEMBER, make_card_request, make_correction, make_merge, make_officer, make_ticket, show_more, signature
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.portals.employer.steps import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

THIRD = replace(BUDI, nik="3578010107900000", card_number="19012345678", full_name="Tono Hadiwijaya", birth_date="1990-07-01")

WALL = importlib.import_module("openjmo.domains.support.migrations.0013_desk_wall")
BECAME: dict[str, str] = importlib.import_module("openjmo.ledger.migrations.0009_lines").BECAME
OPENED = {BECAME.get(table, table): opened for table, opened in WALL.OPENED.items()}
CANNOT = (
    "SELECT password FROM identity_account",
    "SELECT * FROM identity_session",
    "SELECT * FROM identity_authenticator",
    "SELECT * FROM identity_passkey",
    "SELECT * FROM messaging_message",
    "SELECT * FROM messaging_mail",
    "SELECT subject FROM support_opening",
    "SELECT * FROM protection_payout_account",
    "SELECT * FROM looks_look",
    "SELECT public.looks_note(ARRAY['person:x'], 'staff', 'x', 'x', 'x', 'x', interval '0', 0, 24, 100)",
    "SELECT openjmo_open_files(ARRAY['person:x'])",
    "SELECT wrapped FROM platform_data_key",
    "SELECT args FROM procrastinate_jobs",
    "UPDATE identity_account SET is_active = false",
    "UPDATE membership_person SET birth_date = birth_date",
    "DELETE FROM savings_difference",
    "INSERT INTO ledger_crediting (key) VALUES ('x')",
    "INSERT INTO support_officer (account_id, name, is_active, appointed_by, appointed_at) VALUES (1, 'x', true, 'x', now())",
    "ALTER TABLE membership_person DISABLE ROW LEVEL SECURITY",
    "DROP POLICY desk ON membership_person",
    "CREATE VIEW openjmo_desk.another AS SELECT 1",
)


@dataclass(frozen=True)
class World:
    """An officer, and two members with requests of every kind that leads to a file."""

    officer_id: int
    officer: Reader
    client: Client
    siti: str
    budi: str
    of_siti: dict[str, str]
    """References of her requests by the name of their page."""
    of_budi: str
    """His ticket."""

    @contextmanager
    def page(self) -> Iterator[None]:
        """The wall, as the guard puts it up."""
        with transaction.atomic(), only_what_is_looked_at(self.officer_id):
            yield

    def look_at(self, *subjects: str) -> None:
        """Leave a line for each."""
        note_look(self.officer, set(subjects), Purpose.DIFFERENCE)


@pytest.fixture
def world() -> World:
    employer = make_employer()
    post_month(employer, SEPTEMBER, [SITI, BUDI, THIRD])
    _, siti = member(SITI, "siti@contoh.example")
    _, budi = member(BUDI, "budi@contoh.example")
    of_siti = {
        "difference": make_ticket(siti.id, 150_000),
        "card": make_card_request(siti.id),
        "merge": make_merge(siti.id),
        "correction": make_correction("mirip@contoh.example", THIRD)[1],
    }
    officer_id = make_officer()
    client = signed_in(officer_id)
    show_more(client)
    officer = Reader(Kind.STAFF, signature(officer_id), "Ratna Puspita", officer_id)
    return World(
        officer_id, officer, client, f"person:{siti.ref}", f"person:{budi.ref}", of_siti, make_ticket(budi.id, 90_000, worker=BUDI)
    )


def _careless() -> dict[str, str]:
    """For every table with rows of members, a query for all that may be read, without any condition."""
    columns: dict[str, str] = {**dict.fromkeys(OPENED, "*"), **WALL.COLUMNS, **dict.fromkeys(WALL.SHOWN, "*")}
    return {table: f"SELECT {read} FROM {table}" for table, read in columns.items()}


def _seen() -> dict[str, set[str]]:
    return {table: set(map(repr, rows(statement))) for table, statement in _careless().items()}


def test_without_a_line_there_is_nothing_but_the_officers_own_account(world: World) -> None:
    with world.page():
        seen = _seen()
        people = list(Person.objects.values_list("id", flat=True))
    assert {table for table, rows in seen.items() if rows} == {"identity_account"}
    assert len(seen["identity_account"]) == 1
    assert people == []


def test_each_line_opens_its_file_and_no_other(world: World) -> None:
    with world.page():
        own = _seen()
    shown = []
    for subject in (world.siti, world.budi):
        with world.page():
            world.look_at(subject)
            shown.append({table: rows - own[table] for table, rows in _seen().items()})
    for table in ("identity_account", "membership_person", "membership_membership", "savings_difference", "ledger_line", *WALL.SHOWN):
        assert shown[0][table], table
        assert shown[1][table], table
    assert not any(shown[0][table] & shown[1][table] for table in own)
    with world.page():
        assert _seen() == own, "the files of the page before are closed again"


def test_a_query_whose_condition_is_forgotten_shows_who_was_looked_at(world: World) -> None:
    found: list[set[str]] = []

    @guard.officer_page(task=None)
    def careless(visit: guard.OfficerVisit) -> HttpResponseBase:
        note_look(visit.reader, {world.budi}, Purpose.DIFFERENCE)
        found.append(set(Difference.objects.values_list("ref", flat=True)))
        return HttpResponse()

    try:
        request = RequestFactory().get("/petugas/")
        request.user, request.session = Account.objects.get(id=world.officer_id), world.client.session
        with transaction.atomic():
            careless(request)
    finally:
        del guard.PAGES[guard.name_of(careless)]
    assert found == [{world.of_budi}]


@pytest.mark.parametrize(
    ("page", "room"), [("difference", differences), ("merge", merges), ("card", membership_desk), ("correction", membership_desk)]
)
def test_a_page_that_forgets_its_line_shows_nothing(world: World, monkeypatch: pytest.MonkeyPatch, page: str, room: object) -> None:
    address = reverse(f"staff:desk_{page}", args=[world.of_siti[page]])
    forgotten: Callable[..., None] = lambda *_told, **_more: None  # noqa: E731 - the whole of it
    with monkeypatch.context() as patched:
        patched.setattr(room, "note_look", forgotten)
        answer = world.client.get(address)
    assert answer.status_code == 404
    assert SITI.full_name not in answer.content.decode()
    assert not Look.objects.filter(who=world.officer.who).exists()
    assert world.client.get(address).status_code == 200
    assert Look.objects.filter(who=world.officer.who).exists()


def test_reading_never_steps_out_of_the_wall(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> AbstractContextManager[None]:
        raise AssertionError("a page that is only read stepped out of its wall")

    @contextmanager
    def without_a_door(officer_account_id: int) -> Iterator[Lifted]:
        with only_what_is_looked_at(officer_account_id):
            yield closed

    monkeypatch.setattr(guard, "only_what_is_looked_at", without_a_door)
    addresses = [reverse(f"staff:desk_{page}", args=[ref]) for page, ref in world.of_siti.items()]
    addresses += [reverse(f"staff:{name}") for name in ("desk", "desk_emergency", "desk_oversight", "desk_protection", "desk_recoveries")]
    assert [address for address in addresses if world.client.get(address).status_code != 200] == []


def test_a_line_is_left_under_the_officers_own_name(world: World) -> None:
    another = Reader(Kind.STAFF, "account:AK-LAIN", "Orang lain", world.officer_id)
    for reader in (another, Reader(Kind.OPERATOR, world.officer.who, "Ratna Puspita")):
        with world.page(), pytest.raises(DatabaseError), transaction.atomic():
            note_look(reader, {world.siti}, Purpose.DIFFERENCE)


def test_who_is_no_officer_opens_nothing(world: World) -> None:
    stranger = Account.objects.get(email="siti@contoh.example").pk
    with transaction.atomic(), only_what_is_looked_at(stranger):
        assert not any(_seen().values())
        with pytest.raises(DatabaseError), transaction.atomic():
            world.look_at(world.budi)


def test_the_desks_role_cannot(world: World) -> None:
    with world.page():
        world.look_at(world.siti)
        assert [statement for statement in CANNOT if not is_refused(statement)] == []


def test_the_role_reads_what_its_migration_names_and_nothing_else() -> None:
    may = {
        name
        for (name,) in rows(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') "
            f"AND has_any_column_privilege('{settings.OPENJMO_DB_DESK_ROLE}', oid, 'SELECT')"
        )
    }
    assert may == {*OPENED, *BECAME, *WALL.OF_NO_MEMBER, *WALL.NAMED}


def test_after_the_page_the_connection_is_what_it_was(world: World) -> None:
    who = "SELECT current_user::text, current_setting('search_path'), current_setting('openjmo.looked_persons', true)"
    with transaction.atomic():
        ((user, path, _),) = rows(who)
        with only_what_is_looked_at(world.officer_id):
            world.look_at(world.siti)
        assert [(user, path, "")] == rows(who)
