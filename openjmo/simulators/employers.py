"""Made-up employers: over provinces and sectors, a few large and many small, most punctual and some not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from random import Random
from typing import Final

from openjmo.core.clock import JAKARTA
from openjmo.core.periods import Month
from openjmo.rules.deadlines import due_date
from openjmo.simulators.niks import Numbers


class Habit(StrEnum):
    """How an employer treats the due date."""

    PUNCTUAL = "punctual"
    LATE = "late"
    """One month of four is paid late."""
    NEGLIGENT = "negligent"
    """Also leaves months unpaid or does not report them at all."""


@dataclass(frozen=True, slots=True)
class MadeUpEmployer:
    """`weight` is its share of all jobs, against the other weights. `silent_months` and `unpaid_months` are fixed by the cast."""

    npp: str
    name: str
    sector: str
    province_code: str
    weight: int
    habit: Habit
    silent_months: frozenset[Month] = frozenset()
    unpaid_months: frozenset[Month] = frozenset()


@dataclass(frozen=True, slots=True)
class Conduct:
    """What an employer does with one contribution month; `paid_at` is None for a bill that stays open."""

    submitted_at: datetime
    paid_at: datetime | None


# Weights in hundredths, roughly as formal jobs lie; made-up.
_PROVINCES: Final = {
    "32": 22, "31": 16, "35": 15, "33": 13, "36": 9, "12": 5, "73": 3, "64": 3, "51": 3, "16": 2, "14": 2, "21": 2, "34": 2,
    "18": 1, "13": 1, "71": 1,
}  # fmt: skip
_SECTORS: Final = {"C": 34, "G": 20, "H": 8, "I": 8, "F": 7, "N": 6, "A": 5, "K": 4, "Q": 3, "P": 2, "J": 2, "B": 1}
_SECTOR_WORDS: Final = {
    "A": ("Tani", "Kebun", "Samudra"), "B": ("Tambang", "Mineral"), "C": ("Garmen", "Pangan", "Plastik", "Baja", "Kimia", "Elektronika"),
    "F": ("Konstruksi", "Bangunan"), "G": ("Niaga", "Dagang", "Ritel"), "H": ("Logistik", "Angkutan"), "I": ("Boga", "Wisata"),
    "J": ("Informatika", "Data"), "K": ("Sarana Dana", "Artha"), "N": ("Jasa Karya", "Bina Tenaga"), "P": ("Pendidikan",), "Q": ("Medika",),
}  # fmt: skip
_FIRST_WORDS: Final = (
    "Kenanga", "Melati", "Cempaka", "Anggrek", "Flamboyan", "Cendana", "Meranti", "Rajawali", "Cendrawasih", "Merak", "Kasuari", "Elang",
    "Bintang", "Surya", "Purnama", "Fajar", "Pelangi", "Mutiara", "Zamrud", "Safir", "Rinjani", "Semeru", "Krakatau", "Kelimutu",
    "Toba", "Musi", "Mahakam", "Serayu", "Bengawan", "Citarum",
)  # fmt: skip
_LAST_WORDS: Final = (
    "Lestari",
    "Sentosa",
    "Makmur",
    "Abadi",
    "Mandiri",
    "Sejahtera",
    "Bersama",
    "Utama",
    "Perdana",
    "Gemilang",
    "Selaras",
    "Cipta",
)
_FORMS: Final = ("PT", "PT", "PT", "PT", "PT", "PT", "CV", "CV", "UD", "Koperasi")
_PUNCTUAL_OF_TEN: Final = 7
_WEIGHT_OF_LARGEST: Final = 100_000


def make_employers(seed: str, count: int, numbers: Numbers) -> list[MadeUpEmployer]:
    """So many employers, the largest first. Of every ten seven are punctual, two late now and then, one is negligent."""
    chance = Random(f"{seed}/employers")  # noqa: S311 - made-up data must be repeatable
    names: set[str] = set()
    found = []
    for place in range(count):
        sector = _drawn(chance, _SECTORS)
        found.append(
            MadeUpEmployer(
                npp=numbers.employer_number(chance),
                name=_name(chance, sector, names),
                sector=sector,
                province_code=_drawn(chance, _PROVINCES),
                weight=_WEIGHT_OF_LARGEST // (place + 2),
                habit=Habit.NEGLIGENT if place % 10 == 9 else Habit.LATE if place % 10 >= _PUNCTUAL_OF_TEN else Habit.PUNCTUAL,  # noqa: PLR2004
            )
        )
    return found


def _drawn(chance: Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _name(chance: Random, sector: str, taken: set[str]) -> str:
    while True:
        words = [chance.choice(_FORMS), chance.choice(_FIRST_WORDS), chance.choice(_SECTOR_WORDS[sector]), chance.choice(_LAST_WORDS)]
        name = " ".join(words)
        if name not in taken:
            taken.add(name)
            return name
        if chance.randrange(4) == 0:
            taken.add(name := f"{name} {len(taken)}")
            return name


@lru_cache(maxsize=1024)
def due_on(month: Month) -> date:
    """The due date, computed once per month."""
    return due_date(month).day


def conduct_of(seed: str, employer: MadeUpEmployer, month: Month) -> Conduct | None:
    """What it does with that month; None when it reports nothing. The same for the same seed, employer and month."""
    chance = Random(f"{seed}/{employer.npp}/{month}")  # noqa: S311 - see above
    due = due_on(month)
    submitted = month.following().day(chance.randrange(2, 10))
    in_time = min(submitted + timedelta(days=chance.randrange(1, 8)), due)
    late = due + timedelta(days=1 + chance.randrange(75))
    drawn, hours = chance.randrange(1_000), (chance.randrange(8, 12), chance.randrange(13, 17))
    of_thousand_late, of_thousand_unpaid, of_thousand_silent = {
        Habit.PUNCTUAL: (10, 0, 0),
        Habit.LATE: (250, 3, 3),
        Habit.NEGLIGENT: (300, 60, 120),
    }[employer.habit]
    if month in employer.silent_months or drawn < of_thousand_silent:
        return None
    submitted_at = _at(submitted, hours[0], chance)
    if month in employer.unpaid_months or drawn < of_thousand_silent + of_thousand_unpaid:
        return Conduct(submitted_at, None)
    is_late = drawn < of_thousand_silent + of_thousand_unpaid + of_thousand_late
    return Conduct(submitted_at, _at(late if is_late else in_time, hours[1], chance))


def _at(day: date, hour: int, chance: Random) -> datetime:
    return datetime.combine(day, time(hour, chance.randrange(60)), JAKARTA)
