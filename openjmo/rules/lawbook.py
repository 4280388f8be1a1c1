"""What held on a day, what was known on a day, and the digest every decision keeps.

Every rule asks here for its numbers; nobody else reads the files. A number nobody has found raises `UnknownParameter`: it is never
interpolated. An operator's own values (a return rate announced to the fund, an assumption for a projection) are laid over the book
with `with_values` and stay marked as such in every figure that uses them.

>>> lawbook().value("jht.contribution.employer_rate", date(2026, 10, 1)).rate.as_percent()
'3.7'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.rules.believable import believable_day
from openjmo.rules.parameter import DECLARED_CONFIDENCES, Confidence, LawbookError, Parameter, ParameterValue, UnknownParameter
from openjmo.rules.units import read_value

BOOK_FOLDER: Final = Path(__file__).with_name("parameters")
DRAFTS: Final = MappingProxyType({path.stem: path for path in sorted(Path(__file__).with_name("drafts").glob("*.yaml"))})
"""Examples of draft rules by name. Nobody has proposed them and none is in force; see `Lawbook.with_draft`."""


@dataclass(frozen=True, kw_only=True)
class DeclaredValue:
    """A value an operator lays over the book, written as the files write it (`"5.51"` for percent, whole rupiah)."""

    id: str
    value: object
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence
    """`declared` for a published or decided value, `assumed` for a working assumption, `draft` for a proposal not in force."""
    key: str | None = None
    known_from: date | None = None
    note: str = ""


class Lawbook:
    """All parameters, perhaps with declared values over them, perhaps seen from a past day. Never changes once made."""

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        *,
        researched_on: date,
        declared: tuple[ParameterValue, ...] = (),
        known_on: date | None = None,
    ) -> None:
        self._parameters = MappingProxyType(dict(parameters))
        self._declared = declared
        self.researched_on = researched_on
        """The day up to which the law was researched."""
        self.known_on = known_on
        """The day from which this book is seen; None is today's knowledge."""
        lines: dict[tuple[str, str | None], list[ParameterValue]] = {}
        for parameter in parameters.values():
            for version in parameter.versions:
                lines.setdefault((version.id, version.key), []).append(version)
        for line in lines.values():
            line.sort(key=lambda version: version.known_from or date.min)
        for version in declared:
            lines.setdefault((version.id, version.key), []).append(version)
        self._lines = lines

    @classmethod
    def read(cls, folder: Path) -> Lawbook:
        """Read and check a folder of parameter files. Raises LawbookError for the first thing wrong with it."""
        from openjmo.rules.book_files import read_book, read_edition  # a YAML reader that `import openjmo.rules` does not wait for

        return cls(read_book(folder), researched_on=read_edition(folder))

    def value(self, id: str, on: date, key: str | None = None, known_on: date | None = None) -> ParameterValue:  # noqa: A002
        """The version in force on the day `on`, as known on `known_on` (None: as this book is seen).

        Raises UnknownParameter when it was never found (`rules.parameter_unknown`) or not in force (`rules.parameter_not_in_force`),
        InvalidInput (`rules.date_unbelievable`), and LawbookError when the book has no such id or key.
        """
        believable_day(on, "day")
        line = self._line(id, key)
        if not any(version.holds_on(on) for version in line):
            raise self._refusal("%(what)s belum atau tidak lagi berlaku pada %(on)s.", id, on, code="rules.parameter_not_in_force")
        found = self.find(id, on, key, known_on)
        if found is None:
            raise self._refusal("%(what)s untuk %(on)s belum diketahui.", id, on, code="rules.parameter_unknown")
        return found

    def find(self, id: str, on: date, key: str | None = None, known_on: date | None = None) -> ParameterValue | None:  # noqa: A002
        """As `value`, but None where it would refuse. Raises LawbookError when the book has no such id or key."""
        found = self.version(id, on, key, known_on)
        return None if found is None or found.is_unknown else found

    def version(self, id: str, on: date, key: str | None = None, known_on: date | None = None) -> ParameterValue | None:  # noqa: A002
        """The version that holds on a day, even one whose value was not found; None when none does, or none was known by then."""
        seen_from = known_on or self.known_on
        found = None
        for version in self._line(id, key):
            if version.holds_on(on) and version.is_known_on(seen_from):
                found = version
        return found

    def versions(self, id: str) -> tuple[ParameterValue, ...]:  # noqa: A002
        """Every version of a parameter, as the book writes them and then as they were laid over it. Raises LawbookError."""
        return (*self.parameter(id).versions, *(version for version in self._declared if version.id == id))

    def first_day(self, id: str, key: str | None = None) -> date:  # noqa: A002
        """The first day for which the book speaks of a parameter; `date.min` when its start was not found."""
        return min(version.effective_from or date.min for version in self._line(id, key))

    def _line(self, id: str, key: str | None) -> list[ParameterValue]:  # noqa: A002
        """All versions of one parameter and key, the later known and later declared ones last."""
        line = self._lines.get((id, key))
        if line is None:
            raise self._no_such(id, key)
        return line

    def parameter(self, id: str) -> Parameter:  # noqa: A002
        """The whole entry, with its description and versions. Raises LawbookError when there is none."""
        if id not in self._parameters:
            raise self._no_such(id, None)
        return self._parameters[id]

    def parameters(self) -> tuple[Parameter, ...]:
        """Every entry of the book by id, for pages that print the law."""
        return tuple(self._parameters[name] for name in sorted(self._parameters))

    def declared(self) -> tuple[ParameterValue, ...]:
        """The values laid over the book, oldest first; of two for one day the later laid holds."""
        return self._declared

    def with_values(self, values: Iterable[DeclaredValue]) -> Lawbook:
        """The same book with an operator's values over it. Raises InvalidInput, saying what is accepted, for a wrong one."""
        checked = tuple(self._checked(value) for value in values)
        return Lawbook(self._parameters, researched_on=self.researched_on, declared=self._declared + checked, known_on=self.known_on)

    def with_draft(self, path: Path) -> Lawbook:
        """The same book with a proposal over it, which is not in force: a YAML file with `title` and `values`.

        Each value has `id`, `value`, `effective_from` and perhaps `key`, `effective_to`, `note`. Every figure that uses one is marked
        `draft`. Raises InvalidInput (`rules.draft_unreadable`, `rules.declared_value_wrong`).
        """
        from openjmo.rules.book_files import read_draft  # a YAML reader that `import openjmo.rules` does not wait for

        return self.with_values(read_draft(path))

    def as_known_on(self, day: date) -> Lawbook:
        """The same book seen from a past day: what was published later is not there yet."""
        return Lawbook(self._parameters, researched_on=self.researched_on, declared=self._declared, known_on=day)

    def digest(self) -> str:
        """SHA-256 over every version, every declared value in order, and the day of knowledge. Equal digests decide equally."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        book = sorted(version.digest for parameter in self._parameters.values() for version in parameter.versions)
        overlay = [version.digest for version in self._declared]
        return hashlib.sha256("\n".join([*book, "declared", *overlay, f"known on {self.known_on}"]).encode()).hexdigest()

    def _checked(self, value: DeclaredValue) -> ParameterValue:
        parameter = self._parameters.get(value.id)
        if parameter is None or value.key not in parameter.keys:
            raise _wrong(value, "id", "Tidak ada angka %(id)s (%(key)s) di dalam buku aturan.", "Pilih angka dari daftar parameter.")
        try:
            content = read_value(parameter.kind, value.value, parameter.choices)
        except ValueError as problem:
            raise _wrong(
                value,
                "value",
                "Nilai untuk %(id)s tidak dapat dibaca: %(problem)s.",
                "Isi nilai dengan satuan %(unit)s.",
                problem=str(problem),
                unit=parameter.unit,
            ) from problem
        if content is None:
            raise _wrong(value, "value", "Nilai untuk %(id)s belum diisi.", "Isi nilainya.")
        if value.confidence not in DECLARED_CONFIDENCES or not value.source.strip():
            raise _wrong(
                value,
                "source",
                "Nilai untuk %(id)s belum menyebut sumber dan statusnya.",
                "Sebutkan sumbernya, dan pilih status declared (diumumkan), assumed (perkiraan), atau draft (rancangan).",
            )
        if value.effective_to is not None and value.effective_to < value.effective_from:
            raise _wrong(
                value,
                "effective_to",
                "Masa berlaku %(id)s berakhir sebelum dimulai.",
                "Isi tanggal akhir yang sama dengan atau sesudah tanggal mulai.",
            )
        return ParameterValue(
            id=value.id,
            key=value.key,
            value=content,
            unit=parameter.unit,
            effective_from=value.effective_from,
            effective_to=value.effective_to,
            source=value.source.strip(),
            confidence=value.confidence,
            known_from=value.known_from,
            note=value.note,
            setting=parameter.setting,
        )

    def _refusal(self, message: str, id: str, on: date, *, code: str) -> UnknownParameter:  # noqa: A002
        return UnknownParameter(
            message,
            code=code,
            fix="Perhitungan menunggu pengelola mengisi angka ini beserta sumbernya. Kami tidak menebak.",
            values={"what": self._parameters[id].description["id"], "id": id, "on": on.isoformat()},
        )

    def _no_such(self, id: str, key: str | None) -> LawbookError:  # noqa: A002
        if id in self._parameters:
            keys = ", ".join(str(name) for name in self._parameters[id].keys)
            return LawbookError(f"{self._parameters[id].file}: {id}: has no key {key!r}; accepted are {keys}")
        from difflib import get_close_matches  # only a wrong id needs it

        near = get_close_matches(id, self._parameters, n=3)
        return LawbookError(f"no parameter {id!r}" + (f"; near to it are {', '.join(near)}" if near else ""))


def _wrong(value: DeclaredValue, field: str, message: str, fix: str, **more: object) -> InvalidInput:
    return InvalidInput(
        message,
        code="rules.declared_value_wrong",
        field=field,
        fix=fix,
        values={"id": value.id, "key": value.key or "-"} | more,
    )


@cache
def lawbook() -> Lawbook:
    """The book that ships with this version, read and checked once. Raises LawbookError."""
    return Lawbook.read(BOOK_FOLDER)
