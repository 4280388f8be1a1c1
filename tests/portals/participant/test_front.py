"""The short way to the balance page: the very answer of Django's way, or none at all."""

from __future__ import annotations

import gzip
import io
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account, Session
from openjmo.domains.identity.own_session import SeenNotes
from openjmo.domains.identity.sessions import digest
from openjmo.domains.membership.models import Membership
from openjmo.domains.savings import balance_page
from openjmo.ledger.periods import close_through
from openjmo.ledger.years import carry_closed_years
from openjmo.platform import own_statement
from openjmo.portals.participant import front as short
from openjmo.portals.participant.front import BalanceFront
from tests.fund import BUDI, SITI, bill_month, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)
FORM_KEY = "csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF"


class Reply:
    """What came back through WSGI."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        """The page, unpacked."""
        return (gzip.decompress(self.body) if ("Content-Encoding", "gzip") in self.headers else self.body).decode()

    @property
    def comparable(self) -> tuple[str, list[tuple[str, str]], str]:
        """Without what differs from one answer to the next of the same way: masks of form keys, times, ids and packed sizes.

        Django's way also tells the browser to forget a cookie of messages, which it has not.
        """
        text = re.sub(r'(csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}', r"\1", self.text)
        text = re.sub(r"\d{2}[.:]\d{2}([.:]\d{2})? WIB", "WIB", text)
        varying = {"X-Request-Id", "Content-Length"}
        headers = [
            (name, re.sub("expires=[^;]+", "", value).strip())
            for name, value in self.headers
            if name not in varying and not value.strip().startswith('messages="";')
        ]
        return self.status, sorted(headers), text


Ways = tuple[Callable[..., Reply], Callable[..., Reply]]


@pytest.fixture
def through() -> list[str]:
    """What was let through to Django, address by address."""
    return []


@pytest.fixture
def ways(through: list[str]) -> Iterator[Ways]:
    """The short way and Django's, both asked as a server does."""
    django = get_wsgi_application()

    def behind(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - WSGI
        through.append(environ["PATH_INFO"])
        return django(environ, start_response)

    def asked(application: Any) -> Callable[..., Reply]:  # noqa: ANN401 - the same
        def ask(cookies: str, path: str = "/jht", **more: str) -> Reply:
            environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "localhost", "HTTP_COOKIE": cookies, **more}
            setup_testing_defaults(environ)
            environ["wsgi.input"] = io.BytesIO()
            told: list[Any] = []
            body = application(environ, lambda status, headers, _error=None: told.extend((status, headers)))
            reply = Reply(told[0], told[1], b"".join(body))
            if hasattr(body, "close"):
                body.close()
            return reply

        return ask

    seen = SeenNotes(at_once=True)
    yield asked(BalanceFront(behind, seen)), asked(django)
    seen.database.close()
    own_statement.let_go()


