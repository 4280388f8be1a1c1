"""Clickjacking, sniffing, scripts that slipped in, cookies that leak: what every page tells the browser, and what stands in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from openjmo.platform.headers import security_headers
from tests.attacks.walk import World
from tests.portals.public.steps import PASSWORD, sign_in

NEEDED = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}


class _Inline(HTMLParser):
    """Collects what the policy would not run, and what would run without it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in named and named.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.found.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and tag in {"script", "img", "iframe"} and "//" in (value or "") and not (value or "").startswith("data:"):
                self.found.append(f"{tag} from elsewhere: {value}")


def _answers(world: World) -> list[tuple[str, HttpResponseBase]]:
    return [(f"{path} {number}", client.get(path)) for number, client in enumerate(world.everybody()) for _address, path in world.paths()]


def test_every_answer_carries_every_header_and_no_page_has_anything_inline(world: World) -> None:
    wrong, count = [], 0
    for where, answer in _answers(world):
        for name, part in NEEDED.items():
            if part not in answer.headers.get(name, ""):
                wrong.append(f"{where}: {name}")
        policy = answer.headers["Content-Security-Policy"]
        if "unsafe" in policy or "object-src 'none'" not in policy or "base-uri 'none'" not in policy:
            wrong.append(f"{where}: {policy}")
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            count += 1
            page = _Inline()
            page.feed(answer.content.decode())  # type: ignore[attr-defined] # not a stream
            wrong += [f"{where}: {found}" for found in page.found]
    assert wrong == []
    assert count > 100


def test_the_check_for_inline_code_can_fail() -> None:
    page = _Inline()
    page.feed(
        '<a onclick="x()" style="y" href=" JavaScript:z()">.</a><script>1</script><style></style><script src="//jahat.example/x"></script>'
    )
    assert len(page.found) == 6


def test_only_what_is_everybodys_may_be_read_by_other_sites(world: World) -> None:
    shared = {where.split()[0] for where, answer in _answers(world) if "Access-Control-Allow-Origin" in answer.headers}
    assert all(path.startswith(("/bukti/", "/aturan", "/angka.")) for path in shared)
    assert not any("Access-Control-Allow-Credentials" in answer.headers for _where, answer in _answers(world))


def test_https_is_remembered_for_a_year_with_everything_below(settings: object) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60  # type: ignore[attr-defined] # pytest-django's
    assert security_headers()["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.usefixtures("world")
def test_every_cookie_is_hidden_from_scripts_and_stays_on_this_site() -> None:
    client = Client()
    client.get("/masuk")
    client.post("/bahasa", {"bahasa": "en"})
    sign_in(client, "siti@contoh.example", PASSWORD)
    assert set(client.cookies) >= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "bahasa", "perangkat"}
    for name, cookie in client.cookies.items():
        if not cookie.value:
            continue  # taken back
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert not cookie["domain"], name


def test_no_answer_names_what_runs_behind_it(world: World) -> None:
    for where, answer in _answers(world):
        assert not {"Server", "X-Powered-By"} & set(answer.headers), where
        assert not re.search(r"django|python/|psycopg|granian", str(dict(answer.headers)).lower()), where
