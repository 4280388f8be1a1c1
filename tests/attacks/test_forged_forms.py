"""Cross-site request forgery: another site sends our forms in the name of whoever is signed in."""

import re

import pytest
from django.test import Client

from tests.attacks.walk import ELSEWHERE, World

KNOWS_NO_COOKIES = {
    "lane_saldo": "asks for a token in a header and looks at no cookie, so there is nothing another site could borrow",
    "sms_receipt": "asks for a signature in a header, likewise",
    "sms_incoming": "the same",
}

ASKS_FOR_THE_KEY_LATE = {"upload", "wajah", "perbaikan", "perbaikan_satu"}
"""Looks at the size and at who is asking before it reads the body with the key; a wrong method or a stranger gets no further."""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_address_takes_a_form_without_its_key(world: World, method: str) -> None:
    taken = []
    for account_id in (world.member_id, world.agent_id, world.officer_id):
        client = world.browser(account_id, checks_csrf=True)
        for address, path in world.paths():
            if address.short_name in KNOWS_NO_COOKIES:
                continue
            answer = getattr(client, method)(path, {"putusan": "setuju"} if method == "post" else b"")
            is_sent_away = address.short_name in ASKS_FOR_THE_KEY_LATE and answer.status_code in {404, 405}
            if answer.status_code != 403 and not is_sent_away:
                taken.append(f"{method} {path}: {answer.status_code}")
    assert taken == []


def test_the_key_of_a_form_is_of_no_use_from_another_site(world: World) -> None:
    client = world.browser(world.member_id, checks_csrf=True)
    page = client.get("/akun/kunci").text
    (key,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1])
    form = {"csrfmiddlewaretoken": key, "bahasa": "en"}
    assert client.post("/bahasa", form).status_code == 302
    assert client.post("/bahasa", form, headers={"Origin": ELSEWHERE}).status_code == 403
    assert client.post("/bahasa", form, headers={"Origin": "null"}).status_code == 403


def test_the_key_of_one_browser_is_of_no_use_in_another(world: World) -> None:
    attacker = Client()
    (key,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', attacker.get("/masuk").text)[:1])
    victim = world.browser(world.member_id, checks_csrf=True)
    victim.get("/akun/kunci")
    assert victim.post("/bahasa", {"csrfmiddlewaretoken": key, "bahasa": "en"}).status_code == 403


def test_the_address_that_knows_no_cookies_knows_none(world: World) -> None:
    client = world.browser(world.member_id, checks_csrf=True)
    assert client.get("/api/v1/saldo").status_code == 401
    assert client.post("/api/v1/saldo").status_code == 405


@pytest.mark.django_db
def test_a_form_without_its_key_leaves_no_key_of_a_link_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert Client(enforce_csrf_checks=True).post("/bekukan/kunci-dari-surat").status_code == 403
    told = [str(vars(record)) for record in caplog.records]
    assert any("'route': 'freeze_with_link'" in line and "'status': 403" in line for line in told)
    assert not any("kunci-dari-surat" in line for line in told)
