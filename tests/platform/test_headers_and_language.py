"""What every answer carries, and how a person chooses a language."""

import pytest
from django.test import Client


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    for response in (client.get("/healthz"), client.get("/tidak-ada")):
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"


def test_indonesian_unless_chosen_whatever_the_browser_prefers(client: Client) -> None:
    assert client.get("/healthz", headers={"Accept-Language": "en"})["Content-Language"] == "id"
    answer = client.post("/bahasa", {"bahasa": "en", "kembali": "/jht?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/jht?x=1")
    assert client.get("/healthz")["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["fr", "", "en\r\nSet-Cookie: x=y"])
def test_unknown_language_changes_nothing(client: Client, language: str) -> None:
    assert "bahasa" not in client.post("/bahasa", {"bahasa": language}).cookies
    client.cookies["bahasa"] = "xx"
    assert client.get("/healthz")["Content-Language"] == "id"


@pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "\\\\jahat.example"])
def test_foreign_address_to_come_back_to_is_not_followed(client: Client, back: str) -> None:
    assert client.post("/bahasa", {"bahasa": "en", "kembali": back})["Location"] == "/"


def test_language_is_chosen_by_a_form_only(client: Client) -> None:
    assert client.get("/bahasa?bahasa=en").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/bahasa", {"bahasa": "en"}).status_code == 403


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/bahasa", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000")
    assert answer.status_code == 400
    assert client.post("/bahasa", {"bahasa": "en"}).status_code == 302
