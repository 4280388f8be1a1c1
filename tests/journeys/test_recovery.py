"""E-mail and telephone both lost: back in by the trusted person, or by two officers; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from playwright.sync_api import expect

from openjmo.core.periods import Month
from openjmo.domains.protection import reads as protection
from openjmo.domains.recovery.models import Case
from tests.desk import make_officer
from tests.domains.protection.steps import OWN_EMAIL, days, link_to, now
from tests.domains.recovery.steps import NEW_EMAIL, NEW_PASSWORD, SAID, codes, link_key, proven, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_in_officer
from tests.worker import work


def _days_pass() -> None:
    """The days of waiting are over, for the case and for the job that waits for it."""
    Case.objects.update(agreed_at=days(-4), ready_at=days(-1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'recovery.send_link' AND status = 'todo'")
    work()


def _chooses_a_password(visitor: Visitor) -> None:
    page, say = visitor.page, visitor.say
    page.goto(f"/pulihkan/sandi/{link_key()}")
    fields = page.locator("input[type=password]")
    fields.nth(0).fill(NEW_PASSWORD)
    fields.nth(1).fill(NEW_PASSWORD)
    page.get_by_role("button", name=say("Simpan kata sandi")).click()
    expect(page).to_have_url(re.compile("/lupa-sandi/selesai"))
    sign_in(visitor, NEW_EMAIL, NEW_PASSWORD)


@pytest.mark.parametrize(("language", "has_script"), [("id", True), ("en", False)], ids=["id", "en-no-js"])
def test_back_in_with_the_trusted_person(visit: Callable[..., Visitor], language: str, *, has_script: bool) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    trust(account_id, now())
    visitor = visit(language=language, java_script_enabled=has_script)
    page, say = visitor.page, visitor.say
    page.goto("/masuk")
    page.get_by_role("link", name=say("E-mail dan HP hilang dua-duanya?")).click()
    typed = {
        "NIK": SAID.nik,
        "Nama lengkap": SITI.full_name,
        "Tanggal lahir": "26-09-1985",
        "Nama ibu kandung": SITI.mother_name,
        "E-mail baru": "siti.baru@",
        "Nomor HP baru": "0812 0000 0077",
    }
    for label, value in typed.items():
        page.get_by_label(re.compile(f"^{re.escape(say(label))}( \\(|$)")).fill(value)
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    assert visitor.width() <= 360
    expect(page.get_by_label(say("Nama lengkap"))).to_have_value(SITI.full_name)
    page.get_by_label(say("E-mail baru")).fill(NEW_EMAIL)
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Pastikan e-mail dan nomor HP baru"))
    assert visitor.width() <= 360
    here = page.url
    work()
    email_code, phone_code = codes()
    page.get_by_label(say("Kode dari e-mail")).fill(email_code)
    page.get_by_label(say("Kode dari SMS")).fill(phone_code)
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Sekarang seseorang harus membenarkannya"))
    assert visitor.width() <= 360
    work()

    helper = visit(language=language, java_script_enabled=has_script)
    helper.page.goto(f"/tepercaya/{trusted_code()}")
    helper.page.get_by_label(
        say("Saya sudah bertemu atau menelepon %(name)s sendiri, dan ia memang memintanya.") % {"name": SITI.full_name}
    ).check()
    helper.page.get_by_role("button", name=say("Ya, itu dia")).click()
    expect(helper.page.get_by_text(say("Sudah dibenarkan"), exact=True)).to_be_visible()
    assert helper.width() <= 360

    page.goto(here)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Sudah dibenarkan, tinggal menunggu"))
    _days_pass()
    _chooses_a_password(visitor)
    page.goto(here)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Akun Anda sudah pulih"))


def test_back_in_with_two_officers(visit: Callable[..., Visitor]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    member(SITI, OWN_EMAIL)
    proven()
    for email, name in (("satu@contoh.example", "Ratna Puspita"), ("dua@contoh.example", "Dewi Lestari")):
        make_officer(email, name)
    first, second = visit(width=1280), visit(width=360)
    sign_in_officer(first, "satu@contoh.example")
    first.page.goto("/petugas/pemulihan")
    first.page.get_by_role("link", name=re.compile(SITI.full_name)).click()
    first.page.get_by_text("KTP asli", exact=True).click()
    first.page.get_by_label("Bagaimana Anda memastikan orangnya").fill("KTP asli dilihat.")
    first.page.get_by_role("button", name="Sudah saya periksa").click()
    expect(first.page.get_by_text("menunggu petugas kedua")).to_be_visible()
    assert first.width() <= 1280
    sign_in_officer(second, "dua@contoh.example")
    second.page.goto("/petugas/pemulihan")
    assert second.width() <= 360
    second.page.get_by_role("link", name=re.compile(SITI.full_name)).click()
    assert second.width() <= 360
    second.page.get_by_role("button", name="Setujui").click()
    expect(second.page.get_by_text("masa tunggu", exact=True)).to_be_visible()
    _days_pass()
    _chooses_a_password(visit())


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_whoever_was_told_stops_it_with_the_link_of_the_letter(visit: Callable[..., Visitor], *, has_script: bool) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    proven()
    stranger = visit(java_script_enabled=has_script)
    stranger.page.goto(f"/bekukan/{link_to(OWN_EMAIL, 'protection_recovery_asked')}")
    stranger.page.get_by_role("button", name="Bekukan akun").click()
    expect(stranger.page.get_by_text("Akun ini beku", exact=True)).to_be_visible()
    assert protection.hold_of(account_id, now()).freeze
    assert Case.objects.get().end == Case.End.STOPPED
