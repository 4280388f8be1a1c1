"""Made-up working lives: hired, raised each January, resigned or dismissed, between jobs, at work again under a new card, retired.

The fund has a fixed number of seats. In each seat one person works after the other: somebody who retires or dies is followed by a young
one. So the number of people at work stays the same over the years while the people change, as in life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from openjmo.core.ids import Sex
from openjmo.core.periods import Month
from openjmo.simulators.employers import MadeUpEmployer
from openjmo.simulators.names import mother_name, person_name
from openjmo.simulators.niks import Numbers
from openjmo.simulators.wages import new_factor

FIRST_BIRTH_YEAR: Final = 1962
LAST_BIRTH_YEAR: Final = 2007
_YOUNGEST: Final = 18
_OLDEST_AT_START: Final = 54
_RETIRES_AT: Final = 58
_MONTHS_IN_A_JOB: Final = 90
"""On average."""
_ENDS: Final = ("resign",) * 11 + ("contract_end",) * 6 + ("dismissal",) * 3
"""Why a job ends before retirement, one of them drawn."""
_DEATH_OF_JOBS: Final = 50
"""One ended job in so many ends by death."""


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """A person of the register."""

    nik: str
    full_name: str
    birth_date: date
    sex: Sex
    mother_name: str


@dataclass(frozen=True, slots=True)
class Job:
    """One person's time with one employer (its place in the plan's list). `ended_on` is the last day; `omitted` a month it forgot them."""

    person: MadeUpPerson
    employer: int
    card_number: str
    started_on: date
    ended_on: date | None
    end_reason: str
    factor: int
    """Wage in thousandths of the province's minimum."""
    omitted: Month | None = None


def make_careers(seed: str, employers: Sequence[MadeUpEmployer], seats: int, first: Month, last: Month, numbers: Numbers) -> list[Job]:
    """Every job of every seat between two months, both included; deterministic."""
    by_weight = _Market(employers)
    jobs: list[Job] = []
    for seat in range(seats):
        chance = Random(f"{seed}/seat/{seat}")  # noqa: S311 - made-up data must be repeatable
        jobs += _Seat(chance, by_weight, numbers, first, last).jobs()
    return jobs


class _Market:
    """Draws employers by weight; somebody who changes jobs mostly stays in the province."""

    def __init__(self, employers: Sequence[MadeUpEmployer]) -> None:
        self.employers = employers
        self._all = range(len(employers))
        self._weights = [employer.weight for employer in employers]
        self._near: dict[str, list[int]] = {}
        for place, employer in enumerate(employers):
            self._near.setdefault(employer.province_code, []).append(place)

    def first(self, chance: Random) -> int:
        return chance.choices(self._all, self._weights)[0]

    def after(self, chance: Random, place: int) -> int:
        near = [other for other in self._near[self.employers[place].province_code] if other != place]
        anywhere = [other for other in self._all if other != place] or [place]
        chosen = near if near and chance.randrange(10) < 7 else anywhere  # noqa: PLR2004 - seven of ten stay
        return chance.choices(chosen, [self._weights[other] for other in chosen])[0]


class _Seat:
    """The people who work one after the other."""

    def __init__(self, chance: Random, market: _Market, numbers: Numbers, first: Month, last: Month) -> None:
        self.chance, self.market, self.numbers, self.first, self.last = chance, market, numbers, first, last

    def jobs(self) -> list[Job]:
        found: list[Job] = []
        employer = self.market.first(self.chance)
        person = self._person(employer, self.first, self.chance.randrange(_YOUNGEST, _OLDEST_AT_START))
        started = self._already_at_work_since(person)
        card = self.numbers.card_number(self.chance, started)
        while Month.of(started) <= self.last:
            job = self._job(person, employer, card, started)
            found.append(job)
            if job.ended_on is None:
                break
            over = Month.of(job.ended_on)
            employer = self.market.after(self.chance, employer)
            if job.end_reason in {"retirement", "death"}:
                begins = over.plus(1 + self.chance.randrange(3))
                person = self._person(employer, begins, self.chance.randrange(_YOUNGEST, 25))
                started = self._start(begins)
                card = self.numbers.card_number(self.chance, started)
            else:
                gap = 0 if self.chance.randrange(10) < 5 else 1 + self.chance.randrange(8)  # noqa: PLR2004 - half have a job at hand
                started = self._start(over.plus(1 + gap))
                if self.chance.randrange(5):  # four of five get a new card, one carries the old one on
                    card = self.numbers.card_number(self.chance, started)
        return found

    def _person(self, employer: int, month: Month, age: int) -> MadeUpPerson:
        year = min(max(month.year - age, FIRST_BIRTH_YEAR), LAST_BIRTH_YEAR, month.year - _YOUNGEST)
        born = date(year, 1, 1) + timedelta(days=self.chance.randrange(365))
        if year == month.year - _YOUNGEST:
            born = date(year, 1, 1)  # somebody who turns 18 in this very year has done so
        sex: Sex = "P" if self.chance.randrange(10) < 4 else "L"  # noqa: PLR2004 - four of ten in formal work
        home = self.market.employers[employer].province_code
        return MadeUpPerson(
            nik=self.numbers.nik(self.chance, home, born, sex),
            full_name=person_name(self.chance, sex),
            birth_date=born,
            sex=sex,
            mother_name=mother_name(self.chance),
        )

    def _already_at_work_since(self, person: MadeUpPerson) -> date:
        years = self.chance.randrange(12)
        earliest = Month(person.birth_date.year + _YOUNGEST, 12)
        begun = Month(self.first.year - years, 1 + self.chance.randrange(12))
        return self._start(max(min(begun, self.first), min(earliest, self.first)))

    def _start(self, month: Month) -> date:
        return month.first_day if self.chance.randrange(10) < 7 else month.day(self.chance.randrange(2, 21))  # noqa: PLR2004

    def _job(self, person: MadeUpPerson, employer: int, card: str, started: date) -> Job:
        begins = max(Month.of(started), self.first)
        ends, reason = begins.plus(1 + int(self.chance.expovariate(1 / _MONTHS_IN_A_JOB))), self.chance.choice(_ENDS)
        if self.chance.randrange(_DEATH_OF_JOBS) == 0:
            reason = "death"
        retires = Month(person.birth_date.year + _RETIRES_AT, person.birth_date.month)
        if retires <= ends:
            ends, reason = max(retires, begins), "retirement"
        day = ends.last_day if self.chance.randrange(4) else ends.day(self.chance.randrange(21, 29))
        is_forgotten = self.chance.randrange(25) == 0
        span = min(ends, self.last).index - begins.index
        return Job(
            person=person,
            employer=employer,
            card_number=card,
            started_on=started,
            ended_on=day if ends <= self.last else None,
            end_reason=reason if ends <= self.last else "",
            factor=new_factor(self.chance),
            omitted=begins.plus(1 + self.chance.randrange(span - 1)) if is_forgotten and span > 1 else None,
        )
