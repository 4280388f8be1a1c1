"""The whole lawbook as one page: for the public address, and as a file of its own by `openjmo rules book --format html`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from openjmo.portals.public.law.words import chapter_words, tongue
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.printed import chapters
from openjmo.rules.printed_text import KNOWN_ON, ON_DAY, WHOLE

_STYLE: Final = Path(__file__).parents[2] / "shared" / "static" / "openjmo" / "law.css"


def book_page(book: Lawbook, on: date | None, *, head: SafeString, home: str = "") -> str:
    """The page in the active language; `head` brings its style, `home` is where it leads back to, if anywhere."""
    said = tongue()
    about = [said.filled(ON_DAY, day=said.day(on)) if on else said.translate(WHOLE)]
    if book.known_on:
        about.append(said.filled(KNOWN_ON, day=said.day(book.known_on)))
    page = render_to_string(
        "public/law/book.html",
        {
            "book": book,
            "about": about,
            "chapters": [chapter_words(chapter) for chapter in chapters(book, on)],
            "head": head,
            "home": home,
        },
    )
    return page.lstrip()


def book_file(book: Lawbook, on: date | None) -> str:
    """The same page with its style inside, to be kept as a file."""
    style = _STYLE.read_text(encoding="utf-8")
    return book_page(book, on, head=mark_safe(f"<style>\n{style}</style>"))  # noqa: S308 - our own stylesheet
