"""When a member reaches pension age, and when the pension starts.

Called by eligibility, reminders and projections. The age rises by a schedule, so it is the first day on which the age on that day is at
least the schedule's value of that day: a birthday, or the day on which the schedule changes. Born on 29 February, a year is complete on
1 March of a common year. PP 45/2015 Pasal 15.

>>> jp_pension_age_reached(date(1966, 1, 1)).day
datetime.date(2024, 1, 1)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.periods import Month, age_on, birthday, plus_months
from openjmo.rules.believable import EARLIEST, LATEST
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

SCHEDULE: Final = "jp.pension_age"
MONTHS: Final = 12


def jp_pension_age_reached(birth: date, law: Lawbook | None = None) -> Figure:
    """The day on which a member reaches pension age; `.day`. Whoever was past it when JP began reached it on its first day.

    Raises InvalidInput: `rules.birth_date_wrong`.
    """
    book = law or lawbook()
    _check_birth(birth)
    steps = []
    for since, until in _stretches(book):
        step = _step(birth, since, until, book)
        if step is None:
            continue
        steps.append(step)
        if step.day <= until:
            return Figure(
                code="jp.pension_age_reached",
                label=sentence("Usia pensiun JP, %(age)s tahun, untuk yang lahir %(birth)s"),
                amount=step.day,
                formula="min(part for part in {jp.pension_age_step} if part <= part.until)",
                inputs=(("birth", birth), ("age", step.parameters[0].number)),
                article=articles([step.parameters[0]]),
                notes=(sentence("Usia pensiun sudah lewat ketika aturan ini mulai berlaku."),)
                if step.day != birthday(birth, step.parameters[0].number)
                else (),
                parts=tuple(steps),
            )
    raise Refusal(
        "Usia pensiun untuk yang lahir %(birth)s belum diatur.",
        code="rules.parameter_not_in_force",
        fix="Perhitungan menunggu pengelola mengisi usia pensiun untuk tahun-tahun berikutnya.",
        values={"birth": birth.isoformat()},
    )


def jp_past_pension_age(birth: date, on: date, law: Lawbook | None = None) -> Figure:
    """Whether a member has reached pension age by the day `on`; `.flag`. Raises as `jp_pension_age_reached`."""
    reached = jp_pension_age_reached(birth, law)
    return Figure(
        code="jp.past_pension_age",
        label=sentence("Apakah usia pensiun JP sudah tercapai pada %(on)s"),
        amount=reached.day <= on,
        formula="{jp.pension_age_reached} <= on",
        inputs=(("birth", birth), ("on", on), ("age", age_on(birth, on))),
        article=reached.article,
        parts=(reached,),
    )


def jp_pension_start(birth: date, taken_on: date | None = None, law: Lawbook | None = None) -> Figure:
    """The first day of the pension; `.day`: the 1st of the month after pension age.

    Whoever is still employed may take it later, on `taken_on` (for example the last day of work), but at most three years later.
    Raises InvalidInput: `rules.birth_date_wrong`, `rules.before_pension_age`.
    """
    book = law or lawbook()
    reached = jp_pension_age_reached(birth, book)
    event = reached if taken_on is None else _taken(reached, taken_on, book)
    after = book.value("jp.benefit.start_after", event.day)
    return Figure(
        code="jp.pension_start",
        label=sentence("JP mulai dibayarkan, tanggal 1 bulan berikutnya sesudah %(event)s"),
        amount=Month.of(event.day).plus(after.number).first_day,
        formula=f"event = {{{event.code}}}; first_day(plus_months(event, [jp.benefit.start_after]))",
        inputs=(("birth", birth), ("event", event.day)),
        parameters=(after,),
        article=articles([after]),
        parts=(event,),
    )


def _taken(reached: Figure, taken_on: date, book: Lawbook) -> Figure:
    if taken_on < reached.day:
        raise InvalidInput(
            "Tanggal %(taken_on)s terjadi sebelum usia pensiun tercapai.",
            code="rules.before_pension_age",
            field="taken_on",
            fix="Isi tanggal mulai %(reached)s atau sesudahnya.",
            values={"taken_on": taken_on.isoformat(), "reached": reached.day.isoformat()},
        )
    longest = book.value("jp.max_deferral", reached.day)
    latest = plus_months(reached.day, longest.number * MONTHS)
    return Figure(
        code="jp.pension_taken_on",
        label=sentence("JP diambil pada %(taken_on)s, paling lambat %(latest)s"),
        amount=min(taken_on, latest),
        formula="latest = plus_months({jp.pension_age_reached}, [jp.max_deferral] * 12); min(taken_on, latest)",
        inputs=(("taken_on", taken_on), ("latest", latest)),
        parameters=(longest,),
        article=longest.source,
        notes=(sentence("Penundaan hanya selama masih bekerja, jadi tanggalnya dimajukan ke batas itu."),) if taken_on > latest else (),
        parts=(reached,),
    )


def _check_birth(birth: date) -> None:
    if not EARLIEST <= birth <= LATEST:
        raise InvalidInput(
            "Tanggal lahir %(birth)s tidak masuk akal.",
            code="rules.birth_date_wrong",
            field="birth_date",
            fix="Isi tanggal lahir sejak tahun 1900.",
            values={"birth": birth.isoformat()},
        )


def _stretches(book: Lawbook) -> list[tuple[date, date]]:
    """The stretches of days, first and last included, in which the schedule cannot change."""
    versions = [version for version in (*book.parameter(SCHEDULE).versions, *book.declared()) if version.id == SCHEDULE]
    ends = [version.effective_to or date.max for version in versions]
    starts = {version.effective_from or date.min for version in versions} | {end + timedelta(days=1) for end in ends if end < date.max}
    ordered = sorted(starts)
    return list(zip(ordered, [*(start - timedelta(days=1) for start in ordered[1:]), date.max], strict=True))


def _step(birth: date, since: date, until: date, book: Lawbook) -> Figure | None:
    """The day on which the age of one stretch is reached, whether or not that lies in the stretch; None where nothing is in force."""
    age = book.find(SCHEDULE, since)
    if age is None:
        return None
    return Figure(
        code="jp.pension_age_step",
        label=sentence("Genap %(age)s tahun, usia pensiun yang berlaku sejak %(since)s")
        if until == date.max
        else sentence("Genap %(age)s tahun, usia pensiun yang berlaku %(since)s sampai %(until)s"),
        amount=max(birthday(birth, age.number), since),
        formula="age = [jp.pension_age]; max(birthday(birth, age), since)",
        inputs=(("birth", birth), ("age", age.number), ("since", since), ("until", until)),
        parameters=(age,),
        article=age.source,
    )
