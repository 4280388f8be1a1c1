"""Signing in and out: right, wrong, stranger, too often; what the session is worth before and after."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client

from openjmo.domains.identity.models import Account, Session
from openjmo.domains.identity.sessions import digest
from tests.portals.public.steps import OTHER_PASSWORD, PASSWORD, is_signed_in, make_member, minutes_pass, sign_in, statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_member() -> None:
    make_member()


def test_the_right_password_leads_home(client: Client) -> None:
    answer = sign_in(client, "SITI@contoh.example ")
    assert (answer.status_code, answer["Location"]) == (302, "/beranda")
    assert is_signed_in(client)


@pytest.mark.parametrize(("kind", "home"), [("employer", "/pemberi-kerja/"), ("operator", "/petugas/"), ("participant", "/beranda")])
def test_everybody_comes_home_to_their_own_portal(client: Client, kind: str, home: str) -> None:
    Account.objects.update(kind=kind)
    assert sign_in(client)["Location"] == home
    assert client.get("/masuk")["Location"] == home


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    seen = []
    for email in ("siti@contoh.example", "tidak.ada@contoh.example"):
        answer = sign_in(Client(), email, OTHER_PASSWORD)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text).replace(email, "")
        seen.append((answer.status_code, sorted(answer.cookies), page))
    assert seen[0] == seen[1]
    assert "tidak cocok" in seen[0][2]


def test_an_unknown_address_costs_a_password_digest_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    count: list[str] = []

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any) -> Any:  # noqa: ANN401 - handed through
            count.append(work.__name__)
            return work(*given)

        return counting

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted(Argon2PasswordHasher.encode))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", counted(Argon2PasswordHasher.verify))
    sign_in(client, password=OTHER_PASSWORD)
    known = len(count)
    sign_in(client, "tidak.ada@contoh.example", OTHER_PASSWORD)
    assert known == 1
    assert len(count) - known == 1


def test_what_was_typed_is_kept_but_never_the_password(client: Client) -> None:
    page = sign_in(client, password=OTHER_PASSWORD).text
    assert 'value="siti@contoh.example"' in page
    assert OTHER_PASSWORD not in page


def test_five_wrong_passwords_close_the_account_for_a_while(client: Client) -> None:
    for _ in range(5):
        assert "tidak cocok" in sign_in(client, password=OTHER_PASSWORD).text
    assert "Terlalu banyak percobaan" in sign_in(client, password=OTHER_PASSWORD).text
    assert "Terlalu banyak percobaan" in sign_in(Client(), password=PASSWORD).text, "another browser does not help"
    minutes_pass()
    assert sign_in(client).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_guessing_at_the_same_moment_does_not_get_round_the_lock() -> None:
    pages: list[str] = []

    def guess() -> None:
        try:
            pages.append(sign_in(Client(), password=OTHER_PASSWORD).text)
        finally:
            connection.close()

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    assert len(pages) == 12
    assert sum("tidak cocok" in page for page in pages) <= 5
    assert "Terlalu banyak percobaan" in sign_in(Client()).text


def test_the_lock_is_the_same_for_an_unknown_address(client: Client) -> None:
    pages = [sign_in(client, "tidak.ada@contoh.example", OTHER_PASSWORD).text for _ in range(6)]
    assert "Terlalu banyak percobaan" in pages[5]


def test_another_host_name_does_not_start_the_count_again(client: Client) -> None:
    for _ in range(5):
        sign_in(client, password=OTHER_PASSWORD)
    answer = client.post("/masuk", {"login": "siti@contoh.example", "password": PASSWORD}, headers={"host": "lain.localhost"})
    assert "Terlalu banyak percobaan" in answer.text


def test_a_network_that_tries_many_accounts_is_stopped(client: Client) -> None:
    pages = [sign_in(client, f"orang{number}@contoh.example", OTHER_PASSWORD).text for number in range(61)]
    assert "tidak cocok" in pages[59]
    assert "Terlalu banyak percobaan" in pages[60]


def test_signing_in_many_times_rightly_is_no_attack(client: Client) -> None:
    for _ in range(8):
        assert sign_in(client).status_code == 302
        client.post("/keluar")


def test_one_goes_on_to_where_one_wanted_within_this_site(client: Client) -> None:
    assert sign_in(client, next="/saldo?tahun=2026")["Location"] == "/saldo?tahun=2026"


@pytest.mark.parametrize(
    "elsewhere", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)", "http:jahat.example"]
)
def test_one_is_never_led_elsewhere(client: Client, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == "/beranda"


def test_a_closed_account_stays_out(client: Client) -> None:
    Account.objects.update(is_active=False)
    assert sign_in(client)["Location"] == "/akun-nonaktif"
    assert not is_signed_in(client)


def test_signing_out_asks_first_and_then_kills_the_cookie(client: Client) -> None:
    sign_in(client)
    cookie = client.cookies["sesi"].value
    assert client.get("/keluar").status_code == 200
    assert is_signed_in(client)
    answer = client.post("/keluar")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "Anda sudah keluar" in client.get(answer["Location"]).text
    thief = Client()
    thief.cookies["sesi"] = cookie
    assert not is_signed_in(thief)
    assert not Session.objects.filter(key_digest=digest(cookie)).exists()


def test_a_planted_session_key_is_worth_nothing_after_signing_in(client: Client) -> None:
    client.post("/daftar/kirim-ulang", {"email": "x@contoh.example"})
    planted = client.cookies["sesi"].value
    sign_in(client)
    assert client.cookies["sesi"].value != planted
    attacker = Client()
    attacker.cookies["sesi"] = planted
    assert not is_signed_in(attacker)
    assert not Session.objects.filter(key_digest=digest(planted)).exists()


def test_an_invented_session_key_is_never_taken_over(client: Client) -> None:
    client.cookies["sesi"] = "dikarang-sendiri-0123456789"
    sign_in(client)
    assert client.cookies["sesi"].value != "dikarang-sendiri-0123456789"
    assert is_signed_in(client)


def test_the_cookie_is_hidden_from_scripts_and_ends_with_the_browser(client: Client) -> None:
    cookie = sign_in(client).cookies["sesi"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_a_signed_in_request_costs_one_query_for_session_and_account(client: Client) -> None:
    sign_in(client)
    with statements() as asked:
        assert "Sesi di perangkat ini akan ditutup" in client.get("/keluar").text
    assert len(asked) == 1
    assert "identity_session" in asked[0]
    assert "identity_account" in asked[0]


def test_the_language_of_letters_follows_the_page_one_signed_in_on(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    sign_in(client)
    assert Account.objects.get().language == "en"
