"""Each family of trouble has its page, its status and its words, and a bug has a reference."""

import re
from typing import NoReturn

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.test import Client, override_settings
from django.urls import path

from openjmo.core.errors import Failure, InvalidInput, NotYours, Refusal, Trouble
from openjmo.urls import urlpatterns as house

_RAISED: dict[str, Exception] = {
    "wrong": InvalidInput(
        "NIK berisi %(count)s angka, seharusnya 16.",
        code="nik_wrong_length",
        fix="Isi 16 angka NIK seperti pada KTP.",
        values={"count": 15},
    ),
    "refused": Refusal(
        "Aturan belum mengizinkan langkah ini.", code="claims.example", fix="Tunggu sebulan.", values={"articles": ["Pasal 1", "Pasal 2"]}
    ),
    "not-yours": NotYours("Klaim KL-1 milik orang lain.", code="claims.not_yours"),
    "weather": Trouble("Bank sedang tidak menjawab.", code="bank_silent", fix="Coba lagi nanti."),
    "database": OperationalError("the server closed the connection"),
    "family": Failure("x"),
    "absent": Http404("surat 7"),
    "forbidden": PermissionDenied("x"),
    "unreadable": BadRequest("x"),
    "bug": ZeroDivisionError("rahasia dapur"),
}


def _raise(_request: HttpRequest, name: str) -> NoReturn:
    raise _RAISED[name]


urlpatterns = [path("gagal/<str:name>", _raise), *house]
handler400 = "openjmo.portals.shared.failures.bad_request"
handler403 = "openjmo.portals.shared.failures.permission_denied"
handler404 = "openjmo.portals.shared.failures.not_found"
handler500 = "openjmo.portals.shared.failures.server_error"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("wrong", 400, ["NIK berisi 15 angka, seharusnya 16.", "Isi 16 angka NIK", "nik_wrong_length"]),
        ("refused", 409, ["Aturan belum mengizinkan langkah ini.", "Tunggu sebulan.", "claims.example", "Pasal 1; Pasal 2"]),
        ("not-yours", 404, ["Halaman tidak ditemukan"]),
        ("weather", 503, ["Bank sedang tidak menjawab.", "Coba lagi nanti.", "bank_silent"]),
        ("database", 503, ["Sistem sedang tidak dapat membaca data.", "Tidak ada yang hilang.", "trouble"]),
        ("family", 500, ["Maaf, ada yang salah di pihak kami"]),
        ("bug", 500, ["Maaf, ada yang salah di pihak kami"]),
    ],
)
def test_family(name: str, status: int, words: list[str]) -> None:
    answer = Client(raise_request_exception=False).get(f"/gagal/{name}")
    assert answer.status_code == status
    for word in words:
        assert word in answer.text
    reference = answer.headers["X-Request-Id"]
    assert re.search(rf"Nomor rujukan:.*{reference}", answer.text)
    assert "rahasia dapur" not in answer.text
    assert "KL-1" not in answer.text
    assert ("Retry-After" in answer.headers) is (status == 503)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_bug_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        Client().get("/gagal/bug")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("name", "status"), [("absent", 404), ("forbidden", 403), ("unreadable", 400)])
def test_what_django_answers_itself_is_no_bug(name: str, status: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        answer = Client().get(f"/gagal/{name}")
    assert answer.status_code == status
    assert "surat 7" not in answer.text
    assert [line.message for line in caplog.records if line.levelname == "ERROR" and "bug" in line.message] == []
    (request,) = [line for line in caplog.records if line.name == "openjmo.request"]
    assert vars(request)["status"] == status


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_bug_is_written_down_as_one(caplog: pytest.LogCaptureFixture) -> None:
    Client(raise_request_exception=False).get("/gagal/bug")
    assert [line.message for line in caplog.records if line.name == "openjmo.portals.shared.failures"] == ["bug"]