@pytest.fixture
def siti() -> tuple[int, str]:
    """Siti with money of some years, one month on its way, and a browser in which she is signed in: account and cookies."""
    employer = make_employer()
    for month in (Month(2024, 11), Month(2025, 3), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    bill_month(employer, Month(2026, 10), [SITI, BUDI])
    account_id, _ = member(SITI, "siti@contoh.example")
    member(BUDI, "budi@contoh.example")
    return account_id, _cookies(account_id)


def _cookies(account_id: int) -> str:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return f"{FORM_KEY}; sesi={client.cookies['sesi'].value}"


@pytest.mark.parametrize("more", [{}, {"HTTP_ACCEPT_ENCODING": "gzip, br"}], ids=["plain", "packed"])
@pytest.mark.parametrize("cookies", ["", "; bahasa=en", "; openjmo_amounts=hidden", "; bahasa=xx"])
@pytest.mark.parametrize("is_carried", [False, True], ids=["open years", "carried years"])
def test_both_ways_give_the_same_answer(
    siti: tuple[int, str],
    ways: Ways,
    through: list[str],
    cookies: str,
    more: dict[str, str],
    *,
    is_carried: bool,
) -> None:
    if is_carried:
        close_through(Month(2025, 12), by="test")
        carry_closed_years()
    quick, django = ways
    answer = quick(siti[1] + cookies, **more)
    assert through == []
    assert answer.status == "200 OK"
    assert "Rp" in answer.text
    status, headers, text = django(siti[1] + cookies, **more).comparable
    assert answer.comparable[:2] == (status, headers)
    assert answer.comparable[2] == text


def test_django_takes_a_form_key_of_the_page(siti: tuple[int, str], ways: Ways) -> None:
    quick, _ = ways
    (key, *_) = re.findall(r'csrfmiddlewaretoken" value="([A-Za-z0-9]{64})', quick(siti[1]).text)
    body = f"csrfmiddlewaretoken={key}&amounts=hidden&next=/jht".encode()
    sent = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded"}

    def post(told: bytes) -> str:
        environ: dict[str, Any] = {"PATH_INFO": "/beranda/jumlah", "HTTP_HOST": "localhost", "HTTP_COOKIE": siti[1], **sent}
        setup_testing_defaults(environ)
        environ["wsgi.input"] = io.BytesIO(told)
        statuses: list[str] = []
        answering: Any = lambda status, _headers, _error=None: statuses.append(status)  # noqa: E731 - WSGI's interface
        list(get_wsgi_application()(environ, answering))
        return statuses[0]

    assert post(body).startswith("302")
    assert post(body.replace(key.encode(), key[::-1].encode())).startswith("403")


@pytest.mark.parametrize(
    ("cookies", "path", "more"),
    [
        ("csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF", "/jht", {}),
        ("sesi=nobodys; csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF", "/jht", {}),
        ("{own}; messages=x", "/jht", {}),
        ("{session}", "/jht", {}),
        ("{session}; csrftoken=short", "/jht", {}),
        ("{own}", "/jht", {"QUERY_STRING": "kartu=KP-1"}),
        ("{own}", "/jht", {"REQUEST_METHOD": "HEAD"}),
        ("{own}", "/jht", {"REQUEST_METHOD": "POST"}),
        ("{own}", "/jht", {"HTTP_HX_REQUEST": "true"}),
        ("{own}", "/jht", {"CONTENT_LENGTH": "nine"}),
        ("{own}", "/jht", {"HTTP_HOST": "elsewhere.example"}),
        ("{own}", "/jht/", {}),
        ("{own}", "/jht/mutasi", {}),
    ],
)
def test_what_is_not_plain_goes_to_django(
    siti: tuple[int, str],
    ways: Ways,
    through: list[str],
    cookies: str,
    path: str,
    more: dict[str, str],
) -> None:
    quick, _ = ways
    own = siti[1]
    quick(cookies.format(own=own, session=own.partition("; ")[2]), path, **more)
    assert through == [path]


def _ended(account_id: int, how: str) -> None:
    now = timezone.now()
    match how:
        case "idle":
            Session.objects.update(seen_at=now - timedelta(minutes=31))
        case "old":
            Session.objects.update(expires_at=now - timedelta(seconds=1))
        case "deleted":
            Session.objects.all().delete()
        case "closed account":
            Account.objects.filter(id=account_id).update(is_active=False)
        case "new password":
            account = Account.objects.get(id=account_id)
            account.set_password("Lain-Sekali-2026")
            account.save()
        case "somebody else's name":
            other = Account.objects.exclude(id=account_id).order_by("id")[0]
            Session.objects.update(account_id=other.pk)


@pytest.mark.parametrize("how", ["idle", "old", "deleted", "closed account", "new password", "somebody else's name"])
def test_a_session_that_ended_shows_nothing(siti: tuple[int, str], ways: Ways, through: list[str], how: str) -> None:
    quick, _ = ways
    assert quick(siti[1]).status == "200 OK"
    _ended(siti[0], how)
    answer = quick(siti[1])
    assert through == ["/jht"]
    assert answer.status.startswith("302")
    assert "Rp" not in answer.text


def test_that_it_was_seen_is_noted_once_a_minute(siti: tuple[int, str], ways: Ways) -> None:
    quick, _ = ways
    before = timezone.now() - timedelta(minutes=5)
    Session.objects.update(seen_at=before)

    def seen() -> datetime:
        return Session.objects.get(account_id=siti[0]).seen_at

    quick(siti[1])
    noted = seen()
    assert noted > before
    quick(siti[1])
    assert seen() == noted


def test_a_session_that_is_being_written_to_holds_up_no_note(siti: tuple[int, str]) -> None:
    """Two processes that note the same sessions in another order would else wait for each other until one is stopped."""
    budi = Account.objects.get(email="budi@contoh.example")
    keys = [_cookies(who).rpartition("sesi=")[2] for who in (siti[0], budi.pk)]
    before, now = timezone.now() - timedelta(minutes=5), timezone.now()
    Session.objects.update(seen_at=before)
    seen = SeenNotes()
    seen._later._writer = threading.current_thread()  # written here instead of by a thread that outlives the test
    for key in keys:
        seen.note(key, before, now)
    with transaction.atomic():
        Session.objects.select_for_update().get(key_digest=digest(keys[0]))
        seen._later.write()
    seen.database.close()
    noted = dict(Session.objects.values_list("key_digest", "seen_at"))
    assert {key: noted[digest(key)] > before for key in keys} == {keys[0]: False, keys[1]: True}


def test_a_card_whose_account_was_not_noted_yet_is_behind_the_wall_with_its_money(siti: tuple[int, str], ways: Ways) -> None:
    quick, django = ways
    Membership.objects.update(ledger_account_id=None)
    answer = quick(siti[1])
    assert "Rp0" not in re.findall(r'amount-big amount">.*?(Rp[0-9.]+)', answer.text, re.DOTALL)
    assert answer.comparable == django(siti[1]).comparable


def test_one_question_and_nobody_elses_rows(siti: tuple[int, str], ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, _ = ways
    asked: list[str] = []
    original = own_statement.fetch_of_session

    def careless(statement: str, values: Any) -> Any:  # noqa: ANN401 - as the original
        asked.append(statement)
        return original(statement.replace("held.person_id = me.id", "true"), values)

    monkeypatch.setattr(balance_page, "fetch_of_session", careless)
    answer = quick(siti[1])
    assert len(asked) == 1
    assert "held.person_id = me.id" in asked[0]
    assert answer.status == "200 OK"
    assert BUDI.card_number[-4:] not in answer.text


def test_without_a_narrowing_the_role_sees_nothing(siti: tuple[int, str]) -> None:
    del siti
    for table in ("membership_person", "ledger_balance", "identity_session", "identity_account", "messaging_message"):
        assert own_statement.fetch_of_session(f"SELECT * FROM {table}", []) == []
    own_statement.let_go()


def test_after_a_narrowed_statement_nothing_is_left_of_it(siti: tuple[int, str]) -> None:
    assert own_statement.fetch_own(f"SELECT own.account_id FROM {own_statement.OWN}", [siti[0]]) == [(siti[0],)]
    assert own_statement.fetch_of_session("SELECT count(*) FROM membership_person", []) == [(0,)]
    own_statement.let_go()


def test_what_fails_here_is_told_by_django(siti: tuple[int, str], ways: Ways, through: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    quick, _ = ways

    def broken(*_given: object, **_more: object) -> None:
        raise ValueError

    monkeypatch.setattr(short, "drawn", broken)
    assert quick(siti[1]).status == "200 OK"
    assert through == ["/jht"]


def test_in_a_transaction_it_stands_back(siti: tuple[int, str], ways: Ways, through: list[str]) -> None:
    quick, _ = ways
    with transaction.atomic():
        quick(siti[1])
    assert through == ["/jht"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('openjmo.account', true)")
        assert cursor.fetchone() in {(None,), ("",)}


def test_an_account_without_a_card_goes_to_django(ways: Ways, through: list[str]) -> None:

    account = Account.objects.create(ref="AK-NEW", email="baru@contoh.example", full_name="Baru", kind="participant", is_active=True)
    account.set_password("Coba-Dulu-2026")
    account.save()
    quick, _ = ways
    assert quick(_cookies(account.pk)).status == "200 OK"
    assert through == ["/jht"]
