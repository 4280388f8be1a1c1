"""The second wall of employers' pages: with every condition of a query forgotten, a page still shows nothing of another employer.

As in `test_second_wall`, the queries are as careless as can be.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.models import Bill, RefusedRow, ReportLine, RowProblem, WageReport
from openjmo.domains.identity.actions import represent
from openjmo.domains.identity.models import Account
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.chain import verify
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.payments.models import Receipt
from openjmo.domains.savings.actions.ask_employer import ask_employer
from openjmo.platform.own_rows import Deed, Lifted, only_of_employer
from openjmo.portals.employer import bill, report
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from tests.asking import is_refused, rows
from tests.desk import make_ticket, signature
from tests.domains.contributions.makers import checked, payroll, worker, workers
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, Worker, bill_month, make_employer, member, post_month
from tests.portals.employer.steps import signed_in, upload

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 26)
WALL = importlib.import_module("openjmo.domains.support.migrations.0010_employers_wall")
OWN_ROWS: dict[str, tuple[Deed, ...]] = {
    table: deeds
    for file in sorted((Path(__file__).parents[2] / "openjmo" / "domains").glob("*/migrations/*_employers_wall.py"))
    for table, deeds in importlib.import_module(f"openjmo.domains.{file.parts[-3]}.migrations.{file.stem}").OWN_ROWS.items()
}
SHOWN: dict[str, str] = WALL.SHOWN

LEADS_TO_AN_EMPLOYER = ("employer_id", "employer_ref", "asked_employer_id", "report_id", "bill_id", "billing_code")
OUT_OF_REACH = {
    "membership_membership": "the employer a card was opened with; whose card a number is, is told by a function",
    "membership_employment": "where members work and worked",
    "identity_representation": "who acts for whom; asked before the wall",
}
"""Tables with a column that leads to an employer and that no page of an employer asks for."""


CANNOT = (
    "UPDATE contributions_wage_report SET employer_id = employer_id",
    "UPDATE contributions_wage_report SET state = 'paid'",
    "DELETE FROM contributions_wage_report",
    "UPDATE contributions_bill SET amount_sen = 1",
    "UPDATE contributions_bill SET withdrawn_at = NULL",
    "UPDATE contributions_late_fine SET amount_sen = 1",
    "INSERT INTO payments_receipt (ref, channel, external_id, billing_code, amount_sen, paid_at) VALUES ('x', 'x', 'x', 'x', 1, now())",
    "UPDATE contributions_report_line SET wage_sen = 1",
    "DELETE FROM contributions_refused_row",
    "SELECT note FROM savings_difference",
    "SELECT recorded_sen, claimed_sen FROM savings_difference",
    "SELECT birth_date FROM membership_person",
    "SELECT phone FROM membership_person",
    "SELECT account_id FROM membership_person",
    "SELECT * FROM membership_membership",
    "SELECT * FROM membership_employment",
    "SELECT * FROM identity_account",
    "SELECT * FROM identity_representation",
    "SELECT * FROM messaging_message",
    "SELECT * FROM ledger_line",
    "SELECT * FROM ledger_posting",
    "SELECT * FROM ledger_balance",
    "SELECT * FROM ledger_entry",
    "INSERT INTO ledger_crediting (key) VALUES ('x')",
    "SELECT args FROM procrastinate_jobs",
    "SELECT wrapped FROM platform_data_key",
    "SELECT membership_likely_cards(1)",
    "SELECT contributions_lines_of(1)",
    "SELECT ledger_open_month(date '2026-12-01')",
    "TRUNCATE contributions_bill",
    "ALTER TABLE contributions_bill DISABLE ROW LEVEL SECURITY",
    "DROP POLICY employers_select ON contributions_bill",
    "CREATE VIEW openjmo_employer.another AS SELECT 1",
)


@dataclass(frozen=True)
class Firm:
    """An employer with a posted month, a bill that was paid late, one to be paid, a checked report with wrong rows; and who acts for it."""

    employer: EmployerView
    account_id: int
    posted: str
    billed: str
    code: str
    checked: str
    secrets: tuple[str, ...]
    """What nobody else's page may show."""

    @contextmanager
    def page(self) -> Iterator[Lifted]:
        """The wall, as the guard puts it up."""
        with only_of_employer(self.account_id, self.employer.id, TODAY) as lifted:
            yield lifted


