"""The link of the activation letter: pressed, only opened, replayed, run out, broken; and another letter."""

import re
import time

import pytest
from django.test import Client

from openjmo.domains.identity.facts import EmailConfirmed
from openjmo.domains.identity.models import Account
from openjmo.platform import announce
from tests.portals.public.steps import is_signed_in, letters, link_in, make_member, minutes_pass, register, sign_in

pytestmark = pytest.mark.django_db


def test_the_button_confirms_the_address_and_tells_the_upper_rooms(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[EmailConfirmed] = []
    monkeypatch.setitem(announce._listeners, EmailConfirmed, [heard.append])
    register(client)
    link = link_in(letters()[0])
    page = client.get(link)
    assert page.status_code == 200
    assert "siti@contoh.example" in page.text
    assert heard == []
    client.post(link)
    account = Account.objects.get()
    assert account.email_confirmed_at is not None
    assert heard == [EmailConfirmed(account.pk)]


def test_in_the_browser_that_registered_one_is_signed_in_at_once(client: Client) -> None:
    register(client)
    answer = client.post(link_in(letters()[0]))
    assert answer["Location"] == "/beranda"
    assert is_signed_in(client)


def test_in_another_browser_one_signs_in_first_and_comes_back_to_the_button(client: Client) -> None:
    register(Client())
    link = link_in(letters()[0])
    for page in (client.get(link), client.post(link)):
        assert "Masuk dulu dengan siti@contoh.example" in page.text
    assert Account.objects.get().email_confirmed_at is None
    assert sign_in(client)["Location"] == link
    assert "Tekan tombol ini" in client.get(link).text
    assert client.post(link)["Location"] == "/beranda"
    assert is_signed_in(client)


def test_without_the_password_the_link_opens_nothing(client: Client) -> None:
    register(Client())
    link = link_in(letters()[0])
    client.get(link)
    sign_in(client, password="Bukan-Itu-9")
    client.post(link)
    assert Account.objects.get().email_confirmed_at is None


def test_opening_the_link_alone_changes_nothing(client: Client) -> None:
    register(client)
    for _ in range(3):
        Client().get(link_in(letters()[0]))
        Client().head(link_in(letters()[0]))
    assert Account.objects.get().email_confirmed_at is None


def test_a_link_works_once(client: Client) -> None:
    register(client)
    link = link_in(letters()[0])
    client.post(link)
    stranger = Client()
    for again in (stranger.get(link), stranger.post(link)):
        assert again.status_code == 410
        assert "Tautan ini tidak berlaku lagi" in again.text
        assert "Kirim ulang surat" in again.text
    assert not is_signed_in(stranger)


def test_a_link_runs_out_after_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    register(client)
    link = link_in(letters()[0])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 24 * 60 * 60 + 1)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Account.objects.get().email_confirmed_at is None


def test_a_broken_link_is_answered_calmly(client: Client) -> None:
    register(client)
    assert client.post(link_in(letters()[0])[:-3]).status_code == 410
    assert client.post("/aktivasi/x").status_code == 410


def test_signing_in_too_early_leads_to_the_same_page_and_a_new_letter(client: Client) -> None:
    register(Client())
    minutes_pass()
    answer = sign_in(client)
    assert answer["Location"] == "/daftar/periksa-email"
    assert "siti@contoh.example" in client.get("/daftar/periksa-email").text
    assert not is_signed_in(client)
    assert len(letters()) == 2


def test_another_letter_can_be_asked_for_but_not_at_once(client: Client) -> None:
    register(client)
    assert client.post("/daftar/kirim-ulang", {"email": "Siti@contoh.example"}).status_code == 302
    assert len(letters()) == 1
    minutes_pass()
    client.post("/daftar/kirim-ulang", {"email": "Siti@contoh.example"})
    assert len(letters()) == 2
    assert client.post(link_in(letters()[1])).status_code == 302


def test_asking_for_letters_again_and_again_is_stopped(client: Client) -> None:
    answers = [client.post("/daftar/kirim-ulang", {"email": "siti@contoh.example"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_asking_for_a_letter_tells_a_stranger_nothing() -> None:
    make_member()
    register(Client(), email="menunggu@contoh.example")
    minutes_pass()
    seen = []
    for email in ("siti@contoh.example", "menunggu@contoh.example", "baru@contoh.example"):
        visitor = Client()
        before = len(letters(email))
        answer = visitor.post("/daftar/kirim-ulang", {"email": email})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", visitor.get(answer["Location"]).text).replace(email, "")
        seen.append((answer.status_code, answer["Location"], page, len(letters(email)) - before))
    assert seen[0] == seen[1] == seen[2]
    assert [letters(email)[-1].template for email in ("siti@contoh.example", "menunggu@contoh.example", "baru@contoh.example")] == [
        "already_registered",
        "activation",
        "no_account",
    ]


def test_a_wrong_address_is_said_at_its_field(client: Client) -> None:
    answer = client.post("/daftar/kirim-ulang", {"email": "siti"})
    assert answer.status_code == 200
    assert "Alamat e-mail tidak lengkap" in answer.text


def test_opening_the_address_of_another_letter_leads_to_where_it_is_asked_for(client: Client) -> None:
    assert client.get("/daftar/kirim-ulang").headers["Location"] == "/daftar/periksa-email"
