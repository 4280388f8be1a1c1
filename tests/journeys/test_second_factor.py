"""An app and codes on paper: set up, asked for after the password, used when the telephone is lost; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from openjmo.protocols import totp
from tests.desk import app_code
from tests.domains.identity.makers import make_account
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_out


@pytest.mark.parametrize(("language", "has_script"), [("id", True), ("en", False)], ids=["id", "en-no-js"])
def test_from_setting_it_up_to_the_day_the_phone_is_lost(visit: Callable[..., Visitor], language: str, *, has_script: bool) -> None:
    visitor = visit(language=language, java_script_enabled=has_script)
    page, say = visitor.page, visitor.say
    account_id = make_account()
    sign_in(visitor, "wati@contoh.example")
    page.goto("/profil")
    page.get_by_role("link", name=say("Keamanan akun")).click()
    page.get_by_role("link", name=say("Pasang"), exact=True).click()
    secret = totp.from_text(page.locator("[name=rahasia]").get_attribute("value") or "")
    assert secret
    page.get_by_label(say("Kode yang tampil di aplikasi")).fill(totp.code_at(secret, totp.step_of(timezone.now().timestamp())))
    page.get_by_role("button", name=say("Pasang"), exact=True).click()
    page.get_by_role("button", name=say("Buat 10 kode")).click()
    page.get_by_role("button", name=say("Unduh sebagai berkas")).wait_for()
    codes = page.get_by_role("main").locator("code").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name=say("Unduh sebagai berkas")).click()
    assert codes[9] in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name=say("Sudah saya simpan")).click()
    sign_out(visitor)

    sign_in(visitor, "wati@contoh.example", lands_on="/masuk/langkah-kedua")
    page.get_by_label(say("Kode dari aplikasi autentikator")).fill("000000" if app_code(account_id) != "000000" else "111111")
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    expect(
        page.get_by_text(say("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik itu."))
    ).to_be_visible()
    assert visitor.width() <= 360
    page.get_by_role("link", name=say("Kode cadangan")).click()
    page.get_by_label(say("Kode cadangan")).fill(codes[3])
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    expect(page).to_have_url(re.compile("/beranda"))
    page.goto("/akun/keamanan")
    assert visitor.width() <= 360
    expect(page.get_by_role("main")).to_contain_text("9")
