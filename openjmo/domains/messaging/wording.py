"""The sentences of messages, declared by the rooms that send them and put into words when somebody reads.

A sending room declares its templates once, at import: `declare("account_linked", title="…", body="…")`. The Indonesian sentence is the
translation key; `%(name)s` places are filled afterwards from the message's values. A value's name says how it is written: `…_sen` as
rupiah, `…_month` (`2026-10`) as a month, `…_on` (`2026-10-31`) as a date, everything else as it is.

>>> declare("example", title="Iuran diterima", body="Iuran %(paid_month)s sebesar %(paid_sen)s sudah masuk.")
>>> wording_of("example", {"paid_month": "2026-10", "paid_sen": 28500000})
Wording(title='Iuran diterima', body='Iuran Oktober 2026 sebesar Rp285.000 sudah masuk.')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month

_MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A title of a few words and a body of a few sentences."""

    title: str
    body: str


_declared: dict[str, Wording] = {}


def declare(template: str, *, title: str, body: str) -> None:
    """Give a template its Indonesian sentences. Raises ValueError when another room has declared it with other words."""
    wording = Wording(title, body)
    if _declared.setdefault(template, wording) != wording:
        raise ValueError(f"the template {template} is declared twice with different words")


def is_declared(template: str) -> bool:
    """Whether some room gave this template words."""
    return template in _declared


def wording_of(template: str, values: Mapping[str, object]) -> Wording:
    """The finished sentences in the active language.

    A template or value that is no longer known (an old message after an upgrade) gives a general sentence instead of an error: one
    forgotten line must not close somebody's whole list.
    """
    declared = _declared.get(template)
    if declared is not None:
        written = {name: _written(name, value) for name, value in values.items()}
        try:
            return Wording(gettext(declared.title) % written, gettext(declared.body) % written)
        except KeyError:
            pass
    return Wording(gettext("Kabar untuk Anda"), gettext("Ada perubahan pada data Anda. Lihat di menu yang bersangkutan."))


def _written(name: str, value: object) -> str:
    language = "en" if (get_language() or "id").startswith("en") else "id"
    if name.endswith("_sen") and isinstance(value, int):
        return rupiah(Money(value))
    if name.endswith("_month") and isinstance(value, str):
        month = Month.parse(value[:7])
        return f"{_MONTHS[language][month.month - 1]} {month.year}"
    if name.endswith("_on") and isinstance(value, str):
        day = date.fromisoformat(value[:10])
        return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
    return str(value)
