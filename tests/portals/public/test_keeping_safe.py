"""The advice on keeping an account safe: in both languages, without the database, and true of the visit that reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def _page(*, language: str = "id", secure: bool = True) -> str:
    client = Client(headers={"User-Agent": FIREFOX})
    client.cookies["bahasa"] = language
    answer = client.get("/jaga-akun", secure=secure)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("id", ("Perambah Anda sekarang: Firefox di Android.", "Setelah 30 menit tidak dipakai", "tidak berpura-pura memeriksanya")),
        ("en", ("Your browser now: Firefox on Android.", "After 30 minutes without use", "do not pretend to check")),
    ],
)
def test_it_says_what_can_be_told_and_what_cannot(language: str, sentences: tuple[str, ...]) -> None:
    page = _page(language=language)
    for sentence in sentences:
        assert sentence in page
    for address in ("/akun/keamanan", "/alamat-kami", "/cek-pesan"):
        assert f'href="{address}"' in page


def test_a_line_that_is_not_encrypted_is_warned_of() -> None:
    assert "tidak terenkripsi" in _page(secure=False)
    assert "tidak terenkripsi" not in _page()


def test_sms_is_a_way_only_where_sms_are_sent(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    assert "BEKUKAN" in _page()
    settings.OPENJMO_SMS_CHANNEL = ""
    assert "BEKUKAN" not in _page()


@pytest.mark.django_db
def test_it_is_found_from_signing_in() -> None:
    assert 'href="/jaga-akun"' in Client().get("/masuk").text
