"""Open redirects: every name under which a page is told where to go on, with every way to write another site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.attacks.walk import World
from tests.domains.identity.makers import make_account
from tests.portals.public.steps import PASSWORD

ELSEWHERE = (
    "https://jahat.example/",
    "//jahat.example",
    "///jahat.example",
    "/\\jahat.example",
    "\\\\jahat.example",
    "https:jahat.example",
    "javascript:alert(1)",
    "/\t/jahat.example",
    "https://localhost@jahat.example",
)
NAMES = ("next", "kembali", "lanjut", "url", "redirect_to", "return_to")


def _leads_away(location: str) -> bool:
    """As browsers read it: backslashes are slashes, blanks do not count, and two slashes begin a host."""
    plain = location.replace("\\", "/").replace("\t", "").strip()
    parts = urlsplit(urljoin("http://testserver/x", plain))
    return plain.startswith("//") or parts.netloc not in {"testserver", ""} or parts.scheme not in {"http", "https"}


def test_no_page_leads_to_another_site(world: World) -> None:
    astray = set()
    fields = dict.fromkeys(NAMES, "//jahat.example") | {"bahasa": "id", "amounts": "hidden"}
    for client in (Client(raise_request_exception=False), world.browser(world.member_id)):
        for address, path in world.paths():
            if address.short_name in {"account_logout", "end_session", "end_other_sessions"}:
                continue
            for answer in (client.get(path, fields), client.post(path, fields)):
                if _leads_away(answer.headers.get("Location", "")) or _leads_away(answer.headers.get("HX-Redirect", "")):
                    astray.add(f"{address.name}: {answer.headers.get('Location')}")
    assert astray == set()


@pytest.mark.django_db
def test_signing_in_does_not_either() -> None:
    make_account("siti@contoh.example")
    for back in ELSEWHERE:
        answer = Client().post("/masuk", {"login": "siti@contoh.example", "password": PASSWORD, "next": back})
        assert answer.status_code == 302, back
        assert not _leads_away(answer["Location"]), back


def test_the_check_can_fail() -> None:
    assert all(_leads_away(back) for back in ELSEWHERE[:5])
    assert not _leads_away("/beranda?x=//jahat.example")