def _firm(name: str, npp: str, email: str, known: Worker, first: int) -> Firm:
    employer = make_employer(name, npp)
    posted = post_month(employer, Month(2026, 8), [known], paid_on=date(2026, 10, 5))
    post_month(employer, Month(2026, 9), [known])
    billed, code = bill_month(employer, Month(2026, 10), [known])
    wrong = [worker(first + 7, basic_wage=""), worker(first + 8, basic_wage=400_000), *workers(2, first)]
    open_report = checked(employer, payroll(wrong), month=Month(2026, 7))
    assert (open_report.refused_count, open_report.warned_count) == (1, 1)
    account_id = make_account(email, kind="employer", full_name=f"Wakil {name}")
    represent(account_id, employer.ref, date(2020, 1, 1))
    _, person = member(known, f"anggota.{email}")
    ticket = make_ticket(person.id, 150_000, worker=known, note=f"catatan {name}")
    ask_employer(ticket, employer.id, by=signature(make_account(f"petugas.{email}", kind="operator")), now=NOW)
    secrets = (
        posted,
        billed,
        code,
        open_report.ref,
        ticket,
        known.card_number,
        f"Pekerja Rekaan {first + 7}",
        f"Pekerja Rekaan {first + 8}",
    )
    return Firm(employer, account_id, posted, billed, code, open_report.ref, secrets)


@pytest.fixture
def firms() -> tuple[Firm, Firm]:
    return (
        _firm("PT Karya Bahari", "20123456", "bahari@contoh.example", SITI, 0),
        _firm("PT Lautan Lain", "20654321", "lautan@contoh.example", BUDI, 100),
    )


def _careless() -> dict[str, str]:
    """For every table within reach, a query for all that may be read, without any condition."""
    readable = {table: next(deed.columns for deed in deeds if deed.deed == "SELECT") or "*" for table, deeds in OWN_ROWS.items()}
    return {table: f"SELECT {columns} FROM {table}" for table, columns in {**readable, **dict.fromkeys(SHOWN, "*")}.items()}


def _everything_seen() -> str:
    """What the database shows, and what the models open of it."""
    opened = [
        [(line.card_number, line.worker) for line in ReportLine.objects.only("card_number", "worker")],
        [row.cells for row in RefusedRow.objects.all()],
        [(problem.values, problem.quoted) for problem in RowProblem.objects.all()],
        list(Receipt.objects.values_list()),
    ]
    return repr([{table: rows(statement) for table, statement in _careless().items()}, opened])


def _requested(firm: Firm, careless: Callable[[EmployerVisit], object]) -> object:
    """What a guarded page of that employer finds out."""
    found: list[object] = []

    @employer_page
    def page(visit: EmployerVisit) -> HttpResponseBase:
        found.append(careless(visit))
        return HttpResponse()

    request: HttpRequest = RequestFactory().get("/pemberi-kerja/")
    request.user = Account.objects.get(id=firm.account_id)
    page(request, firm.employer.ref)
    return found[0]


def test_careless_queries_of_a_page_show_nothing_of_another_employer(firms: tuple[Firm, Firm]) -> None:
    mine, other = firms
    seen = str(_requested(mine, lambda _visit: _everything_seen()))
    assert [secret for secret in mine.secrets if secret not in seen] == []
    assert [secret for secret in (*other.secrets, BUDI.nik, BUDI.full_name) if secret in seen] == []


def test_each_sees_some_rows_and_none_of_the_others(firms: tuple[Firm, Firm]) -> None:
    for firm in firms:  # leaves a line of who looked
        assert signed_in(firm.account_id).get(reverse("employer:home", args=[firm.employer.ref])).status_code == 200
    for table, statement in _careless().items():
        seen = []
        for firm in firms:
            with firm.page():
                seen.append(set(map(repr, rows(statement))))
        assert all(seen), table
        assert not seen[0] & seen[1], table
        ((count,),) = rows(f"SELECT count(*) FROM {table}")
        assert len(seen[0]) + len(seen[1]) <= count, table


