"""An officer without the task opens one request in emergency, the overseer looks at it, the member reads why; on phones, with and without
JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from openjmo.core.periods import Month
from openjmo.domains.support.tasks import Task
from tests.desk import make_card_request, make_officer
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_in_officer

WHY = "Peserta menelepon dari rumah sakit."


def _menu(visitor: Visitor) -> Locator:
    """The desk's menu, opened on a phone; every line of it lies on the screen and is large enough for a thumb."""
    visitor.page.get_by_role("button", name=visitor.say("Menu"), exact=True).click()
    menu = visitor.page.get_by_role("navigation", name=visitor.say("Menu utama"))
    expect(menu).to_be_visible()
    for line in menu.locator("a, button").all():
        box = line.bounding_box()
        assert box
        assert (box["x"] >= 0, box["x"] + box["width"] <= 360, box["height"] >= 44) == (True, True, True)
    return menu


@pytest.mark.parametrize(("language", "has_script"), [("id", True), ("en", False)], ids=["id", "en-no-js"])
def test_opened_looked_at_and_read(visit: Callable[..., Visitor], language: str, *, has_script: bool) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    ref = make_card_request(member(SITI, "siti@contoh.example")[1].id)
    make_officer("penolong@contoh.example", "Bagus Wibowo", [Task.PRIVACY])
    make_officer("pengawas@contoh.example", "Ratna Puspita")
    helper, overseer, siti = (visit(language=language, java_script_enabled=has_script) for _ in range(3))
    say = helper.say

    sign_in_officer(helper, "penolong@contoh.example")
    helper.page.goto(f"/petugas/kartu/{ref}")
    expect(helper.page.get_by_role("heading", name=say("Bukan tugas Anda"), level=1)).to_be_visible()
    expect(helper.page.get_by_text("Siti Rahmawati")).to_have_count(0)
    assert helper.width() <= 360
    helper.page.get_by_role("link", name=say("Kembali ke daftar")).click()
    _menu(helper).get_by_role("link", name=say("Buka darurat")).click()
    helper.page.get_by_label(say("Nomor permintaan")).fill(ref)
    helper.page.get_by_role("button", name=say("Buka permintaan")).click()
    expect(helper.page.get_by_text(say("Alasan belum diisi."))).to_be_visible()
    assert helper.width() <= 360
    expect(helper.page.get_by_label(say("Nomor permintaan"))).to_have_value(ref)
    helper.page.get_by_label(say("Mengapa Anda harus membukanya sekarang")).fill(WHY)
    helper.page.get_by_role("button", name=say("Buka permintaan")).click()
    expect(helper.page.get_by_role("heading", level=1)).to_contain_text("Siti Rahmawati")
    expect(helper.page.get_by_text(say("Bukan tugas Anda. Peserta dan petugas pengawas sudah diberi tahu."))).to_be_visible()
    expect(helper.page.get_by_role("button", name=say("Sambungkan kartu"))).to_have_count(0)
    assert helper.width() <= 360

    sign_in_officer(overseer, "pengawas@contoh.example")
    _menu(overseer).get_by_role("link", name=say("Pengawasan")).click()
    expect(overseer.page.get_by_text(WHY)).to_be_visible()
    assert overseer.width() <= 360
    overseer.page.get_by_role("button", name=say("Sudah saya periksa")).click()
    expect(overseer.page.get_by_role("button", name=say("Sudah saya periksa"))).to_have_count(0)

    sign_in(siti, "siti@contoh.example")
    siti.page.goto("/kabar")
    siti.page.get_by_role("link", name=say("Permintaan Anda dibuka di luar tugas petugas")).click()
    expect(siti.page.get_by_text("Bagus Wibowo").first).to_be_visible()
    assert siti.width() <= 360


def test_on_a_large_screen_the_menu_stands_open(visit: Callable[..., Visitor]) -> None:
    make_officer("petugas@contoh.example")
    officer = visit(width=1280, height=900)
    sign_in_officer(officer, "petugas@contoh.example")
    expect(officer.page.get_by_role("button", name="Menu", exact=True)).to_have_count(0)
    menu = officer.page.get_by_role("navigation", name="Menu utama")
    expect(menu.get_by_role("link", name="Pengawasan")).to_be_visible()
    assert officer.width() <= 1280
