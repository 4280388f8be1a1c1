"""Proving the telephone number over HTTP: the right person, a stranger, bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity.models import Account
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.messaging.models import Dispatch
from tests.domains.identity.codes import another_than, newest_code, send_waiting, texts
from tests.domains.identity.makers import make_account
from tests.domains.messaging.sms_calls import receipt
from tests.portals.public.steps import minutes_pass, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_member(client: Client) -> None:
    make_account("siti@contoh.example", full_name="Siti Contoh")
    minutes_pass()
    sign_in(client)


def _send(client: Client) -> Any:  # noqa: ANN401 - the test client's own response
    answer = client.post("/nomor-hp")
    send_waiting(timezone.now())
    return answer


def test_from_the_profile_to_a_verified_number(client: Client) -> None:
    assert "belum terverifikasi" in client.get("/profil").text
    assert 'href="/nomor-hp"' in client.get("/profil").text
    assert "Kirim kode" in client.get("/nomor-hp").text
    assert _send(client)["Location"] == "/nomor-hp/kode"
    assert "••" in client.get("/nomor-hp/kode").text
    code = newest_code()
    assert "tidak cocok" in client.post("/nomor-hp/kode", {"code": another_than(code)}).text
    assert client.post("/nomor-hp/kode", {"code": code})["Location"] == "/profil"
    page = client.get("/profil").text
    assert "terverifikasi" in page
    assert "belum terverifikasi" not in page
    assert 'href="/nomor-hp"' not in page
    assert client.post("/nomor-hp/kode", {"code": code})["Location"] == "/nomor-hp"
    assert "Kirim kode" not in client.post("/nomor-hp").text


def test_somebody_elses_code_is_of_no_use(client: Client) -> None:
    make_account("lain@contoh.example", phone="+6281200000002")
    stranger = Client()
    sign_in(stranger, "lain@contoh.example")
    _send(client)
    assert stranger.post("/nomor-hp/kode", {"code": newest_code()})["Location"] == "/nomor-hp"
    _send(stranger)
    assert "tidak cocok" in stranger.post("/nomor-hp/kode", {"code": newest_code()}).text
    assert [account.verified_phone for account in Account.objects.all() if account.verified_phone] == []


def test_the_code_sets_no_password(client: Client) -> None:
    _send(client)
    client.post("/lupa-sandi/kode", {"code": newest_code()})
    assert client.get("/lupa-sandi/sandi-baru")["Location"] == "/lupa-sandi/kode"


def test_a_code_that_is_over_says_so_and_offers_a_new_one(client: Client) -> None:
    _send(client)
    code = newest_code()
    last = [client.post("/nomor-hp/kode", {"code": another_than(code)}).text for _ in range(5)][-1]
    assert "Kode ini tidak berlaku lagi" in last
    assert "Minta kode baru" in last
    _send(client)
    assert client.post("/nomor-hp/kode", {"code": newest_code()})["Location"] == "/profil"


def test_too_many_codes_are_stopped(client: Client) -> None:
    assert [_send(client).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_without_a_channel_or_a_number_there_is_nothing_to_do(client: Client, settings: Any) -> None:  # noqa: ANN401 - pytest-django's
    Account.objects.update(phone="", phone_key="")
    assert "belum punya nomor HP" in client.get("/nomor-hp").text
    Account.objects.update(phone="+6281200000001", phone_key="+6281200000001")
    settings.OPENJMO_SMS_CHANNEL = ""
    assert "belum mengirim SMS" in client.post("/nomor-hp").text
    assert 'href="/nomor-hp"' not in client.get("/profil").text
    assert texts() == []


def test_the_sms_can_be_read_on_the_mail_page(client: Client) -> None:
    _send(client)
    assert ">SMS<" in client.get("/surat/").text
    assert newest_code() in client.get(f"/surat/{texts()[-1].pk}").text


@pytest.mark.parametrize(
    ("state", "said"), [("delivered", "sudah sampai di ponsel pukul"), ("failed", "ponsel mati"), ("sent", "Belum ada kabar dari operator")]
)
def test_whoever_waits_for_the_code_sees_what_became_of_it(client: Client, state: str, said: str) -> None:
    _send(client)
    assert "sedang kami serahkan" in client.get("/nomor-hp/kode").text
    messaging.deliver_mail(texts()[-1].pk, timezone.now())
    assert "Belum ada kabar dari operator" in client.get("/nomor-hp/kode").text
    row, now = Dispatch.objects.get(), timezone.now()
    messaging.hear_receipt(receipt(row, state, now, reason="switched_off"), now)
    page = client.get("/nomor-hp/kode").text
    assert said in page
    assert ("jalur lain" in page) is (state != "delivered")
    assert "datang ke kantor" in page
    stranger = Client()
    make_account("lain@contoh.example", phone="+6281200000002")
    sign_in(stranger, "lain@contoh.example")
    assert said not in stranger.get("/nomor-hp/kode", follow=True).text
