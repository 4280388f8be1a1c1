"""Forgotten and changed passwords."""

import re

import pytest
from django.contrib.auth import tokens
from django.test import Client

from tests.portals.public.steps import (
    OTHER_PASSWORD,
    PASSWORD,
    is_signed_in,
    letters,
    link_in,
    make_member,
    minutes_pass,
    register,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_member() -> None:
    make_member()
    minutes_pass()


def _follow(client: Client, link: str) -> str:
    """Open the link; the key moves out of the address, and the form's own address is returned."""
    answer = client.get(link)
    assert answer.status_code == 302
    assert link.rpartition("-")[2] not in answer["Location"]
    return str(answer["Location"])


def test_a_forgotten_password_is_replaced_by_letter(client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    assert client.post("/lupa-sandi", {"email": "SITI@contoh.example"})["Location"] == "/lupa-sandi/terkirim"
    letter = letters()[-1]
    assert letter.template == "new_password"
    form = _follow(client, link_in(letter))
    answer = client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert answer["Location"] == "/lupa-sandi/selesai"
    assert not is_signed_in(elsewhere), "every session made with the old password is over"
    assert "tidak cocok" in sign_in(Client(), password=PASSWORD).text
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 302
    assert letters()[-1].template == "password_changed"
    assert "http" not in letters()[-1].body


def test_the_link_works_once(client: Client) -> None:
    client.post("/lupa-sandi", {"email": "siti@contoh.example"})
    link = link_in(letters()[-1])
    form = _follow(client, link)
    client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    for again in (client.get(form), Client().get(link)):
        assert "Tautan ini tidak berlaku lagi" in again.text
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), password=OTHER_PASSWORD).status_code == 302


def test_opening_the_link_alone_uses_nothing_up(client: Client) -> None:
    client.post("/lupa-sandi", {"email": "siti@contoh.example"})
    for _ in range(3):
        Client().get(link_in(letters()[-1]))
    assert client.get(_follow(client, link_in(letters()[-1]))).status_code == 200


def test_the_link_runs_out_after_two_hours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/lupa-sandi", {"email": "siti@contoh.example"})
    real = tokens.PasswordResetTokenGenerator._num_seconds
    monkeypatch.setattr(tokens.PasswordResetTokenGenerator, "_num_seconds", lambda self, moment: real(self, moment) + 2 * 60 * 60 + 1)
    assert "Tautan ini tidak berlaku lagi" in client.get(link_in(letters()[-1])).text


def test_known_and_unknown_addresses_get_the_same_answer() -> None:
    seen = []
    for email in ("siti@contoh.example", "tidak.ada@contoh.example"):
        visitor = Client()
        answer = visitor.post("/lupa-sandi", {"email": email})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", visitor.get(answer["Location"]).text)
        seen.append((answer.status_code, answer["Location"], sorted(answer.cookies), page))
    assert seen[0] == seen[1]
    assert letters("tidak.ada@contoh.example")[-1].template == "no_account"


def test_asking_too_often_for_one_address_is_stopped(client: Client) -> None:
    answers = [client.post("/lupa-sandi", {"email": "siti@contoh.example"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("pendek", "pendek", "paling sedikit 10"),
        (OTHER_PASSWORD, PASSWORD, "tidak sama"),
        ("Siti-Contoh-2026", "Siti-Contoh-2026", "mirip nama"),
        ("", "", "belum diisi"),
    ],
)
def test_a_bad_new_password_is_refused_in_plain_words(client: Client, first: str, second: str, words: str) -> None:
    client.post("/lupa-sandi", {"email": "siti@contoh.example"})
    form = _follow(client, link_in(letters()[-1]))
    answer = client.post(form, {"password1": first, "password2": second})
    assert answer.status_code == 200
    assert words in answer.text
    assert sign_in(Client()).status_code == 302


def test_changing_it_keeps_this_session_and_ends_the_others(client: Client) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    answer = client.post("/ganti-sandi", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}, follow=True)
    assert "Kata sandi sudah diganti" in answer.text
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(Client(), password=OTHER_PASSWORD).status_code == 302
    assert letters()[-1].template == "password_changed"


def test_changing_it_needs_the_present_one(client: Client) -> None:
    sign_in(client)
    answer = client.post("/ganti-sandi", {"oldpassword": OTHER_PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert "Kata sandi sekarang tidak cocok" in answer.text
    assert sign_in(Client()).status_code == 302


def test_a_visitor_cannot_change_anything(client: Client) -> None:
    assert client.get("/ganti-sandi")["Location"] == "/masuk?next=/ganti-sandi"


def test_an_unconfirmed_account_still_has_to_confirm_after_a_new_password(client: Client) -> None:
    register(Client(), email="menunggu@contoh.example")
    client.post("/lupa-sandi", {"email": "menunggu@contoh.example"})
    form = _follow(client, link_in(letters("menunggu@contoh.example")[-1]))
    client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert sign_in(client, "menunggu@contoh.example", OTHER_PASSWORD)["Location"] == "/daftar/periksa-email"
