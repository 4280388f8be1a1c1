"""The lane: the balance as JSON for whoever holds an access token, and nobody else's."""

from __future__ import annotations

import io
import json
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from wsgiref.util import setup_testing_defaults

import psycopg
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openjmo.core.periods import Month
from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.facts import PasswordChanged
from openjmo.domains.identity.models import AccessToken, Account
from openjmo.domains.identity.tokens import Uses
from openjmo.domains.looks import reads as looks
from openjmo.domains.membership.models import Membership, Person
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.own_looks import OwnLooks
from openjmo.gateways.lane import ADDRESS
from openjmo.gateways.lane.answers import Answers
from openjmo.gateways.lane.front import Front
from openjmo.gateways.lane.limits import Limits
from openjmo.platform.announce import announce
from openjmo.platform.direct import Direct, Row
from tests.domains.identity.makers import PASSWORD
from tests.fund import BUDI, NOW, SITI, Worker, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


class Reply:
    """What came back through WSGI."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def said(self) -> dict[str, Any]:
        """The JSON."""
        told: dict[str, Any] = json.loads(self.body)
        return told


class Counted(Direct):
    """Counts what the database was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.writes = 0

    def fetch(self, statement: str, values: Any) -> list[Row]:  # noqa: ANN401 - as in Direct
        self.reads += 1
        return super().fetch(statement, values)

    def write(self, statement: str, values: Any, *, must_last: bool = False) -> None:  # noqa: ANN401 - as in Direct
        self.writes += 1
        super().write(statement, values, must_last=must_last)


