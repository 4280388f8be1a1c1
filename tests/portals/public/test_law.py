"""The law is open to everybody: any day, any rule, as a page, as a book and as JSON, from memory and in both languages."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.rates import ANNUAL_RATE
from openjmo.portals.public.law import shelf, words
from openjmo.portals.shared.figures import in_words
from openjmo.rules import Lawbook, jht_contribution, lawbook
from openjmo.rules.code_words import CODE_WORDS
from tests.portals.public.steps import statements

ADDRESSES = ("/aturan", f"/aturan/{ANNUAL_RATE}", "/aturan/wages.minimum.province", "/aturan/perubahan", "/aturan/buku")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shelf._kept.clear()
    yield
    shelf._kept.clear()


@pytest.fixture
def _printed_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database: the book alone."""
    monkeypatch.setattr(shelf, "current_law", lawbook)


printed = pytest.mark.usefixtures("_printed_book")


@printed
@pytest.mark.parametrize("address", [*ADDRESSES, "/aturan.json", f"/aturan/{ANNUAL_RATE}.json", "/aturan/skema-rincian.json"])
def test_everything_opens_without_a_database(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_visitor_costs_no_query(client: Client, address: str) -> None:
    client.get(address)
    with statements() as asked:
        answer = client.get(address)
    assert asked == []
    assert "sesi" not in answer.cookies
    assert "bukan aplikasi resmi BPJS Ketenagakerjaan" in answer.text


@printed
def test_the_rules_of_today_and_their_standing(client: Client) -> None:
    page = client.get("/aturan", {"program": "jht", "cari": "pemberi kerja"}).text
    assert "Bagian iuran JHT yang ditanggung pemberi kerja" in page
    assert "3,7% dari upah sebulan" in page
    assert "PP 46/2015 Pasal 16(1)b" in page
    assert "pasalnya sudah dibaca" in page
    assert "sejak 1 Jul 2015" in page


@printed
def test_a_past_day_has_the_law_of_that_day(client: Client) -> None:
    page = client.get("/aturan", {"tanggal": "2015-07-10", "cari": "masa tunggu"}).text
    assert "Aturan pada 10 Jul 2015." in page
    assert "belum ditemukan" in page
    assert "tidak ada masa tunggu pada minggu-minggu ini" in page
    assert "belum berlaku; mulai 26 Apr 2022" in page
    assert "/aturan/jht.claim.waiting_period_after_leaving?tanggal=2015-07-10" in page
    before = client.get("/aturan/jht.claim.normal_age", {"tanggal": "30/06/2015"}).text
    assert "55 tahun" in before.partition("Riwayat")[0]
    assert "56 tahun" in client.get("/aturan/jht.claim.normal_age", {"tanggal": "2015-07-01"}).text.partition("Riwayat")[0]


@printed
def test_what_was_not_known_yet_is_not_shown(client: Client) -> None:
    early = client.get(f"/aturan/{ANNUAL_RATE}", {"tanggal": "2025-06-30", "diketahui": "2026-01-30"}).text.partition("Riwayat")[0]
    assert "menurut yang sudah diketahui pada 30 Jan 2026" in early
    assert "belum diketahui pada tanggal pengetahuan yang dipilih" in early
    assert "5,51%" not in early
    later = client.get(f"/aturan/{ANNUAL_RATE}", {"tanggal": "2025-06-30", "diketahui": "2026-01-31"}).text.partition("Riwayat")[0]
    assert "5,51% setahun" in later


@printed
@pytest.mark.parametrize("typed", ["besok", "2019-02-30", "31/31/2019", "0001-01-01", "9999-12-31", "<b>"])
def test_a_day_that_cannot_be_read_stands_at_its_field(client: Client, typed: str) -> None:
    page = client.get("/aturan", {"tanggal": typed}).text
    assert "Tanggal ini tidak dapat dibaca" in page
    assert 'aria-invalid="true"' in page
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "Aturan hari ini" in page
    refused = client.get("/aturan.json", {"tanggal": typed})
    assert (refused.status_code, refused.json()["code"]) == (400, "law.day_unreadable")


@printed
def test_the_list_is_paged_and_keeps_what_was_asked(client: Client) -> None:
    pages = [client.get("/aturan", {"tanggal": "2026-01-01", "program": "jht"}).text]
    while found := re.search(r'href="([^"]+)" rel="next"', pages[-1]):
        assert "tanggal=2026-01-01" in found[1]
        pages.append(client.get(found[1].replace("&amp;", "&")).text)
    assert len(pages) > 1
    assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]
    shown = re.findall(r'href="/aturan/(jht\.[\w.]+)\?', "".join(pages))
    assert len(shown) == len(set(shown)) == len([p for p in lawbook().parameters() if p.id.startswith("jht.")])


