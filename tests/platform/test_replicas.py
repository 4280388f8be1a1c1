"""Reads from a copy of the database: a real streaming replica of the test server, stopped, lagging and killed."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as known
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from openjmo.core.money import rupiah
from openjmo.core.periods import Month
from openjmo.domains.identity import actions
from openjmo.domains.identity.models import Account
from openjmo.domains.identity.tokens import Uses, digest_of
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Employer
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.own_balance import own_balance
from openjmo.domains.savings.own_looks import OwnLooks
from openjmo.platform import postgres, replicas
from openjmo.platform.database import Cluster
from openjmo.platform.direct import Direct
from openjmo.platform.replicas import FRESH_COOKIE, Copy, may_be_older, watch
from tests.domains.identity.makers import PASSWORD
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

ALIAS = "replica1"
PATIENCE = timedelta(seconds=90)
"""A copy replays by one process what all tests of all workers write."""


@pytest.fixture(scope="module")
def copy_of_the_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A streaming replica of the whole test server."""
    del django_db_setup
    folder = Path(tmp_path_factory.mktemp("replica"))
    copy = Cluster(folder, known.CLUSTER.settings)
    account = postgres.Account.suitable()
    folder.chmod(0o711)
    account.open_the_way(folder)
    copy.data.mkdir(mode=0o700)
    account.own(copy.data)
    programs = known.CLUSTER._runnable_programs(account)
    command = [str(programs / "pg_basebackup"), "-D", str(copy.data), "-R", "-X", "stream", "-c", "fast", "--no-sync"]
    made = account.run([*command, "-d", known.CLUSTER.address(database="postgres", user="postgres")])
    assert made.returncode == 0, made.stderr
    copy.start()
    yield copy
    copy.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def replica(copy_of_the_server: Cluster, settings: Any) -> Iterator[Cluster]:  # noqa: ANN401 - pytest-django's own object
    """The copy, named in the settings and looked at once."""
    settings.OPENJMO_REPLICAS = [ALIAS]
    settings.OPENJMO_REPLICA_LAG_SECONDS = 2 * int(PATIENCE.total_seconds())
    settings.DATABASE_ROUTERS = ["openjmo.platform.replicas.Router"]
    settings.MIDDLEWARE = ["openjmo.platform.replicas.FreshAfterWriting", *settings.MIDDLEWARE]
    address = {"HOST": str(copy_of_the_server.socket_folder), "NAME": connections.settings["default"]["NAME"]}
    connections.settings[ALIAS] = {**connections.settings["default"], **address, "ATOMIC_REQUESTS": False}
    # Django lets a test open only the databases it knew before; this one came later.
    own = connections[ALIAS]

    def connect() -> None:
        if own.connection is None:
            with own.wrap_database_errors:
                own.connect()

    own.ensure_connection = connect  # type: ignore[method-assign]
    assert watch._looking.acquire(blocking=False), "the tests look by themselves"
    try:
        yield copy_of_the_server
    finally:
        _write(copy_of_the_server, "SELECT pg_wal_replay_resume()")
        watch.close()
        watch._databases.clear()
        watch._looking.release()
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _write(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.address(database="postgres", user="postgres"), autocommit=True) as owner:
        owner.execute(statement)


def _look_until_near() -> Copy:
    """Look until the copy has come to a mark made from now on."""
    began = datetime.now(UTC)
    while datetime.now(UTC) - began < PATIENCE:
        watch.look()
        reached = watch.reached.get(ALIAS)
        if reached and reached >= began:
            return Copy(ALIAS, reached)
        time.sleep(0.05)
    pytest.fail("the copy does not catch up")


@pytest.fixture
def siti(replica: Cluster) -> tuple[Client, int, int]:
    """Her browser, her person and her account; one month posted, and the copy has it."""
    del replica
    post_month(make_employer(), Month(2026, 8), [SITI, BUDI])
    account_id, person = member(SITI, "siti@contoh.example")
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    _look_until_near()
    return client, person.id, account_id


def _employer() -> EmployerView:
    found = membership.employer_by_ref(Employer.objects.get().ref)
    assert found
    return found


def _total(person_id: int) -> str:
    return rupiah(savings.balance_of(person_id, now=datetime.now(UTC)).parts.total)


