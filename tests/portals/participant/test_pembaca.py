"""Who looked at my file: the member's own list, in both languages, and a chain that was broken."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.membership import reads as membership
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db
PAGE = "/akun/riwayat-akses"
OFFICER = Reader(Kind.STAFF, "account:AK-1", "Ratna Puspita")


@pytest.fixture
def siti(client: Client) -> str:
    """A signed-in member; how looks name her."""
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, person = member(SITI, "siti@contoh.example")
    client.force_login(Account.objects.get(id=account_id))
    return membership.file_key(person.ref)


def test_nobody_looked(client: Client, siti: str) -> None:
    del siti
    said = client.get(PAGE).content.decode()
    assert "Belum ada yang membuka data Anda" in said
    assert PAGE in client.get(reverse("participant:profil")).content.decode()


def test_who_when_and_why_in_both_languages(client: Client, siti: str) -> None:
    note_look(OFFICER, [siti], Purpose.DIFFERENCE, about="SL-1")
    said = client.get(PAGE).content.decode()
    assert "Petugas Ratna Puspita" in said
    assert "untuk menjawab laporan angka yang berbeda" in said
    assert "Catatan ini utuh" in said
    client.cookies["bahasa"] = "en"
    said = client.get(PAGE).content.decode()
    assert "Officer Ratna Puspita" in said
    assert "This record is whole" in said


def test_own_visits_leave_no_line(client: Client, siti: str) -> None:
    del siti
    for page in ("/jht", "/profil", "/jht/mutasi", "/beranda", PAGE):
        assert client.get(page).status_code == 200
    assert "Belum ada yang membuka data Anda" in client.get(PAGE).content.decode()


def test_somebody_elses_lines_are_not_shown(client: Client, siti: str) -> None:
    del siti
    note_look(OFFICER, ["person:PS-OTHER"], Purpose.DIFFERENCE, about="SL-OTHER")
    assert "SL-OTHER" not in client.get(PAGE).content.decode()


def test_pages_of_twenty(client: Client, siti: str) -> None:
    for number in range(23):
        note_look(OFFICER, [siti], Purpose.DIFFERENCE, about=f"SL-{number:02}")
    first, second = client.get(PAGE).content.decode(), client.get(f"{PAGE}?halaman=2").content.decode()
    assert "SL-22" in first
    assert "SL-02" not in first
    assert "SL-02" in second
    assert "Catatan ini utuh" in second


def test_a_missing_line_is_told(client: Client, siti: str) -> None:
    for number in range(3):
        note_look(OFFICER, [siti], Purpose.DIFFERENCE, about=f"SL-{number}")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE looks_look DISABLE TRIGGER looks_look_refused")
        cursor.execute("DELETE FROM looks_look WHERE seq = 2")
    assert "Catatan ini tidak utuh" in client.get(PAGE).content.decode()