class Lane:
    """The front as a server calls it."""

    def __init__(self, *, per_token: int = 1_000_000, wrong: int = 1_000_000) -> None:
        self.database = Counted()
        self.limits = Limits()
        self.limits.per_token, self.limits.wrong_per_address = per_token, wrong
        self.front = Front(get_wsgi_application(), is_behind_proxy=False)
        self.front.answers = Answers(self.database, self.limits, notes_at_once=True)

    def ask(self, token: str | None, method: str = "GET", **environ: str) -> Reply:
        """One call."""
        asked: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": ADDRESS, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
        if token is not None:
            asked["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        asked.update(environ)
        setup_testing_defaults(asked)
        asked["wsgi.input"] = io.BytesIO()
        began: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
            began.extend((status, headers))
            return began.append

        body = b"".join(self.front(asked, start_response))
        return Reply(began[0], began[1], body)


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane()
    yield lane
    lane.database.close()


NEW = actions.NewToken("Aplikasi keuangan", 30, PASSWORD, uuid4())


def make_token(account_id: int, *, days: int = 30, now: datetime | None = None) -> str:
    new = actions.NewToken("Aplikasi keuangan", days, PASSWORD, uuid4())
    return actions.make_token(account_id, new, now=now or datetime.now(UTC)).token


@pytest.fixture
def siti() -> int:
    """Siti's account; two months posted."""
    employer = make_employer()
    for month in (Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    return member(SITI, "siti@contoh.example")[0]


def test_the_balance_to_the_sen_with_its_parts_and_moment(lane: Lane, siti: int) -> None:
    before = datetime.now(UTC)
    reply = lane.ask(make_token(siti))
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    said = reply.said
    person = Person.objects.get(account_id=siti)
    parts = savings.balance_of(person.pk, now=NOW).parts
    assert said["total"] == {"sen": str(parts.total.sen), "rupiah": f"{parts.total.sen // 100}.{parts.total.sen % 100:02d}"}
    assert [said[name]["sen"] for name in ("worker", "employer", "returns", "claims")] == [
        str(part.sen) for part in (parts.worker, parts.employer, parts.returns, parts.claims)
    ]
    (card,) = said["cards"]
    assert card["total"] == said["total"]
    assert card["number_ends"] == SITI.card_number[-4:]
    assert before <= datetime.fromisoformat(said["as_of"]) <= datetime.now(UTC)
    assert SITI.card_number not in reply.body.decode()
    assert SITI.nik not in reply.body.decode()


def test_one_query_per_read_and_the_use_noted_once_a_minute(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    for _ in range(5):
        assert lane.ask(token).status == 200
    assert (lane.database.reads, lane.database.writes) == (5, 2)  # the other one says who looked
    assert AccessToken.objects.get().used_at is not None
    AccessToken.objects.update(used_at=datetime.now(UTC) - timedelta(seconds=61))
    lane.ask(token)
    assert lane.database.writes == 3


def test_uses_are_written_together_and_none_is_lost(lane: Lane, siti: int) -> None:
    tokens = [make_token(siti) for _ in range(4)]
    uses = Uses(lane.database, at_once=False)
    uses._later._writer = threading.current_thread()  # written here instead of by a thread that outlives the test
    lane.front.answers.uses = uses

    def ask(token: str) -> int:
        status = lane.ask(token).status
        lane.database.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, tokens * 5)) == [200] * 20
    looked = lane.database.writes
    uses._later.write()
    uses._later.write()
    assert lane.database.writes == looked + 1
    assert AccessToken.objects.filter(used_at=None).count() == 0


def test_the_member_sees_which_program_looked(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    for _ in range(3):
        lane.ask(token)
    account = reads.account(siti)
    assert account
    (seen,) = looks.looks_at([account.recipient])
    assert (seen.kind, seen.name, seen.purpose, seen.holds) == ("key", "Aplikasi keuangan", "own_program", True)
    lane.ask("ojm_" + "x" * 43)
    assert looks.look_count([account.recipient]) == 1


def test_after_an_hour_there_is_another_line_and_another_process_needs_none(lane: Lane, siti: int) -> None:
    token_id = AccessToken.objects.get(ref=actions.make_token(siti, NEW, now=datetime.now(UTC)).ref).pk
    now = datetime.now(UTC)
    for later in (0, 10, 58, 60, 70):
        lane.front.answers.looks.note(token_id, now + timedelta(minutes=later))
    assert lane.database.writes == 2
    OwnLooks(lane.database).note(token_id, now)
    account = reads.account(siti)
    assert account
    assert looks.look_count([account.recipient]) == 1  # the database knows that less than an hour has gone by


def test_without_a_line_nothing_is_answered(lane: Lane, siti: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE looks_look ADD CONSTRAINT nothing_can_be_written CHECK (false)")
    reply = lane.ask(make_token(siti))
    assert reply.status == 503
    assert b"total" not in reply.body


def test_it_asks_nothing_by_djangos_connection_and_sets_no_cookie(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    with CaptureQueriesContext(connection) as captured:
        reply = lane.ask(token, HTTP_COOKIE="sesi=x; bahasa=en")
    assert len(captured) == 0
    assert "set-cookie" not in reply.headers
    assert "vary" not in reply.headers


def test_security_headers_and_reference_on_every_answer(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    for reply in (lane.ask(token), lane.ask("ojm_" + "x" * 43), lane.ask(token, "POST")):
        assert "default-src 'self'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert len(reply.headers["x-request-id"]) == 12


def test_the_log_line_names_the_route_and_nobody(lane: Lane, siti: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "openjmo.request")
    token = make_token(siti)
    lane.ask(token)
    record = caplog.records[-1]
    assert (vars(record)["route"], vars(record)["status"], vars(record)["method"]) == ("lane:saldo", 200, "GET")
    assert token not in str(vars(record))


def test_who_may_not_ask_is_told_why_and_what_to_do(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    for wrong, code in (
        (None, "identity.token_unknown"),
        ("", "identity.token_unknown"),
        ("ojm_" + "x" * 43, "identity.token_unknown"),
        (token[:-1], "identity.token_unknown"),
        ("é" * 47, "identity.token_unknown"),
    ):
        reply = lane.ask(wrong)
        assert (reply.status, reply.headers["content-type"]) == (401, "application/problem+json")
        assert reply.headers["www-authenticate"].startswith("Bearer")
        said = reply.said
        assert said["code"] == code
        assert said["detail"]
        assert said["next_step"]
        assert said["reference"] == reply.headers["x-request-id"]
    assert lane.ask(token, HTTP_AUTHORIZATION=f"Basic {token}").status == 401
    assert "Kunci akses" in lane.ask(None).said["detail"]
    assert "access key" in lane.ask(None, HTTP_ACCEPT_LANGUAGE="en-GB,en").said["detail"].lower()


def test_revoking_holds_from_the_next_call(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    assert lane.ask(token).status == 200
    actions.revoke_token(reads.tokens_of(siti)[0].ref, now=datetime.now(UTC), account_id=siti)
    reply = lane.ask(token)
    assert (reply.status, reply.said["code"]) == (401, "identity.token_revoked")


def test_a_changed_password_ends_every_token(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    announce(PasswordChanged(siti, kept_session=None))
    assert lane.ask(token).said["code"] == "identity.token_revoked"


def test_a_token_runs_out(lane: Lane, siti: int) -> None:
    token = make_token(siti, now=datetime.now(UTC) - timedelta(days=30, seconds=1))
    reply = lane.ask(token)
    assert (reply.status, reply.said["code"]) == (401, "identity.token_expired")


def test_a_closed_account_reads_nothing_from_the_next_call(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    assert lane.ask(token).status == 200
    Account.objects.filter(id=siti).update(is_active=False)
    reply = lane.ask(token)
    assert (reply.status, reply.said["code"]) == (403, "identity.account_closed")


def test_a_card_that_is_taken_off_or_joined_changes_the_next_answer(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    card, budi = Membership.objects.get(card_number=SITI.card_number), Person.objects.get(nik_key=BUDI.nik)
    card.person, owner = budi, card.person
    card.save()
    reply = lane.ask(token)
    assert (reply.status, reply.said["code"]) == (403, "savings.no_card")
    Membership.objects.filter(person=budi).update(person=owner)
    said = lane.ask(token).said
    assert len(said["cards"]) == 2
    assert int(said["total"]["sen"]) == sum(int(one["total"]["sen"]) for one in said["cards"])
    for older, newer in ((SITI, BUDI), (BUDI, SITI)):
        Membership.objects.filter(card_number=older.card_number).update(opened_on=date(2019, 3, 1))
        Membership.objects.filter(card_number=newer.card_number).update(opened_on=date(2024, 5, 1))
        assert [one["number_ends"] for one in lane.ask(token).said["cards"]] == [newer.card_number[-4:], older.card_number[-4:]]


def test_read_only_head_and_other_methods(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    whole, head = lane.ask(token), lane.ask(token, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert abs(int(head.headers["content-length"]) - len(whole.body)) <= 7  # the moment may have no fraction
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        reply = lane.ask(token, method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_a_strangers_host_name_is_refused(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    assert lane.ask(token, HTTP_HOST="jahat.example").said["code"] == "lane.host_unknown"
    assert lane.ask(token, HTTP_HOST="localhost:8017").status == 200


def test_too_often_waits_for_the_next_minute(siti: int) -> None:
    lane = Lane(per_token=3, wrong=2)
    token = make_token(siti)
    assert [lane.ask(token).status for _ in range(5)] == [200, 200, 200, 429, 429]
    assert lane.database.reads == 3
    reply = lane.ask(token)
    assert reply.said["code"] == "lane.too_many"
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert [lane.ask("ojm_" + "y" * 43).status for _ in range(3)] == [401, 401, 429]
    assert lane.ask("ojm_" + "y" * 43, REMOTE_ADDR="127.0.0.9").status == 401
    moment = lane.limits.clock() + 60
    lane.limits.clock = lambda: moment
    assert lane.ask(token).status == 200
    lane.database.close()


def test_without_a_database_it_says_so_and_comes_back(lane: Lane, siti: int, monkeypatch: pytest.MonkeyPatch) -> None:
    token = make_token(siti)
    assert lane.ask(token).status == 200
    with monkeypatch.context() as broken:
        broken.setattr(psycopg, "connect", _refuse)
        lane.database.close()
        reply = lane.ask(token)
    assert (reply.status, reply.said["code"], reply.headers["retry-after"]) == (503, "lane.away", "5")
    assert lane.ask(token).status == 200


def _refuse(*_arguments: object, **_named: object) -> None:
    raise psycopg.OperationalError("away")


def test_a_connection_the_server_has_cut_costs_nobody_an_error(lane: Lane, siti: int) -> None:
    token = make_token(siti)
    assert lane.ask(token).status == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND query LIKE '%identity_access_token%'"
        )
    assert lane.ask(token).status == 200


def test_its_connection_changes_nothing(lane: Lane, siti: int) -> None:
    lane.ask(make_token(siti))
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        lane.database.fetch("UPDATE identity_account SET is_active = false RETURNING id", [])


def test_everything_else_goes_to_django(lane: Lane) -> None:
    assert lane.ask(None, PATH_INFO="/healthz").body == b"ok\n"
    assert lane.ask(None, PATH_INFO=ADDRESS + "/").status == 404


def test_django_alone_answers_the_same_address(client: Client, siti: int) -> None:
    token = make_token(siti)
    answer = client.get(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.json()["currency"] == "IDR"
    assert answer.cookies == {}
    assert client.get(ADDRESS).status_code == 401
    assert Client(enforce_csrf_checks=True).post(ADDRESS).status_code == 405


def test_answers_of_many_members_at_once_never_cross(lane: Lane) -> None:
    """Thirty members, each with a balance nobody else has, asked by eight threads in wild order."""
    employer = make_employer()
    workers = [
        Worker(f"35070466098{number:02d}{number:03d}", f"{19500000000 + number}", f"Anggota {number}", "1985-09-26", "P", "Sakura", 0)
        for number in range(30)
    ]
    workers = [
        Worker(
            f"350704{66:02d}0985{number:04d}", worker.card_number, worker.full_name, "1985-09-26", "P", "Sakura", 5_000_000 + 1_000 * number
        )
        for number, worker in enumerate(workers)
    ]
    post_month(employer, Month(2026, 9), workers)
    tokens: dict[str, str] = {}
    for number, worker in enumerate(workers):
        account_id, person = member(worker, f"anggota{number}@contoh.example")
        total = savings.balance_of(person.id, now=NOW).parts.total
        tokens[make_token(account_id)] = f"{total.sen}:{worker.card_number[-4:]}"
    assert len(set(tokens.values())) == len(workers)
    asked = list(tokens) * 40
    random.Random(1).shuffle(asked)  # noqa: S311 - an order, not a secret
    seen: list[tuple[str, str]] = []
    gate = threading.Barrier(8)

    def one(share: list[str]) -> None:
        gate.wait()
        for token in share:
            said = lane.ask(token).said
            seen.append((token, f"{said['total']['sen']}:{said['cards'][0]['number_ends']}"))
        lane.database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, [asked[place::8] for place in range(8)]))
    assert len(seen) == len(asked)
    assert [(token, told) for token, told in seen if tokens[token] != told] == []


def test_the_same_form_twice_makes_one_token(siti: int) -> None:
    new = actions.NewToken("Aplikasi keuangan", 30, PASSWORD, uuid4())
    first = actions.make_token(siti, new, now=NOW)
    again = actions.make_token(siti, new, now=NOW)
    assert first.token
    assert (again.ref, again.token) == (first.ref, "")
    assert AccessToken.objects.count() == 1
    assert first.token.encode() not in bytes(AccessToken.objects.get().key_digest)
