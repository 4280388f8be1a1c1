"""The development mail page shows every letter, newest first; production does not have it."""

import importlib
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity.security import demo_code
from openjmo.domains.messaging import reads
from openjmo.portals.public import urls
from tests.domains.identity.makers import make_account
from tests.portals.public.steps import letters, link_in, register

pytestmark = pytest.mark.django_db


def test_an_empty_box_says_what_will_come(client: Client) -> None:
    assert "Belum ada surat" in client.get("/surat/").text


def test_a_letter_can_be_opened_and_its_link_followed(client: Client) -> None:
    register(client)
    (letter,) = letters()
    assert "Aktifkan akun OpenJMO Anda" in client.get("/surat/").text
    page = client.get(f"/surat/{letter.pk}").text
    assert f'{link_in(letter)}"' in page


def test_letters_come_in_pages(client: Client) -> None:
    for number in range(21):
        register(Client(), email=f"orang{number}@contoh.example")
    first, second = client.get("/surat/").text, client.get("/surat/?halaman=2").text
    assert "orang20@contoh.example" in first
    assert "orang0@contoh.example" not in first
    assert "orang0@contoh.example" in second
    assert client.get("/surat/?halaman=tidak").status_code == 200


def test_no_such_letter(client: Client) -> None:
    assert client.get("/surat/999999").status_code == 404


def test_production_has_no_such_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", "production")
    try:
        names = {pattern.name for pattern in importlib.reload(urls).urlpatterns}
    finally:
        monkeypatch.undo()
        importlib.reload(urls)
    assert not names & {"mails", "mail"}
    assert "landing" in names


def test_the_made_up_officers_code_stands_there_and_in_no_installation_of_real_people(client: Client, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    words = "Kode autentikator petugas demo sekarang"
    settings.OPENJMO_DEMO = True
    assert words in client.get("/surat/").text
    assert re.fullmatch(r"\d{6}", demo_code(timezone.now()))
    settings.OPENJMO_DEMO = False
    assert words not in client.get("/surat/").text
    settings.OPENJMO_DEMO, settings.IN_PRODUCTION = True, True
    assert demo_code(timezone.now()) == ""


def test_an_sms_to_us_can_be_pretended_and_is_answered_there(client: Client) -> None:
    make_account("wati@contoh.example")
    assert "Kirim SMS ke OpenJMO" in client.get("/surat/").text
    wrong = client.post("/surat/", {"nomor": "x", "teks": "Bekukan"})
    assert wrong.status_code == 400
    assert 'value="Bekukan"' in wrong.text
    answer = client.post("/surat/", {"nomor": "0812 0000 0001", "teks": "bekukan jht"}, follow=True)
    assert "sudah kami terima" in answer.text
    assert "dibekukan" in client.get(f"/surat/{reads.mails().mails[0].id}").text
    client.post("/surat/", {"nomor": "0812 0000 0001", "teks": "apa ini"})
    assert "menunggu" in client.get(f"/surat/{reads.mails().mails[0].id}").text
