"""A value of the law in plain words: rupiah, percent, days, scales, yes and no, choices, the way a person reads them.

Called by whoever prints the law: the public pages, and `openjmo rules book`. What is written here are Indonesian sentences; the caller
hands in how they become another language, so that nothing here knows Django. A figure is written exactly or marked, never rounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from openjmo.core.money import SEN_PER_RUPIAH, Money, Rate, decimal_text, rupiah, rupiah_sen
from openjmo.core.regions import regions
from openjmo.rules.code_words import CODE_WORDS
from openjmo.rules.derivation import sentence
from openjmo.rules.parameter import Parameter, ParameterValue
from openjmo.rules.units import Bracket, Stretch

_UNITS: Final[Mapping[str, str]] = {
    "percent_of_monthly_wage": sentence("%(value)s dari upah sebulan"),
    "percent_of_capped_wage": sentence("%(value)s dari upah sebulan, sampai batas upah"),
    "percent_discount": sentence("potongan %(value)s"),
    "percent_of_annual_revenue": sentence("%(value)s dari pendapatan setahun"),
    "percent_of_formula_or_pension": sentence("%(value)s dari hasil rumus atau pensiun"),
    "percent_of_jht_amount": sentence("%(value)s dari saldo JHT"),
    "percent_of_months_paid": sentence("%(value)s dari banyaknya bulan iuran"),
    "percent_on_top": sentence("ditambah %(value)s"),
    "percent_per_day": sentence("%(value)s sehari"),
    "percent_per_month": sentence("%(value)s sebulan"),
    "percent_per_month_late_of_contribution_due": sentence("%(value)s dari iuran, untuk tiap bulan terlambat"),
    "percent_per_year": sentence("%(value)s setahun"),
    "percent_per_year_of_contribution": sentence("%(value)s untuk tiap tahun iuran"),
    "percent_per_year_to_members": sentence("%(value)s setahun"),
    "percentage_points": sentence("%(value)s poin"),
    "IDR_per_month": sentence("%(value)s sebulan"),
    "IDR_per_year": sentence("%(value)s setahun"),
    "IDR_balance_maximum": sentence("saldo sampai %(value)s"),
    "MB_per_file": sentence("%(value)s MB tiap berkas"),
    "calendar_years": sentence("%(value)s tahun kalender"),
    "consecutive_months": sentence("%(value)s bulan berturut-turut"),
    "count_per_membership": sentence("%(value)s kali selama menjadi peserta"),
    "day_of_following_month": sentence("tanggal %(value)s bulan berikutnya"),
    "day_of_same_month": sentence("tanggal %(value)s bulan yang sama"),
    "days": sentence("%(value)s hari"),
    "days_before_retirement_age": sentence("%(value)s hari sebelum usia pensiun"),
    "digits": sentence("%(value)s angka"),
    "hours": sentence("%(value)s jam"),
    "months": sentence("%(value)s bulan"),
    "monthly_wages": sentence("%(value)s kali upah sebulan"),
    "rupiah_round_down_to": sentence("dibulatkan ke bawah, ke kelipatan %(value)s rupiah"),
    "rupiah_round_up_to": sentence("dibulatkan ke atas, ke kelipatan %(value)s rupiah"),
    "sen": sentence("%(value)s sen"),
    "times_per_year": sentence("%(value)s kali setahun"),
    "working_days": sentence("%(value)s hari kerja"),
    "working_days_after_complete_and_correct_claim": sentence("%(value)s hari kerja sejak berkas lengkap dan benar"),
    "years": sentence("%(value)s tahun"),
}
"""How a value reads in its unit; a unit that is not here adds nothing."""
_ONE: Final[Mapping[str, str]] = {
    "calendar_years": sentence("1 tahun kalender"),
    "count_per_membership": sentence("1 kali selama menjadi peserta"),
    "days": sentence("1 hari"),
    "hours": sentence("1 jam"),
    "months": sentence("1 bulan"),
    "monthly_wages": sentence("1 kali upah sebulan"),
    "times_per_year": sentence("1 kali setahun"),
    "working_days": sentence("1 hari kerja"),
    "years": sentence("1 tahun"),
}
"""The same for a single one, because other languages change the word."""
CONFIDENCES: Final[Mapping[str, str]] = {
    "text_read": sentence("pasalnya sudah dibaca"),
    "secondary": sentence("dari sumber kedua"),
    "unsure": sentence("belum pasti"),
    "declared": sentence("ditetapkan pengelola"),
    "assumed": sentence("asumsi, bukan angka resmi"),
    "draft": sentence("rancangan, belum berlaku"),
}
"""How sure we are, in a few words."""
SETTING: Final = sentence("pilihan penyelenggara")
"""Said instead of a confidence, where the law is silent and a setting decides."""
UNKNOWN: Final = sentence("belum ditemukan")
_YES, _NO = sentence("ya"), sentence("tidak")
_FROM_ZERO, _BETWEEN, _ABOVE = sentence("sampai %(end)s"), sentence("di atas %(start)s sampai %(end)s"), sentence("di atas %(start)s")
_FIRST_MONTHS, _NEXT_MONTHS = sentence("%(count)s bulan pertama"), sentence("%(count)s bulan berikutnya")
_SHOWN_PLACES: Final = 10
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to say it in: its code, how an Indonesian sentence becomes one of it, and how it writes a day."""

    language: str
    translate: Callable[[str], str]
    day: Callable[[date], str]

    def of(self, words: Mapping[str, str]) -> str:
        """The text of several languages that is in this one."""
        return self._with_article(words.get(self.language) or words["id"])

    def filled(self, template: str, **values: str) -> str:
        """A sentence of the house with its places."""
        return self.translate(template) % values

    def text(self, parameter: Parameter, written: str) -> str:
        """A note or a source of a parameter. What stands in the book in one language only may have its translation elsewhere."""
        if self.language == "en" and written in parameter.english:
            return self._with_article(parameter.english[written])
        return self._with_article(self.translate(written)) if written else ""

    def _with_article(self, said: str) -> str:
        """Laws and regulations keep their names; the word for an article does not."""
        return said.replace("Pasal", self.translate(_ARTICLE))


