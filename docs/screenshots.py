"""Take the README's pictures from a running demonstration: `make run` in one terminal, then `.venv/bin/python docs/screenshots.py`.

Everybody and everything in the pictures is invented. The employer's pictures upload a report, so take them from a fresh demonstration
(`make demo-reset`) and begin it anew afterwards if you like it untouched.
"""

# ruff: noqa: INP001 - a script

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from openjmo.simulators.cast import PASSWORD  # noqa: E402 - found by the line above
from tests.website import BROWSER_FLAGS, chromium  # noqa: E402

FOLDER: Final = ROOT / "docs" / "screenshots"
PAYROLL: Final = ROOT / "tests" / "data" / "payroll" / "karya-bahari-2026-10.csv"
PHONE: Final = (360, 740)
DESK: Final = (1280, 860)
COLOURS: Final = 256
"""As many as a page needs to look the same; the file is a third as large."""


def main() -> None:
    """All of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8017", help="where the demonstration runs")
    address = parser.parse_args().address
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        _visitor(browser, address)
        _member(browser, address)
        _officer(browser, address)
        _employer(browser, address)
        browser.close()


def _page(browser: Browser, address: str, size: tuple[int, int], scheme: str = "light") -> Page:
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == PHONE else 1,
        color_scheme="dark" if scheme == "dark" else "light",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
    )
    return context.new_page()


def _sign_in(page: Page, email: str) -> None:
    page.goto("/masuk")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(beranda|pemberi-kerja|petugas)"))


def _take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"docs/screenshots/{name}.png")


def _visitor(browser: Browser, address: str) -> None:
    page = _page(browser, address, PHONE)
    for name, path in (("landing", "/"), ("calculator", "/hitung/jkp"), ("one-rule", "/aturan/jp.wage_cap")):
        page.goto(path)
        _take(page, name)


def _member(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        page = _page(browser, address, PHONE, scheme)
        _sign_in(page, "siti@contoh.example")
        _take(page, f"home-{scheme}")
        page.goto("/jht")
        _take(page, f"balance-{scheme}")
        if scheme == "light":
            page.goto("/jht/iuran")
            _take(page, "months")
            page.goto("/jht/mutasi")
            page.goto(str(page.locator("a[href^='/jht/mutasi/']").first.get_attribute("href")))
            _take(page, "why-this-number")
            for name, path in (("simulation", "/simulasi"), ("claims", "/klaim"), ("claim-dry-run", "/klaim/resign")):
                page.goto(path)
                _take(page, name)
        page.context.close()
    page = _page(browser, address, DESK)
    _sign_in(page, "siti@contoh.example")
    page.goto("/jht")
    _take(page, "balance-desk")


def _officer(browser: Browser, address: str) -> None:
    page = _page(browser, address, DESK)
    _sign_in(page, "ratna@contoh.example")
    _take(page, "desk")


def _employer(browser: Browser, address: str) -> None:
    page = _page(browser, address, DESK)
    _sign_in(page, "rina@contoh.example")
    _take(page, "employer-home")
    page.goto(f"{page.url.rstrip('/')}/unggah")
    page.locator("input[name=berkas]").set_input_files(PAYROLL)
    page.get_by_role("main").locator("button[type=submit]").click()
    page.locator("#ditolak-judul").wait_for(timeout=60_000)
    _take(page, "employer-report")
    page.locator("input[name=semua]").check()
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/tagihan$"))
    _take(page, "employer-bill")


if __name__ == "__main__":
    main()
