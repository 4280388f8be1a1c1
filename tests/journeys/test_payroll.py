"""An employer reports a month in the browser, mends what is wrong, pays; the worker sees the month, a message and a letter."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month
from tests.fund import Worker, make_employer, member, post_month
from tests.journeys.conftest import Visitor
from tests.journeys.steps import make_agent, postings_of, sign_in
from tests.payroll import KARYA_BAHARI
from tests.worker import work

JASMANI = Worker("3507042609850000", "09518122104", "JASMANI MANSUR", "1985-09-26", "L", "SAKURA", 5_000_000, start="2009-03-14")
OCTOBER_SHARES = Money.of_rupiah(293_778)
"""2% and 3,7% of Rp5.154.000, basic wage and fixed allowance (PP 46/2015 Pasal 16)."""
NO_PROBLEM = ("_are_fine", "_is_fine", "total_line_is_not_a_worker")


def _cases() -> tuple[set[int], set[int]]:
    """Lines that must be refused, and lines that wait for the employer's word, as the file's own key says."""
    with KARYA_BAHARI.with_suffix(".expected.csv").open(encoding="utf-8", newline="") as file:
        cases = {int(row["line"]): row["case"] for row in csv.DictReader(file)}
    warned = {line for line, case in cases.items() if case.endswith("_warning")}
    return {line for line, case in cases.items() if not case.endswith(NO_PROBLEM)} - warned, warned


def _lines(table: Locator) -> set[int]:
    return {int(text) for text in table.locator("tbody tr td:first-child").all_inner_texts()}


def test_a_month_from_the_file_to_the_workers_phone(visit: Callable[..., Visitor]) -> None:
    employer = make_employer(province="33")  # whose minimum wage is the one the file's key was written with
    post_month(employer, Month(2026, 9), [JASMANI])
    member(JASMANI, "jasmani@contoh.example")
    before = postings_of(JASMANI)
    agent = visit(width=1280, height=900)
    page = agent.page
    sign_in(agent, make_agent(employer), lands_on="/pemberi-kerja/")

    page.get_by_role("link", name="Unggah laporan").first.click()
    page.get_by_label("Bulan upah yang dilaporkan").select_option("2026-10")
    page.get_by_label("Berkas laporan").set_input_files(KARYA_BAHARI)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan upah Oktober 2026")
    work()

    # The page asks by itself whether the reading is over.
    refused, waiting = page.get_by_role("region", name="Ditolak"), page.get_by_role("region", name="Menunggu persetujuan Anda")
    expect(refused).to_be_visible(timeout=20_000)
    expected_refused, expected_waiting = _cases()
    assert _lines(refused) == expected_refused
    assert _lines(waiting) == expected_waiting
    expect(refused.get_by_role("row").filter(has_text="BALIDIN SITOMPUL")).to_contain_text("NIK berisi 15 angka")
    expect(refused.get_by_role("row").filter(has_text="JAGAPATI HARYANTO")).to_contain_text("5,250,000.00")
    assert page.locator("a[href='http://example.invalid']").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh baris yang salah").click()
    mended = download.value.path().read_text(encoding="utf-8-sig")
    assert len(mended.splitlines()) == 1 + len(expected_refused)
    assert "'=HYPERLINK" in mended

    page.get_by_label(re.compile("^Setujui semua 3 baris")).check()
    page.get_by_role("button", name=re.compile("^Buat kode bayar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tagihan iuran Oktober 2026")
    expect(page.get_by_text("Kode bayar", exact=True)).to_be_visible()
    page.get_by_role("button", name="Simulasikan pembayaran").click()
    expect(page.get_by_text("Pembayaran diterima, iuran sedang dibukukan").first).to_be_visible()
    assert postings_of(JASMANI) == before
    work()
    expect(page.get_by_text("Lunas dan sudah dibukukan")).to_be_visible(timeout=20_000)

    assert postings_of(JASMANI) == before + OCTOBER_SHARES
    phone = visit()
    sign_in(phone, "jasmani@contoh.example")
    expect(phone.page.locator(".amount-big .secret").first).to_have_text(rupiah(before + OCTOBER_SHARES))
    phone.page.goto("/jht/iuran")
    expect(phone.page.get_by_text("Oktober 2026").first).to_be_visible()
    phone.page.get_by_role("navigation", name="Menu utama").get_by_role("link", name=re.compile("^Kabar")).click()
    expect(phone.page.get_by_text("Iuran Oktober 2026 sudah masuk")).to_be_visible()
    expect(phone.page.get_by_text("Rp103.080")).to_be_visible()
    phone.page.goto("/surat/")
    letter = phone.page.get_by_role("link").filter(has_text="jasmani@contoh.example").first
    expect(letter).to_contain_text("Iuran JHT")
    letter.click()
    expect(phone.page.get_by_text("PT Karya Bahari")).to_be_visible()
    expect(phone.page.get_by_text(re.compile(r"Rp\s*\d"))).to_have_count(0)


def test_an_unreadable_file_says_why_and_a_second_tap_makes_no_second_report(visit: Callable[..., Visitor]) -> None:
    employer = make_employer()
    agent = visit()
    page = agent.page
    sign_in(agent, make_agent(employer), lands_on="/pemberi-kerja/")
    for _ in range(2):
        page.goto(f"/pemberi-kerja/{employer.ref}/unggah?bulan=2026-10")
        page.get_by_label("Berkas laporan").set_input_files(
            {"name": "gaji.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nothing"}
        )
        page.get_by_role("button", name="Unggah dan periksa").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Laporan upah Oktober 2026")
    expect(page.get_by_text("Berkas yang sama sudah pernah dikirim")).to_be_visible()
    work()
    expect(page.get_by_role("link", name="Unggah berkas yang lain")).to_be_visible(timeout=20_000)
    page.goto(f"/pemberi-kerja/{employer.ref}/")
    assert page.get_by_role("link", name=re.compile("Oktober 2026")).count() == 1
    assert agent.width() <= 360
