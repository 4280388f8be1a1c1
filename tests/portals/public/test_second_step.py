"""After the right password: the app, codes on paper, codes by SMS and e-mail, trusted browsers; and nothing without the password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity import actions, security
from openjmo.domains.identity.models import Account, SignIn
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.messaging.models import Dispatch, Mail
from openjmo.protocols import totp
from tests.desk import app_code
from tests.domains.identity.codes import another_than, newest_code, send_waiting
from tests.domains.identity.makers import PASSWORD, make_account
from tests.domains.messaging.sms_calls import receipt
from tests.portals.public.steps import OTHER_PASSWORD, is_signed_in, minutes_pass, sign_in

pytestmark = pytest.mark.django_db

HERE = "/masuk/langkah-kedua"
WATI = "wati@contoh.example"


@pytest.fixture
def account_id() -> int:
    return make_account(phone_is_verified=True)


@pytest.fixture
def with_app(account_id: int) -> int:
    actions.give_authenticator(account_id, totp.new_secret(), timezone.now())
    return account_id


def _show(client: Client, code: str, way: str = "totp", **more: str) -> Any:  # noqa: ANN401 - the test client's own response
    return client.post(HERE, {"cara": way, "kode": code, **more})


def _wrong(account_id: int) -> str:
    """Six digits that the app does not show around now."""
    shown = app_code(account_id)
    return another_than(another_than(shown))


def test_without_more_than_a_password_nothing_is_asked(client: Client, account_id: int) -> None:
    assert security.ways_of(account_id) == ()
    assert sign_in(client, WATI)["Location"] == "/beranda"


def test_the_password_alone_opens_nothing(client: Client, with_app: int) -> None:
    assert sign_in(client, WATI)["Location"] == HERE
    assert not is_signed_in(client)
    assert "Kode dari aplikasi autentikator" in client.get(HERE).text
    answer = _show(client, app_code(with_app))
    assert answer["Location"] == "/beranda"
    assert is_signed_in(client)
    assert SignIn.objects.get().way == "totp"


def test_one_goes_on_to_where_one_wanted(client: Client, with_app: int) -> None:
    sign_in(client, WATI, next="/jht/iuran")
    assert _show(client, app_code(with_app))["Location"] == "/jht/iuran"


def test_nobody_is_here_without_the_password(client: Client, with_app: int) -> None:
    assert client.get(HERE)["Location"] == "/masuk"
    assert _show(client, app_code(with_app))["Location"] == "/masuk"
    sign_in(client, WATI, OTHER_PASSWORD)
    assert client.get(HERE)["Location"] == "/masuk"


def test_a_wrong_code_an_empty_one_and_the_same_one_again(client: Client, with_app: int) -> None:
    sign_in(client, WATI)
    assert "Kode tidak cocok atau sudah dipakai" in _show(client, _wrong(with_app)).text
    assert "Kode belum diisi" in _show(client, " ").text
    code = app_code(with_app)
    assert _show(client, code).status_code == 302
    other = Client()
    sign_in(other, WATI)
    assert "Kode tidak cocok atau sudah dipakai" in _show(other, code).text
    assert not is_signed_in(other)


def test_guessing_codes_is_stopped_and_counts_with_the_passwords(client: Client, with_app: int) -> None:
    sign_in(client, WATI)
    for _ in range(5):
        assert "Kode tidak cocok" in _show(client, _wrong(with_app)).text
    assert "Terlalu banyak percobaan" in _show(client, app_code(with_app)).text
    assert "Terlalu banyak percobaan" in sign_in(Client(), WATI).text
    minutes_pass()
    assert _show(client, app_code(with_app)).status_code == 302


def test_a_code_on_paper_once(with_app: int) -> None:
    codes = actions.make_recovery_codes(with_app, timezone.now())
    for expected in (302, 200):
        client = Client()
        sign_in(client, WATI)
        assert "Kode cadangan" in client.get(f"{HERE}?cara=recovery").text
        assert _show(client, codes[0], "recovery").status_code == expected
        assert is_signed_in(client) == (expected == 302)


def test_a_code_by_sms_asked_for_by_a_button(client: Client, account_id: int) -> None:
    actions.set_asks_code(account_id, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    page = client.get(HERE).text
    assert "Kirim kode" in page
    assert "Kode lewat e-mail" in page
    assert "+6281200000001" not in page
    assert client.post(HERE, {"cara": "sms", "kirim": "1"})["Location"] == f"{HERE}?cara=sms"
    send_waiting(timezone.now())
    assert "Kode 6 angka" in client.get(f"{HERE}?cara=sms").text
    assert "Kode tidak cocok" in _show(client, another_than(newest_code()), "sms").text
    assert _show(client, newest_code(), "sms").status_code == 302
    assert is_signed_in(client)


def test_when_no_sms_comes_the_mailbox_does(client: Client, account_id: int) -> None:
    actions.set_asks_code(account_id, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    client.post(HERE, {"cara": "sms", "kirim": "1"})
    client.post(HERE, {"cara": "email", "kirim": "1"})
    send_waiting(timezone.now())
    (code,) = re.findall(r"\b\d{6}\b", Mail.objects.get(template="factor_code").body)
    assert _show(client, code, "email").status_code == 302


def test_a_code_asked_for_in_one_browser_is_of_no_use_in_another(client: Client, account_id: int) -> None:
    actions.set_asks_code(account_id, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    client.post(HERE, {"cara": "sms", "kirim": "1"})
    send_waiting(timezone.now())
    other = Client()
    sign_in(other, WATI)
    assert "tidak berlaku lagi" in _show(other, newest_code(), "sms").text


def test_a_way_the_account_does_not_have_is_not_taken(client: Client, with_app: int) -> None:
    actions.set_asks_code(with_app, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    assert "Kode dari aplikasi autentikator" in client.get(f"{HERE}?cara=email").text
    client.post(HERE, {"cara": "email", "kirim": "1"})
    assert not Mail.objects.filter(template="factor_code").exists()
    assert client.post(HERE, {"cara": "password", "sandi": PASSWORD}).status_code == 200
    assert not is_signed_in(client)


def test_a_trusted_browser_is_not_asked_again_and_only_there(client: Client, with_app: int) -> None:
    sign_in(client, WATI)
    assert "30 hari" in client.get(HERE).text
    _show(client, app_code(with_app), percayai="1", nama_perangkat="HP kantor")
    assert "HP kantor" in client.get("/akun/keamanan").text
    client.post("/keluar")
    assert sign_in(client, WATI)["Location"] == "/beranda"
    assert sign_in(Client(), WATI)["Location"] == HERE
    # Another password ends the trust.
    client.post("/keluar")
    actions.set_asks_code(with_app, ask_for_it=True, now=timezone.now())
    assert sign_in(client, WATI)["Location"] == HERE


def test_a_new_password_ends_the_trust(client: Client, account_id: int) -> None:
    actions.set_asks_code(account_id, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    client.post(HERE, {"cara": "sms", "kirim": "1"})
    send_waiting(timezone.now())
    _show(client, newest_code(), "sms", percayai="1")
    client.post("/ganti-sandi", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    client.post("/keluar")
    assert sign_in(client, WATI, OTHER_PASSWORD)["Location"] == HERE


def test_officers_are_asked_each_time(client: Client, with_app: int) -> None:
    Account.objects.update(kind="operator")
    sign_in(client, WATI)
    assert "30 hari" not in client.get(HERE).text
    _show(client, app_code(with_app), percayai="1")
    client.post("/keluar")
    assert sign_in(client, WATI)["Location"] == HERE


@pytest.mark.usefixtures("with_app")
def test_a_closed_account_gets_no_further(client: Client) -> None:
    Account.objects.update(is_active=False)
    assert sign_in(client, WATI)["Location"] == "/akun-nonaktif"
    assert client.get(HERE)["Location"] == "/masuk"


@pytest.mark.usefixtures("with_app")
def test_a_new_password_by_letter_does_not_go_round_the_second_step(client: Client) -> None:
    client.post("/lupa-sandi", {"email": WATI})
    (link,) = re.findall(r"https?://[^/\s]+(/lupa-sandi/baru/\S+)", Mail.objects.get(template="new_password").body)
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})["Location"] == "/lupa-sandi/selesai"
    assert not is_signed_in(client)
    assert sign_in(client, WATI, OTHER_PASSWORD)["Location"] == HERE


@pytest.mark.usefixtures("account_id")
def test_a_passkey_that_is_not_right_is_told_the_same_whatever_is_wrong(client: Client) -> None:
    for form in ({}, {"token": "x", "answer": "{}"}, {"token": "", "answer": "x" * 40_000}):
        answer = client.post("/masuk/kunci", {**form, "next": "//elsewhere.example/"}, follow=True)
        assert answer.redirect_chain == [("/masuk", 302)]
        assert "Sidik jari atau wajah tidak dapat dipastikan." in answer.text
    assert client.get("/masuk/kunci").status_code == 405


def test_whoever_typed_the_password_sees_what_became_of_the_sms_and_nobody_else(client: Client, account_id: int) -> None:
    actions.set_asks_code(account_id, ask_for_it=True, now=timezone.now())
    sign_in(client, WATI)
    client.post(HERE, {"cara": "sms", "kirim": "1"})
    send_waiting(timezone.now())
    messaging.deliver_mail(Mail.objects.get(template="factor_code").pk, timezone.now())
    assert "Belum ada kabar dari operator" in client.get(f"{HERE}?cara=sms").text
    messaging.hear_receipt(receipt(Dispatch.objects.get(), "failed", timezone.now(), reason="blocked"), timezone.now())
    page = client.get(f"{HERE}?cara=sms").text
    assert "menolak SMS" in page
    assert "Cara lain" in page
    other = Client()
    sign_in(other, WATI)
    assert "menolak SMS" not in other.get(f"{HERE}?cara=sms").text, "another browser did not ask for it"
    assert "menolak SMS" not in client.get(f"{HERE}?cara=email").text
