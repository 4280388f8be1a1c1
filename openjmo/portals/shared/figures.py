"""A rule's figure put into words for a page: sentences translated, amounts written, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language, gettext

from openjmo.core.money import Money, Rate, Rounding, decimal_text, rupiah, rupiah_sen
from openjmo.core.periods import Month
from openjmo.platform.dates import date_filters
from openjmo.portals.shared.claim_words import CLAIM_WORDS
from openjmo.rules.code_words import CODE_WORDS
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.spoken import Tongue, spoken

_ROUNDINGS = {
    Rounding.DOWN: sentence("ke bawah, ke kelipatan %(unit)s"),
    Rounding.UP: sentence("ke atas, ke kelipatan %(unit)s"),
    Rounding.HALF_UP: sentence("ke kelipatan %(unit)s yang terdekat; yang tepat di tengah ke atas"),
    Rounding.HALF_EVEN: sentence("ke kelipatan %(unit)s yang terdekat; yang tepat di tengah ke bilangan genap"),
}
_INPUTS = {
    "wage": sentence("Upah"),
    "rate": sentence("Tarif"),
    "month": sentence("Bulan"),
    "amount": sentence("Jumlah"),
    "earned": sentence("Terkumpul sejak awal tahun"),
    "credited": sentence("Sudah dibukukan"),
    "base": sentence("Dihitung dari"),
    "months": sentence("Jumlah bulan"),
    "due_on": sentence("Jatuh tempo"),
    "paid_on": sentence("Dibayar"),
    "last_wage": sentence("Upah terakhir"),
    "percentage": sentence("Persentase cacat"),
    "death_on": sentence("Tanggal meninggal"),
    "accident_on": sentence("Tanggal kecelakaan"),
    "phk_on": sentence("Tanggal PHK"),
    "children": sentence("Jumlah anak"),
    "arrears_months": sentence("Bulan menunggak"),
    "last_paid": sentence("Terakhir dibayar"),
    "birth": sentence("Tanggal lahir"),
    "age": sentence("Usia"),
    "year": sentence("Tahun"),
    "inflation": sentence("Inflasi"),
    "weighted_total": sentence("Jumlah upah tertimbang"),
    "minimum": sentence("Paling sedikit"),
    "maximum": sentence("Paling banyak"),
    "months_paid": sentence("Bulan yang dibayar"),
    "months_due": sentence("Bulan kepesertaan"),
    "registered_on": sentence("Terdaftar"),
    "event_on": sentence("Tanggal kejadian"),
    "last": sentence("Manfaat sebelumnya"),
    "paid": sentence("Iuran yang dibayar"),
    "development": sentence("Hasil pengembangan"),
    "opening": sentence("Saldo awal tahun"),
    "confirmed_on": sentence("Konfirmasi data terakhir"),
    "cap": sentence("Batas upah"),
    "birth_date": sentence("Tanggal lahir"),
    "reached": sentence("Usia pensiun tercapai"),
    "jkk_class": sentence("Tingkat risiko"),
    "active_workers": sentence("Pekerja aktif"),
    "income_base": sentence("Dasar penghasilan"),
    "discount": sentence("Potongan"),
    "growth": sentence("Pertumbuhan ekonomi"),
    "previous": sentence("Batas upah sebelumnya"),
    "programme": sentence("Program"),
    "gross": sentence("Sebelum pajak"),
    "before": sentence("Sudah dibayarkan sebelumnya"),
    "income": sentence("Penghasilan kena pajak"),
    "first_on": sentence("Sejak"),
    "start": sentence("Dihitung mulai"),
    "days": sentence("Jumlah hari kerja"),
    "years": sentence("Jumlah tahun"),
    "on": sentence("Dilihat pada"),
    "employer": sentence("Pemberi kerja"),
    "ended_on": sentence("Hari terakhir bekerja"),
    "filed_on": sentence("Diajukan pada"),
    "disabled_on": sentence("Cacat total tetap sejak"),
    "died_on": sentence("Meninggal pada"),
    "card": sentence("Kartu"),
    "balance": sentence("Saldo"),
    "share": sentence("Bagian"),
    "requested": sentence("Jumlah yang diminta"),
    "limit": sentence("Batas"),
    "threshold": sentence("Batas saldo"),
    "heir": sentence("Ahli waris"),
}
_CODE_WORDS = {
    "fund": sentence("badan penyelenggara"),
    "employer_first": sentence("pemberi kerja lebih dulu"),
    "after_arrears": sentence("badan penyelenggara, setelah tunggakan dilunasi"),
    "none": sentence("tidak ada"),
    "funeral_arranger": sentence("pihak yang mengurus pemakaman"),
    "social_security_fund": sentence("Dana Jaminan Sosial"),
    "active": sentence("aktif"),
    "in_arrears": sentence("aktif, ada tunggakan"),
    "non_active": sentence("tidak aktif"),
    "covered": sentence("terlindung"),
    "grace": sentence("terlindung sebagian, ada tunggakan"),
    "lapsed": sentence("tidak terlindung"),
    "app": sentence("aplikasi"),
    "web": sentence("situs layanan"),
    "branch": sentence("kantor cabang"),
    **CLAIM_WORDS,
}
"""What a figure amounts to when it is a word of the rules."""
_CONFIDENCES = {
    "text_read": sentence("sudah dicocokkan dengan pasalnya"),
    "secondary": sentence("dari sumber lain, misalnya berita"),
    "unsure": sentence("belum pasti"),
    "declared": sentence("ditetapkan pengelola"),
    "assumed": sentence("asumsi, bukan angka resmi"),
    "draft": sentence("rancangan, belum berlaku"),
}
_SOURCES = (
    sentence("asumsi demo"),
    sentence("Bukan angka resmi. Hasil pengembangan tahun itu belum ditemukan, jadi demo memakai andaian."),
)
"""What the demonstration fund writes beside a rate nobody found; listed so that it is translated. The book has its own English."""
_SHOWN_PLACES = 10


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The dated parameter behind a figure."""

    name: str
    value: str
    version: str
    article: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure as `shared/macros/derivation.html` draws it."""

    label: str
    amount: str
    inputs: tuple[tuple[str, str], ...] = ()
    parameter: RuleWords | None = None
    rounding: str = ""
    ledger_href: str = ""
    ledger_ref: str = ""
    doubts: tuple[str, ...] = ()
    """What the law leaves open and a setting of this fund decides."""
    parts: tuple[FigureWords, ...] = ()


def in_words(figure: Figure, *, ledger_href: str = "", ledger_ref: str = "") -> FigureWords:
    """The figure and its parts for the active language."""
    values = {name: written(value) for name, value in figure.inputs}
    notes = [gettext(note) % values if values else gettext(note) for note in figure.notes]
    label = gettext(figure.label) % values if values else gettext(figure.label)
    return FigureWords(
        label=_sentences([label, *notes]),
        amount=written(figure.amount),
        inputs=tuple((gettext(_INPUTS[name]), values[name]) for name, _ in figure.inputs if name in _INPUTS),
        parameter=_rule(figure.parameters[0]) if figure.parameters else None,
        rounding=_rounding(figure.rounding) if figure.rounding else "",
        ledger_href=ledger_href,
        ledger_ref=ledger_ref,
        doubts=tuple(doubt for parameter in figure.parameters if (doubt := _doubt(parameter))),
        parts=tuple(in_words(part) for part in figure.parts),
    )


def _sentences(texts: Sequence[str]) -> str:
    """One after the other; what is followed by another ends with a stop."""
    return " ".join(text if text.endswith((".", "?", "!")) or text is texts[-1] else f"{text}." for text in texts)


def trimmed(words: FigureWords, depth: int) -> FigureWords:
    """The figure down to so many steps, for pages whose file has the rest."""
    return replace(words, parts=tuple(trimmed(part, depth - 1) for part in words.parts) if depth else ())


def steps_of(words: FigureWords) -> int:
    """How many steps lie below a figure."""
    return 1 + max(map(steps_of, words.parts)) if words.parts else 0


def written(value: object) -> str:
    """A value as a person reads it."""
    language = get_language() or "id"
    match value:
        case Money():
            return rupiah_sen(value)
        case Rate():
            return percent(value)
        case Month():
            return date_filters(language)["bulan"](value)
        case date():
            return date_filters(language)["tanggal"](value)
        case bool() | str():
            return _word(value)
        case _:
            return str(value)


_MILLION_SEN = 100_000_000
_BILLION_SEN = 1_000 * _MILLION_SEN


def about(money: Money) -> str:
    """An estimate in a few signs: `Rp383 juta`, `Rp1,2 miliar`; below a million whole rupiah. Cut off, so that it never promises more."""
    if money.sen >= _BILLION_SEN:
        whole, tenths = divmod(money.sen * 10 // _BILLION_SEN, 10)
        return gettext("Rp%(amount)s miliar") % {"amount": f"{whole}{_comma()}{tenths}" if tenths else whole}
    if money.sen >= _MILLION_SEN:
        return gettext("Rp%(amount)s juta") % {"amount": money.sen // _MILLION_SEN}
    return rupiah(money)


def _comma() -> str:
    return "." if get_language() == "en" else ","


def _word(value: bool | str) -> str:  # noqa: FBT001 - what a figure amounts to
    """Yes or no, or a word of the rules in the language of the reader."""
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    words = _CODE_WORDS.get(value) or CODE_WORDS.get(value)
    return gettext(words) if words else value


def percent(rate: Rate) -> str:
    """`3,7%` (English `3.7%`); what never ends or runs past ten places is cut and marked."""
    exact = rate.ratio * 100
    scale = 10**_SHOWN_PLACES
    cut = Fraction(int(exact * scale), scale)
    text = decimal_text(cut)
    if (get_language() or "id") != "en":
        text = text.replace(".", ",")
    return f"{'' if cut == exact else '≈ '}{text}%"


def edition_of(law: Lawbook) -> str:
    """Which law was used: the short code of the book as it stands, and until when it was researched."""
    return f"{law.digest()[:12]}, {written(law.researched_on)}"


def name_of(parameter_id: str) -> str:
    """A parameter in plain words of the active language."""
    return _in_language(lawbook().parameter(parameter_id).description)


def said(parameter: ParameterValue) -> str:
    """A number of the law as a person reads it, with its unit, in the active language."""
    return spoken(parameter, _tongue()).text


def _rule(parameter: ParameterValue) -> RuleWords:
    since = written(parameter.effective_from) if parameter.effective_from else gettext("awal yang tidak diketahui")
    return RuleWords(
        name=name_of(parameter.id),
        value=said(parameter),
        version=gettext("berlaku sejak %(since)s, %(confidence)s, kode %(digest)s")
        % {
            "since": since,
            "confidence": gettext(_CONFIDENCES.get(parameter.confidence, parameter.confidence)),
            "digest": parameter.digest[:12],
        },
        article=_source(parameter),
        href=f"{reverse('law_parameter', args=[parameter.id])}?versi={parameter.digest[:12]}#{parameter.digest[:12]}",
    )


def cited(article: str) -> str:
    """An article, or several, in the language of the reader: laws and regulations keep their names, the words for their parts do not."""
    if (get_language() or "id") == "en":
        for indonesian, english in _english_sources():
            article = article.replace(indonesian, english)
    parts = {"Pasal": gettext("Pasal"), "huruf": gettext("huruf"), "penjelasan": gettext("penjelasan")}
    return re.sub("|".join(parts), lambda found: parts[found[0]], article)


@cache
def _english_sources() -> tuple[tuple[str, str], ...]:
    """The sources of the book that stand in both languages; the longest first, because one may begin another."""
    found = {
        version.source: parameter.english[version.source]
        for parameter in lawbook().parameters()
        for version in parameter.versions
        if version.source in parameter.english
    }
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _source(parameter: ParameterValue) -> str:
    """The place in the law, in the language of the reader: laws and regulations keep their names, the word for an article does not."""
    return _tongue().text(lawbook().parameter(parameter.id), parameter.source)


def _tongue() -> Tongue:
    language = get_language() or "id"
    return Tongue(language, gettext, date_filters(language)["tanggal"])


def _doubt(parameter: ParameterValue) -> str:
    return _in_language(lawbook().parameter(parameter.id).doubt)


def _in_language(words: Mapping[str, str]) -> str:
    return words.get(get_language() or "id", words.get("id", ""))


def _rounding(rounded: Rounded) -> str:
    unit = gettext("1 sen") if rounded.unit_sen == 1 else written(Money(rounded.unit_sen))
    return gettext(_ROUNDINGS[rounded.method]) % {"unit": unit}