_ARTICLE: Final = sentence("Pasal")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A value as a person reads it: one line, and the rows of a scale or a list of facts where it has any."""

    text: str
    rows: tuple[tuple[str, str], ...] = ()


def spoken(version: ParameterValue, tongue: Tongue) -> Spoken:
    """The value of a version in words."""
    if version.is_unknown:
        return Spoken(tongue.translate(UNKNOWN))
    rows = _rows(version.value, tongue)
    if rows:
        return Spoken("; ".join(f"{term}: {said}" for term, said in rows), rows)
    said = _said(version.value, tongue)
    if version.value == 1 and version.unit in _ONE and type(version.value) is int:
        return Spoken(tongue.translate(_ONE[version.unit]))
    return Spoken(tongue.filled(_UNITS[version.unit], value=said) if version.unit in _UNITS else said)


def facts(version: ParameterValue, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """The further facts of a version, by name."""
    return tuple((word(name, tongue), _said(part, tongue)) for name, part in version.details.items())


def standing(version: ParameterValue, tongue: Tongue) -> str:
    """How sure we are of a version, in a few words. A setting of ours says that it is one; a declared one who declared it."""
    is_choice_of_ours = version.setting and version.confidence == "unsure"
    return tongue.translate(SETTING if is_choice_of_ours else CONFIDENCES[version.confidence])


def word(code: str, tongue: Tongue) -> str:
    """A code word of the book (a key, a choice, a name) in words; one that has none yet is shown as it is, without its joints."""
    return tongue.translate(CODE_WORDS[code]) if code in CODE_WORDS else code.replace("_", " ")


def key_word(version_id: str, key: str, tongue: Tongue) -> str:
    """What a key tells apart, in words; the minimum wages are told apart by the code of a province."""
    if version_id.startswith("wages."):
        return regions().provinces.get(key, key)
    return word(key, tongue)


def _rows(value: object, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Mapping):
        if set(value) == {"id", "en"}:
            return ()
        return tuple((word(name, tongue), _said(part, tongue)) for name, part in value.items())
    if isinstance(value, tuple) and value and isinstance(value[0], Bracket | Stretch):
        brackets = [part for part in value if isinstance(part, Bracket)]
        stretches = [part for part in value if isinstance(part, Stretch)]
        return (*_bracket_rows(brackets, tongue), *_stretch_rows(stretches, tongue))
    return ()


def _bracket_rows(brackets: list[Bracket], tongue: Tongue) -> list[tuple[str, str]]:
    rows = []
    for number, bracket in enumerate(brackets):
        start = _amount(bracket.above)
        if number + 1 == len(brackets):
            span = tongue.filled(_ABOVE, start=start)
        else:
            span = tongue.filled(_BETWEEN if number else _FROM_ZERO, start=start, end=_amount(brackets[number + 1].above))
        rows.append((span, _percent(bracket.rate, tongue)))
    return rows


def _stretch_rows(stretches: list[Stretch], tongue: Tongue) -> list[tuple[str, str]]:
    return [
        (tongue.filled(_NEXT_MONTHS if number else _FIRST_MONTHS, count=str(stretch.months)), _percent(stretch.rate, tongue))
        for number, stretch in enumerate(stretches)
    ]


def _said(value: object, tongue: Tongue) -> str:  # noqa: PLR0911 - one return per kind
    match value:
        case Rate():
            return _percent(value, tongue)
        case Money():
            return _amount(value)
        case bool():
            return tongue.translate(_YES if value else _NO)
        case int():
            return f"{value:,}" if tongue.language == "en" else f"{value:,}".replace(",", ".")
        case str():
            return _decimal(value, tongue) if _DECIMAL.fullmatch(value) else word(value, tongue)
        case Mapping():
            return tongue.of({str(name): str(part) for name, part in value.items()})
        case tuple():
            return ", ".join(_said(part, tongue) for part in value)
        case _:
            return str(value)


def _amount(money: Money) -> str:
    return rupiah_sen(money) if money.sen % SEN_PER_RUPIAH else rupiah(money)


def _decimal(written: str, tongue: Tongue) -> str:
    """A decimal the files keep as it was published."""
    return written if tongue.language == "en" else written.replace(".", ",")


def _percent(rate: Rate, tongue: Tongue) -> str:
    exact = rate.ratio * 100
    scale = 10**_SHOWN_PLACES
    cut = Fraction(int(exact * scale), scale)
    return f"{'' if cut == exact else '≈ '}{_decimal(decimal_text(cut), tongue)}%"
