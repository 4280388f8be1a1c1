"""The lawbook as a reader meets it: chapters by programme, and what each number was on a day, or why there is none.

Called by whoever prints the law (the public pages, `openjmo rules book`). Plain values only; words are put to them by `spoken`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from openjmo.core.money import Money, Rate
from openjmo.rules.derivation import sentence
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import Parameter, ParameterValue

_TITLES: Final[Mapping[str, str]] = {
    "jht": sentence("Jaminan Hari Tua (JHT)"),
    "jp": sentence("Jaminan Pensiun (JP)"),
    "jkk": sentence("Jaminan Kecelakaan Kerja (JKK)"),
    "jkm": sentence("Jaminan Kematian (JKM)"),
    "jkk_jkm": sentence("JKK dan JKM bersama"),
    "jkp": sentence("Jaminan Kehilangan Pekerjaan (JKP)"),
    "bpu": sentence("Peserta bukan penerima upah"),
    "pmi": sentence("Pekerja migran"),
    "benefit": sentence("Pembayaran manfaat"),
    "scholarship": sentence("Beasiswa anak"),
    "membership": sentence("Kepesertaan"),
    "mlt": sentence("Manfaat layanan tambahan (MLT)"),
    "wages": sentence("Upah minimum"),
    "tax": sentence("Pajak"),
    "projection": sentence("Perkiraan"),
    "pdp": sentence("Data pribadi"),
    "retention": sentence("Lama penyimpanan data"),
}
"""The programmes in the order in which the book is printed; a new one comes after these, under its own word."""

State = Literal["held", "unknown", "unpublished", "not_yet", "over"]


@dataclass(frozen=True, slots=True)
class Line:
    """One number on one day. `held` has its version; `unknown` too, whose value nobody found; the others have none and say why.

    `unpublished`: it holds for the day but was published later than the day of knowledge. `not_yet`: it begins on `day`. `over`: it last
    held on `day`.
    """

    key: str | None
    state: State
    version: ParameterValue | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter and its numbers: those of a day, or every version there is."""

    parameter: Parameter
    lines: tuple[Line, ...]

    def to_data(self) -> dict[str, object]:
        """As plain JSON values."""
        parameter = self.parameter
        return {
            "id": parameter.id,
            "programme": programme_of(parameter.id),
            "unit": parameter.unit,
            "description": dict(parameter.description),
            "setting": parameter.setting,
            "doubt": dict(parameter.doubt),
            "choices": list(parameter.choices),
            "english": dict(parameter.english),
            "values": [line.version.to_data() for line in self.lines if line.version],
            "none": [
                {"key": line.key, "state": line.state, "day": line.day.isoformat() if line.day else None}
                for line in self.lines
                if line.version is None
            ],
        }


@dataclass(frozen=True, slots=True)
class Chapter:
    """The parameters of a programme."""

    code: str
    title: str
    """An Indonesian sentence that has its translation."""
    entries: tuple[Entry, ...]


def programme_of(parameter_id: str) -> str:
    """The first word of an id, by which the book is divided."""
    return parameter_id.partition(".")[0]


def title_of(programme: str) -> str:
    """The programme's name as an Indonesian sentence."""
    return _TITLES.get(programme, programme.replace("_", " "))


def entry_on(law: Lawbook, parameter: Parameter, on: date | None) -> Entry:
    """What a parameter was on a day, as the book is seen; without a day every version of it, the oldest first."""
    if on is None:
        versions = [version for version in law.versions(parameter.id) if version.is_known_on(law.known_on)]
        ordered = sorted(versions, key=lambda version: (parameter.keys.index(version.key), version.effective_from or date.min))
        return Entry(parameter, tuple(_line_of(version) for version in ordered))
    return Entry(parameter, tuple(_line_on(law, parameter.id, key, on) for key in parameter.keys))


def chapters(law: Lawbook, on: date | None, parameters: Iterable[Parameter] | None = None) -> tuple[Chapter, ...]:
    """The whole book (or these parameters of it) by programme."""
    found: dict[str, list[Entry]] = {}
    for parameter in law.parameters() if parameters is None else parameters:
        found.setdefault(programme_of(parameter.id), []).append(entry_on(law, parameter, on))
    order = [code for code in _TITLES if code in found] + sorted(code for code in found if code not in _TITLES)
    return tuple(Chapter(code, title_of(code), tuple(found[code])) for code in order)


def book_data(law: Lawbook, on: date | None = None) -> dict[str, object]:
    """The whole book as plain JSON values, with what it is a state of."""
    return {
        "digest": law.digest(),
        "researched_on": law.researched_on.isoformat(),
        "on": on.isoformat() if on else None,
        "known_on": law.known_on.isoformat() if law.known_on else None,
        "parameters": [entry.to_data() for chapter in chapters(law, on) for entry in chapter.entries],
    }


def _line_of(version: ParameterValue) -> Line:
    return Line(version.key, "unknown" if version.is_unknown else "held", version)


def _line_on(law: Lawbook, parameter_id: str, key: str | None, on: date) -> Line:
    version = law.version(parameter_id, on, key)
    if version:
        return _line_of(version)
    others = [other for other in law.versions(parameter_id) if other.key == key]
    if any(other.holds_on(on) for other in others):
        return Line(key, "unpublished")
    later = [other.effective_from for other in others if other.effective_from and other.effective_from > on]
    if later:
        return Line(key, "not_yet", day=min(later))
    return Line(key, "over", day=max(other.effective_to for other in others if other.effective_to))


Difference = Literal["first", "up", "down", "same", "other", "found", "lost"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a version changed: what held before it, whether it corrects that for the same days, and how the value moved."""

    version: ParameterValue
    before: ParameterValue | None
    is_correction: bool
    difference: Difference


def step_of(law: Lawbook, version: ParameterValue) -> Step:
    """What `version` changed, as the book is seen."""
    line = [other for other in law.versions(version.id) if other.key == version.key]
    place = line.index(version)
    start = version.effective_from or date.min
    learnt = version.known_from or date.min
    corrected = [
        other
        for number, other in enumerate(line)
        if other is not version and other.holds_on(start) and ((other.known_from or date.min), number) < (learnt, place)
    ]
    if corrected:
        before = max(corrected, key=lambda other: ((other.known_from or date.min), line.index(other)))
        return Step(version, before, is_correction=True, difference=_difference(before, version))
    eve = start - timedelta(days=1) if start > date.min else None
    earlier = law.version(version.id, eve, version.key) if eve else None
    return Step(version, earlier, is_correction=False, difference=_difference(earlier, version))


def _difference(before: ParameterValue | None, after: ParameterValue) -> Difference:
    if before is None:
        return "first"
    if before.is_unknown or after.is_unknown:
        return "same" if before.value == after.value else "found" if before.is_unknown else "lost"
    if before.value == after.value:
        return "same"
    old, new = _size(before), _size(after)
    if old is None or new is None:
        return "other"
    return "up" if new > old else "down"


def _size(version: ParameterValue) -> Fraction | None:
    """A value that can be more or less; None for words, lists, scales, yes and no."""
    match version.value:
        case Rate(ratio):
            return ratio
        case Money(sen):
            return Fraction(sen)
        case int() if not isinstance(version.value, bool):
            return Fraction(version.value)
        case _:
            return None
