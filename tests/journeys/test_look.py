"""How pages behave on small phones, large screens, with large text, hidden amounts, in another language, and for every reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from openjmo.core.periods import Month
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.privacy.actions.ask import ask
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.domains.protection.actions import NewPayoutAccount, ask_shortening, set_payout_account
from openjmo.domains.support.actions.open_in_emergency import open_in_emergency
from openjmo.domains.support.tasks import Task
from tests.desk import make_card_request, make_correction, make_merge, make_officer, make_ticket
from tests.domains.identity.makers import PASSWORD
from tests.fund import BUDI, NOW, SITI, bill_month, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import make_agent, sign_in, sign_in_officer

AXE = (Path(__file__).parents[1] / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")
PUBLIC_PAGES = (
    *("/", "/masuk", "/daftar", "/lupa-sandi", "/syarat", "/daftar/periksa-email", "/angka", "/bukti", "/bukti/periksa", "/bukti/buku"),
    *("/pemeriksaan-wajah", "/tentang-dana", "/jaga-akun", "/alamat-kami", "/perangkat"),
    *("/manfaat/beasiswa", "/manfaat/perumahan", "/hitung", "/hitung/jkp", "/tidak-ada"),
)
JHT_PAGES = ("/jht", "/jht/pada?diketahui=2026-10-01", "/jht/iuran", "/jht/mutasi", "/jht/selisih", "/jht/bukti", "/jht/buku")
CLAIM_PAGES = ("/klaim", "/klaim/resign", "/klaim/partial_housing", "/klaim/death?hubungan=spouse&lahir=", "/klaim/resign/rincian")
OWN_DATA = ("/profil/data-saya", "/profil/data-saya/isi", "/profil/rekening", "/akun/riwayat-akses")
MEMBER_PAGES = ("/beranda", *JHT_PAGES, "/simulasi", *CLAIM_PAGES, "/kabar", "/profil", "/profil/kartu", *OWN_DATA, "/akun/kunci")
UPDATE_PAGES = tuple(f"/profil/pengkinian/{step}" for step in ("data", "kontak", "alamat", "keluarga", "cocok", "wajah", "ringkasan"))
IDENTITY_PAGES = ("/profil/pengkinian", *UPDATE_PAGES, "/profil/wajah", "/profil/perbaikan?bidang=full_name")
SECURITY_PAGES = tuple(
    f"/akun/{page}" for page in ("keamanan", "keamanan/riwayat", "keamanan/autentikator", "keamanan/cadangan", "pastikan")
)
ACCOUNT_PAGES = ("/ganti-sandi", "/ganti-email", "/nomor-hp", "/ganti-nomor-hp", *SECURITY_PAGES)


@pytest.fixture
def siti(visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """Siti signed in, in a browser of the asked kind; three months, one of them not yet paid."""
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI, BUDI])
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    bill_month(employer, Month(2026, 10), [SITI, BUDI])
    publish_proof(date(2026, 10, 31), now=NOW)
    member(SITI, "siti@contoh.example")

    def come(**kind: object) -> Visitor:
        visitor = visit(**kind)
        sign_in(visitor, "siti@contoh.example")
        return visitor

    return come


def _explanation(page: Page) -> str:
    """The address of the first ledger line's explanation."""
    page.goto("/jht/mutasi")
    return str(page.locator("a[href^='/jht/mutasi/']").first.get_attribute("href"))


def _passbook(page: Page) -> tuple[str, str]:
    """The addresses of a passbook just made and of the page where one waits for its PDF."""
    page.goto("/jht/buku")
    page.get_by_role("button", name="Buat buku").click()
    page.wait_for_url(re.compile(r"/jht/buku/[\w-]+$"))
    return page.url, f"{page.url}/pdf"


