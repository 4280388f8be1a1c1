"""The last balance can be read when the line is lost, and nobody finds it after signing out (S16)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from openjmo.core.periods import Month
from tests.domains.identity.makers import PASSWORD
from tests.fund import SITI, make_employer, member, post_month

RULED = """new Promise((done) => {
  if (navigator.serviceWorker.controller) done(true);
  else navigator.serviceWorker.addEventListener("controllerchange", () => done(true));
  setTimeout(() => done(false), 10000);
})"""
"""Waits until the service worker answers for the page; false when it does not yet."""


def wait_until_ruled(page: Page) -> None:
    """The first visit is enough: the worker takes over the page that is open, without a reload."""
    assert page.evaluate(RULED), "the service worker did not take over"


KEPT = """Promise.race([
  caches.has("openjmo-last-1"),
  new Promise((done) => setTimeout(() => done(null), 3000)),
])"""
"""Whether pages are kept; null when the browser, which may be clearing its storage at this moment, gives no answer."""


IS_KEPT = """new Promise(async (done) => {
  setTimeout(() => done(false), 10000);
  while (!await caches.match(location.pathname, { cacheName: "openjmo-last-1" })) await new Promise((soon) => setTimeout(soon, 50));
  done(true);
})"""
"""Waits until the open page is kept; false when it is not."""


def _keeps_pages(page: Page) -> bool:
    for _ in range(5):
        answer = page.evaluate(KEPT)
        if answer is not None:
            return bool(answer)
        page.reload()
    raise AssertionError("the browser does not say what it keeps")


@pytest.fixture
def signed_in(page: Page) -> Page:
    """Siti on her phone; the service worker rules the page."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    page.goto("/masuk")
    page.fill("input[name=login]", "siti@contoh.example")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Rp342.000").first).to_be_visible()
    wait_until_ruled(page)
    page.goto("/beranda")
    return page


def test_the_last_balance_is_shown_and_marked(signed_in: Page) -> None:
    signed_in.context.set_offline(True)
    signed_in.goto("/beranda")
    expect(signed_in.get_by_text("Rp342.000").first).to_be_visible()
    expect(signed_in.get_by_text("Yang tampil adalah data terakhir")).to_be_visible()
    signed_in.goto("/profil")
    expect(signed_in.get_by_text("Siti")).to_have_count(0)


def test_a_page_that_arrives_while_the_worker_takes_over_is_ruled_and_kept(page: Page) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    context = page.context
    before = context.new_page()
    before.add_init_script("navigator.serviceWorker.register = () => new Promise(() => {})")
    before.goto("/masuk")
    before.fill("input[name=login]", "siti@contoh.example")
    before.fill("input[name=password]", PASSWORD)
    before.get_by_role("button", name="Masuk").click()
    expect(before.get_by_text("Rp342.000").first).to_be_visible()
    before.close()

    def late(route: Route) -> None:
        answer = route.fetch()
        other = context.new_page()
        other.goto("/syarat")
        wait_until_ruled(other)
        route.fulfill(response=answer)

    page.route("**/beranda", late, times=1)
    page.goto("/beranda")
    wait_until_ruled(page)
    assert page.evaluate(IS_KEPT)
    context.set_offline(True)
    page.goto("/beranda")
    expect(page.get_by_text("Rp342.000").first).to_be_visible()
    expect(page.get_by_text("Yang tampil adalah data terakhir")).to_be_visible()


def test_after_signing_out_nothing_is_kept(signed_in: Page) -> None:
    assert _keeps_pages(signed_in)
    signed_in.goto("/profil")
    signed_in.get_by_role("button", name="Keluar").click()
    signed_in.wait_for_load_state()
    assert not _keeps_pages(signed_in)


def test_a_session_that_ended_elsewhere_takes_the_kept_pages_along(signed_in: Page) -> None:
    signed_in.context.clear_cookies()
    signed_in.goto("/beranda")
    expect(signed_in.get_by_label("Kata sandi")).to_be_visible()
    assert not _keeps_pages(signed_in)
