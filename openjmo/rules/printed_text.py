"""The lawbook as one plain text, for a file, a printer or a reader who hears it: contents, programmes, every value with source and doubt.

Called by `openjmo rules book`. Lines are not broken, whoever shows them does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from openjmo.rules.derivation import sentence
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import Parameter, ParameterValue
from openjmo.rules.printed import Entry, Line, chapters
from openjmo.rules.spoken import Tongue, facts, key_word, spoken, standing

TITLE: Final = sentence("Buku aturan OpenJMO")
NOT_OFFICIAL: Final = sentence("Disusun OpenJMO dari peraturan yang terbit; bukan terbitan resmi BPJS Ketenagakerjaan.")
RESEARCHED: Final = sentence("Diperiksa sampai %(day)s. Kode buku: %(digest)s.")
ON_DAY: Final = sentence("Yang berlaku pada %(day)s.")
WHOLE: Final = sentence("Semua nilai sejak awal, yang lama dan yang sekarang.")
KNOWN_ON: Final = sentence("Menurut yang sudah diketahui pada %(day)s.")
_NONE: Final = {
    "unpublished": sentence("belum diketahui pada tanggal pengetahuan yang dipilih"),
    "not_yet": sentence("belum berlaku; mulai %(day)s"),
    "over": sentence("tidak berlaku lagi; terakhir %(day)s"),
}
_SINCE, _UNTIL = sentence("sejak %(start)s"), sentence("%(start)s sampai %(end)s")
_START_UNKNOWN: Final = sentence("awalnya tidak diketahui")
_ALWAYS: Final = sentence("untuk semua tanggal")
_CONTENTS, _SOURCE, _DOUBT, _NOTE = sentence("Isi"), sentence("Dasar"), sentence("Yang belum pasti"), sentence("Catatan")
_KNOWN: Final = sentence("diketahui sejak %(day)s")


def book_text(law: Lawbook, on: date | None, tongue: Tongue) -> str:
    """The book as text, of a day or with every version."""
    return "\n".join(_lines(law, on, tongue)) + "\n"


def span(version: ParameterValue, tongue: Tongue) -> str:
    """From when to when a version holds; a month or a year where no more is known of its beginning."""
    if version.setting and not version.effective_from and not version.effective_to:
        return tongue.translate(_ALWAYS)
    start = _day(version, tongue) if version.effective_from else tongue.translate(_START_UNKNOWN)
    if version.effective_to:
        return tongue.filled(_UNTIL, start=start, end=tongue.day(version.effective_to))
    return tongue.filled(_SINCE, start=start) if version.effective_from else start


def _day(version: ParameterValue, tongue: Tongue) -> str:
    written = tongue.day(version.effective_from or date.min)
    words = written.split(" ")
    return " ".join(words[{"day": 0, "month": -2, "year": -1}[version.date_precision] :])


def why_none(line: Line, tongue: Tongue) -> str:
    """Why a line has no version."""
    return tongue.translate(_NONE[line.state]) % {"day": tongue.day(line.day) if line.day else ""}


def _lines(law: Lawbook, on: date | None, tongue: Tongue) -> Iterator[str]:
    title = tongue.translate(TITLE)
    yield from (title, "=" * len(title), "", tongue.translate(NOT_OFFICIAL))
    yield tongue.filled(RESEARCHED, day=tongue.day(law.researched_on), digest=law.digest())
    yield tongue.filled(ON_DAY, day=tongue.day(on)) if on else tongue.translate(WHOLE)
    if law.known_on:
        yield tongue.filled(KNOWN_ON, day=tongue.day(law.known_on))
    printed = chapters(law, on)
    yield from ("", f"{tongue.translate(_CONTENTS)}:")
    for number, chapter in enumerate(printed, start=1):
        yield f"  {number}. {tongue.translate(chapter.title)} ({len(chapter.entries)})"
    for number, chapter in enumerate(printed, start=1):
        heading = f"{number}. {tongue.translate(chapter.title)}"
        yield from ("", "", heading, "-" * len(heading))
        for entry in chapter.entries:
            yield from _entry_lines(entry, tongue)


def _entry_lines(entry: Entry, tongue: Tongue) -> Iterator[str]:
    parameter = entry.parameter
    yield from ("", f"{tongue.of(parameter.description)} [{parameter.id}]")
    if parameter.setting:
        yield f"  {tongue.translate(_DOUBT)}: {tongue.of(parameter.doubt)}"
    for line in entry.lines:
        name = f"{key_word(parameter.id, line.key, tongue)}: " if line.key else ""
        if line.version is None:
            yield f"  - {name}{why_none(line, tongue)}"
        else:
            yield from _version_lines(name, parameter, line.version, tongue)


def _version_lines(name: str, parameter: Parameter, version: ParameterValue, tongue: Tongue) -> Iterator[str]:
    value = spoken(version, tongue)
    yield f"  - {name}{'' if value.rows else value.text} ({span(version, tongue)}; {standing(version, tongue)})"
    for term, said in value.rows:
        yield f"      {term}: {said}"
    known = f" ({tongue.filled(_KNOWN, day=tongue.day(version.known_from))})" if version.known_from else ""
    yield f"      {tongue.translate(_SOURCE)}: {tongue.text(parameter, version.source)}{known}"
    if version.note:
        yield f"      {tongue.translate(_NOTE)}: {tongue.text(parameter, version.note)}"
    for term, said in facts(version, tongue):
        yield f"      {term}: {said}"
