"""Lies in the head of a request: foreign hosts, forwarded hosts, made-up addresses, line breaks, bodies larger than anything here."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.test import Client

from openjmo.domains.messaging.models import Mail
from tests.domains.identity.makers import make_account
from tests.portals.public.steps import OTHER_PASSWORD

pytestmark = pytest.mark.django_db

HOSTS = ("jahat.example", "localhost.jahat.example", "localhost@jahat.example", "localhost:80@jahat.example", "local host")


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_gets_no_page(host: str) -> None:
    for path in ("/masuk", "/api/v1/saldo"):
        answer = Client(raise_request_exception=False).get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "jahat.example" not in answer.text


def test_what_strangers_send_wrongly_fills_no_log_with_errors(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/masuk", headers={"Host": "jahat.example"}).status_code == 400
    assert client.post("/bahasa", {f"n{number}": "1" for number in range(2_000)}).status_code == 400
    assert [record.name for record in caplog.records if record.levelno > logging.INFO] == []
    assert [record.name for record in caplog.records if record.name == "openjmo.request"], "our own line tells each"


def test_a_forwarded_host_changes_no_link_of_a_letter() -> None:
    make_account()
    client = Client()
    form = {"email": "wati@contoh.example", "cara": "email"}
    client.post("/lupa-sandi", form, headers={"X-Forwarded-Host": "jahat.example", "Forwarded": "host=jahat.example"})
    letters = list(Mail.objects.filter(recipient="wati@contoh.example"))
    assert letters
    assert not any("jahat.example" in letter.body for letter in letters)


def test_a_made_up_address_does_not_start_the_count_of_tries_again() -> None:
    """No proxy is configured, so what the request says of where it comes from is not believed."""
    cache.clear()
    make_account()
    client = Client(raise_request_exception=False)
    for number in range(5):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": f"10.0.0.{number}"}
        client.post("/masuk", {"login": "wati@contoh.example", "password": OTHER_PASSWORD}, headers=headers)
    answer = Client().post("/masuk", {"login": "wati@contoh.example", "password": OTHER_PASSWORD}, headers={"X-Forwarded-For": "10.9.9.9"})
    assert "Terlalu banyak percobaan" in answer.text


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL"])
def test_no_header_changes_method_or_address(header: str) -> None:
    answer = Client().get("/masuk", headers={header: "/petugas/" if "URL" in header else "DELETE"})
    assert answer.status_code == 200
    assert 'name="password"' in answer.text


@pytest.mark.parametrize("back", ["/x\r\nSet-Cookie: a=b", "/x%0d%0aSet-Cookie:a=b", "\r\n\r\n<script>"])
def test_a_line_break_starts_no_header(back: str) -> None:
    for path, form in (("/bahasa", {"bahasa": "id", "kembali": back}), ("/masuk", {"login": "x", "password": "x", "next": back})):
        answer = Client(raise_request_exception=False).post(path, form)
        assert answer.status_code < 500
        assert "a" not in answer.cookies
        assert "\n" not in answer.headers.get("Location", "")


def test_a_body_too_large_or_with_too_many_fields_is_refused() -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/masuk", {"login": "x" * 3_000_000, "password": "x"}).status_code == 400
    assert client.post("/masuk", {f"n{number}": "x" for number in range(1_100)}).status_code == 400
    assert client.generic("POST", "/masuk", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="-1").status_code == 400
    assert client.generic("POST", "/masuk", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="xyz").status_code == 400


def test_a_cookie_of_any_length_and_content_is_no_bug() -> None:
    for value in ("x" * 100_000, "\x00", "'; --", "²"):
        client = Client(raise_request_exception=False)
        for name in ("sesi", "perangkat", "bahasa", "csrftoken", "messages"):
            client.cookies[name] = value
        assert client.get("/masuk").status_code == 200
        assert client.get("/jht").status_code == 302