@printed
def test_a_word_nobody_uses_finds_nothing_and_says_what_to_do(client: Client) -> None:
    page = client.get("/aturan", {"cari": "xyzzy"}).text
    assert "Tidak ada aturan dengan kata itu" in page
    assert "Lihat semua aturan" in page


@printed
def test_a_long_list_of_provinces_is_cut_and_paged(client: Client) -> None:
    page = client.get("/aturan", {"program": "wages"}).text
    assert "Masih ada 32 baris lagi di halamannya." in page
    own = client.get("/aturan/wages.minimum.province").text
    assert "Halaman 1 dari 3" in own
    assert "Papua Barat Daya" in own


@printed
def test_a_rule_tells_its_whole_history(client: Client) -> None:
    page = client.get(f"/aturan/{ANNUAL_RATE}").text
    for said in ("5,51% setahun", "turun dari 6,26% setahun", "belum diumumkan", "diketahui sejak 31 Jan 2026", "dari sumber kedua"):
        assert said in page
    for version in lawbook().versions(ANNUAL_RATE):
        assert version.digest[:12] in page
    setting = client.get("/aturan/jht.late_fine_base").text
    assert "Pasal 20 menyebut iuran yang seharusnya dibayar" in setting
    assert "pilihan penyelenggara" in setting
    assert "bagian pemberi kerja saja" in setting


@printed
def test_no_english_note_reaches_an_indonesian_reader(client: Client) -> None:
    book = client.get("/aturan/buku").text
    english = [text for parameter in lawbook().parameters() for said, text in parameter.english.items() if len(text) > 12 and text != said]
    assert english
    assert [text for text in english if f">{text}<" in book] == []
    client.cookies["bahasa"] = "en"
    assert "later shortened to 1 month by an amendment" in client.get("/aturan/jht.claim.waiting_period_after_leaving").text


@printed
@pytest.mark.parametrize("address", ["/aturan", "/aturan/jht.claim.normal_age", "/aturan/perubahan"])
def test_the_pages_speak_english(client: Client, address: str) -> None:
    client.cookies["bahasa"] = "en"
    said = client.get(address).text.partition("<main")[2]
    title = Client().get(address).text.partition("<h1>")[2].partition("</h1>")[0]
    assert title
    assert title not in said
    assert "Pasal" not in said


@printed
def test_a_rule_that_is_not_there_is_answered_calmly(client: Client) -> None:
    for address in ("/aturan/jht.nothing", "/aturan/jht.nothing.json", "/aturan/%2e%2e"):
        assert client.get(address).status_code == 404


@printed
def test_what_changes(client: Client) -> None:
    page = client.get("/aturan/perubahan").text
    soon, lately = page.split('id="baru"')
    assert "Usia pensiun untuk menerima JP" in soon
    assert "naik dari 59 tahun" in soon
    assert "PP 45/2015 Pasal 15(3)" in soon
    assert "Diperiksa sampai 23 November 2026" in page
    assert lately


