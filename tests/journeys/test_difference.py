"""A member says that a month differs, an officer compares and answers, the member reads the answer; with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from openjmo.core.periods import Month
from tests.desk import make_officer
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_in_officer


@pytest.mark.parametrize(("language", "has_script"), [("id", True), ("en", False)], ids=["id", "en-no-js"])
def test_from_a_payslip_that_differs_to_the_answer(visit: Callable[..., Visitor], language: str, *, has_script: bool) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    member(SITI, "siti@contoh.example")
    make_officer("petugas@contoh.example")
    siti = visit(language=language, java_script_enabled=has_script)
    officer = visit(language=language, java_script_enabled=has_script, width=1280, height=900)
    say = siti.say

    sign_in(siti, "siti@contoh.example")
    siti.page.goto("/jht/selisih")
    siti.page.get_by_label(say("Bulan"), exact=True).fill("2026-09")
    siti.page.get_by_label(say("Potongan JHT pada slip gaji")).fill("150.000")
    siti.page.get_by_role("button", name=say("Kirim laporan")).click()
    expect(siti.page.get_by_text(say("sedang diperiksa petugas"), exact=True)).to_be_visible()
    assert siti.width() <= 360

    sign_in_officer(officer, "petugas@contoh.example")
    officer.page.get_by_role("link", name="Siti Rahmawati").click()
    expect(officer.page.locator("#perbandingan tbody tr").last).to_contain_text("Rp30.000,00")
    expect(officer.page.get_by_label(say("Upah yang dilaporkan lain daripada slip gaji"))).to_be_checked()
    assert officer.width() <= 1280
    officer.page.get_by_label(say("Kalimat tambahan untuk peserta")).fill("Upah di laporan Rp6.000.000.")
    officer.page.get_by_role("button", name=say("Jawab dan tutup")).click()
    expect(officer.page.get_by_text(say("Tersimpan. Peserta sudah diberi tahu."))).to_be_visible()

    siti.page.goto("/kabar")
    assert siti.width() <= 360
    siti.page.get_by_role("link", name="Upah di laporan Rp6.000.000.").click()
    expect(siti.page.get_by_text("Upah di laporan Rp6.000.000.")).to_be_visible()
    expect(siti.page.locator("#perbandingan tbody tr").last).to_contain_text("Rp30.000,00")
    assert siti.width() <= 360
