"""The law in words for its pages: what a parameter is, what it was, what changed, in the language of the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language, gettext

from openjmo.platform.dates import date_filters
from openjmo.rules.changes import Change
from openjmo.rules.derivation import sentence
from openjmo.rules.parameter import Parameter, ParameterValue
from openjmo.rules.printed import Chapter, Entry, Line, Step, programme_of, title_of
from openjmo.rules.printed_text import span, why_none
from openjmo.rules.spoken import Tongue, facts, key_word, spoken, standing, word

SHOWN_LINES = 6
"""Lines of one entry in a list; its own page has the rest."""
SHOWN_DIGEST = 12
_LEVELS = {"text_read": "ok", "secondary": "info", "unsure": "warn", "declared": "info", "assumed": "warn", "draft": "bad"}
_STEPS = {
    "first": sentence("nilai pertama"),
    "up": sentence("naik dari %(before)s"),
    "down": sentence("turun dari %(before)s"),
    "same": sentence("tetap, dasarnya berganti"),
    "other": sentence("berganti dari %(before)s"),
    "found": sentence("sebelumnya belum ditemukan"),
    "lost": sentence("sebelumnya %(before)s, sesudahnya belum ditemukan"),
}
_CORRECTED = sentence("memperbaiki yang lama: %(step)s")
_KINDS = {
    "begins": sentence("mulai berlaku"),
    "published": sentence("diumumkan atau diperbaiki"),
    "ends": sentence("berakhir; penggantinya belum ada di buku"),
}


@cache
def _tongue(language: str) -> Tongue:
    return Tongue(language, gettext, date_filters(language)["tanggal"])


def tongue() -> Tongue:
    """The language of the reader."""
    return _tongue(get_language() or "id")


@dataclass(frozen=True, slots=True)
class LineWords:
    """One number: what it tells apart, what it is or why there is none, and all that stands beside it."""

    name: str
    value: str
    rows: tuple[tuple[str, str], ...] = ()
    span: str = ""
    source: str = ""
    standing: str = ""
    level: str = "plain"
    note: str = ""
    known: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    step: str = ""
    is_none: bool = False
    """Nothing held on the day; `value` says why."""
    is_unknown: bool = False
    """It held, but nobody found the number."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """A parameter as the lists and the book show it."""

    id: str
    href: str
    title: str
    lines: tuple[LineWords, ...]
    doubt: str = ""
    programme: str = ""
    choices: tuple[str, ...] = ()
    more_count: int = 0
    """Lines that are left to its own page."""


@dataclass(frozen=True, slots=True)
class ChapterWords:
    """A programme and its parameters."""

    code: str
    title: str
    entries: tuple[EntryWords, ...]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change on a day."""

    day: str
    kind: str
    title: str
    href: str
    lines: tuple[LineWords, ...]
    more_count: int = 0


def short_title(programme: str) -> str:
    """A programme's abbreviation where its name has one."""
    title = gettext(title_of(programme))
    found = re.search(r"\((\w+)\)$", title)
    return found[1] if found else title


def chapter_words(chapter: Chapter, *, shown_lines: int | None = None) -> ChapterWords:
    """A chapter; of a long entry only so many lines."""
    return ChapterWords(
        chapter.code, gettext(chapter.title), tuple(entry_words(entry, shown_lines=shown_lines) for entry in chapter.entries)
    )


def entry_words(entry: Entry, *, shown_lines: int | None = None) -> EntryWords:
    """A parameter."""
    parameter = entry.parameter
    lines = entry.lines[:shown_lines]
    return EntryWords(
        id=parameter.id,
        href=parameter_href(parameter.id),
        title=tongue().of(parameter.description),
        lines=tuple(line_words(parameter, line) for line in lines),
        doubt=tongue().of(parameter.doubt) if parameter.setting else "",
        programme=gettext(title_of(programme_of(parameter.id))),
        choices=tuple(word(choice, tongue()) for choice in parameter.choices),
        more_count=len(entry.lines) - len(lines),
    )


def line_words(parameter: Parameter, line: Line) -> LineWords:
    """One number on a day."""
    if line.version is None:
        name = key_word(parameter.id, line.key, tongue()) if line.key else ""
        return LineWords(name, why_none(line, tongue()), is_none=True)
    return version_words(parameter, line.version)


def version_words(parameter: Parameter, version: ParameterValue, step: str = "") -> LineWords:
    """One dated version."""
    said = spoken(version, tongue())
    is_choice_of_ours = version.setting and version.confidence == "unsure"
    return LineWords(
        name=key_word(parameter.id, version.key, tongue()) if version.key else "",
        value="" if said.rows else said.text,
        rows=said.rows,
        span=span(version, tongue()),
        source=tongue().text(parameter, version.source),
        standing=standing(version, tongue()),
        level="plain" if is_choice_of_ours else _LEVELS[version.confidence],
        note=tongue().text(parameter, version.note),
        known=tongue().day(version.known_from) if version.known_from else "",
        facts=facts(version, tongue()),
        digest=version.digest[:SHOWN_DIGEST],
        step=step,
        is_unknown=version.is_unknown,
    )


def step_words(step: Step) -> str:
    """What a version changed, in one phrase."""
    before = spoken(step.before, tongue()).text if step.before else ""
    said = gettext(_STEPS[step.difference]) % {"before": before}
    return gettext(_CORRECTED) % {"step": said} if step.is_correction else said


def change_words(change: Change) -> ChangeWords:
    """A change with what it changed; of many keys the first few."""
    parameter = change.parameter
    shown = change.steps[:SHOWN_LINES]
    lines = [version_words(parameter, step.version, "" if change.kind == "ends" else step_words(step)) for step in shown]
    return ChangeWords(
        day=tongue().day(change.day),
        kind=gettext(_KINDS[change.kind]),
        title=tongue().of(parameter.description),
        href=parameter_href(parameter.id),
        lines=tuple(lines),
        more_count=len(change.steps) - len(shown),
    )


def is_about(parameter: Parameter, searched: str) -> bool:
    """Whether every word searched for stands in what a parameter is called, where it stands, or what its numbers are for."""
    text = " ".join(
        [
            parameter.id,
            *parameter.description.values(),
            *parameter.doubt.values(),
            gettext(title_of(programme_of(parameter.id))),
            *(version.source for version in parameter.versions),
            *(key_word(parameter.id, key, tongue()) for key in parameter.keys if key),
        ]
    ).casefold()
    return all(part in text for part in searched.casefold().split())


def parameter_href(parameter_id: str) -> str:
    """The address of a parameter's own page."""
    return reverse("law_parameter", args=[parameter_id])
