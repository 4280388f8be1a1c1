"""The whole month in a real browser on a small phone, with JavaScript and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.reads import EmployerView
from tests.domains.contributions.makers import make_employer
from tests.domains.identity.makers import PASSWORD
from tests.payroll import KARYA_BAHARI
from tests.portals.employer.steps import representative

EMAIL = "wakil@contoh.example"


@pytest.fixture
def firm(site: str) -> EmployerView:
    """A firm whose representative can sign in; the site is up."""
    del site
    employer = make_employer(name="PT Karya Bahari")
    representative(employer, email=EMAIL)
    return employer


def sign_in(page: Page) -> None:
    page.goto("/masuk?next=/pemberi-kerja/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pemberi-kerja/PK-*/")


def upload(page: Page) -> None:
    page.click("main >> text=Unggah laporan")
    page.select_option("[name=bulan]", "2026-10")
    page.set_input_files("[name=berkas]", KARYA_BAHARI)
    page.click("text=Unggah dan periksa")
    page.wait_for_url("**/laporan/LU-*")


def fits(page: Page) -> bool:
    """Nothing sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_upload_confirm_pay_and_see_it_posted(firm: EmployerView, page: Page, tmp_path: Path) -> None:
    sign_in(page)
    assert fits(page)
    upload(page)
    assert fits(page)
    (report,) = reads.reports_of(firm.id, limit=5)
    page.wait_for_selector("text=menunggu giliran")
    read_report(report.ref, now=timezone.now())
    # The page notices by itself.
    page.wait_for_selector("text=Buat kode bayar untuk 279 baris")
    assert fits(page)
    with page.expect_download() as download:
        page.click("text=Unduh baris yang salah")
    download.value.save_as(tmp_path / "salah.csv")
    assert (tmp_path / "salah.csv").read_bytes().startswith(b"\xef\xbb\xbfnik;")
    page.check("#baris-115")
    page.click("text=Buat kode bayar untuk 279 baris")
    page.wait_for_url("**/tagihan")
    assert fits(page)
    assert reads.report_by_ref(report.ref).accepted_count == 280
    page.click("text=Simulasikan pembayaran")
    page.wait_for_selector("text=Pembayaran diterima")
    post_report(report.ref, now=timezone.now())
    page.wait_for_selector("text=Lunas dan sudah dibukukan")
    assert fits(page)


def test_without_javascript_the_page_looks_again_by_itself(firm: EmployerView, browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    upload(page)
    (report,) = reads.reports_of(firm.id, limit=5)
    assert page.locator('meta[http-equiv="refresh"]').count() == 1
    read_report(report.ref, now=timezone.now())
    page.wait_for_selector("text=Buat kode bayar untuk 279 baris")
    page.check("#baris-115")
    page.click("text=Buat kode bayar untuk 279 baris")
    page.wait_for_url("**/tagihan")
    assert reads.report_by_ref(report.ref).state is ReportState.BILLED
    context.close()
