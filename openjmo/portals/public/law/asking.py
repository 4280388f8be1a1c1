"""What a reader of the law asks for in the address: a day, a day of knowledge, a word, a programme."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext

from openjmo.core.clock import SystemClock, business_date
from openjmo.rules.lawbook import Lawbook

_LONGEST_SEARCH = 80


def today() -> date:
    """The day in Jakarta."""
    return business_date(SystemClock().now())


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. A day that cannot be read is no day: the page is that of today and says so at the field."""

    today: date
    on: date
    known_on: date | None
    typed: dict[str, str]
    """As it was typed, to stand in the fields again."""
    search: str = ""
    programme: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_past_or_future(self) -> bool:
        """Whether another day than today is shown, or less than today's knowledge."""
        return self.on != self.today or self.known_on is not None

    def seen(self, law: Lawbook) -> Lawbook:
        """The book from the day of knowledge."""
        return law if self.known_on is None else law.as_known_on(self.known_on)


def asked(request: HttpRequest) -> Asked:
    """Read the address; nothing in it can be wrong enough to refuse the page."""
    now = today()
    typed = {name: request.GET.get(name, "").strip() for name in ("tanggal", "diketahui")}
    days: dict[str, date | None] = {}
    errors = {}
    for name, text in typed.items():
        try:
            days[name] = _day(text) if text else None
        except ValueError:
            days[name] = None
            errors[name] = gettext("Tanggal ini tidak dapat dibaca. Tulis misalnya 2019-06-30 atau 30/06/2019, tahun 1900 sampai 2999.")
    return Asked(
        today=now,
        on=days["tanggal"] or now,
        known_on=days["diketahui"],
        typed=typed,
        search=request.GET.get("cari", "").strip()[:_LONGEST_SEARCH],
        programme=request.GET.get("program", "").strip(),
        errors=errors,
    )


def _day(text: str) -> date:
    """A day as date fields send it, or as people write it. Raises ValueError."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        day = date.fromisoformat(text)
    elif found := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", text):
        day = date(int(found[3]), int(found[2]), int(found[1]))
    else:
        raise ValueError(f"not a day: {text!r}")
    if not 1900 <= day.year <= 2999:  # noqa: PLR2004 - what the error says
        raise ValueError(f"too far away: {text!r}")
    return day
