"""A worker registers, activates, signs in and sees a balance that is the sum of the ledger's postings to the last rupiah."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from openjmo.core.money import rupiah, rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from tests.fund import BUDI, NOW, SITI, make_employer, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import activate, fill_registration, postings_of, sign_in, sign_out


@pytest.mark.parametrize(
    ("language", "has_script"), [("id", True), ("en", True), ("id", False), ("en", False)], ids=["id", "en", "id-no-js", "en-no-js"]
)
def test_from_registration_to_a_balance_that_adds_up(visit: Callable[..., Visitor], language: str, *, has_script: bool) -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI, BUDI])
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    declare_rate(NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test"))
    credit_returns(Month(2026, 10), now=NOW)
    member = visit(language=language, java_script_enabled=has_script)
    page, say = member.page, member.say

    fill_registration(member, SITI, "siti@contoh.example")
    activate(member)
    sign_out(member)
    sign_in(member, "siti@contoh.example")

    held = postings_of(SITI)
    assert held.sen > 600_000_00
    expect(page.get_by_role("heading", level=1)).to_have_text(SITI.full_name)
    expect(page.locator("[data-sensitive] .amount-big .secret").first).to_have_text(rupiah(held))
    assert member.width() <= 360
    page.get_by_role("link", name=say("JHT"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Saldo JHT"))
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator(".amount-big .secret")).to_have_text(rupiah(held))
    expect(page.locator("dl.rows .total dd .secret").last).to_have_text(rupiah(held))
    assert member.width() <= 360
    page.get_by_text(say("Bagaimana angka ini dihitung?")).click()
    if has_script:
        expect(page.locator("details.how").last).to_contain_text(rupiah_sen(held))
    else:
        page.get_by_role("link", name=say("Lihat hitungannya, baris demi baris")).click()
        expect(page.locator("main")).to_contain_text(rupiah_sen(held))
