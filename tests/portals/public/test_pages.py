"""Every page of the door opens for a visitor, in both languages, without a query where nothing is to be known."""

import pytest
from django.test import Client

from tests.portals.public.steps import statements

PAGES = (
    "/",
    "/syarat",
    "/manfaat/beasiswa",
    "/manfaat/perumahan",
    "/daftar",
    "/masuk",
    "/lupa-sandi",
    "/lupa-sandi/terkirim",
    "/lupa-sandi/selesai",
    "/daftar/periksa-email",
    "/akun-nonaktif",
)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_costs_no_query_and_gets_no_session(client: Client, page: str) -> None:
    with statements() as asked:
        answer = client.get(page)
    assert answer.status_code == 200
    assert "bukan aplikasi resmi BPJS Ketenagakerjaan" in answer.text
    assert asked == []
    assert "sesi" not in answer.cookies


@pytest.mark.parametrize("page", ["/", "/syarat", "/manfaat/beasiswa", "/manfaat/perumahan"])
def test_the_first_pages_open_without_a_database(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def test_the_first_page_leads_to_both_doors(client: Client) -> None:
    page = client.get("/").text
    assert 'href="/masuk"' in page
    assert 'href="/daftar"' in page


@pytest.mark.parametrize(
    "page", ["/", "/syarat", "/manfaat/beasiswa", "/manfaat/perumahan", "/daftar", "/masuk", "/lupa-sandi", "/daftar/periksa-email"]
)
@pytest.mark.django_db
def test_every_page_speaks_english_too(client: Client, page: str) -> None:
    client.cookies["bahasa"] = "en"
    answer = client.get(page)
    assert 'lang="en"' in answer.text
    indonesian = Client().get(page).text
    title = indonesian.partition("<h1>")[2].partition("</h1>")[0]
    assert title
    assert title not in answer.text.partition("<main")[2]


def test_an_unknown_address_is_answered_calmly(client: Client) -> None:
    answer = client.get("/halaman-tidak-ada")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


@pytest.mark.django_db
def test_a_form_without_its_key_is_refused_calmly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/masuk", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "Halaman ini tidak bisa dibuka dari sini" in answer.text
