"""A worker with a small phone registers, reads the letter, activates, signs out and in again; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from openjmo.domains.messaging.models import Mail
from tests.portals.public.steps import PASSWORD, link_in


def _register(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Daftar").click()
    page.get_by_label("NIK", exact=True).fill("3507042609850000")
    page.get_by_label("Nomor KPJ").fill("12345678901")
    page.get_by_label("Nama lengkap").fill("Siti Contoh")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    page.get_by_label("E-mail").fill("siti@contoh.example")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    page.get_by_label("Saya sudah membaca").check()
    page.get_by_role("button", name="Daftar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa e-mail Anda")


def _activate(page: Page) -> None:
    page.goto("/surat/")
    page.get_by_role("link", name="Aktifkan akun").first.click()
    page.get_by_role("link", name=re.compile("aktivasi")).click()
    page.get_by_role("button", name="Aktifkan akun").click()
    expect(page).to_have_url(re.compile("/beranda"))


def test_from_the_first_page_to_home(page: Page) -> None:
    _register(page)
    _activate(page)
    page.goto("/keluar")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("status").filter(has_text="Anda sudah keluar")).to_be_visible()
    page.get_by_role("link", name="Masuk", exact=True).click()
    page.get_by_label("E-mail").fill("siti@contoh.example")
    page.get_by_label("Kata sandi", exact=True).fill("Salah-sekali-1")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/beranda"))


def test_a_mistake_keeps_what_was_typed_and_takes_one_there(page: Page) -> None:
    page.goto("/daftar")
    page.get_by_label("NIK", exact=True).fill("350704260985000")
    page.get_by_label("Nama lengkap").fill("Siti Contoh")
    page.get_by_role("button", name="Daftar").click()
    expect(page.get_by_role("alert")).to_contain_text("NIK berisi 15 angka")
    expect(page.get_by_label("NIK", exact=True)).to_have_value("350704260985000")
    page.get_by_role("alert").get_by_role("link", name=re.compile("15 angka")).click()
    expect(page.get_by_label("NIK", exact=True)).to_be_focused()


def test_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    _register(page)
    page.goto(link_in(Mail.objects.get()))
    page.get_by_role("button", name="Aktifkan akun").click()
    expect(page).to_have_url(re.compile("/beranda"))
    context.close()


@pytest.mark.parametrize("address", ["/", "/daftar", "/masuk", "/lupa-sandi", "/syarat"])
def test_nothing_is_wider_than_a_small_phone(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
