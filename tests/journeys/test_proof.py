"""The proof of the total in a real browser: the member's own page, the public page, without a line, and without Ed25519."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.ledger.proof.check import fault_of
from openjmo.ledger.proof.wire import read_proof
from tests.fund import BUDI, NOW, SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in
from tests.journeys.test_without_a_line import wait_until_ruled
from tests.ledger.proof.tampering import tampered, valid

OCTOBER = date(2026, 10, 31)
ANSWERED = "[data-verify][data-verdict]"


def _publish() -> str:
    """A small fund and its total; Siti's proof."""
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    _, siti = member(SITI, "siti@contoh.example")
    publish_proof(OCTOBER, now=NOW)
    found = proofs.proof_of(membership.cards_of(siti.id)[0].account_code, 1)
    assert found
    return found.text


def _fault_by_server(text: str) -> str:
    try:
        return fault_of(read_proof(text))
    except InvalidInput:
        return "unreadable"


def _check(page: Page, text: str) -> tuple[str, str]:
    """What the browser says of a pasted proof: verdict and fault."""
    page.evaluate("delete document.querySelector('[data-verify]').dataset.verdict")
    page.locator("[name=bukti]").fill(text)
    page.get_by_role("button", name="Periksa", exact=True).click()
    found = page.locator(ANSWERED)
    found.wait_for()
    return found.get_attribute("data-verdict") or "", found.get_attribute("data-fault") or ""


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_member_sees_that_the_balance_is_in_the_total(visit: Callable[..., Visitor], language: str, tmp_path: Path) -> None:
    proof = _publish()
    visitor = visit(language=language)
    page, say = visitor.page, visitor.say
    sign_in(visitor, "siti@contoh.example")
    page.goto("/jht")
    page.locator(".proof a").click()
    expect(page).to_have_url("/jht/bukti")
    expect(page.locator("[data-outcome=holds]")).to_be_visible()
    said = page.locator("[data-outcome=holds]").inner_text()
    assert "Rp598.500,00" in said
    assert "Rp342.000" not in said, "the balance stands in the row above, where it can be hidden"
    assert len(said.split("\n\n")) == 3, "the proof, the signature, and the same as what everybody reads"
    assert visitor.width() == 360
    with page.expect_download() as taken:
        page.get_by_role("link", name=say("Unduh bukti (JSON)")).click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    assert file.read_text() == proof

    page.get_by_text(say("Lihat isi berkas bukti")).click()
    page.get_by_label(say("Isi berkas bukti")).fill(proof.replace('"balance_sen":"34200000"', '"balance_sen":"34200001"'))
    page.get_by_role("button", name=say("Periksa lagi")).click()
    expect(page.locator("[data-outcome=fails]")).to_be_visible()
    expect(page.locator("[data-outcome=holds]")).to_be_hidden()

    # Anybody checks the file without an account.
    stranger = visit(language=language, width=1280)
    stranger.page.goto("/bukti/periksa")
    stranger.page.get_by_label(say("Berkas bukti"), exact=True).set_input_files(file)
    expect(stranger.page.locator("[data-outcome=holds]")).to_be_visible()
    assert stranger.width() == 1280


def test_browser_and_server_name_the_same_fault(page: Page) -> None:
    """The untouched proof and more than twenty changed ones; the published statement is handed to the browser."""
    statement = json.loads(valid())["statement"]

    def published(route: Route) -> None:
        route.fulfill(json=statement)

    page.route("**/bukti/*.json", published)
    page.goto("/bukti/periksa")
    assert _check(page, valid()) == ("holds", "")
    compared = 0
    for name, text in tampered():
        expected = _fault_by_server(text)
        assert expected
        verdict, fault = _check(page, text)
        assert (name, fault) == (name, expected)
        assert verdict == ("unsure" if expected == "unreadable" else "fails")
        compared += 1
    assert compared > 40


def test_random_damage_is_noticed_by_both(page: Page) -> None:
    proof = _publish()
    page.goto("/bukti/periksa")
    assert _check(page, proof) == ("holds", "")
    chance = random.Random(20261031)  # noqa: S311 - damage that comes back
    for _ in range(25):
        at = chance.randrange(len(proof))
        changed = proof[:at] + chance.choice('0123456789abcXYZ-_"{},: ') + proof[at + 1 :]
        if changed == proof:
            continue
        verdict, fault = _check(page, changed)
        expected = _fault_by_server(changed)
        assert expected
        assert (changed, fault) == (changed, expected)
        assert verdict != "holds"


def test_a_statement_that_was_not_published_here_does_not_hold(page: Page) -> None:
    page.goto("/bukti/periksa")
    assert _check(page, valid()) == ("fails", "statement_differs")


def test_a_browser_without_ed25519_says_what_it_did_not_check(page: Page) -> None:
    page.add_init_script("SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('unknown', 'NotSupportedError'));")
    proof = _publish()
    page.goto("/bukti/periksa")
    assert _check(page, proof)[0] == "holds"
    expect(page.locator("[data-outcome=holds]")).to_contain_text("Tanda tangan tidak diperiksa di sini")


def test_without_scripts_the_server_checks(visit: Callable[..., Visitor]) -> None:
    proof = _publish()
    visitor = visit(java_script_enabled=False)
    visitor.page.goto("/bukti/periksa")
    visitor.page.get_by_label("Isi berkas bukti").fill(proof)
    visitor.page.get_by_role("button", name="Periksa", exact=True).click()
    expect(visitor.page.get_by_text("Cocok: saldo Rp342.000,00")).to_be_visible()
    visitor.page.get_by_label("Isi berkas bukti").fill(proof[:-5])
    visitor.page.get_by_role("button", name="Periksa", exact=True).click()
    expect(visitor.page.locator("#f-bukti-salah")).to_be_visible()
    assert visitor.page.get_by_label("Isi berkas bukti").input_value() == proof[:-5]


def test_the_proof_is_checked_without_a_line(visit: Callable[..., Visitor]) -> None:
    proof = _publish()
    visitor = visit()
    page = visitor.page
    sign_in(visitor, "siti@contoh.example")
    wait_until_ruled(page)
    page.goto("/jht/bukti")
    expect(page.locator("[data-outcome=holds]")).to_be_visible()
    visitor.context.set_offline(True)
    page.goto("/jht/bukti")
    expect(page.get_by_text("Yang tampil adalah data terakhir")).to_be_visible()
    expect(page.locator("[data-outcome=holds]")).to_be_visible()
    expect(page.locator("[data-outcome=holds]")).to_contain_text("Belum dibandingkan dengan terbitan nomor 1")
    page.goto("/bukti/periksa")
    assert _check(page, proof)[0] == "holds"
