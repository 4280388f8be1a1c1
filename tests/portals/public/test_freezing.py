"""Freezing over HTTP: at once for its owner, without signing in by link, and nothing told to strangers."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Purpose
from openjmo.domains.membership import reads as membership
from openjmo.domains.protection import actions, reads
from openjmo.domains.protection.actions.hold_back import Change, hold_back
from openjmo.domains.support.actions.appoint_officer import change_tasks
from openjmo.domains.support.tasks import Task
from tests.desk import make_officer, show_more
from tests.domains.identity.makers import PASSWORD, make_account
from tests.domains.protection.steps import OWN_EMAIL, THIEFS_ACCOUNT, link_to, now, settled_member
from tests.fund import SITI, make_employer, member, post_month
from tests.portals.public.steps import minutes_pass, proof_grows_old, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti(client: Client) -> int:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    settled_member(account_id)
    minutes_pass()
    sign_in(client, OWN_EMAIL, PASSWORD)
    return account_id


def _is_frozen(account_id: int) -> bool:
    return reads.hold_of(account_id, timezone.now()).freeze is not None


def test_its_owner_freezes_without_being_asked_anything(client: Client, siti: int) -> None:
    proof_grows_old()
    assert "Bekukan akun sekarang" in client.get("/akun/keamanan").text
    assert client.get("/akun/keamanan/bekukan").status_code == 405
    assert client.post("/akun/keamanan/bekukan").status_code == 302
    assert _is_frozen(siti)
    assert "Minta dibuka" in client.get("/akun/keamanan").text
    assert client.post("/akun/keamanan/buka")["Location"].startswith("/akun/pastikan"), "lifting asks for a proof"


def test_a_password_alone_does_not_lift(client: Client, siti: int) -> None:
    client.post("/akun/keamanan/bekukan")
    answer = client.post("/akun/keamanan/buka", follow=True)
    assert "kode cadangan" in answer.text
    assert _is_frozen(siti)
    show_more(client)
    assert "akan dibuka" in client.post("/akun/keamanan/buka", follow=True).text.lower()
    assert "Bekukan lagi" in client.get("/akun/keamanan").text


def test_the_link_of_a_notice_freezes_without_signing_in_and_shows_nobody(siti: int) -> None:
    actions.set_payout_account(siti, THIEFS_ACCOUNT, now())
    path = f"/bekukan/{link_to(OWN_EMAIL, 'protection_payout')}"
    stranger = Client()
    for answer in (stranger.get(path), stranger.head(path)):
        assert answer.status_code == 200
        # Nothing of the key travels to another site; "no-referrer" would say so too, but then browsers send the form with `Origin: null`.
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not _is_frozen(siti), "opening it changes nothing"
    page = stranger.get(path).text
    for secret in ("Siti", OWN_EMAIL, "7777", "7890"):
        assert secret not in page
    assert stranger.post(path)["Location"] == path
    assert _is_frozen(siti)
    assert "Akun ini beku" in stranger.get(path).text
    assert stranger.post(path, {"batalkan": "1"})["Location"] == path
    assert "sudah dibatalkan" in stranger.get(path).text
    known = reads.payout_account_of(siti)
    assert known
    assert known.last_digits == "7890"
    stranger.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "undone" in stranger.get(path).text


def test_a_false_link_is_gone(siti: int) -> None:
    for answer in (Client().get("/bekukan/salah"), Client().post("/bekukan/salah")):
        assert answer.status_code == 410
    assert not _is_frozen(siti)


def test_the_bank_account_is_kept_after_a_proof_and_shown_masked(client: Client, siti: int) -> None:
    """R6.2: within five minutes, whatever the sign-in was. R10.1: it is kept in the member's registered name, and no other can be typed."""
    assert "••••7890" in client.get("/profil/rekening").text
    answer = client.post("/profil/rekening", {"bank": "", "nomor": "12ab"})
    assert "Bank belum dipilih" in answer.text
    assert "12ab" in answer.text
    assert client.post("/profil/rekening", {"bank": "014", "nomor": "999-888-7777"}).status_code == 302
    page = client.get("/profil/rekening").text
    assert "••••7777" in page
    assert SITI.full_name in page
    assert "9998887777" not in page
    assert "Pembayaran ditahan" in page
    proof_grows_old()
    assert client.get("/profil/rekening")["Location"].startswith("/akun/pastikan")
    client.post("/akun/keamanan/bekukan")
    assert reads.hold_of(siti, timezone.now()).holds


