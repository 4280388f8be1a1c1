"""The pages about one's own data and its guarding by keyboard alone: everything is reached, seen and named, and nothing covers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Passkey
from openjmo.domains.privacy.actions.ask import ask
from openjmo.domains.protection import keys
from openjmo.domains.protection.actions import FreezeChannel, NewPayoutAccount, ask_thaw_at_counter, freeze, set_payout_account
from openjmo.domains.protection.models import Lock
from tests.desk import make_officer
from tests.fund import SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_in_officer

SITIS = "siti@contoh.example"
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
SMALL = f"""() => [...document.querySelectorAll("{CONTROLS}")]
  .filter(one => one.checkVisibility() && getComputedStyle(one).display !== "inline" && !one.closest(".skip, .choice, .check"))
  .map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.height && box.height < 43.5)
  .map(([one, box]) => `${{Math.round(box.width)}}x${{Math.round(box.height)}} ${{one.outerHTML.slice(0, 90)}}`)"""
"""Targets lower than a thumb; what stands in a sentence and boxes with a large label are let be."""
HEADINGS = """() => { let last = 0; const wrong = [];
  for (const one of document.querySelectorAll("h1, h2, h3, h4")) {
    const level = Number(one.tagName[1]);
    if (level > last + 1) wrong.push(one.textContent.trim());
    last = level;
  }
  return document.querySelectorAll("h1").length === 1 ? wrong : [...wrong, "not one h1"];
}"""
FOCUSED = """async () => { const one = document.activeElement;
  if (!one || one === document.body) return null;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const box = one.getBoundingClientRect(), ring = getComputedStyle(one.closest(".choice") ?? one);
  const labels = [...(one.labels ?? [])];
  const isOwn = above => above && (one.contains(above) || above.contains(one) || labels.some(label => label.contains(above)));
  const isClear = [box.left + 4, box.left + box.width / 2, box.right - 4]
    .some(x => isOwn(document.elementFromPoint(x, box.top + box.height / 2)));
  return {
    what: one.outerHTML.slice(0, 90), place: Math.round(box.top + scrollY) + Math.round(box.left) / 10000,
    isSeen: one.type === "date" || (ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2),
    isInView: box.top >= 0 && box.bottom <= innerHeight, isClear,
  };
}"""
"""Where the focus is. A date has several stops inside, which the browser itself draws."""


def _stops(page: Page) -> list[dict[str, Any]]:
    """Where the tabulator leads, once round."""
    found: list[dict[str, Any]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (found and stop["what"] == found[0]["what"]):
            return found
        found.append(stop)
    raise AssertionError("the tabulator goes round and round")


def _wrong(page: Page, address: str) -> list[str]:
    page.goto(address)
    wrong = [f"{address}: {kind} {one}" for kind, script in (("small", SMALL), ("heading", HEADINGS)) for one in page.evaluate(script)]
    nameless = page.get_by_role("button", name="", exact=True).or_(page.get_by_role("link", name="", exact=True))
    wrong += [f"{address}: no name {one}" for one in nameless.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 90))")]
    stops = _stops(page)
    wrong += [f"{address}: {stop}" for stop in stops if not (stop["isSeen"] and stop["isInView"] and stop["isClear"])]
    reached = {stop["what"] for stop in stops}
    controls = page.locator(f"main :is({CONTROLS}):not([type=radio]):visible").evaluate_all(
        "all => all.map(one => one.outerHTML.slice(0, 90))"
    )
    return wrong + [f"{address}: not reached {one}" for one in controls if one not in reached]


@pytest.fixture
def siti() -> int:
    """A member with two keys, a payout account that was just named, and a question about her data."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, SITIS)
    set_payout_account(account_id, NewPayoutAccount("002", "001234567890"), timezone.now())
    ask(account_id, "rectification", "Nama ibu kandung saya keliru.", now=timezone.now())
    return account_id


def _give_keys(account_id: int) -> None:
    for number in (1, 2):
        Passkey.objects.create(
            account_id=account_id,
            ref=f"PK-{number}",
            name=f"Kunci {'panjang ' * 6}{number}",
            credential_id=b"%d" % number,
            public_key=b"",
            sign_count=0,
            added_at=timezone.now(),
        )


@pytest.mark.parametrize(("width", "height", "language"), [(360, 740, "id"), (1280, 900, "en")])
def test_the_members_pages(visit: Callable[..., Visitor], siti: int, width: int, height: int, language: str) -> None:
    visitor = visit(width=width, height=height, language=language)
    sign_in(visitor, SITIS)
    _give_keys(siti)
    pages = ("/profil/data-saya", "/profil/data-saya/isi", "/jht/pada", "/profil/rekening", "/akun/riwayat-akses", "/akun/keamanan")
    assert [one for address in (*pages, "/akun/keamanan/kunci/PK-1/nama") for one in _wrong(visitor.page, address)] == []
    assert visitor.width() <= width


def test_freezing_by_the_link_of_a_notice_without_scripts(visit: Callable[..., Visitor], siti: int) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    lock = Lock.objects.get(account_id=siti)
    page.goto(f"/bekukan/{keys.written(keys.NoticeKey(siti, lock.ref, is_old=True))}")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Bekukan akun", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Akun ini beku")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Masuk", exact=True)).to_be_visible()
    assert visitor.width() <= 360


def test_freezing_and_its_end_for_every_reader(visit: Callable[..., Visitor], siti: int) -> None:
    page = visit().page
    address = f"/bekukan/{keys.written(keys.NoticeKey(siti, '', is_old=False))}"
    assert _wrong(page, address) == []
    freeze(siti, FreezeChannel.MEMBER, timezone.now())
    assert [*_wrong(page, address), *_wrong(page, "/bekukan/bukan-kunci")] == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_the_officers_pages_of_freezes_and_openings(visit: Callable[..., Visitor], siti: int, width: int, height: int) -> None:
    make_officer("petugas@contoh.example")
    freeze(siti, FreezeChannel.MEMBER, timezone.now())
    ask_thaw_at_counter(siti, "Pemilik datang dengan KTP asli.", by="account:AK-LAIN", now=timezone.now())
    visitor = visit(width=width, height=height)
    sign_in_officer(visitor, "petugas@contoh.example")
    assert [problem for path in ("perlindungan", "darurat", "pengawasan") for problem in _wrong(visitor.page, f"/petugas/{path}")] == []
    visitor.page.goto("/petugas/perlindungan")
    assert visitor.page.locator("nav [aria-current=page]").count() == 1
    assert visitor.width() <= width
