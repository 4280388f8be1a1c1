"""“Keamanan akun”: what is shown, what can be changed there, whose it is; all of it without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity import actions, security
from openjmo.domains.identity.models import Account, Authenticator, Device, Passkey, Session
from openjmo.domains.messaging.models import Mail
from openjmo.protocols import totp
from tests.domains.identity.makers import PASSWORD, make_account
from tests.portals.public.steps import is_signed_in, sign_in

pytestmark = pytest.mark.django_db

HERE = "/akun/keamanan"
WATI = "wati@contoh.example"
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def account_id() -> int:
    return make_account()


@pytest.fixture
def inside(client: Client) -> Client:
    client.defaults["HTTP_USER_AGENT"] = ANDROID
    sign_in(client, WATI)
    return client


def _code(page: str) -> str:
    """What an app shows that was given the secret of this page."""
    found = totp.from_text(_secret(page))
    assert found
    return totp.code_at(found, totp.step_of(timezone.now().timestamp()))


def _secret(page: str) -> str:
    (secret,) = re.findall(r'name="rahasia" value="([A-Z2-7]{32})"', page)
    return str(secret)


def test_the_profile_leads_here_and_everything_is_told(inside: Client) -> None:
    assert f'href="{HERE}"' in inside.get("/profil").text
    page = inside.get(HERE).text
    for words in (
        "Chrome di Android",
        "perangkat ini",
        "Kata sandi",
        "Aplikasi autentikator",
        "Terakhir masuk",
        "Kode lewat SMS atau e-mail",
    ):
        assert words in page
    assert "Kode cadangan" not in page, "there is nothing to recover yet"


def test_an_app_is_installed_with_the_code_it_shows_and_then_taken_off(inside: Client, account_id: int) -> None:
    page = inside.get(f"{HERE}/autentikator").text
    assert "data:image/svg" in page
    wrong = inside.post(f"{HERE}/autentikator", {"rahasia": _secret(page), "kode": "abc"}).text
    assert "Kode tidak cocok dengan yang sedang tampil" in wrong
    assert _secret(wrong) == _secret(page), "the app that was scanned still fits"
    answer = inside.post(f"{HERE}/autentikator", {"rahasia": _secret(page), "kode": _code(page)})
    assert answer["Location"] == f"{HERE}/cadangan"
    assert security.factors_of(account_id).is_strong
    assert "terpasang" in inside.get(HERE).text
    assert inside.post(f"{HERE}/autentikator/hapus")["Location"] == HERE
    assert not Authenticator.objects.exists()
    assert Mail.objects.filter(template="factors_changed", recipient=WATI).count() == 2


def test_codes_on_paper_are_shown_once_and_handed_out_as_a_file(inside: Client, account_id: int) -> None:
    actions.give_authenticator(account_id, totp.new_secret(), timezone.now())
    session = inside.session
    actions.note_proof(session, security.Way.TOTP, timezone.now())
    session.save()
    assert "Buat 10 kode" in inside.get(f"{HERE}/cadangan").text
    shown = inside.post(f"{HERE}/cadangan")
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", shown.text)
    assert len(codes) == 10
    assert "no-store" in shown["Cache-Control"]
    assert not any(code in inside.get(f"{HERE}/cadangan").text for code in codes)
    file = inside.post(f"{HERE}/cadangan.txt", {"cadangan": codes})
    assert file["Content-Type"].startswith("text/plain")
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.text for code in codes)
    for wrong in ([], codes[:9], [*codes[:9], "<script>"]):
        assert inside.post(f"{HERE}/cadangan.txt", {"cadangan": wrong}).status_code == 302
    assert "Masih ada 10 kode" in inside.get(HERE).text


def test_no_codes_on_paper_without_something_to_recover(inside: Client) -> None:
    assert "baru ada gunanya" in inside.post(f"{HERE}/cadangan").text


def test_a_code_after_the_password_is_switched_on_and_off(inside: Client) -> None:
    inside.post(f"{HERE}/kode", {"minta": "1"})
    assert Account.objects.get().asks_code
    # From now on the password alone is no proof.
    assert inside.post(f"{HERE}/kode", {"minta": "0"})["Location"].startswith("/akun/pastikan")
    assert Account.objects.get().asks_code


def test_another_device_is_put_out_and_all_others_too(inside: Client) -> None:
    others = [Client(), Client(), Client()]
    for other in others:
        sign_in(other, WATI)
    page = inside.get(HERE).text
    refs = re.findall(rf'action="{HERE}/perangkat/([0-9a-f-]{{36}})"', page)
    assert len(refs) == 3
    for _ in range(2):
        assert inside.post(f"{HERE}/perangkat/{refs[0]}")["Location"] == HERE
    assert sorted(is_signed_in(other) for other in others) == [False, True, True]
    inside.post(f"{HERE}/perangkat/lain")
    assert not any(is_signed_in(other) for other in others)
    assert is_signed_in(inside)


def test_nobody_elses_device_is_put_out(inside: Client) -> None:
    make_account("lain@contoh.example")
    other = Client()
    sign_in(other, "lain@contoh.example")
    theirs = Session.objects.exclude(account__email=WATI).get(account__isnull=False)
    inside.post(f"{HERE}/perangkat/{theirs.ref}")
    assert is_signed_in(other)


def test_a_device_that_was_put_out_is_told_so(inside: Client) -> None:
    other = Client()
    sign_in(other, WATI)
    inside.post(f"{HERE}/perangkat/lain")
    assert "Sesi di perangkat ini sudah ditutup" in other.get("/beranda", follow=True).text


def test_a_lock_for_idleness_is_told_and_leads_back(inside: Client) -> None:
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    answer = inside.get("/jht/iuran", follow=True)
    assert "Akun dikunci karena 30 menit tidak dipakai" in answer.text
    assert sign_in(inside, WATI, next="/jht/iuran")["Location"] == "/jht/iuran"
    assert "Akun dikunci" not in inside.get("/masuk", follow=True).text


def test_a_browser_never_seen_is_told_about_by_letter_and_in_the_app(inside: Client) -> None:
    sign_in(Client(), WATI)
    assert Mail.objects.filter(template="new_device", recipient=WATI).count() == 1
    assert "Akun dibuka di perangkat baru" in inside.get("/kabar").text
    assert "perangkat baru" in inside.get(HERE).text


def test_the_history_comes_in_pages_and_names_no_place(inside: Client, account_id: int) -> None:
    for _ in range(24):
        actions.note_sign_in(actions.NewSignIn(account_id, "x", "d" * 43, ANDROID, security.Way.PASSKEY), timezone.now())
    page = inside.get(f"{HERE}/riwayat").text
    assert page.count("Sidik jari atau wajah") == 20
    assert "Halaman 1 dari 2" in page
    assert "Chrome di Android" in inside.get(f"{HERE}/riwayat?halaman=2").text


def test_an_old_password_is_a_gentle_reminder_and_no_more(inside: Client) -> None:
    assert "Sudah lama dipakai" not in inside.get(HERE).text
    Account.objects.update(password_set_at=timezone.now() - timedelta(days=366))
    assert "Sudah lama dipakai" in inside.get(HERE).text
    inside.post("/keluar")
    assert sign_in(inside, WATI)["Location"] == "/beranda"


def test_the_reminder_is_put_away_for_as_long_again_and_can_be_switched_off(inside: Client, settings: Any) -> None:  # noqa: ANN401
    Account.objects.update(password_set_at=timezone.now() - timedelta(days=366))
    assert inside.get("/akun/keamanan/sandi/petunjuk").status_code == 405
    for _twice in range(2):
        assert inside.post("/akun/keamanan/sandi/petunjuk")["Location"] == f"{HERE}#sandi"
        assert "Sudah lama dipakai" not in inside.get(HERE).text
    Account.objects.update(password_hint_closed_at=timezone.now() - timedelta(days=366))
    assert "Sudah lama dipakai" in inside.get(HERE).text
    settings.OPENJMO_PASSWORD_OLD_DAYS = 0
    assert "Sudah lama dipakai" not in inside.get(HERE).text


def test_english_too(inside: Client) -> None:
    inside.cookies["bahasa"] = "en"
    page = inside.get(HERE).text
    assert "Account security" in page
    assert "Chrome on Android" in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_passwords_everybody_knows_are_refused_when_changing(inside: Client, language: str) -> None:
    inside.cookies["bahasa"] = language
    common = "Password123!"
    page = inside.post("/ganti-sandi", {"oldpassword": PASSWORD, "password1": common, "password2": common}).text
    assert ("mudah ditebak" if language == "id" else "easy to guess") in page


def _key_of(account_id: int, ref: str = "PK-UJI-1") -> Passkey:
    return Passkey.objects.create(
        account_id=account_id,
        ref=ref,
        name="Chrome di Android",
        credential_id=ref.encode(),
        public_key=b"k",
        sign_count=0,
        added_at=timezone.now(),
    )


def test_a_key_is_called_otherwise_and_nothing_else_changes(inside: Client, account_id: int) -> None:
    key = _key_of(account_id)
    assert f"{HERE}/kunci/{key.ref}/nama" in inside.get(HERE).text
    there = f"{HERE}/kunci/{key.ref}/nama"
    actions.note_proof(session := inside.session, security.Way.PASSKEY, timezone.now())
    session.save()
    assert 'value="Chrome di Android"' in inside.get(there).text
    before = Mail.objects.count()
    for _ in range(2):
        assert inside.post(there, {"nama": "  HP\u200b  saya\x00 "})["Location"] == f"{HERE}#kunci"
    key.refresh_from_db()
    assert key.name == "HP saya"
    assert Mail.objects.count() == before
    assert "HP saya" in inside.get(HERE).text


@pytest.mark.parametrize(("name", "words"), [(" \u200b ", "Namanya belum diisi"), ("x" * 61, "paling banyak 60 huruf")])
def test_a_name_that_is_none_is_said_at_its_field_and_kept(inside: Client, account_id: int, name: str, words: str) -> None:
    key = _key_of(account_id)
    actions.note_proof(session := inside.session, security.Way.PASSKEY, timezone.now())
    session.save()
    answer = inside.post(f"{HERE}/kunci/{key.ref}/nama", {"nama": name})
    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{name}"' in answer.text
    key.refresh_from_db()
    assert key.name == "Chrome di Android"


def test_a_browser_that_is_not_asked_for_a_code_is_called_otherwise_too(inside: Client, account_id: int) -> None:
    (device,) = Device.objects.filter(account_id=account_id)
    actions.trust_device(account_id, inside.cookies["perangkat"].value, "", timezone.now())
    there = f"{HERE}/percaya/{device.ref}/nama"
    assert there in inside.get(HERE).text
    assert inside.post(there, {"nama": "Tablet anak"})["Location"] == f"{HERE}#perangkat"
    assert "Tablet anak" in inside.get(HERE).text


def test_nobody_elses_key_or_browser_gets_another_name(inside: Client) -> None:
    other = make_account("lain@contoh.example")
    sign_in(Client(), "lain@contoh.example")
    key = _key_of(other)
    (device,) = Device.objects.filter(account_id=other)
    for there in (f"{HERE}/kunci/{key.ref}/nama", f"{HERE}/percaya/{device.ref}/nama"):
        assert inside.get(there).status_code == 404
        assert inside.post(there, {"nama": "Milik saya"}).status_code == 404
    key.refresh_from_db()
    device.refresh_from_db()
    assert (key.name, device.name) == ("Chrome di Android", "")
