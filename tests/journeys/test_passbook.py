"""The passbook in a real browser: taken by the member, checked by anybody, without a line, without Ed25519, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.issue_passbook import NewPassbook, issue_passbook
from openjmo.domains.passbooks.reads import SignedPassbook
from tests.domains.passbooks.makers import made_passbook, tampered, tampered_qr
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in
from tests.journeys.test_without_a_line import wait_until_ruled


def _fund() -> passbooks.SignedPassbook:
    """A small fund; Siti's passbook."""
    employer = make_employer()
    for month in (Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    _, siti = member(SITI, "siti@contoh.example")
    found = passbooks.passbook_of(siti, issue_passbook(siti, NewPassbook("", None, None, uuid4()), now=datetime.now(UTC)))
    assert found
    return found


def _check(page: Page, text: str) -> tuple[str, str]:
    """What the browser says of a pasted passbook: verdict and fault."""
    page.evaluate("delete document.querySelector('[data-verify-book]').dataset.verdict")
    page.locator("[name=buku]").fill(text)
    page.get_by_role("button", name="Periksa", exact=True).click()
    found = page.locator("[data-verify-book][data-verdict]")
    found.wait_for()
    return found.get_attribute("data-verdict") or "", found.get_attribute("data-fault") or ""


def _by_server(text: str) -> str:
    try:
        found = passbooks.checked(text)
    except InvalidInput:
        return "unreadable"
    return found.fault.code or ("" if found.standing == "issued" else f"issued_{found.standing}")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_member_takes_a_passbook_and_anybody_checks_it(visit: Callable[..., Visitor], language: str, tmp_path: Path) -> None:
    _fund()
    visitor = visit(language=language)
    page, say = visitor.page, visitor.say
    sign_in(visitor, "siti@contoh.example")
    page.goto("/jht")
    page.get_by_role("link", name=say("Unduh rincian (PDF)")).click()
    expect(page).to_have_url("/jht/buku")
    page.get_by_text(say("Sejak awal sampai hari ini")).click()
    assert visitor.width() == 360
    page.get_by_role("button", name=say("Buat buku")).click()
    page.get_by_text(say("Tampilkan kode QR")).click()
    expect(page.locator("img[src^='data:image/svg']")).to_be_visible()
    assert visitor.width() == 360
    with page.expect_download() as taken:
        page.get_by_role("link", name=say("Unduh JSON bertanda tangan")).click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    with page.expect_download() as drawn:
        page.get_by_role("button", name=say("Unduh PDF")).click()
    assert Path(drawn.value.path()).read_bytes().startswith(b"%PDF-")

    stranger = visit(language=language, width=1280)
    stranger.page.goto("/bukti/buku")
    stranger.page.get_by_label(say("Berkas buku (JSON)")).set_input_files(file)
    expect(stranger.page.locator("[data-outcome=holds]")).to_be_visible()
    assert len(stranger.page.locator("[data-outcome=holds]").inner_text().split("\n\n")) == 3
    assert stranger.width() == 1280


def test_browser_and_server_name_the_same_fault(page: Page) -> None:
    book: SignedPassbook = _fund()
    page.goto("/bukti/buku")
    assert _check(page, book.file_text()) == ("holds", "")
    assert _check(page, book.qr_text()) == ("holds", "")
    compared = 0
    for name, text in [*tampered(book.file_text()), *tampered_qr(book.qr_text())]:
        expected = _by_server(text)
        assert expected, name
        verdict, fault = _check(page, text)
        assert (name, fault) == (name, expected)
        assert verdict == ("unsure" if expected == "unreadable" else "fails")
        compared += 1
    assert compared > 100
    assert _check(page, made_passbook().file_text()) == ("fails", "key_differs")
    assert _check(page, made_passbook().qr_text()) == ("fails", "signature_wrong")


def test_a_changed_sen_is_shown_where_it_is(page: Page) -> None:
    book = _fund()
    page.goto("/bukti/buku")
    assert _check(page, dict(tampered(book.file_text()))["one sen less statement.lines.1.balance_sen"]) == ("fails", "line_differs")
    expect(page.locator("[data-outcome=fails]")).to_contain_text("Tidak cocok pada baris 2: saldonya seharusnya Rp")


def test_a_browser_without_ed25519_does_not_say_that_it_holds(page: Page) -> None:
    page.add_init_script("SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('unknown', 'NotSupportedError'));")
    book = _fund()
    page.goto("/bukti/buku")
    assert _check(page, book.file_text()) == ("unsure", "")
    expect(page.locator("[data-outcome=unsure]")).to_contain_text("tanda tangannya tidak diperiksa di sini")


def test_without_a_line(visit: Callable[..., Visitor]) -> None:
    book = _fund()
    visitor = visit()
    page = visitor.page
    sign_in(visitor, "siti@contoh.example")
    wait_until_ruled(page)
    page.goto("/jht/buku")
    visitor.context.set_offline(True)
    page.goto("/jht/buku")
    expect(page.get_by_text("Yang tampil adalah data terakhir")).to_be_visible()
    page.get_by_text("Tampilkan kode QR").click()
    kept = page.get_by_label("Isi kode QR", exact=True).input_value()
    assert kept == book.qr_text()
    page.goto("/bukti/buku")
    assert _check(page, kept) == ("holds", "")
    expect(page.locator("[data-outcome=holds]")).to_contain_text("Belum ditanyakan")
    assert _check(page, dict(tampered_qr(kept))["a sen more"]) == ("fails", "signature_wrong")


def test_without_scripts_the_server_checks(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    book = _fund()
    file = tmp_path / "buku.json"
    file.write_text(book.file_text(), encoding="utf-8")
    visitor = visit(java_script_enabled=False)
    visitor.page.goto("/bukti/buku")
    visitor.page.get_by_label("Berkas buku (JSON)").set_input_files(file)
    visitor.page.get_by_role("button", name="Periksa", exact=True).click()
    expect(visitor.page.get_by_text(f"Cocok: buku {book.passbook.reference}")).to_be_visible()
