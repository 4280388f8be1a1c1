"""A passbook as a PDF: tagged for screen readers, with its own typeface inside, and drawn from files of ours only."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from openjmo.domains.passbooks.reads import SignedPassbook
from openjmo.portals.participant.buku_lines import book_lines
from openjmo.portals.shared.qr import qr_image

AT_ONCE: Final = 60
"""Lines that are drawn while the member waits, about a second; longer ones are drawn in the background."""
PAPERS: Final = {"A5": "A5", "A4": "A4"}
_FONT: Final = "openjmo:huruf"
_STYLE: Final = Path(__file__).with_name("buku_pdf.css")
_FONT_FILE: Final = "openjmo/fonts/plus-jakarta-sans-latin-wght.woff2"


@cache
def _font() -> bytes:
    found = finders.find(_FONT_FILE)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def render_pdf(signed: SignedPassbook, *, language: str, paper: str) -> bytes:
    """The PDF (PDF/UA-1) in a language, on `A5` or `A4`. About 20 ms a line."""
    # A second of imports, for those processes only that draw.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc] # weasyprint has no types
        """Knows one address. Whatever a name or a detail may smuggle in, nothing else is read and nothing leaves the machine."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401, ARG002 - weasyprint's interface
            if url == _FONT:
                return URLFetcherResponse(url, _font(), {"Content-Type": "font/woff2"})
            if url.startswith("data:image/svg+xml"):
                return super().fetch(url)
            raise ValueError("no other files")

    book = signed.passbook
    with override(language):
        context = {"book": book, "lines": book_lines(book), "qr": qr_image(signed.qr_text()), "qr_text": signed.qr_text()}
        markup = render_to_string("participant/buku_pdf.html", context)
    fonts, fetcher = FontConfiguration(), OwnFiles(allowed_protocols=("data", "openjmo"))
    style = f"@page {{ size: {PAPERS[paper]} }}\n{_STYLE.read_text(encoding='utf-8')}"
    sheet = CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    drawn = HTML(string=markup, url_fetcher=fetcher).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    assert isinstance(drawn, bytes)
    return drawn
