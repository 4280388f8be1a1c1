"""Passwords that have leaked: refused wherever one is chosen, let in and told of where one already has it (ASVS 6.2.12)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Session
from openjmo.domains.recovery import actions as recovery
from openjmo.domains.recovery.models import Case
from tests.domains.identity.leaked_lists import have_leaked
from tests.domains.protection.steps import days
from tests.domains.recovery.steps import link_key, newest, proven, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month
from tests.portals.public.steps import OTHER_PASSWORD, PASSWORD, letters, link_in, make_member, minutes_pass, register, sign_in

pytestmark = pytest.mark.django_db

LEAKED = "pernah bocor"
HERE = "/akun/keamanan"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:  # noqa: ANN401 - pytest-django's own
    """Where lists lie."""
    settings.OPENJMO_BREACHED_PASSWORDS = tmp_path / "leaked-passwords"
    return tmp_path


def _change(client: Client) -> Any:  # noqa: ANN401 - the test client's own response
    return client.post("/ganti-sandi", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})


def test_nobody_registers_with_one(client: Client, folder: Path) -> None:
    have_leaked(folder, PASSWORD)
    answer = register(client)
    assert answer.status_code == 200
    assert LEAKED in answer.text


def test_nobody_changes_to_one(client: Client, folder: Path) -> None:
    make_member()
    have_leaked(folder, OTHER_PASSWORD)
    sign_in(client)
    assert LEAKED in _change(client).text


def test_nobody_replaces_a_forgotten_one_by_one(client: Client, folder: Path) -> None:
    make_member()
    minutes_pass()
    have_leaked(folder, OTHER_PASSWORD)
    client.post("/lupa-sandi", {"email": "siti@contoh.example"})
    form = client.get(link_in(letters()[-1]))["Location"]
    assert LEAKED in client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}).text
    assert sign_in(Client()).status_code == 302


def test_nobody_gets_back_in_with_one(client: Client, folder: Path) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, "siti@contoh.example")
    trust(account_id, timezone.now())
    proven()
    assert recovery.vouch(trusted_code(), timezone.now())
    Case.objects.update(agreed_at=days(-4), ready_at=days(-1))
    recovery.send_link(newest().pk, timezone.now())
    have_leaked(folder, OTHER_PASSWORD)
    link = f"/pulihkan/sandi/{link_key()}"
    assert LEAKED in client.post(link, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}).text


def test_whoever_already_has_one_is_let_in_and_told_until_it_is_another(client: Client, folder: Path) -> None:
    make_member()
    assert LEAKED not in sign_in(client, follow="").text
    client.post("/keluar")
    have_leaked(folder, PASSWORD)
    assert sign_in(client).status_code == 302
    assert LEAKED in client.get("/beranda").text
    assert LEAKED not in client.get("/beranda").text, "once"
    assert LEAKED in client.get(HERE).text
    assert _change(client).status_code == 302
    client.get("/beranda")
    assert LEAKED not in client.get(HERE).text


def test_a_wrong_password_tells_nothing_of_it(client: Client, folder: Path) -> None:
    make_member()
    have_leaked(folder, "Kolam-Merah-4")
    answer = sign_in(client, password="Kolam-Merah-4")
    assert LEAKED not in answer.text
    assert not any("known_password_at" in row.data for row in Session.objects.all())


def test_a_common_one_from_before_is_told_of_too(client: Client) -> None:
    from tests.domains.identity.makers import make_account

    make_account("wati@contoh.example", password="Password123!")
    assert sign_in(client, "wati@contoh.example", "Password123!").status_code == 302
    assert "banyak dipakai orang" in client.get(HERE).text


def test_english_too(client: Client, folder: Path) -> None:
    make_member()
    have_leaked(folder, PASSWORD)
    client.cookies["bahasa"] = "en"
    sign_in(client)
    assert "leaked" in client.get(HERE).text
