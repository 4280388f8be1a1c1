"""What the stories share: browsers of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from openjmo.platform import catalogues


@dataclass(frozen=True)
class Visitor:
    """A page in a browser of a certain kind, and the words it reads there."""

    page: Page
    say: Callable[[str], str]
    """The sentence in the language of this visitor; `say` of an Indonesian one is itself."""

    @property
    def context(self) -> BrowserContext:
        """The browser's own memory: cookies, storage."""
        return self.page.context

    def width(self) -> int:
        """How wide the page is, in CSS pixels, whatever the window."""
        self.page.wait_for_load_state()
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """A new visitor: small phone, Indonesian, JavaScript; anything the browser complains about fails the test."""
    complaints: list[str] = []
    opened: list[BrowserContext] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            complaints.append(said.text)

    def come(*, language: str = "id", width: int = 360, height: int = 740, by_name: bool = False, **more: Any) -> Visitor:  # noqa: ANN401 - Playwright's own options
        context = browser.new_context(
            base_url=site.replace("127.0.0.1", "localhost") if by_name else site,
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if language != "id":
            page.goto("/")
            page.get_by_role("button", name="English").click()
        return Visitor(page, catalogues.catalogue(language).gettext)

    yield come
    for context in opened:
        context.close()
    assert complaints == []
