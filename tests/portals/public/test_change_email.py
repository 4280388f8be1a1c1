"""Changing the address over HTTP: the right person, a stranger, bad input."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from openjmo.domains.identity.models import Account, EmailChange
from tests.domains.identity.makers import make_account
from tests.portals.public.steps import PASSWORD, is_signed_in, letters, link_in, minutes_pass, sign_in

pytestmark = pytest.mark.django_db

OLD, NEW = "siti@contoh.example", "siti.baru@contoh.example"


@pytest.fixture(autouse=True)
def _a_member(client: Client) -> None:
    make_account(OLD, full_name="Siti Contoh")
    minutes_pass()
    sign_in(client)


def _ask(client: Client, email: str = NEW, password: str = PASSWORD) -> Any:  # noqa: ANN401 - the test client's own response
    return client.post("/ganti-email", {"email": email, "password": password})


def test_from_the_profile_to_signing_in_with_the_new_address(client: Client) -> None:
    other = Client()
    sign_in(other)
    assert 'href="/ganti-email"' in client.get("/profil").text
    assert _ask(client, "Siti.BARU@contoh.example")["Location"] == "/ganti-email"
    for page in ("/ganti-email", "/profil"):
        assert NEW in client.get(page).text
        assert "menunggu dipastikan" in client.get(page).text
    link = link_in(letters(NEW)[-1])
    assert client.post(link)["Location"] == "/profil"
    assert "sudah diganti" in client.get("/profil").text
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert client.post(link)["Location"] == "/profil", "a second tap"
    assert "tidak cocok" in sign_in(Client(), OLD).text
    assert sign_in(Client(), NEW).status_code == 302


def test_opening_the_link_changes_nothing(client: Client) -> None:
    _ask(client)
    link = link_in(letters(NEW)[-1])
    for visitor in (client, Client()):
        visitor.get(link)
        visitor.head(link)
    Client().post(link)
    assert Account.objects.get().email == OLD
    assert "Mulai sekarang, masuk dengan" in client.get(link).text


def test_whoever_opens_it_elsewhere_signs_in_first_and_comes_back() -> None:
    visitor, asker = Client(), Client()
    sign_in(asker)
    _ask(asker)
    link = link_in(letters(NEW)[-1])
    answer = visitor.get(link, follow=True)
    assert "Masuk dulu dengan alamat e-mail yang lama" in answer.text
    assert sign_in(visitor, next=link)["Location"] == link
    assert visitor.post(link)["Location"] == "/profil"
    assert Account.objects.get().email == NEW
    assert not is_signed_in(asker)


def test_a_stranger_at_a_mistyped_address_gains_nothing(client: Client) -> None:
    make_account("orang.lain@contoh.example")
    _ask(client)
    link = link_in(letters(NEW)[-1])
    stranger = Client()
    sign_in(stranger, "orang.lain@contoh.example")
    for answer in (stranger.get(link), stranger.post(link)):
        assert answer.status_code == 410
        assert OLD not in answer.text
        assert NEW not in answer.text
    assert Account.objects.filter(email=OLD).exists()


def test_it_is_cancelled_in_the_profile(client: Client) -> None:
    _ask(client)
    link = link_in(letters(NEW)[-1])
    assert client.get("/ganti-email/batal").status_code == 405
    assert client.post("/ganti-email/batal")["Location"] == "/profil"
    assert "Permintaan dibatalkan" in client.get("/profil").text
    assert NEW not in client.get("/profil").text
    assert client.post(link).status_code == 410


def test_an_address_of_somebody_else_is_answered_in_the_same_way(client: Client) -> None:
    make_account("punya.orang@contoh.example")
    seen = []
    for email in (NEW, "punya.orang@contoh.example"):
        answer = _ask(client, email)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(answer["Location"]).text).replace(email, "…")
        seen.append((answer.status_code, answer["Location"], sorted(answer.cookies), page))
    assert seen[0] == seen[1]
    assert letters("punya.orang@contoh.example")[-1].template == "email_change_taken"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", PASSWORD, "E-mail belum diisi"),
        ("siti@", PASSWORD, "Alamat e-mail tidak lengkap"),
        (NEW, "", "Kata sandi belum diisi"),
        (NEW, "Salah-Sekali-1", "Kata sandi sekarang tidak cocok"),
        ("SITI@contoh.example", PASSWORD, "Ini alamat Anda sekarang"),
    ],
)
def test_bad_input_is_kept_and_explained_at_its_field(client: Client, email: str, password: str, words: str) -> None:
    answer = _ask(client, email, password)
    assert answer.status_code == 200
    assert words in answer.text
    assert f'value="{email}"' in answer.text
    assert not EmailChange.objects.exists()
    assert letters(NEW) == []


def test_the_password_cannot_be_tried_out_here(client: Client) -> None:
    answers = [_ask(client, f"alamat{number}@contoh.example", "Salah-Sekali-1").status_code for number in range(6)]
    assert answers == [200] * 5 + [429]


def test_nobodys_mailbox_is_filled(client: Client) -> None:
    make_account("lain@contoh.example")
    other = Client()
    sign_in(other, "lain@contoh.example")
    answers = [_ask(client).status_code, _ask(other).status_code, _ask(client).status_code, _ask(other).status_code]
    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize("address", ["/ganti-email", "/ganti-email/kunci", "/nomor-hp", "/nomor-hp/kode"])
def test_a_visitor_signs_in_first(address: str) -> None:
    assert Client().get(address)["Location"] == f"/masuk?next={address}"
    assert Client().post(address)["Location"].startswith("/masuk?next=/")


def test_an_employers_account_can_move_too() -> None:
    make_account("wakil@contoh.example", kind="employer")
    agent = Client()
    sign_in(agent, "wakil@contoh.example")
    _ask(agent, "wakil.baru@contoh.example")
    assert agent.post(link_in(letters("wakil.baru@contoh.example")[-1]))["Location"] == "/pemberi-kerja/"


def test_english_too(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    assert "Change e-mail address" in client.get("/ganti-email").text