def test_a_page_whose_condition_is_forgotten_shows_nothing_of_another(firms: tuple[Firm, Firm], monkeypatch: pytest.MonkeyPatch) -> None:
    """The reads no longer ask whose report it is; the addresses of one's own pages then name another's report."""
    mine, other = firms
    monkeypatch.setattr(contributions, "report_of", lambda _employer_id, ref: contributions.report_by_ref(ref))
    client = signed_in(mine.account_id)
    for name in ("report", "bill", "progress", "wrong_rows", "withdraw"):
        for ref in (other.posted, other.billed, other.checked):
            assert client.get(reverse(f"employer:{name}", args=[mine.employer.ref, ref])).status_code == 404, name
    for name in ("make_bill", "withdraw", "simulate_payment"):
        for ref in (other.billed, other.checked):
            assert client.post(reverse(f"employer:{name}", args=[mine.employer.ref, ref]), {"semua": "1"}).status_code == 404, name
    assert contributions.report_by_ref(other.checked).state == "checked"
    assert contributions.report_by_ref(other.billed).state == "billed"
    assert client.get(reverse("employer:report", args=[mine.employer.ref, mine.checked])).status_code == 200


def test_a_file_written_after_the_page_has_the_wall_too(firms: tuple[Firm, Firm], monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other = firms
    another, rows_of = contributions.report_by_ref(other.checked), contributions.every_refused_row
    assert [row.line for row in rows_of(another.id)] == [2]
    monkeypatch.setattr(contributions, "every_refused_row", lambda _report_id: rows_of(another.id))
    before = _who()
    answer = signed_in(mine.account_id).get(reverse("employer:wrong_rows", args=[mine.employer.ref, mine.checked]))
    written = b"".join(answer)
    assert _who() == before
    assert written.count(b"\n") == 1, "a heading and no row"


def test_a_list_whose_condition_is_forgotten_is_ones_own(firms: tuple[Firm, Firm]) -> None:
    mine, _ = firms

    def careless(_visit: EmployerVisit) -> set[object]:
        return {*WageReport.objects.values_list("employer_id", flat=True), *Bill.objects.values_list("report__employer_id", flat=True)}

    assert _requested(mine, careless) == {mine.employer.id}


def test_without_an_employer_there_is_nothing(firms: tuple[Firm, Firm]) -> None:
    mine, other = firms
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.OPENJMO_DB_EMPLOYER_ROLE}")
        cursor.execute(f"SET LOCAL search_path = {settings.OPENJMO_DB_EMPLOYER_ROLE}, public")
        assert {table: len(rows(statement)) for table, statement in _careless().items()} == dict.fromkeys(_careless(), 0)
    strangers = [(0, 0, TODAY), (mine.account_id, other.employer.id, TODAY), (mine.account_id, mine.employer.id, date(2019, 12, 31))]
    for account_id, employer_id, day in strangers:
        with only_of_employer(account_id, employer_id, day):
            assert not any(rows(statement) for statement in _careless().values())


def test_the_tables_without_policies_are_closed(firms: tuple[Firm, Firm]) -> None:
    for table in SHOWN:
        with firms[0].page(), pytest.raises(DatabaseError), transaction.atomic():
            rows(f"SELECT report_id FROM public.{table}")


def test_no_question_is_asked_of_a_row_before_it_is_known_to_be_ones_own(firms: tuple[Firm, Firm]) -> None:
    """A condition that tells what it saw by failing must not be tried on the rows of others."""
    mine, _ = firms
    with mine.page(), connection.cursor() as cursor:
        for table, column in (("contributions_report_line", "card_number"), ("savings_difference", "card_number")):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE 1 / (CASE WHEN {column} = %s THEN 0 ELSE 1 END) = 1", [BUDI.card_number])


def test_the_employers_role_cannot(firms: tuple[Firm, Firm]) -> None:
    with firms[0].page():
        assert [statement for statement in CANNOT if not is_refused(statement)] == []


