"""What a calculator asks for: each field is declared once, read once, and keeps what was typed when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.portals.shared.simulation import read_money
from openjmo.portals.shared.typed import read_count, read_date, read_month, read_percent
from openjmo.rules.derivation import sentence

Kind = Literal["money", "percent", "date", "month", "count", "choice", "text"]
"""`text` is not read here: somebody else reads and checks it."""
YES, NO = "ya", "tidak"
YES_NO = ((YES, sentence("Ya")), (NO, sentence("Tidak")))
NOT_SAID = ("", sentence("Belum tahu"))
_LONGEST = 40
_READERS: Mapping[Kind, Callable[[str], object | None]] = {
    "money": read_money,
    "percent": read_percent,
    "date": read_date,
    "month": read_month,
    "count": read_count,
}
_ACCEPTED: Mapping[Kind, str] = {
    "money": sentence("Tulis jumlah dalam rupiah, misalnya 6.000.000."),
    "percent": sentence("Tulis persen, misalnya 5,5."),
    "date": sentence("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-10-31."),
    "month": sentence("Tulis bulan sebagai tahun-bulan, misalnya 2026-10."),
    "count": sentence("Tulis angka bulat, misalnya 12."),
    "choice": sentence("Pilih salah satu dari daftar."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. Words are Indonesian sentences marked for translators; `default` may depend on today."""

    name: str
    label: str
    kind: Kind
    default: str | Callable[[date], str] = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    is_optional: bool = False
    is_more: bool = False
    """Folded away until somebody needs it."""

    def start(self, today: date) -> str:
        """What stands in the field at first."""
        return self.default if isinstance(self.default, str) else self.default(today)


def yes_or_no(name: str, label: str, *, default: str, hint: str = "", is_more: bool = False) -> Field:
    """A question answered with yes or no; with an empty `default` it may stay open."""
    choices = YES_NO if default else (NOT_SAID, *YES_NO)
    return Field(
        name=name, label=label, kind="choice", default=default, hint=hint, choices=choices, is_optional=not default, is_more=is_more
    )


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field as the page draws it."""

    name: str
    label: str
    kind: Kind
    text: str
    hint: str
    error: str
    options: list[tuple[str, str]]
    is_optional: bool
    is_more: bool


class Typed:
    """What was typed into the fields. The readers below are for fields without an error."""

    def __init__(self, fields: Sequence[Field], given: Mapping[str, str], today: date) -> None:
        self.today = today
        self.fields = fields
        self.given = {field.name: given[field.name] for field in fields if field.name in given}
        self.texts = {field.name: given.get(field.name, field.start(today)).strip()[:_LONGEST] for field in fields}
        self.errors: dict[str, str] = {}
        self._values: dict[str, object] = {}
        for field in fields:
            self._read(field)

    def _read(self, field: Field) -> None:
        text = self.texts[field.name]
        value: object | None = None
        if field.kind == "choice":
            value = text if text in dict(field.choices) else None
        elif field.kind == "text" or (field.is_optional and not text):
            return
        else:
            value = _READERS[field.kind](text)
        if value is None:
            self.errors[field.name] = gettext(_ACCEPTED[field.kind])
        else:
            self._values[field.name] = value

    def words(self) -> list[FieldWords]:
        """Every field with what was typed and what is wrong with it."""
        return [
            FieldWords(
                field.name,
                gettext(field.label),
                field.kind,
                self.texts[field.name],
                gettext(field.hint) if field.hint else "",
                self.errors.get(field.name, ""),
                [(value, gettext(label)) for value, label in field.choices],
                field.is_optional,
                field.is_more,
            )
            for field in self.fields
        ]

    def money(self, name: str) -> Money:
        """An amount."""
        value = self._values[name]
        assert isinstance(value, Money)
        return value

    def percent(self, name: str) -> Rate:
        """A percentage."""
        value = self._values[name]
        assert isinstance(value, Rate)
        return value

    def day(self, name: str) -> date:
        """A day."""
        value = self._values[name]
        assert isinstance(value, date)
        return value

    def month(self, name: str) -> Month:
        """A month."""
        value = self._values[name]
        assert isinstance(value, Month)
        return value

    def count(self, name: str) -> int:
        """A whole number."""
        value = self._values[name]
        assert isinstance(value, int)
        return value

    def choice(self, name: str) -> str:
        """The chosen value; empty for "not known"."""
        return self.texts[name]

    def flag(self, name: str) -> bool:
        """Whether the answer is yes."""
        return self.texts[name] == YES

    def maybe_flag(self, name: str) -> bool | None:
        """Yes, no, or not said."""
        return self.flag(name) if self.texts[name] else None

    def has(self, name: str) -> bool:
        """Whether an optional field was filled."""
        return name in self._values and self.texts[name] != ""

    def maybe_money(self, name: str) -> Money | None:
        """An amount, or None where the field was left empty."""
        return self.money(name) if self.has(name) else None

    def maybe_day(self, name: str) -> date | None:
        """A day, or None where the field was left empty."""
        return self.day(name) if self.has(name) else None

    def maybe_count(self, name: str) -> int | None:
        """A whole number, or None where the field was left empty."""
        return self.count(name) if self.has(name) else None
