"""What people do, step by step. Everybody is invented; words are found by their Indonesian sentence, in the visitor's language."""

from __future__ import annotations

import re
from datetime import date

from django.db import connection
from playwright.sync_api import expect

from openjmo.core.money import Money
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import represent
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.membership.workers import nik_key
from tests.desk import app_code
from tests.domains.identity.makers import PASSWORD, make_account
from tests.fund import Worker
from tests.journeys.conftest import Visitor
from tests.worker import work


def fill_registration(visitor: Visitor, worker: Worker, email: str, **other: str) -> None:
    """The registration form as this worker fills it in, with anything else changed by label."""
    page, say = visitor.page, visitor.say
    page.goto("/daftar")
    typed = {
        "NIK": worker.nik,
        "Nomor KPJ": worker.card_number,
        "Nama lengkap": worker.full_name,
        "Nomor HP": "0812 3456 7890",
        "E-mail": email,
        "Kata sandi": PASSWORD,
        "Ulangi kata sandi": PASSWORD,
        **other,
    }
    for label, value in typed.items():
        page.get_by_label(re.compile(f"^{re.escape(say(label))}( \\(|$)")).fill(value)
    page.get_by_label(re.compile(f"^{re.escape(say('Saya sudah membaca dan menyetujui'))}")).check()
    page.get_by_role("button", name=say("Daftar"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Periksa e-mail Anda"))


def follow_letter(visitor: Visitor, subject: str) -> None:
    """Open the newest letter with that subject on the mail page and follow the link in it."""
    page = visitor.page
    page.goto("/surat/")
    page.get_by_role("link", name=re.compile(re.escape(visitor.say(subject)))).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^http")).click()


def code_in_sms(visitor: Visitor) -> str:
    """The six digits of the newest SMS on the mail page; the page the visitor stood on is opened again."""
    work()
    page, before = visitor.page, visitor.page.url
    page.goto("/surat/")
    page.get_by_role("link", name="SMS", exact=False).first.click()
    found = re.search(r"\b\d{6}\b", page.get_by_role("main").inner_text())
    assert found
    page.goto(before)
    return found.group()


def activate(visitor: Visitor) -> None:
    """From the activation letter to the first page."""
    follow_letter(visitor, "Aktifkan akun OpenJMO Anda")
    visitor.page.get_by_role("button", name=visitor.say("Aktifkan akun")).click()
    expect(visitor.page).to_have_url(re.compile("/beranda"))


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, *, lands_on: str = "/beranda") -> None:
    """From the sign-in page to where the account is at home."""
    page, say = visitor.page, visitor.say
    page.goto("/masuk")
    page.get_by_label(say("E-mail")).fill(email)
    page.get_by_label(say("Kata sandi"), exact=True).fill(password)
    page.get_by_role("button", name=say("Masuk"), exact=True).click()
    expect(page).to_have_url(re.compile(lands_on))


def sign_in_officer(visitor: Visitor, email: str) -> None:
    """The same for an officer, who also types what the authenticator app shows."""
    sign_in(visitor, email, lands_on="/masuk/langkah-kedua")
    page, say = visitor.page, visitor.say
    account = identity.account_with_email(email)
    assert account
    page.get_by_label(say("Kode dari aplikasi autentikator")).fill(app_code(account.id))
    page.get_by_role("button", name=say("Lanjut"), exact=True).click()
    expect(page).to_have_url(re.compile("/petugas/"))


def sign_out(visitor: Visitor) -> None:
    """By the button of the profile."""
    page, say = visitor.page, visitor.say
    page.goto("/profil")
    page.get_by_role("button", name=say("Keluar dari akun")).click()
    expect(page.get_by_text(say("Anda sudah keluar. Sesi di perangkat ini sudah ditutup."))).to_be_visible()


def make_agent(employer: EmployerView, email: str = "wakil@contoh.example") -> str:
    """An account that acts for the employer; its address."""
    represent(make_account(email, kind="employer", full_name="Wakil Contoh"), employer.ref, date(2020, 1, 1))
    return email


def postings_of(worker: Worker) -> Money:
    """What the ledger itself holds for this worker, straight from its postings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(line.amount_sen), 0)::bigint FROM ledger_posting line JOIN membership_card card "
            "ON card.ledger_account_id = line.account_id WHERE card.nik_key = %s",
            [nik_key(worker.nik)],
        )
        row = cursor.fetchone() or (0,)
    return Money(row[0])