def test_a_page_changes_nothing_of_another_employer(firms: tuple[Firm, Firm]) -> None:
    mine, other = firms
    with mine.page(), connection.cursor() as cursor:
        cursor.execute("UPDATE contributions_wage_report SET state = 'withdrawn' WHERE ref = %s", [other.billed])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE contributions_bill SET withdrawn_at = now() WHERE billing_code = %s", [other.code])
        assert cursor.rowcount == 0
    new = (
        "INSERT INTO contributions_wage_report (ref, employer_id, month, file_digest, file_name, file_size, door, submitted_by, "
        "submitted_at, state, read_count, accepted_count, warned_count, refused_count, skipped_count) "
        "VALUES ('LU-X', %s, '2026-06-01', 'x', 'x', 1, 'web', 'x', now(), %s, 0, 0, 0, 0, 0)"
    )
    for employer_id, state in ((other.employer.id, "received"), (mine.employer.id, "paid")):
        with mine.page(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(new, [employer_id, state])
    with mine.page(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO looks_look (subject, seq, at, kind, who, name, purpose, link) "
            "VALUES ('person:x', 1, now(), 'employer', %s, 'x', 'x', '')",
            [f"employer:{other.employer.ref}"],
        )


def test_everything_an_employer_does_still_works(firms: tuple[Firm, Firm]) -> None:
    mine, other = firms
    client = signed_in(mine.account_id)

    def address(name: str, *more: str) -> str:
        return reverse(f"employer:{name}", args=[mine.employer.ref, *more])

    home = client.get(address("home")).content.decode()
    assert mine.billed in home
    assert "Pertanyaan petugas" in home
    assert SITI.full_name in home
    sent = upload(client, mine.employer, payroll(workers(3, 20)), month="2026-06")
    assert sent.status_code == 302
    assert upload(client, mine.employer, payroll(workers(3, 20)), month="2026-06")["Location"] == sent["Location"]
    text = client.get(address("report", mine.checked)).content.decode()
    assert "Pekerja Rekaan 7" in text
    assert "Pekerja Rekaan 8" in text
    wrong = client.get(address("wrong_rows", mine.checked))
    assert b"Pekerja Rekaan 7" in b"".join(wrong)
    made = client.post(address("make_bill", mine.checked), {"semua": "1"})
    assert made["Location"] == address("bill", mine.checked)
    again = client.post(address("make_bill", mine.posted), {"semua": "1"})
    assert again["Location"] == address("bill", mine.posted)
    assert client.post(address("simulate_payment", mine.checked)).status_code == 302
    assert client.post(address("withdraw", mine.billed)).status_code == 302
    states = {ref: contributions.report_by_ref(ref).state for ref in (mine.checked, mine.billed, other.billed)}
    assert states == {mine.checked: "paid", mine.billed: "withdrawn", other.billed: "billed"}
    deferred = rows("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
    assert {("contributions.read",), ("contributions.post",)} <= set(deferred)


def test_a_line_of_who_looked_continues_the_members_chain(firms: tuple[Firm, Firm]) -> None:
    for firm in (*firms, *firms):
        with firm.page():
            reader = Reader(Kind.EMPLOYER, f"employer:{firm.employer.ref}", firm.employer.name)
            note_look(reader, ["person:PS-0000-0000-0"], Purpose.WAGE_REPORT)
    held = verify()
    assert (held.lines, held.subjects, held.broken) == (2, 1, ())


def _who() -> tuple[Any, ...]:
    return rows(
        "SELECT current_setting('role'), current_setting('search_path'), coalesce(current_setting('openjmo.account', true), ''), "
        "coalesce(current_setting('openjmo.employer', true), ''), coalesce(current_setting('openjmo.employer_name', true), '')"
    )[0]


def test_nothing_of_it_stays_on_the_connection(firms: tuple[Firm, Firm]) -> None:
    mine, other = firms
    before = _who()
    role = settings.OPENJMO_DB_EMPLOYER_ROLE
    within = (role, f"{role}, public", str(mine.account_id), str(mine.employer.id), f"employer:{mine.employer.ref}")
    for surrounded in (False, True):
        with transaction.atomic() if surrounded else mine.page(), mine.page() if surrounded else transaction.atomic():
            assert _who() == within
        assert _who() == before
    with pytest.raises(RuntimeError), mine.page():
        raise RuntimeError
    assert _who() == before
    with pytest.raises(DatabaseError), mine.page(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _who() == before
    with pytest.raises(DatabaseError), transaction.atomic(), mine.page(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _who() == before
    client = signed_in(mine.account_id)
    for name, more in (("home", ()), ("upload", ()), ("report", (mine.checked,)), ("bill", (mine.billed,)), ("report", (other.billed,))):
        client.get(reverse(f"employer:{name}", args=[mine.employer.ref, *more]))
        assert _who() == before


def test_the_wall_is_lifted_for_one_action_and_stands_again(firms: tuple[Firm, Firm]) -> None:
    mine, _ = firms
    before = _who()
    for surrounded in (False, True):
        with transaction.atomic() if surrounded else transaction.atomic(savepoint=False), mine.page() as lifted:
            within = _who()
            with lifted():
                assert _who() == before
            assert _who() == within
            with pytest.raises(Refusal), lifted():
                raise Refusal("x", code="x")
            assert _who() == within
            with pytest.raises(DatabaseError), lifted(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            assert _who() == within
    assert _who() == before


def test_only_what_needs_rows_of_others_lifts_the_wall() -> None:
    lifting = [
        (file.stem, line.strip())
        for file in sorted(Path(report.__file__).parent.glob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip() == "with visit.beyond():"
    ]
    assert lifting == [(Path(bill.__file__).stem, "with visit.beyond():")] * 2, "the bill of a checked report, and the pretended payment"


def test_every_table_that_leads_to_an_employer_is_behind_the_wall() -> None:
    leading = {
        row[0]
        for row in rows(
            "SELECT DISTINCT held.relname FROM pg_class held JOIN pg_attribute place ON place.attrelid = held.oid "
            "WHERE held.relnamespace = 'public'::regnamespace AND held.relkind IN ('r', 'p') AND NOT held.relispartition "
            f"AND place.attname IN {LEADS_TO_AN_EMPLOYER} AND held.relname !~ '^(account|auth|django|procrastinate)_'"
        )
    }
    walled = {
        row[0]
        for row in rows(
            "SELECT held.relname FROM pg_class held JOIN pg_policy policy ON policy.polrelid = held.oid JOIN pg_roles role "
            f"ON role.oid = ANY(policy.polroles) WHERE held.relrowsecurity AND role.rolname = '{settings.OPENJMO_DB_EMPLOYER_ROLE}'"
        )
    }
    shown = {row[0] for row in rows("SELECT relname FROM pg_class WHERE relnamespace = 'openjmo_employer'::regnamespace AND relkind = 'v'")}
    assert walled == set(OWN_ROWS)
    assert shown == set(SHOWN)
    assert leading - walled - shown == set(OUT_OF_REACH), "a new table needs open_to_employers, or a reason in OUT_OF_REACH"


def test_the_role_reaches_nothing_else() -> None:
    """Whatever it has any right on is behind the wall, or is the leaving of a job."""
    role = settings.OPENJMO_DB_EMPLOYER_ROLE
    reached = rows(
        "SELECT held.relname FROM pg_class held, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS deed "
        "WHERE held.relnamespace = 'public'::regnamespace AND held.relkind IN ('r', 'p', 'v') "
        f"AND (has_any_column_privilege('{role}', held.oid, deed) OR has_table_privilege('{role}', held.oid, 'DELETE, TRUNCATE'))"
    )
    assert {name for (name,) in reached} == {*OWN_ROWS, "procrastinate_jobs", "procrastinate_events"}
    wide = rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND prorettype <> 'trigger'::regtype "
        f"AND has_function_privilege('{role}', oid, 'EXECUTE')"
    )
    assert wide == [("membership_refs_of_cards",)]


def test_a_table_made_later_is_out_of_reach() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (employer_id bigint)")
        cursor.execute(f"SELECT has_table_privilege('{settings.OPENJMO_DB_EMPLOYER_ROLE}', 'made_later', 'SELECT, INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
        transaction.set_rollback(True)
