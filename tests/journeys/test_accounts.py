"""Getting in and out: data that do not fit, forgotten passwords, sessions that end, keys instead of a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from openjmo.core.periods import Month
from tests.fund import SITI, Worker, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import activate, code_in_sms, fill_registration, follow_letter, sign_in, sign_out

NEW_PASSWORD = "Kolam-Hijau-3"


def _waiting_page(visitor: Visitor, worker: Worker, email: str) -> str:
    """What somebody is told whose data do not fit, without what they typed themselves."""
    fill_registration(visitor, worker, email)
    activate(visitor)
    main = visitor.page.get_by_role("main")
    expect(main).to_contain_text("mencocokkan data")
    told = main.inner_text()
    visitor.page.goto("/profil")
    expect(visitor.page.get_by_role("main")).to_contain_text(re.compile(r"PD-\w{4}-\w{4}-\w"))
    return re.sub(r"PD-[\w-]+|\d{1,2} \w+ 20\d\d[^\n]*", "…", told)


def test_data_that_do_not_fit_open_a_request_and_give_no_hint(visit: Callable[..., Visitor]) -> None:
    """A wrong name for a known NIK and a NIK nobody knows are answered with the same words."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    known_nik = replace(SITI, full_name="Siti Rohmawati", card_number="11111111111")
    unknown_nik = replace(SITI, nik="3507046609849999", full_name="Siti Rohmawati", card_number="11111111111")
    first = _waiting_page(visit(), known_nik, "satu@contoh.example")
    second = _waiting_page(visit(), unknown_nik, "dua@contoh.example")
    assert first == second
    for hint in ("Rahmawati", "2104", "Karya Bahari", "sudah terdaftar", "tidak terdaftar", "Rp"):
        assert hint not in first


def test_a_forgotten_password_is_replaced_and_ends_other_sessions(visit: Callable[..., Visitor]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    elsewhere, phone = visit(), visit()
    sign_in(elsewhere, "siti@contoh.example")
    page = phone.page
    page.goto("/masuk")
    page.get_by_role("link", name="Lupa kata sandi").click()
    page.get_by_label("E-mail", exact=True).fill("siti@contoh.example")
    page.get_by_role("main").get_by_role("button").first.click()
    follow_letter(phone, "Buat kata sandi baru OpenJMO")
    fields = page.locator("input[type=password]")
    fields.nth(0).fill(NEW_PASSWORD)
    fields.nth(1).fill(NEW_PASSWORD)
    page.get_by_role("main").locator("button[type=submit]").click()
    expect(page).to_have_url(re.compile("/lupa-sandi/selesai"))
    elsewhere.page.goto("/jht")
    expect(elsewhere.page).to_have_url(re.compile("/masuk"))
    sign_in(phone, "siti@contoh.example", NEW_PASSWORD)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_who_lost_the_mailbox_comes_back_by_sms_and_moves_to_another_address(
    visit: Callable[..., Visitor],
    has_script: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """The number is verified while all is well; then a new password by SMS, then a new address, and the old one is of no use."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    phone, elsewhere = visit(java_script_enabled=has_script), visit()
    page = phone.page
    sign_in(phone, "siti@contoh.example")
    page.goto("/profil")
    expect(page.get_by_text("belum terverifikasi")).to_be_visible()
    page.get_by_role("link", name="Verifikasi nomor HP").click()
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketik kode dari SMS")
    page.get_by_label("Kode dari SMS").fill(code_in_sms(phone))
    page.get_by_role("button", name="Lanjut").click()
    expect(page).to_have_url(re.compile("/profil"))
    expect(page.get_by_text("terverifikasi", exact=True)).to_be_visible()
    sign_out(phone)

    sign_in(elsewhere, "siti@contoh.example")
    page.goto("/masuk")
    expect(page.get_by_text("Buat yang baru lewat e-mail atau SMS.")).to_be_visible()
    page.get_by_role("link", name="Lupa kata sandi").click()
    page.get_by_label("E-mail", exact=True).fill("siti@contoh.example")
    page.get_by_text(re.compile("^Lewat SMS")).click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kode dari SMS").fill(code_in_sms(phone))
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buat kata sandi baru")
    for field in page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page).to_have_url(re.compile("/lupa-sandi/selesai"))
    elsewhere.page.goto("/jht")
    expect(elsewhere.page).to_have_url(re.compile("/masuk"))

    sign_in(phone, "siti@contoh.example", NEW_PASSWORD)
    sign_in(elsewhere, "siti@contoh.example", NEW_PASSWORD)
    page.goto("/profil")
    page.get_by_role("link", name="Ganti alamat e-mail").click()
    page.get_by_label("Alamat e-mail baru").fill("siti.baru@contoh.example")
    page.get_by_label("Kata sandi sekarang").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Kirim surat").click()
    expect(page.get_by_text("Alamat baru menunggu dipastikan")).to_be_visible()
    page.goto("/profil")
    expect(page.get_by_role("button", name="Batalkan permintaan")).to_be_visible()
    follow_letter(phone, "Pastikan alamat e-mail baru Anda untuk OpenJMO")
    page.get_by_role("button", name="Ganti alamat").click()
    expect(page).to_have_url(re.compile("/profil"))
    expect(page.get_by_role("main").get_by_text("siti.baru@contoh.example")).to_be_visible()
    elsewhere.page.goto("/jht")
    expect(elsewhere.page).to_have_url(re.compile("/masuk"))
    sign_in(elsewhere, "siti.baru@contoh.example", NEW_PASSWORD)


def test_signing_out_really_ends_it(visit: Callable[..., Visitor]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    phone = visit()
    page = phone.page
    sign_in(phone, "siti@contoh.example")
    page.goto("/jht")
    expect(page.get_by_text("Rp342.000").first).to_be_visible()
    kept = phone.context.cookies()
    sign_out(phone)
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert "Rp342.000" not in page.content()
        assert "Siti Rahmawati" not in page.content()
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": one["name"], "value": one["value"], "url": page.url} for one in kept])
    page.goto("/jht")
    expect(page).to_have_url(re.compile("/masuk"))


def test_caps_lock_is_told_and_the_password_can_be_looked_at(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto("/masuk")
    field = page.get_by_label("Kata sandi", exact=True)
    field.focus()
    caps = "new KeyboardEvent('keydown', {key: 'A', bubbles: true, modifierCapsLock: %s})"
    field.evaluate(f"field => field.dispatchEvent({caps % 'true'})")
    expect(page.get_by_text("Caps Lock")).to_be_visible()
    field.evaluate(f"field => field.dispatchEvent({caps % 'false'})")
    expect(page.get_by_text("Caps Lock")).to_have_count(0)
    field.fill("Tangga-Biru-7")
    page.get_by_role("button", name=re.compile("^Lihat")).click()
    assert field.get_attribute("type") == "text"


def _focus_is_visible(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
            const style = getComputedStyle(document.activeElement);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
        }"""
        )
    )


def _tab_to(page: Page, name: str) -> None:
    """Tab until the link or button of that name has the focus; every stop on the way must show where it is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert _focus_is_visible(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("document.activeElement.innerText?.trim().split('\\n').pop()") == name:
            return
    raise AssertionError(f"{name} is not reached with the Tab key")


def test_from_signing_in_to_the_balance_with_keys_alone(visit: Callable[..., Visitor]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, "siti@contoh.example")
    page = visit().page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#isi"
    _tab_to(page, "Masuk")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/masuk"))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type("siti@contoh.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Tangga-Biru-7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/beranda"))
    _tab_to(page, "JHT")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saldo JHT")
    expect(page.get_by_text("Rp342.000").first).to_be_visible()