def test_while_frozen_no_address_is_changed(client: Client, siti: int) -> None:
    client.post("/akun/keamanan/bekukan")
    answer = client.post("/ganti-email", {"email": "lain@contoh.example", "password": PASSWORD})
    assert answer.status_code == 409
    assert "protection.frozen" in answer.text
    assert _is_frozen(siti)


def test_two_officers_at_the_desk(siti: int) -> None:
    desks = []
    for email, name in (("satu@contoh.example", "Ratna Puspita"), ("dua@contoh.example", "Dewi Lestari")):
        desk = Client()
        desk.force_login(Account.objects.get(id=make_officer(email, name)))
        show_more(desk)
        desks.append(desk)
    first, second = desks
    path = "/petugas/perlindungan"
    assert "Tidak ada akun" in first.post(path, {"nik": "1", "tindakan": "bekukan"}).text
    assert first.post(path, {"nik": SITI.nik, "tindakan": "bekukan"}).status_code == 302
    assert _is_frozen(siti)
    person = membership.person_for_account(siti)
    assert person
    assert [look.purpose for look in looks.looks_at([membership.file_key(person.ref)])] == [Purpose.PROTECTION]
    assert "Alasan belum diisi" in first.post(path, {"nik": SITI.nik, "tindakan": "buka"}).text
    assert first.post(path, {"nik": SITI.nik, "tindakan": "buka", "alasan": "KTP asli dilihat."}).status_code == 302
    (waiting,) = reads.waiting_for_second_officer(limit=9)
    assert "Setujui" not in first.get(path).text
    assert "tidak bisa menyetujuinya sendiri" in first.post(path, {"ref": waiting.ref}).text
    assert "KTP asli dilihat." in second.get(path).text
    assert second.post(path, {"ref": waiting.ref}).status_code == 302
    assert second.post(path, {"ref": waiting.ref}).status_code == 302, "a second tap"
    freeze = reads.hold_of(siti, timezone.now()).freeze
    assert freeze
    assert freeze.lifts_at


@pytest.mark.usefixtures("siti")
def test_the_second_officer_needs_the_task_too() -> None:
    path, desks = "/petugas/perlindungan", []
    for email, tasks in (("satu@contoh.example", [Task.PROTECTION]), ("dua@contoh.example", set(Task) - {Task.PROTECTION})):
        desk = Client()
        desk.force_login(Account.objects.get(id=make_officer(email, tasks=tasks)))
        show_more(desk)
        desks.append(desk)
    first, second = desks
    first.post(path, {"nik": SITI.nik, "tindakan": "bekukan"})
    first.post(path, {"nik": SITI.nik, "tindakan": "buka", "alasan": "KTP asli dilihat."})
    (waiting,) = reads.waiting_for_second_officer(limit=9)
    refused = second.post(path, {"ref": waiting.ref})
    assert (refused.status_code, "support.task_missing" in refused.text) == (403, True)
    assert reads.waiting_count() == 1
    account = Account.objects.get(email="dua@contoh.example")
    change_tasks(account.pk, give=[Task.PROTECTION], by="operator:test", now=now())
    assert second.post(path, {"ref": waiting.ref}).status_code == 302
    assert reads.waiting_count() == 0


def test_what_waits_for_a_second_officer_comes_in_pages_and_none_is_lost() -> None:
    desk = Client()
    desk.force_login(Account.objects.get(id=make_officer("satu@contoh.example", "Ratna Puspita")))
    show_more(desk)
    for number in range(23):
        account_id = make_account(f"peserta{number}@contoh.example", full_name=f"Peserta Nomor{number:02d}")
        actions.freeze(account_id, actions.FreezeChannel.MEMBER, now())
        if number % 2:
            actions.ask_thaw_at_counter(account_id, "KTP asli dilihat.", by="account:AK-LAIN", now=now())
        else:
            hold_back(account_id, Change("password"), now())
            actions.ask_shortening(account_id, "KTP asli dilihat.", by="account:AK-LAIN", now=now())
    pages = [desk.get("/petugas/perlindungan", {"halaman": number}).text for number in (1, 2)]
    assert "Halaman 1 dari 2" in pages[0]
    assert [len(re.findall(r"Peserta Nomor\d\d", page)) for page in pages] == [20, 3]
    assert re.findall(r"Nomor(\d\d)", "".join(pages)) == [f"{number:02d}" for number in range(23)], "the oldest first"
    assert reads.waiting_count() == 23
