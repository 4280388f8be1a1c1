"""Which programmes there are in a month, and which of them an employer must join.

Called by contributions, wage reports and `openjmo preflight`. A programme begins with the first month whose first day its rates govern.
Perpres 109/2013 Pasal 6, by size of the business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.wage_words import Programme

PROGRAMMES: Final[tuple[Programme, ...]] = ("JHT", "JP", "JKK", "JKM", "JKP")
"""In the order in which they are shown."""
SIZES: Final = ("micro", "small", "medium", "large")
"""Sizes of a business, as the law on micro, small and medium businesses names them."""
_EARLIEST: Final = Month(1900, 1)
"""Before it there are no months; a value laid over the book may hold from any day."""
_SIZE_KEYS: Final[Mapping[str, str]] = {"micro": "micro", "small": "small", "medium": "medium_or_large", "large": "medium_or_large"}
_BEGINS_WITH: Final[Mapping[Programme, tuple[str, str | None]]] = {
    "JHT": ("jht.contribution.worker_rate", None),
    "JP": ("jp.contribution.worker_rate", None),
    "JKK": ("jkk.contribution.rate", "sangat_rendah"),
    "JKM": ("jkm.contribution.rate", None),
    "JKP": ("jkp.contribution.total_rate", None),
}


@dataclass(frozen=True, slots=True)
class MandatoryProgrammes:
    """What an employer of a size must join, and where that stands."""

    size: str
    programmes: tuple[Programme, ...]
    """In the order of the law."""
    parameter: ParameterValue


def first_month_of(programme: Programme, law: Lawbook | None = None) -> Month:
    """The first month a programme takes contributions for."""
    return first_month_from((law or lawbook()).first_day(*_BEGINS_WITH[programme]))


def first_month_from(day: date) -> Month:
    """The first month whose first day is not before `day`: a month is governed by the law in force on its first day."""
    if day < _EARLIEST.first_day:
        return _EARLIEST
    return Month.of(day) if day.day == 1 else Month.of(day).following()


def programmes_in(month: Month, law: Lawbook | None = None) -> tuple[Programme, ...]:
    """The programmes that take contributions for a month."""
    return tuple(programme for programme in PROGRAMMES if month >= first_month_of(programme, law))


def check_programmes(asked: Collection[str] | None, month: Month, law: Lawbook | None = None) -> tuple[Programme, ...]:
    """The programmes asked for in the order of `PROGRAMMES`; None asks for all there are in the month.

    Raises InvalidInput: `rules.programme_unknown`, `rules.month_before_programme`.
    """
    if asked is None:
        there = programmes_in(month, law)
        asked = there or ("JHT",)
    if strange := sorted(set(asked) - set(PROGRAMMES)):
        raise InvalidInput(
            "Program %(programme)s tidak dikenali.",
            code="rules.programme_unknown",
            field="programmes",
            fix="Pilih dari: %(accepted)s.",
            values={"programme": ", ".join(strange), "accepted": ", ".join(PROGRAMMES)},
        )
    found = tuple(programme for programme in PROGRAMMES if programme in asked)
    for programme in found:
        if month < (first := first_month_of(programme, law)):
            raise InvalidInput(
                "Bulan iuran %(month)s terjadi sebelum program %(programme)s dimulai.",
                code="rules.month_before_programme",
                field="month",
                fix="Isi bulan iuran mulai %(first)s.",
                values={"month": str(month), "programme": programme, "first": str(first)},
            )
    return found


def mandatory_programmes(size: str, month: Month, law: Lawbook | None = None) -> MandatoryProgrammes:
    """The programmes an employer of a size must join. Raises InvalidInput (`rules.size_unknown`), UnknownParameter."""
    if size not in _SIZE_KEYS:
        raise InvalidInput(
            "Ukuran usaha %(size)s tidak dikenali.",
            code="rules.size_unknown",
            field="size",
            fix="Pilih dari: %(accepted)s.",
            values={"size": size, "accepted": ", ".join(SIZES)},
        )
    found = (law or lawbook()).value("membership.mandatory_programmes_by_size", month.first_day, _SIZE_KEYS[size])
    return MandatoryProgrammes(size, cast("tuple[Programme, ...]", found.words), found)
