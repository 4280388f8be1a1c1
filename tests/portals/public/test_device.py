"""What a device needs is published, this one is held against it, and below the minimum nobody is turned away (S3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from openjmo.portals.public.device import is_too_old

OLD = "Mozilla/5.0 (Linux; Android 9; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.0.0 Mobile Safari/537.36"
NEW = OLD.replace("98", "99")
STYLE = Path(__file__).parents[3] / "openjmo/portals/shared/static/openjmo/openjmo.css"


@pytest.mark.parametrize(
    ("said", "too_old"),
    [
        *((OLD, True), (NEW, False), ("", False), ("curl/8.6.0", False)),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_3 like Mac OS X) AppleWebKit/605 Version/15.3 Mobile Safari/604.1", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605 Version/15.4 Mobile Safari/604.1", False),
        ("Mozilla/5.0 (Android 11; Mobile; rv:96.0) Gecko/96.0 Firefox/96.0", True),
        ("Mozilla/5.0 (Android 11; Mobile; rv:97.0) Gecko/97.0 Firefox/97.0", False),
    ],
)
def test_the_first_versions_with_layers_are_the_minimum(said: str, *, too_old: bool) -> None:
    assert is_too_old(said) is too_old
    assert "@layer tokens, base, components, pages;" in STYLE.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_minimum_is_published_and_this_browser_held_against_it(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    with django_assert_num_queries(0):
        old, new, strange = (Client(headers={"User-Agent": said}).get("/perangkat").text for said in (OLD, NEW, ""))
    for page in (old, new, strange):
        assert "mulai Chromium 99" in page
        assert "mulai iOS 15.4" in page
        assert "belum mengirim kuki" in page
    assert "Perambah ini terlalu lama" in old
    assert "Perambah ini cukup baru" in new
    assert "Chrome di Android" in new
    assert "Perambah ini tidak kami kenal" in strange


@pytest.mark.django_db
def test_whoever_is_below_it_is_told_at_the_door_and_let_in() -> None:
    page = Client(headers={"User-Agent": OLD}).get("/masuk").text
    assert "Perambah ini terlalu lama" in page
    assert 'href="/perangkat"' in page
    assert 'name="password"' in page
    assert "terlalu lama" not in Client(headers={"User-Agent": NEW}).get("/masuk").text


def test_a_form_from_a_browser_without_cookies_is_told_so() -> None:
    without = Client(enforce_csrf_checks=True)
    assert "tidak mengirim kuki" in without.post("/bahasa", {"bahasa": "en"}).text
    without.cookies[settings.LANGUAGE_COOKIE_NAME] = "id"
    assert "tidak mengirim kuki" not in without.post("/bahasa", {"bahasa": "en"}).text


def test_what_only_the_browser_can_try_is_tried_there(page: Page) -> None:
    page.goto("/perangkat")
    assert page.get_by_text("Masuk dengan sidik jari, wajah, atau kunci layar.").is_visible()
    assert not page.get_by_text("JavaScript mati.").is_visible()
    tried = [line.get_attribute("data-can") for line in page.locator("[data-can]:visible").all()]
    assert tried == ["passkey", "offline", "keep", "verify", "camera"], "each once, whichever way it went"


def test_without_scripts_it_says_what_is_missing(browser: Browser, site: str) -> None:
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/perangkat")
    assert page.get_by_text("JavaScript mati.").is_visible()
    assert page.locator("[data-can]:visible").count() == 0
    plain.close()