def _problems(page: Page, address: str) -> list[str]:
    """What axe finds that is serious or worse, on the page with everything unfolded."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{address}: {one['id']} {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_have_no_serious_barrier(visit: Callable[..., Visitor], scheme: str) -> None:
    page = visit(color_scheme=scheme).page
    assert [problem for address in PUBLIC_PAGES for problem in _problems(page, address)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_members_pages_have_no_serious_barrier(siti: Callable[..., Visitor], scheme: str) -> None:
    page = siti(color_scheme=scheme).page
    pages = (*MEMBER_PAGES, _explanation(page), *_passbook(page))
    assert [problem for address in pages for problem in _problems(page, address)] == []


def test_pages_about_the_account_have_no_barrier_and_fit_on_a_small_phone(siti: Callable[..., Visitor]) -> None:
    visitor = siti()
    page = visitor.page
    page.goto("/profil/pengkinian")
    page.get_by_role("button", name="Mulai").click()
    assert [problem for address in (*ACCOUNT_PAGES, *IDENTITY_PAGES) for problem in _problems(page, address)] == []
    page.goto("/ganti-email")
    page.get_by_label("Alamat e-mail baru").fill(f"{'panjang.sekali.' * 3}alamat@{'contoh-' * 4}surat.example")
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.get_by_role("button", name="Kirim surat").click()
    expect(page.get_by_text("Alamat baru menunggu dipastikan")).to_be_visible()
    widths = [visitor.width()]
    for address in (*ACCOUNT_PAGES, *IDENTITY_PAGES, "/profil"):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths.append(visitor.width())
    assert max(widths) <= 360


def test_the_employers_pages_have_no_serious_barrier(visit: Callable[..., Visitor]) -> None:
    employer = make_employer()
    ref, _code = bill_month(employer, Month(2026, 10), [SITI, BUDI])
    agent = visit(width=1280, height=900)
    sign_in(agent, make_agent(employer), lands_on="/pemberi-kerja/")
    home = f"/pemberi-kerja/{employer.ref}"
    pages = [f"{home}/", f"{home}/unggah", f"{home}/laporan/{ref}", f"{home}/laporan/{ref}/tagihan", f"{home}/laporan/{ref}/tarik"]
    assert [problem for address in pages for problem in _problems(agent.page, address)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_has_no_serious_barrier_and_fits_a_phone(visit: Callable[..., Visitor], scheme: str) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, siti = member(SITI, "siti@contoh.example")
    ticket, card, (_, correction) = make_ticket(siti.id, 150_000, note="Slip"), make_card_request(siti.id), make_correction()
    merge, asked = make_merge(siti.id), ask(account_id, "rectification", "Nama ibu kandung saya keliru.", now=timezone.now())
    set_payout_account(account_id, NewPayoutAccount("002", "001234567890"), timezone.now())
    ask_shortening(account_id, "Biaya rumah sakit, surat dokter sudah dilihat.", by="account:AK-LAIN", now=timezone.now())
    make_officer("petugas@contoh.example")
    opener = make_officer("penolong@contoh.example", "Bagus Wibowo", [Task.PRIVACY])
    by = Reader(ReaderKind.STAFF, "account:AK-LAIN", "Bagus Wibowo", opener)
    open_in_emergency(card, f"Peserta menelepon. {'Panjang' * 30}", by, now=timezone.now())
    officer, reader = visit(color_scheme=scheme), visit(color_scheme=scheme)
    sign_in_officer(officer, "petugas@contoh.example")
    sign_in(reader, "siti@contoh.example")
    desk = (
        "/petugas/",
        f"/petugas/selisih/{ticket}",
        f"/petugas/kartu/{card}",
        f"/petugas/pencocokan/{correction}",
        f"/petugas/gabungan/{merge}",
        f"/petugas/data-pribadi/{asked}",
        "/petugas/perlindungan",
        "/petugas/pengawasan",
    )
    helper = visit(color_scheme=scheme)
    sign_in_officer(helper, "penolong@contoh.example")
    limited = ("/petugas/darurat", f"/petugas/kartu/{card}", f"/petugas/gabungan/{merge}")
    for visitor, pages in (
        (officer, desk),
        (helper, limited),
        (reader, (f"/jht/selisih/{ticket}", "/jht/selisih", "/profil/kartu", "/profil/gabungkan")),
    ):
        assert [problem for address in pages for problem in _problems(visitor.page, address)] == []
        for address in pages:
            visitor.page.goto(address)
            assert visitor.width() <= 360, address
            visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert visitor.width() <= 360, address


def test_axe_itself_finds_barriers(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto("/masuk")
    page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert "label" in [one["id"] for one in found["violations"]]


def test_nothing_is_cut_off_on_a_small_phone_even_with_text_twice_as_large(siti: Callable[..., Visitor]) -> None:
    visitor = siti()
    page = visitor.page
    too_wide = []
    for address in (*MEMBER_PAGES, _explanation(page), *_passbook(page)):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        widths = [visitor.width()]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths.append(visitor.width())
        if max(widths) > 360:
            too_wide.append((address, widths))
    assert too_wide == []


def test_nothing_of_a_public_page_is_cut_off_on_a_small_phone(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    too_wide = []
    for address in PUBLIC_PAGES:
        page.goto(address)
        wider = page.evaluate("[...document.querySelectorAll('.table-wrap')].some(part => part.scrollWidth > part.clientWidth)")
        widths = [visitor.width()]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths.append(visitor.width())
        if wider or max(widths) > 360:
            too_wide.append((address, widths, wider))
    assert too_wide == []


def test_on_a_large_screen_the_menu_stands_at_the_side(siti: Callable[..., Visitor]) -> None:
    visitor = siti(width=1280, height=900)
    page = visitor.page
    for address in MEMBER_PAGES:
        page.goto(address)
        menu, main = page.get_by_role("navigation", name="Menu utama").bounding_box(), page.get_by_role("main").bounding_box()
        assert menu
        assert main
        assert menu["x"] + menu["width"] <= main["x"] + 1
        assert menu["height"] > 600
        assert 500 < main["width"] <= 1280 - menu["width"]
        assert visitor.width() <= 1280


def test_on_a_phone_the_menu_lies_at_the_bottom_and_is_large_enough_for_thumbs(siti: Callable[..., Visitor]) -> None:
    page = siti().page
    menu = page.get_by_role("navigation", name="Menu utama").bounding_box()
    assert menu
    assert menu["y"] + menu["height"] == pytest.approx(740, abs=1)
    for link in page.get_by_role("navigation", name="Menu utama").get_by_role("listitem").get_by_role("link").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44


@pytest.mark.parametrize("has_script", [True, False], ids=["js", "no-js"])
def test_hidden_amounts_stay_hidden(siti: Callable[..., Visitor], *, has_script: bool) -> None:
    page = siti(java_script_enabled=has_script).page
    amount = page.locator(".amount-big .secret").first
    expect(amount).to_be_visible()
    page.get_by_role("button", name="Sembunyikan").first.click()
    expect(amount).to_be_hidden()
    page.goto("/jht")
    expect(page.locator(".amount-big .secret")).to_be_hidden()
    expect(page.get_by_text("Rp•••••").first).to_be_visible()
    page.get_by_role("button", name="Tampilkan").first.click()
    expect(page.locator(".amount-big .secret")).to_be_visible()
    page.goto("/beranda")
    expect(page.locator(".amount-big .secret").first).to_be_visible()


def test_refreshing_brings_what_was_posted_meanwhile_and_a_new_time(siti: Callable[..., Visitor]) -> None:
    page = siti(has_touch=True).page
    page.goto("/jht")
    expect(page.locator(".amount-big .secret")).to_have_text("Rp684.000")
    loaded = page.evaluate("performance.timeOrigin")
    post_month(make_employer(), Month(2026, 7), [SITI])
    page.locator("a.refresh").click()
    expect(page.locator(".amount-big .secret")).to_have_text("Rp1.026.000")
    expect(page.get_by_text(re.compile(r"^Diperbarui .*\d\d[.:]\d\d"))).to_be_visible()
    assert page.evaluate("performance.timeOrigin") > loaded


def test_pulling_down_refreshes(siti: Callable[..., Visitor]) -> None:
    page = siti(has_touch=True).page
    page.goto("/jht")
    expect(page.locator(".amount-big .secret")).to_have_text("Rp684.000")
    post_month(make_employer(), Month(2026, 7), [SITI])
    touch = page.context.new_cdp_session(page)
    for kind, y in (("touchStart", 200), ("touchMove", 260), ("touchMove", 380), ("touchEnd", None)):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if y is None else [{"x": 180, "y": y}]})
    expect(page.locator(".amount-big .secret")).to_have_text("Rp1.026.000")


def test_the_language_changes_at_once_everywhere_and_stays(siti: Callable[..., Visitor]) -> None:
    page = siti().page
    page.goto("/jht?kartu=")
    page.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/jht"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Total saldo")).to_have_count(0)
    page.goto("/beranda")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/profil")
    page.locator("main").get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    expect(page.locator("html")).to_have_attribute("lang", "id")
