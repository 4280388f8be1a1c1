"""Translations on disk: found in the code, written by people, compiled for machines.

The ``.po`` files are in the repository and edited by translators; the ``.mo`` files beside them are made from those and
are not. `compile_changed` runs before anything that shows text (`openjmo run`, `serve`, the tests) and takes no time when
nothing changed; `extract` and `missing` are `openjmo messages` and its `--check`.

The key of every sentence is the plain Indonesian sentence itself, so Indonesian needs no catalogue and a sentence
without translation shows in Indonesian. What counts as a sentence in Python is told in `openjmo.platform.extraction`; in
templates it is `_("…")` and `ngettext("…", "…", …)`.
"""

import gettext
import os
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

from openjmo.platform.extraction import sentences_in

HOME: Final = Path(__file__).parents[1]
LOCALES: Final = HOME / "locale"
DOMAIN: Final = "django"
"""Django looks for this name; the templates share the file."""

_NOT_OURS: Final = frozenset({"migrations", "static"})
_NOT_FOR_PEOPLE: Final = ("domains/messaging/channels/",)
"""What a mail server answered is for the operator's log, in the server's own words."""
_TEMPLATES: Final = frozenset({".html", ".txt"})
_TEMPLATE_MARKS: Final[dict[str, Any]] = {"_": None, "ngettext": (1, 2)}
_TEMPLATE_OPTIONS: Final = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
_PLACE: Final = re.compile(r"%\(\w+\)s|%%")
_OPENING: Final = """\
# OpenJMO, its sentences in another language. The Indonesian sentence is the key; docs/translate.md says how to work on this file."""
_NO_HEADINGS: Final = (
    "Project-Id-Version:",
    "Report-Msgid-Bugs-To:",
    "POT-Creation-Date:",
    "PO-Revision-Date:",
    "Last-Translator:",
    "Language-Team:",
    "Generated-By:",
)
"""Git knows who and when; written into the file they would change it at every run."""


def compile_changed() -> list[Path]:
    """Make every ``.mo`` older than its ``.po``; returns those made. Several processes may do so at once."""
    made = []
    for source in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
        made.append(target)
    return made


def catalogue(language: str) -> gettext.NullTranslations:
    """Our own sentences in this language; falls back to the sentence itself."""
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)


def found() -> Catalog:
    """Every sentence for people in code and templates, with the file it stands in.

    Raises `TemplateSyntaxError` and `SyntaxError`, naming the file.
    """
    catalogue = Catalog(project="OpenJMO", charset="utf-8")
    for file, (sentences, _complaints) in sentences_in(_files(".py")).items():
        for sentence in sentences:
            # Without line numbers: otherwise every edit above a sentence would change the catalogue too.
            catalogue.add(sentence.text, None, [(_place(file), 0)])
    for file in _files(*_TEMPLATES):
        try:
            for _line, text, _comments, _context in extract_from_file("jinja2", file, _TEMPLATE_MARKS, (), _TEMPLATE_OPTIONS):
                catalogue.add(text, None, [(_place(file), 0)])
        except TemplateSyntaxError as error:
            raise TemplateSyntaxError(error.message or "", error.lineno, filename=_place(file)) from None
    return catalogue


def missing(language: str) -> list[str]:
    """What keeps this language from being complete, one line each, ready to print; empty when nothing does.

    That is: a sentence without translation or with a doubtful one (`fuzzy`), a translation with other `%(places)s` than its sentence,
    and a sentence in the code that nobody can translate because it is put together first.
    """
    written = _read(language)
    lines = [_reason(message, written) for message in found() if message.id]
    for file, (_sentences, complaints) in sentences_in(_files(".py")).items():
        lines.extend(f"{_place(file)}:{complaint.line}: {complaint.why}" for complaint in complaints)
    return [line for line in lines if line]


def extract(language: str) -> tuple[int, int]:
    """Bring one language's ``.po`` up to date with the code; returns how many sentences and how many lack a translation.

    Translations stay with their sentences. One whose sentence is gone is thrown away: git remembers it.
    """
    catalogue = _read(language)
    catalogue.update(found(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(_po_text(catalogue), encoding="utf-8")
    fresh.replace(path)
    sentences = [message for message in catalogue if message.id]
    return len(sentences), sum(not _is_translated(message) for message in sentences)


def _files(*suffixes: str) -> Iterator[Path]:
    for file in sorted(HOME.rglob("*.*")):
        inside = file.relative_to(HOME)
        if file.suffix in suffixes and _NOT_OURS.isdisjoint(inside.parts) and not inside.as_posix().startswith(_NOT_FOR_PEOPLE):
            yield file


def _place(file: Path) -> str:
    return file.relative_to(HOME.parent).as_posix()


def _path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(language: str) -> Catalog:
    """The language's file as it is; an empty one for a new language."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, project="OpenJMO", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _po_text(catalogue: Catalog) -> str:
    catalogue.header_comment = _OPENING
    text = BytesIO()
    write_po(text, catalogue, width=110, include_lineno=False, sort_output=True)
    heading, blank, body = text.getvalue().decode().partition("\n\n")
    kept = [line for line in heading.splitlines() if not line.lstrip('"').startswith(_NO_HEADINGS)]
    return "\n".join(kept) + blank + body


def _reason(message: Message, written: Catalog) -> str:
    """Why this sentence is not well translated; empty when it is."""
    known = written.get(message.id)
    place = message.locations[0][0]
    if known is None or not _is_translated(known):
        return f"{place}: not translated: {_first(message.id)!r}"
    if "fuzzy" in known.flags:
        return f"{place}: marked fuzzy: {_first(message.id)!r}"
    wanted = _places(_first(message.id))
    for text in _forms(known.string):
        if _places(text) != wanted:
            return f"{place}: other places than its sentence: {_first(message.id)!r} as {text!r}"
        if wanted and "%" in _PLACE.sub("", text):
            return f"{place}: in a sentence with places a percent sign is written %%: {text!r}"
    return ""


def _places(text: str) -> Counter[str]:
    """The places of a sentence, each as often as it stands there; `%%` is none."""
    return Counter(place for place in _PLACE.findall(text) if place != "%%")


def _first(key: str | list[str] | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _is_translated(message: Message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(forms)
