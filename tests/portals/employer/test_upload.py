"""The upload form: what it promises before a file is chosen, what it takes, and what it says when it cannot."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client

from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.submit_report import FILE_LIMIT
from openjmo.domains.membership.reads import EmployerView
from openjmo.protocols.wage_file import open_wage_file
from tests.domains.contributions.makers import make_employer, payroll, workers
from tests.portals.employer.steps import page, representative, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> EmployerView:
    return make_employer()


def test_the_form_says_what_is_taken_before_anything_is_chosen(firm: EmployerView) -> None:
    text = page(representative(firm), f"/pemberi-kerja/{firm.ref}/unggah")
    assert f"paling besar {FILE_LIMIT // 1_000_000} MB" in text
    assert "NIK, Nama lengkap, Tanggal lahir, Jenis kelamin (L/P), Upah pokok" in text
    assert 'enctype="multipart/form-data"' in text


def test_the_example_is_a_file_the_reader_knows_every_column_of(firm: EmployerView) -> None:
    answer = representative(firm).get(f"/pemberi-kerja/{firm.ref}/contoh.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="contoh-laporan-upah.csv"'
    row = ";".join(workers(1)[0].values())
    file = open_wage_file(answer.content + row.encode() + b"\r\n")
    assert len(file.heading.columns) == 13
    assert file.heading.unknown == ()
    assert [read.nik for read in file] == [workers(1)[0]["nik"]]


def test_a_file_becomes_a_report_and_twice_is_once(firm: EmployerView) -> None:
    client = representative(firm)
    first = upload(client, firm, payroll(workers(2)))
    (report,) = reads.reports_of(firm.id, limit=5)
    assert (first.status_code, first["Location"]) == (302, f"/pemberi-kerja/{firm.ref}/laporan/{report.ref}")
    assert upload(client, firm, payroll(workers(2)))["Location"] == first["Location"]
    assert reads.report_count(firm.id) == 1
    assert "sudah pernah dikirim" in page(client, first["Location"])


@pytest.mark.parametrize(
    ("month", "content", "said"),
    [
        ("2026-10", b"", "Berkas"),
        ("", b"x", "Bulan belum dipilih"),
        ("2026-13", b"x", "Bulan belum dipilih"),
        ("2999-01", b"x", "belum dimulai"),
        ("1970-01", b"x", "sebelum program JHT"),
    ],
)
def test_what_is_wrong_stands_at_its_field(firm: EmployerView, month: str, content: bytes, said: str) -> None:
    answer = upload(representative(firm), firm, content, month)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert reads.report_count(firm.id) == 0


def test_no_file_at_all(firm: EmployerView) -> None:
    answer = representative(firm).post(f"/pemberi-kerja/{firm.ref}/unggah", {"bulan": "2026-10"})
    assert answer.status_code == 400
    assert "Berkas belum dipilih" in answer.content.decode()
    assert '<option value="2026-10" selected>' in answer.content.decode()


def test_a_body_that_is_too_large_is_refused_unread(firm: EmployerView) -> None:
    client = representative(firm)
    address = f"/pemberi-kerja/{firm.ref}/unggah"
    answer = client.post(address, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(FILE_LIMIT * 2))
    assert answer.status_code == 400
    assert "Berkas lebih besar dari 60 MB" in answer.content.decode()


def test_nothing_a_stranger_sends_is_read(firm: EmployerView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HttpRequest, "_load_post_and_files", lambda _request: pytest.fail("the body was read"))
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(f"/pemberi-kerja/{firm.ref}/unggah", b"x", content_type="multipart/form-data; boundary=x")
    assert answer["Location"].startswith("/masuk")


def test_a_form_without_its_key_is_refused(firm: EmployerView) -> None:
    client = representative(firm)
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/pemberi-kerja/{firm.ref}/unggah", {"bulan": "2026-10"}).status_code == 403


def test_the_page_is_written_in_english_too(firm: EmployerView) -> None:
    text = page(representative(firm, language="en"), f"/pemberi-kerja/{firm.ref}/unggah")
    assert "Upload" in text
    for indonesian in ("Unggah", "Berkas", "paling besar", "wajib"):
        assert indonesian not in text, indonesian
