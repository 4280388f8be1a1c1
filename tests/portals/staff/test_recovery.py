"""The desk's side of coming back: two officers, with a line of who looked and no way for one alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Purpose
from openjmo.domains.membership import reads as membership
from openjmo.domains.recovery import actions, reads
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import State
from tests.desk import make_officer, show_more
from tests.domains.protection.steps import OWN_EMAIL
from tests.domains.recovery.steps import NEW_EMAIL, SAID, codes, newest, opened, proven
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db

DESK = "/petugas/pemulihan"
SEEN = {"bukti": ["identity_card"], "alasan": "KTP asli dilihat."}


@pytest.fixture
def siti() -> int:
    post_month(make_employer(), Month(2026, 9), [SITI])
    return member(SITI, OWN_EMAIL)[0]


@pytest.fixture
def officers() -> tuple[Client, Client]:
    desks = []
    for email, name in (("satu@contoh.example", "Ratna Puspita"), ("dua@contoh.example", "Dewi Lestari")):
        desk = Client()
        desk.force_login(Account.objects.get(id=make_officer(email, name)))
        show_more(desk)
        desks.append(desk)
    return desks[0], desks[1]


def _subject(account_id: int) -> str:
    person = membership.person_for_account(account_id)
    assert person
    return membership.file_key(person.ref)


def test_a_case_of_the_list_is_examined_and_agreed_by_two(siti: int, officers: tuple[Client, Client]) -> None:
    first, second = officers
    opened(email="belum.pasti@contoh.example")
    assert "Tidak ada kasus" in first.get(DESK).text, "nobody's time is taken before the new contacts are proved"
    Case.objects.all().delete()
    code = proven()
    ref = newest().ref
    path = f"{DESK}/{ref}"
    assert ref in first.get(DESK).text
    page = first.get(path).text
    assert SITI.nik in page
    assert "giliran petugas" in page
    (look,) = looks.looks_at([_subject(siti)])
    assert (look.purpose, look.about) == (Purpose.PROTECTION, ref)
    assert "Belum ada bukti" in first.post(path, {"putusan": "periksa", "alasan": "Ada."}).text
    wrong = first.post(path, {"putusan": "periksa", "bukti": ["identity_card"], "alasan": ""})
    assert (wrong.status_code, "Alasan belum diisi" in wrong.text) == (400, True)
    assert first.post(path, {"putusan": "periksa", **SEEN}).status_code == 302
    page = first.get(path).text
    assert "menunggu petugas kedua" in page
    assert 'value="setuju"' not in page
    refused = first.post(path, {"putusan": "setuju"})
    assert (refused.status_code, "tidak bisa menyetujuinya sendiri" in refused.text) == (409, True)
    page = second.get(path).text
    assert "KTP asli dilihat." in page
    assert second.post(path, {"putusan": "setuju"}).status_code == 302
    assert second.post(path, {"putusan": "setuju"}).status_code == 302, "a second tap"
    assert "Dewi Lestari" in first.get(path).text
    known = reads.own_case(code, timezone.now())
    assert known
    assert known.state is State.AGREED


def test_opened_at_the_counter_by_nik_or_old_address(siti: int, officers: tuple[Client, Client]) -> None:
    first, second = officers
    contacts = {"email": NEW_EMAIL, "hp": "0812 0000 0077"}
    missing = first.post(DESK, {"akun": "3507046609850009", **contacts, **SEEN})
    assert (missing.status_code, "langsung mendaftar" in missing.text) == (400, True)
    assert f'value="{NEW_EMAIL}"' in missing.text, "what was typed is kept"
    assert "Tidak ada akun peserta" in first.post(DESK, {"akun": "petugas@contoh.example", **contacts, **SEEN}).text
    made = first.post(DESK, {"akun": OWN_EMAIL.upper(), **contacts, **SEEN}, follow=True)
    assert "Kode kasus untuk peserta" in made.text
    assert len(looks.looks_at([_subject(siti)])) >= 1
    again = second.post(DESK, {"akun": SITI.nik, **contacts, **SEEN})
    assert (again.status_code, "kasus lain yang terbuka" in again.text) == (409, True)
    path = f"{DESK}/{newest().ref}"
    assert "belum dipastikan" in second.post(path, {"putusan": "setuju"}).text
    actions.send_codes(newest().pk, 1, timezone.now())
    (found,) = re.findall(r"(?:[a-z0-9]{5}-){3}[a-z0-9]{5}", made.text)
    typed = actions.prove_contacts(found, *codes(), timezone.now())
    assert typed
    assert typed.is_proven
    assert second.post(path, {"putusan": "setuju"}).status_code == 302
    assert newest().ready_at


def test_a_case_that_fits_nothing_is_joined_at_the_counter(siti: int, officers: tuple[Client, Client]) -> None:
    first, _second = officers
    proven(replace(SAID, mother_name="Lupa"))
    path = f"{DESK}/{newest().ref}"
    assert "tidak cocok dengan sebuah akun" in first.get(path).text
    assert looks.look_count([_subject(siti)]) == 0
    assert "Tidak ada akun peserta" in first.post(path, {"putusan": "periksa", "akun": "1", **SEEN}).text
    assert first.post(path, {"putusan": "periksa", "akun": SITI.nik, **SEEN}).status_code == 302
    assert newest().account_id == siti
    assert looks.look_count([_subject(siti)]) >= 1


def test_one_officer_is_enough_to_refuse(siti: int, officers: tuple[Client, Client]) -> None:
    first, _second = officers
    proven()
    path = f"{DESK}/{newest().ref}"
    assert "Alasan belum diisi" in first.post(path, {"putusan": "tolak"}).text
    assert first.post(path, {"putusan": "tolak", "alasan": "Bukan orangnya."}).status_code == 302
    page = first.get(path).text
    assert "Bukan orangnya." in page
    assert 'value="tolak"' not in page
    assert "Tidak ada kasus" in first.get(DESK).text
    assert first.post(path, {"putusan": "entah"}).status_code == 404
    assert first.get(f"{DESK}/PA-TIDAK-ADA-0").status_code == 404
    assert siti


def test_long_lists_are_paged(siti: int, officers: tuple[Client, Client]) -> None:
    first, _second = officers
    for number in range(27):
        opened(email=f"n{number}@contoh.example")
    Case.objects.update(email_proven_at=timezone.now())
    page = first.get(DESK).text
    assert "Halaman 1 dari 2" in page
    assert "Halaman 2 dari 2" in first.get(f"{DESK}?halaman=2").text
    assert siti
