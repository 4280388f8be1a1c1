"""No link of a letter signs anybody in (S121): each is opened, and its button pressed, in the browser of whoever stole the letter."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Session
from openjmo.domains.messaging.models import Mail
from openjmo.domains.recovery import actions as recovery
from tests.domains.protection.steps import OWN_EMAIL, days, now, settled_member
from tests.domains.recovery.steps import newest, proven, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month
from tests.portals.public.steps import OTHER_PASSWORD, PASSWORD, minutes_pass, register, sign_in

pytestmark = pytest.mark.django_db

PRESSED = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD, "password": OTHER_PASSWORD, "jawaban": "ya", "tindakan": "ya"}
"""Whatever a page behind a link may ask of whoever does not know the account's password."""

KINDS = {
    *("activation", "new_password", "email_change", "protection_trust_asked", "recovery_trusted", "recovery_link"),
    *("protection_recovery_asked", "protection_recovery_agreed"),
}


@pytest.fixture
def links() -> dict[str, str]:
    """Every kind of link that letters carry, by the template of its letter."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    settled_member(account_id)
    trust(account_id, now())
    proven()
    assert recovery.vouch(trusted_code(), now())
    recovery.send_link(newest().pk, days(4))
    minutes_pass()
    register(Client(), email="baru@contoh.example", nik="3507046609820000")
    Client().post("/lupa-sandi", {"email": OWN_EMAIL})
    owner = Client()
    sign_in(owner, OWN_EMAIL)
    owner.post("/ganti-email", {"email": "lain@contoh.example", "password": PASSWORD})
    found = {}
    for letter in Mail.objects.filter(channel="email"):
        for link in re.findall(r"https?://[^/\s]+(/\S+)", letter.body):
            found[letter.template] = link
    return found


def test_no_link_signs_anybody_in(links: dict[str, str]) -> None:
    assert set(links) >= KINDS
    before = set(Session.objects.values_list("id", flat=True))
    for template, link in links.items():
        thief = Client()
        for answer in (thief.get(link), thief.get(link, follow=True), thief.post(link, PRESSED), thief.post(link, PRESSED, follow=True)):
            assert answer.status_code < 500, template
            assert SESSION_KEY not in thief.session, template
            assert thief.get("/beranda").status_code == 302, template
    assert not Session.objects.exclude(id__in=before).filter(account__isnull=False).exists()