def _page(client: Client, name: str = "saldo") -> str:
    answer = client.get(reverse(f"participant:{name}"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_comes_from_the_copy_and_says_from_when(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    client, person_id, _ = siti
    before = _total(person_id)
    assert before in _page(client)
    _write(replica, "SELECT pg_wal_replay_pause()")
    post_month(_employer(), Month(2026, 9), [SITI, BUDI])
    after = _total(person_id)
    assert after != before
    page, lines = _page(client), _page(client, "mutasi")
    assert before in page
    assert after not in page
    assert "September 2026" not in lines
    _write(replica, "SELECT pg_wal_replay_resume()")
    _look_until_near()
    assert after in _page(client)
    assert "September 2026" in _page(client, "mutasi")


def test_a_copy_that_lags_too_much_is_not_asked(replica: Cluster, siti: tuple[Client, int, int], settings: Any) -> None:  # noqa: ANN401
    client, person_id, _ = siti
    _write(replica, "SELECT pg_wal_replay_pause()")
    post_month(_employer(), Month(2026, 9), [SITI, BUDI])
    settings.OPENJMO_REPLICA_LAG_SECONDS = 1
    time.sleep(1.1)
    watch.look()
    assert watch.choose(datetime.now(UTC)) is None
    assert _total(person_id) in _page(client)


def test_a_dead_copy_costs_nobody_an_error(siti: tuple[Client, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    client, person_id, _ = siti
    connections[ALIAS].close()
    monkeypatch.setitem(connections.settings[ALIAS], "HOST", "/nowhere")
    connections[ALIAS].settings_dict["HOST"] = "/nowhere"
    assert watch.choose(datetime.now(UTC)) is not None
    assert _total(person_id) in _page(client)
    assert watch.choose(datetime.now(UTC)) is None, "and it is not asked again"


def test_who_sent_a_form_reads_the_original(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    client, person_id, _ = siti
    _write(replica, "SELECT pg_wal_replay_pause()")
    post_month(_employer(), Month(2026, 9), [SITI, BUDI])
    assert _total(person_id) not in _page(client)
    answer = client.post(reverse("participant:pengingat"), {"cek_saldo": "1"})
    assert answer.cookies[FRESH_COOKIE]["max-age"] == known.OPENJMO_FRESH_SECONDS
    assert _total(person_id) in _page(client)
    del client.cookies[FRESH_COOKIE]
    assert _total(person_id) not in _page(client)


def test_signing_out_holds_at_once_whatever_the_copy_still_knows(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    client, _, account_id = siti
    assert _page(client)
    _write(replica, "SELECT pg_wal_replay_pause()")
    actions.end_sessions(account_id)
    assert client.get(reverse("participant:saldo")).status_code == 302


def test_a_transaction_reads_what_it_wrote(siti: tuple[Client, int, int]) -> None:
    _, person_id, _ = siti
    asked: list[str] = []

    @may_be_older
    def view(_request: HttpRequest) -> HttpResponse:
        asked.append(replicas.alias())
        return HttpResponse()

    request = HttpRequest()
    request.method = "GET"
    request.user = Account.objects.get(id=siti[2])
    view(request)
    with replicas.reading_from(Copy(ALIAS, datetime.now(UTC))):
        asked.append(replicas.alias())
        with transaction.atomic():
            asked.append(replicas.alias())
            Employer.objects.update(name="PT Baru")
            assert Employer.objects.get().name == "PT Baru"
            assert replicas.as_of(datetime.max.replace(tzinfo=UTC)).year == 9999
    with transaction.atomic():
        view(request)
    request.method = "POST"
    view(request)
    assert asked == [ALIAS, ALIAS, "default", "default", "default"]
    assert person_id


def test_the_lane_asks_the_original_who_and_the_copy_how_much(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    _, person_id, account_id = siti
    token = actions.make_token(account_id, actions.NewToken("x", 30, PASSWORD, uuid4()), now=datetime.now(UTC)).token
    digest = digest_of(token)
    original, copies = Direct(), {ALIAS: Direct(ALIAS)}
    uses, looks = Uses(original, at_once=True), OwnLooks(original)
    with contextlib.closing(original), contextlib.closing(copies[ALIAS]):
        near = _look_until_near()
        before = savings.balance_of(person_id, now=datetime.now(UTC)).parts
        found = own_balance(digest, original, uses, looks, copies)
        assert (found.cards[0].parts, found.as_of >= near.as_of, found.as_of <= datetime.now(UTC)) == (before, True, True)
        _write(replica, "SELECT pg_wal_replay_pause()")
        post_month(_employer(), Month(2026, 9), [SITI, BUDI])
        moment = datetime.now(UTC)
        later = own_balance(digest, original, uses, looks, copies)
        assert later.cards[0].parts == before
        assert later.as_of < moment
        new = actions.make_token(account_id, actions.NewToken("y", 30, PASSWORD, uuid4()), now=datetime.now(UTC)).token
        assert own_balance(digest_of(new), original, uses, looks, copies).cards, "a token the copy has not heard of opens at once"
        actions.revoke_all_tokens(account_id, datetime.now(UTC))
        with pytest.raises(Exception, match="token_revoked"):
            own_balance(digest, original, uses, looks, copies)


def test_the_moment_is_never_later_than_what_the_copy_has(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    """Written between two marks: the moment may not pass the write before the copy has it."""
    del siti
    _write(replica, "SELECT pg_wal_replay_pause()")
    watch.look()
    Employer.objects.update(name="PT Sesudahnya")
    written = datetime.now(UTC)
    for _ in range(3):
        watch.look()
        assert watch.reached[ALIAS] <= written
    _write(replica, "SELECT pg_wal_replay_resume()")
    assert _look_until_near().as_of >= written
    with replicas.reading_from(_look_until_near()):
        assert Employer.objects.get().name == "PT Sesudahnya"


def test_a_database_that_is_no_copy_is_not_asked(replica: Cluster, siti: tuple[Client, int, int]) -> None:
    """A server that was promoted has no replay; its rows may be anything."""
    del replica, siti
    connections.settings[ALIAS]["HOST"] = connections.settings["default"]["HOST"]
    connections[ALIAS].settings_dict["HOST"] = connections.settings["default"]["HOST"]
    watch.close()
    watch._databases.clear()
    watch.look()
    assert ALIAS not in watch.reached


def test_an_original_that_is_away_makes_the_copies_old(siti: tuple[Client, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    del siti
    later = datetime.now(UTC) + timedelta(seconds=known.OPENJMO_REPLICA_LAG_SECONDS + 61)
    monkeypatch.setattr(Direct, "fetch", _away_for_the_original(Direct.fetch))
    watch.look()
    assert watch.choose(datetime.now(UTC)) is not None
    assert watch.choose(later) is None


def _away_for_the_original(fetch: Any) -> Any:  # noqa: ANN401 - a method
    def away(self: Direct, statement: str, values: Any) -> Any:  # noqa: ANN401 - as in Direct
        if self.alias == "default":
            raise psycopg.OperationalError("away")
        return fetch(self, statement, values)

    return away


def test_without_copies_nothing_is_watched() -> None:
    assert watch.choose(datetime.now(UTC)) is None
    assert replicas.alias() == "default"
    assert connection.alias == "default"
