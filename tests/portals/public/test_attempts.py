"""Wrong passwords are slow for an attacker and do not shut the owner out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.domains.identity.makers import make_account
from tests.portals.public.steps import OTHER_PASSWORD, is_signed_in, letters, link_in, minutes_pass, sign_in

pytestmark = pytest.mark.django_db

WATI = "wati@contoh.example"


def _from(network: str) -> Client:
    """A fresh browser in another network."""
    return Client(REMOTE_ADDR=network)


def _guess(client: Client, email: str = WATI) -> str:
    return str(sign_in(client, email, OTHER_PASSWORD).text)


@pytest.fixture(autouse=True)
def _an_account() -> None:
    make_account()


def _own_browser(network: str = "203.0.113.1") -> Client:
    """One in which the owner has signed in before, and is out again."""
    client = _from(network)
    assert sign_in(client, WATI).status_code == 302
    client.post("/keluar")
    return client


def test_an_attacker_elsewhere_does_not_shut_the_owner_out() -> None:
    own = _own_browser()
    for number in range(25):
        _guess(_from(f"198.51.100.{number // 4}"))
    assert "Terlalu banyak percobaan" in _guess(_from("198.51.100.99")), "all strangers together have had enough"
    assert sign_in(own, WATI).status_code == 302
    assert is_signed_in(own)


def test_not_even_in_the_same_network() -> None:
    own = _own_browser()
    for _ in range(70):
        _guess(_from("203.0.113.1"))
    assert sign_in(own, WATI).status_code == 302


def test_one_attacker_does_not_shut_out_the_owners_new_browser_elsewhere() -> None:
    for _ in range(8):
        _guess(_from("198.51.100.7"))
    assert "Terlalu banyak percobaan" in _guess(_from("198.51.100.7"))
    assert sign_in(_from("203.0.113.1"), WATI).status_code == 302


def test_a_known_browser_has_ten_tries_and_not_more() -> None:
    own = _own_browser()
    for _ in range(10):
        assert "tidak cocok" in _guess(own)
    assert "Terlalu banyak percobaan" in sign_in(own, WATI).text
    minutes_pass()
    assert sign_in(own, WATI).status_code == 302


def test_a_known_browser_is_no_key_to_another_account() -> None:
    own = _own_browser()
    make_account("lain@contoh.example")
    for _ in range(5):
        _guess(own, "lain@contoh.example")
    assert "Terlalu banyak percobaan" in _guess(own, "lain@contoh.example")


def test_a_made_up_cookie_is_no_known_browser() -> None:
    pages = []
    for number in range(7):
        stranger = _from("198.51.100.7")
        stranger.cookies["perangkat"] = f"{number}" * 43
        pages.append(_guess(stranger))
    assert "Terlalu banyak percobaan" in pages[5]


def test_the_lock_tells_nothing_about_who_has_an_account() -> None:
    def course(email: str, network: str) -> list[tuple[int, bool]]:
        answers: list[Any] = [sign_in(_from(network), email, OTHER_PASSWORD) for _ in range(7)]
        return [(answer.status_code, "Terlalu banyak" in answer.text) for answer in answers]

    assert course(WATI, "198.51.100.7") == course("tidak.ada@contoh.example", "198.51.100.8")


def test_a_new_password_by_letter_opens_again_what_guessing_has_closed() -> None:
    owner = _from("203.0.113.9")
    for number in range(25):
        _guess(_from(f"198.51.100.{number // 4}"))
    assert "Terlalu banyak percobaan" in sign_in(owner, WATI).text
    owner.post("/lupa-sandi", {"email": WATI})
    form = owner.get(link_in(letters(WATI)[-1]))["Location"]
    owner.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert sign_in(owner, WATI, OTHER_PASSWORD).status_code == 302