@printed
def test_the_book_is_one_light_page_with_everything(client: Client) -> None:
    answer = client.get("/aturan/buku", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 120_000
    page = gzip.decompress(answer.content).decode()
    for parameter in lawbook().parameters():
        assert parameter.id in page
    assert lawbook().digest() in page
    assert "<script" not in page
    style = (Path(shelf.__file__).parents[2] / "shared/static/openjmo/law.css").read_text(encoding="utf-8")
    assert "@media print" in style
    day = client.get("/aturan/buku", {"tanggal": "2019-06-30", "diketahui": "2020-01-01"}).text
    assert "Yang berlaku pada 30 Jun 2019." in day
    assert "Menurut yang sudah diketahui pada 1 Jan 2020." in day


@printed
def test_json_and_book_are_kept_until_the_law_changes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("/aturan.json", f"/aturan/{ANNUAL_RATE}.json", "/aturan/buku", "/aturan/skema-rincian.json"):
        first = client.get(address)
        tag = first.headers["ETag"]
        assert "max-age=300" in first.headers["Cache-Control"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    assert lawbook().digest()[:32] in client.get("/aturan.json").headers["ETag"]
    tag = client.get("/aturan.json").headers["ETag"]
    assert client.get("/aturan.json", {"tanggal": "2019-06-30"}, headers={"if-none-match": tag}).status_code == 200
    shelf._kept.clear()
    monkeypatch.setattr(shelf, "current_law", lambda: lawbook().as_known_on(date(2020, 1, 1)))
    assert client.get("/aturan.json", headers={"if-none-match": tag}).status_code == 200


@printed
def test_the_json_is_the_law_itself(client: Client) -> None:
    whole = client.get("/aturan.json").json()
    assert whole["digest"] == lawbook().digest()
    assert len(whole["parameters"]) == len(lawbook().parameters())
    age = client.get("/aturan/jht.claim.normal_age.json").json()
    assert [version["value"] for version in age["values"]] == [55, 56]
    assert age["values"][1]["digest"] == lawbook().versions("jht.claim.normal_age")[1].digest
    on_a_day = client.get("/aturan/jht.claim.normal_age.json", {"tanggal": "2015-06-30"}).json()
    assert [version["value"] for version in on_a_day["values"]] == [55]
    schema = json.loads(client.get("/aturan/skema-rincian.json").content)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.django_db
def test_a_declared_rate_is_shown_as_what_it_is(client: Client) -> None:
    declare_rate(NewRate(2026, "5.20", "Keputusan direksi", is_assumed=False, by="test"))
    declare_rate(NewRate(2024, "5.00", "asumsi demo", is_assumed=True, by="test"))
    page = client.get(f"/aturan/{ANNUAL_RATE}", {"tanggal": "2026-06-30"}).text
    now, _, history = page.partition("Riwayat")
    assert "5,2% setahun" in now
    assert "ditetapkan pengelola" in now
    assert "asumsi, bukan angka resmi" in history
    assert "memperbaiki yang lama: sebelumnya belum ditemukan" in history
    assert "2 nilai di sini ditetapkan pengelola" in client.get("/aturan").text
    assert "Keputusan direksi" in client.get("/aturan/perubahan").text
    early = client.get(f"/aturan/{ANNUAL_RATE}", {"tanggal": "2026-06-30", "diketahui": "2026-07-01"}).text.partition("Riwayat")[0]
    assert "5,2%" not in early


@pytest.mark.django_db
def test_a_new_rate_is_seen_after_a_minute(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr(shelf, "monotonic", lambda: moment)
    client.get("/aturan")
    declare_rate(NewRate(2026, "5.20", "Keputusan direksi", is_assumed=False, by="test"))
    assert "ditetapkan pengelola" not in client.get("/aturan").text
    moment += shelf.KEPT_SECONDS
    assert "ditetapkan pengelola" in client.get("/aturan").text


def test_the_law_stays_readable_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Lawbook:
        raise OperationalError("gone")

    monkeypatch.setattr(shelf, "current_law", away)
    assert client.get("/aturan").status_code == 200
    assert shelf.law() is lawbook()


@printed
@pytest.mark.parametrize("address", ["/", "/syarat", "/aturan", "/halaman-tidak-ada"])
def test_every_screen_names_the_edition_and_leads_to_the_rules(client: Client, address: str) -> None:
    page = client.get(address).text
    assert f'<a href="/aturan">Aturan versi {lawbook().digest()[:8]}, diperiksa sampai 23 November 2026</a>' in page


@printed
def test_a_rule_in_a_derivation_leads_to_its_version(client: Client) -> None:
    figure = in_words(jht_contribution(Money.of_rupiah(5_000_000), Month(2026, 10)).figure)
    rule = figure.parts[0].parameter
    assert rule
    address, _, anchor = rule.href.partition("#")
    page = client.get(address).text
    assert f'id="{anchor}" class="law-picked" aria-current="true"' in page


@printed
def test_a_version_on_a_later_page_is_found(client: Client) -> None:
    oldest = min(lawbook().versions("wages.minimum.province"), key=lambda version: version.effective_from or date.min)
    answer = client.get(reverse("law_parameter", args=[oldest.id]), {"versi": oldest.digest[:12]}, follow=True)
    assert f'id="{oldest.digest[:12]}" class="law-picked"' in answer.text


def test_every_code_word_is_said_in_words() -> None:
    """A key or choice of the book that people would otherwise read in English, with joints."""
    strange = {
        code
        for parameter in lawbook().parameters()
        for code in (*parameter.keys, *parameter.choices)
        if code and "_" in code and code not in CODE_WORDS
    }
    assert strange == set()
    assert words.SHOWN_DIGEST == 12


@pytest.mark.parametrize("address", ["/aturan", f"/aturan/{ANNUAL_RATE}", "/aturan/jht.wage_base", "/aturan/perubahan", "/aturan/buku"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_another_day_by_keyboard_and_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/aturan/jht.claim.normal_age")
    page.get_by_label("Aturan pada tanggal").fill("2010-01-01")
    page.get_by_label("Aturan pada tanggal").press("Enter")
    expect(page.get_by_role("heading", name="Aturan pada 1 Jan 2010.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("55 tahun").first).to_be_visible()
    page.get_by_role("link", name="Semua aturan").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aturan yang berlaku")
    context.close()
