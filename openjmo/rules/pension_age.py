"""For which months no JP is owed any more, because pension age was reached (`jp_age`).

Called by contributions and wage reports. PP 45/2015 Pasal 15 and 28. Which month is the last with a contribution is not spelled out:
setting `jp.contribution.stop`.

>>> last_birth_without_jp(Month(2026, 11))
datetime.date(1967, 11, 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from openjmo.core.periods import Month, age_on, birthday, plus_months
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jp_age import jp_pension_age_reached
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue


class PensionAge(NamedTuple):
    """One step of the schedule: the age, and the days it holds, both included."""

    years: int
    since: date
    until: date
    parameter: ParameterValue

    @property
    def span(self) -> str:
        """The years it holds: `2025-2027`, or `2043-` where no end is set."""
        return f"{self.since.year}-" if self.until == date.max else f"{self.since.year}-{self.until.year}"


@dataclass(frozen=True, slots=True)
class PensionAgeState:
    """Whether JP has ended for a member in a month. `age` is the step that says so, or the month's own while it has not."""

    ended: Figure
    age: PensionAge


@lru_cache(maxsize=64)
def pension_ages(law: Lawbook | None = None) -> tuple[PensionAge, ...]:
    """The steps of the schedule as the book sees them, oldest first."""
    book = law or lawbook()
    found: list[PensionAge] = []
    day: date | None = book.first_day("jp.pension_age")
    while day is not None:
        step = book.find("jp.pension_age", day)
        if step is None:
            break
        found.append(PensionAge(step.number, step.effective_from or date.min, step.effective_to or date.max, step))
        day = None if step.effective_to is None else date.fromordinal(step.effective_to.toordinal() + 1)
    return tuple(found)


def jp_has_ended(birth_date: date, month: Month, law: Lawbook | None = None) -> PensionAgeState:
    """Whether a month owes no JP any more because pension age was reached."""
    book = law or lawbook()
    reached = jp_pension_age_reached(birth_date, book)
    setting = book.value("jp.contribution.stop", month.first_day)
    ended = Figure(
        code="jp.contribution.ended",
        label=sentence("Apakah iuran JP bulan %(month)s sudah berhenti karena usia pensiun tercapai pada %(reached)s"),
        amount=reached.day <= _last_day_that_counts(month, setting),
        formula=(
            "reached = {jp.pension_age_reached}; "
            'reached < first_day(month) if [jp.contribution.stop] == "reached_before_month" else '
            '(reached <= last_day(month) if [jp.contribution.stop] == "reached_in_month" else reached <= first_day(month))'
        ),
        inputs=(("month", month), ("reached", reached.day)),
        parameters=(setting,),
        article=reached.article,
        parts=(reached,),
    )
    return PensionAgeState(ended, pension_age_that_ended_jp(birth_date, month, book))


def last_birth_without_jp(month: Month, law: Lawbook | None = None) -> date:
    """The latest birth date for which a month owes no JP: whoever was born on it or before has reached pension age in time."""
    book = law or lawbook()
    last = _last_day_that_counts(month, book.value("jp.contribution.stop", month.first_day))
    steps = (step for step in pension_ages(book) if step.since <= last)
    return max((plus_months(min(step.until, last), -12 * step.years) for step in steps), default=date.min)


def _last_day_that_counts(month: Month, setting: ParameterValue) -> date:
    """Pension age must be reached by this day for the month to owe nothing."""
    match setting.text:
        case "reached_in_month":
            return month.last_day
        case "reached_before_month":
            return month.plus(-1).last_day
        case _:
            return month.first_day


@lru_cache(maxsize=1 << 12)
def pension_age_that_ended_jp(birth_date: date, month: Month, law: Lawbook | None = None) -> PensionAge:
    """The step to name as the reason: the month's own when the member is old enough for it too, else the one under which it was reached."""
    steps = pension_ages(law or lawbook())
    now = next((step for step in steps if step.since <= month.first_day <= step.until), steps[-1])
    if age_on(birth_date, month.last_day) >= now.years:
        return now
    return next((step for step in steps if birthday(birth_date, step.years) <= step.until), now)
