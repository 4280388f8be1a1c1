"""Before something grave its owner shows who they are, within five minutes, by the strongest way there is; what was typed is not lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity import actions, security
from openjmo.domains.identity.models import EmailChange, OneTimeCode, Session
from openjmo.protocols import totp
from tests.desk import app_code
from tests.domains.identity.codes import another_than
from tests.domains.identity.makers import PASSWORD, make_account
from tests.portals.public.steps import OTHER_PASSWORD, proof_grows_old, sign_in

pytestmark = pytest.mark.django_db

WATI = "wati@contoh.example"
GUARDED = {
    "/nomor-hp": {},
    "/ganti-email": {"email": "baru@contoh.example", "password": PASSWORD},
    "/ganti-sandi": {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    "/akun/keamanan/autentikator": {"rahasia": "", "kode": "123456"},
    "/akun/keamanan/autentikator/hapus": {},
    "/akun/keamanan/kunci": {"token": "x", "answer": "{}"},
    "/akun/keamanan/kunci/PK-0000-0000-0/hapus": {},
    "/akun/keamanan/kode": {"minta": "1"},
    "/akun/keamanan/cadangan": {},
    "/akun/keamanan/tepercaya": {"nama": "Kawan", "email": "kawan@contoh.example"},
}
"""Everything that changes who holds the account, with a form for it."""


@pytest.fixture
def account_id() -> int:
    return make_account()


@pytest.fixture
def with_app(account_id: int) -> int:
    actions.give_authenticator(account_id, totp.new_secret(), timezone.now())
    return account_id


@pytest.fixture
def enter(client: Client, account_id: int) -> Callable[[], Client]:
    """Sign in, by the second step where there is one."""

    def come_in() -> Client:
        if sign_in(client, WATI)["Location"] == "/masuk/langkah-kedua":
            client.post("/masuk/langkah-kedua", {"cara": "totp", "kode": app_code(account_id)})
        return client

    return come_in


@pytest.mark.usefixtures("with_app")
def test_everything_that_is_grave_asks_and_nothing_happens_before(enter: Callable[[], Client]) -> None:
    client = enter()
    for address in GUARDED:
        if not address.endswith(("/hapus", "/kode")):
            assert client.get(address).status_code == 200, address
    proof_grows_old()
    for address, form in GUARDED.items():
        for answer in (client.post(address, form), *([client.get(address)] if not address.endswith(("/hapus", "/kode")) else [])):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/akun/pastikan?next="), address
    assert not EmailChange.objects.exists()
    assert not OneTimeCode.objects.exists()
    assert client.post("/keluar").status_code == 302
    assert sign_in(client, WATI)["Location"] == "/masuk/langkah-kedua", "app and password are the old ones"


def test_a_proof_holds_five_minutes(enter: Callable[[], Client], with_app: int) -> None:
    client = enter()
    proof_grows_old(minutes=4)
    assert client.get("/nomor-hp").status_code == 200
    proof_grows_old(minutes=2)
    where = client.get("/nomor-hp")["Location"]
    assert "Pastikan ini Anda" in client.get(where).text
    assert "Kode tidak cocok" in client.post(where, {"cara": "totp", "kode": another_than(another_than(app_code(with_app)))}).text
    assert client.post(where, {"cara": "totp", "kode": app_code(with_app)})["Location"] == "/nomor-hp"
    assert client.get("/nomor-hp").status_code == 200


@pytest.mark.usefixtures("with_app")
def test_the_password_is_not_enough_where_there_is_more(enter: Callable[[], Client]) -> None:
    client = enter()
    proof_grows_old()
    where = client.get("/nomor-hp")["Location"]
    assert "Kata sandi" not in client.get(f"{where}&cara=password").text
    client.post(where, {"cara": "password", "sandi": PASSWORD})
    assert client.get("/nomor-hp").status_code == 302


def test_the_password_is_enough_where_there_is_nothing_else(enter: Callable[[], Client]) -> None:
    client = enter()
    proof_grows_old()
    where = client.get("/nomor-hp")["Location"]
    page = client.post(where, {"cara": "password", "sandi": OTHER_PASSWORD}).text
    assert "Kata sandi tidak cocok" in page
    assert OTHER_PASSWORD not in page
    assert client.post(where, {"cara": "password", "sandi": PASSWORD})["Location"] == "/nomor-hp"


def test_forms_that_ask_for_the_password_themselves_do_not_ask_twice(enter: Callable[[], Client]) -> None:
    client = enter()
    proof_grows_old()
    assert client.get("/ganti-email").status_code == 200
    assert client.get("/ganti-sandi").status_code == 200
    assert client.post("/ganti-email", GUARDED["/ganti-email"]).status_code == 302
    assert EmailChange.objects.exists()


def test_signing_in_by_a_trusted_browser_with_the_password_alone_is_no_proof(client: Client, with_app: int) -> None:
    sign_in(client, WATI)
    client.post("/masuk/langkah-kedua", {"cara": "totp", "kode": app_code(with_app), "percayai": "1"})
    client.post("/keluar")
    assert sign_in(client, WATI)["Location"] == "/beranda"
    assert client.get("/nomor-hp").status_code == 302


def test_a_form_that_was_sent_goes_on_by_itself(enter: Callable[[], Client], with_app: int) -> None:
    client = enter()
    proof_grows_old()
    where = client.post("/nomor-hp")["Location"]
    assert "Isian Anda sudah kami simpan" in client.get(where).text
    assert client.post(where, {"cara": "totp", "kode": app_code(with_app)})["Location"] == "/nomor-hp/kode"
    assert OneTimeCode.objects.filter(purpose="phone").count() == 1
    assert client.get(where).status_code == 200
    assert "Isian Anda sudah kami simpan" not in client.get(where).text, "it is sent once"


def test_what_was_typed_stands_there_again_but_no_password_is_kept(enter: Callable[[], Client], with_app: int) -> None:
    client = enter()
    proof_grows_old()
    where = client.post("/ganti-email", GUARDED["/ganti-email"])["Location"]
    assert PASSWORD not in str(Session.objects.get().data)
    page = client.post(where, {"cara": "totp", "kode": app_code(with_app)}).text
    assert 'value="baru@contoh.example"' in page
    assert "Kata sandi belum diisi" in page
    assert client.post("/ganti-email", GUARDED["/ganti-email"]).status_code == 302
    assert EmailChange.objects.get().new_email == "baru@contoh.example"


def test_a_form_kept_for_one_page_is_not_sent_to_another(enter: Callable[[], Client], with_app: int) -> None:
    client = enter()
    proof_grows_old()
    client.post("/akun/keamanan/autentikator/hapus")
    answer = client.post("/akun/pastikan?next=/nomor-hp", {"cara": "totp", "kode": app_code(with_app)})
    assert answer["Location"] == "/nomor-hp"
    assert security.factors_of(with_app).is_strong


@pytest.mark.parametrize("wanted", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_off_this_site(enter: Callable[[], Client], wanted: str) -> None:
    client = enter()
    answer = client.post("/akun/pastikan", query_params={"next": wanted}, data={"cara": "password", "sandi": PASSWORD})
    assert answer["Location"] == "/akun/keamanan"


def test_guessing_here_is_stopped_too(enter: Callable[[], Client]) -> None:
    client = enter()
    for _ in range(10):
        assert "tidak cocok" in client.post("/akun/pastikan", {"cara": "password", "sandi": OTHER_PASSWORD}).text
    assert "Terlalu banyak percobaan" in client.post("/akun/pastikan", {"cara": "password", "sandi": PASSWORD}).text


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/akun/pastikan?next=/nomor-hp")["Location"].startswith("/masuk?next=")
    for address in GUARDED:
        assert client.post(address)["Location"].startswith("/masuk?next="), address
