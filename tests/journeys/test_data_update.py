"""A member updates their data half way, goes on, meets a difference, asks for its correction, and shows their face; with and without
JavaScript, on a small phone, and by keyboard where it matters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from tests.desk import make_officer
from tests.domains.verification.steps import make_member, photo
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_in_officer
from tests.worker import work

Visit = Callable[..., Visitor]


def _begin_and_put_off(siti: Visitor) -> None:
    say, page = siti.say, siti.page
    sign_in(siti, "siti@contoh.example")
    page.goto("/profil/pengkinian")
    page.get_by_role("button", name=say("Mulai")).press("Enter")
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    page.get_by_label(say("Nama kontak darurat")).fill("Budi Santoso")
    page.get_by_label(say("Nomor HP kontak darurat")).fill("0812 3456 7890")
    page.get_by_role("button", name=say("Simpan, lanjutkan nanti")).click()
    expect(page.get_by_text(say("Isian Anda tersimpan. Lanjutkan kapan saja, juga dari HP lain."))).to_be_visible()
    assert siti.width() <= 360


def _go_on_until_the_check(siti: Visitor, *, has_script: bool) -> None:
    say, page = siti.say, siti.page
    sign_in(siti, "siti@contoh.example")
    page.goto("/profil/pengkinian")
    page.get_by_role("button", name=say("Lanjutkan")).click()
    expect(page.get_by_label(say("Nama kontak darurat"))).to_have_value("Budi Santoso")
    for _step in ("contact", "address", "family"):
        page.get_by_role("button", name=say("Lanjut"), exact=True).click()
        assert siti.width() <= 360
    page.get_by_label(say("Saya setuju data saya dibandingkan")).check()
    page.get_by_role("button", name=say("Cocokkan"), exact=True).click()
    expect(page.get_by_text(say("Sedang dicocokkan. Biasanya selesai dalam beberapa detik."))).to_be_visible()
    work()
    if not has_script:
        page.get_by_role("link", name=say("Lihat hasilnya")).click()
    expect(page.get_by_text(say("berbeda"), exact=True)).to_be_visible()
    assert siti.width() <= 360


def _ask_for_the_right_name(siti: Visitor) -> None:
    say, page = siti.say, siti.page
    page.get_by_role("link", name=say("Ajukan perbaikan")).click()
    page.get_by_label(say("Yang benar")).fill("Siti Rachmawati")
    photograph: FilePayload = {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.get_by_label(say("Foto dokumen (boleh kosong)")).set_input_files(photograph)
    page.get_by_role("button", name=say("Kirim permintaan")).click()
    expect(page.get_by_text(say("giliran petugas"), exact=True)).to_be_visible()
    assert siti.width() <= 360


def _take_a_code_and_finish(siti: Visitor) -> str:
    say, page = siti.say, siti.page
    page.goto("/profil/pengkinian/wajah")
    expect(page.get_by_role("heading", level=2)).to_have_text([say("Loket"), say("Panggilan video"), say("Swafoto")])
    assert siti.width() <= 360
    page.get_by_role("button", name=say("Minta kode loket")).click()
    code = page.locator(".amount-big").inner_text()
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    page.get_by_role("button", name=say("Selesai"), exact=True).click()
    expect(page.get_by_text("Budi Santoso")).to_be_visible()
    assert siti.width() <= 360
    return code


def _decide(officer: Visitor, code: str) -> None:
    say, desk = officer.say, officer.page
    sign_in_officer(officer, "petugas@contoh.example")
    desk.goto("/petugas/loket")
    desk.get_by_label(say("Kode"), exact=True).fill(code)
    desk.get_by_role("button", name=say("Buka pemeriksaan")).click()
    desk.get_by_text(say("Berhasil: orangnya sesuai dengan data dan KTP")).click()
    desk.get_by_role("button", name=say("Simpan keputusan")).click()
    assert officer.width() <= 1280
    desk.goto("/petugas/?jenis=data")
    desk.get_by_role("link", name="Siti Rahmawati").click()
    desk.get_by_text(say("KTP asli"), exact=True).click()
    desk.get_by_role("button", name=say("Setujui perubahan")).click()
    expect(desk.get_by_text(say("Tersimpan. Peserta sudah diberi tahu."))).to_be_visible()
    assert officer.width() <= 1280


@pytest.mark.parametrize(("language", "has_script"), [("id", True), ("en", False)], ids=["id", "en-no-js"])
def test_from_a_difference_to_a_name_that_is_right(visit: Visit, language: str, *, has_script: bool) -> None:
    make_member("319901", agrees=False)
    make_officer("petugas@contoh.example")
    first, siti = (visit(language=language, java_script_enabled=has_script) for _telephone in range(2))
    officer = visit(language=language, java_script_enabled=has_script, width=1280, height=900)
    _begin_and_put_off(first)
    _go_on_until_the_check(siti, has_script=has_script)
    _ask_for_the_right_name(siti)
    _decide(officer, _take_a_code_and_finish(siti))
    siti.page.goto("/profil")
    expect(siti.page.get_by_role("heading", name="Siti Rachmawati")).to_be_visible()
    siti.page.goto("/profil/wajah")
    expect(siti.page.get_by_text(siti.say("Pemeriksaan wajah sudah berhasil"))).to_be_visible()
