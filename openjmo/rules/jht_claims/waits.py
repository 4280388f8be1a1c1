"""The days from which a claim is open: after leaving work, at retirement age, after so many years, after evidence.

Months run to the same day of a later month, or to the last day of a shorter one (31 January and one month is the end of February). Someone
born on 29 February completes a year on 1 March of a common year.
"""

from __future__ import annotations

from datetime import date, timedelta

from openjmo.core.periods import Month, birthday, plus_months, plus_working_days
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import Job
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue

_WAIT = "jht.claim.waiting_period_after_leaving"
_WAIT_KEYS = {"resign": "resign", "dismissal": "phk", "contract_end": "end_of_pkwt"}


def leaving_wait(reason: str, on: date, law: Lawbook | None = None) -> ParameterValue:
    """The wait in months after leaving work for `reason`, by the law of `on`; a setting where no article names one."""
    book = law or lawbook()
    key = _WAIT_KEYS.get(reason)
    named = (book.find(_WAIT, on, key) if key else None) or book.find(_WAIT, on)
    return named or book.value("jht.claim.waiting_period_not_named", on)


def wait_over(reason: str, ended_on: date, on: date, *, letter_on: date | None = None, law: Lawbook | None = None) -> Figure:
    """The first day after the wait; `.day`. A resignation counts from the employer's letter, where its date is known.

    `ended_on` is the last day of work, for a dismissal the day of the PHK. `on` decides the law.
    """
    wait = leaving_wait(reason, on, law)
    by_letter = wait.key == "resign" and letter_on is not None
    start = letter_on if by_letter and letter_on else ended_on
    return Figure(
        code="jht.claim.wait_over",
        label=sentence("Masa tunggu %(months)s bulan sejak tanggal surat pemberi kerja, %(start)s")
        if by_letter
        else sentence("Masa tunggu %(months)s bulan sejak hari terakhir bekerja, %(start)s"),
        amount=plus_months(start, wait.number),
        formula=f"months = [{wait.id}]; plus_months(start, months)",
        inputs=(("months", wait.number), ("start", start)),
        parameters=(wait,),
        article=wait.source,
        notes=(sentence("Tanggal surat pemberi kerja belum diketahui, jadi dihitung dari hari terakhir bekerja."),)
        if wait.key == "resign" and not by_letter
        else (),
    )


def left_from(ended_on: date) -> Figure:
    """The first day after the last day of work."""
    return Figure(
        code="jht.claim.left_from",
        label=sentence("Hari pertama setelah hari terakhir bekerja, %(ended_on)s"),
        amount=ended_on + timedelta(days=1),
        formula="plus_days(ended_on, 1)",
        inputs=(("ended_on", ended_on),),
    )


def retirement_day(birth: date, on: date, employer_age: int | None = None, law: Lawbook | None = None) -> Figure:
    """The day retirement age is reached; `.day`. An earlier age of the employer counts where the law says so."""
    book = law or lawbook()
    age, earlier = book.value("jht.claim.normal_age", on), book.find("jht.claim.earlier_retirement_age", on)
    by_employer = employer_age if earlier and earlier.flag and employer_age is not None and employer_age < age.number else None
    years = age.number if by_employer is None else by_employer
    inputs: tuple[tuple[str, date | int], ...] = (("birth_date", birth), ("years", years))
    return Figure(
        code="jht.claim.retirement_day",
        label=sentence("Genap %(years)s tahun, usia pensiun menurut aturan JHT")
        if by_employer is None
        else sentence("Genap %(years)s tahun, usia pensiun di tempat kerja yang lebih awal dari aturan JHT"),
        amount=birthday(birth, years),
        formula=f"years = [{age.id}]; birthday(birth_date, years)"
        if by_employer is None
        else f"years = min([{age.id}], employer_age); birthday(birth_date, years)",
        inputs=inputs if by_employer is None else (*inputs, ("employer_age", by_employer)),
        parameters=(age, earlier) if by_employer is not None and earlier else (age,),
        article=earlier.source if by_employer is not None and earlier else age.source,
    )


def years_complete(first_on: date, years: ParameterValue) -> Figure:
    """The day so many years of membership are complete."""
    return Figure(
        code="jht.claim.years_complete",
        label=sentence("Genap %(years)s tahun kepesertaan sejak %(first_on)s"),
        amount=plus_months(first_on, years.number * 12),
        formula=f"years = [{years.id}]; plus_months(first_on, years * 12)",
        inputs=(("years", years.number), ("first_on", first_on)),
        parameters=(years,),
        article=years.source,
    )


def disability_day(disabled_on: date, after: ParameterValue) -> Figure:
    """The first of the month from which the right after total permanent disability counts."""
    return Figure(
        code="jht.claim.disability_day",
        label=sentence("Hak dihitung dari awal bulan sesudah cacat total tetap ditetapkan pada %(disabled_on)s"),
        amount=Month.of(disabled_on).plus(after.number).first_day,
        formula=f"first_day(plus_months(month(disabled_on), [{after.id}]))",
        inputs=(("disabled_on", disabled_on),),
        parameters=(after,),
        article=after.source,
    )


def exit_deemed_on(job: Job, filed_on: date, book: Lawbook, on: date) -> Figure:
    """The day on which a leaving counts as reported when the employer stays silent to the member's evidence."""
    days, leave = book.value("jht.claim.employer_answer_days", on), book.value("jht.claim.deadline_collective_leave", on)
    closed = closed_days(filed_on.year, filed_on.year + 1, collective_leave=leave.flag)
    note = NOTES[certainty_of(filed_on.year)]
    return Figure(
        code="jht.claim.exit_deemed_on",
        label=sentence(
            "Bukti berhenti dari %(employer)s diajukan pada %(filed_on)s; pemberi kerja mendapat %(days)s hari kerja untuk menanggapi"
        ),
        amount=plus_working_days(filed_on, days.number, closed),
        formula=f"days = [{days.id}]; plus_working_days(filed_on, days, [{leave.id}])",
        inputs=(("employer", job.employer), ("filed_on", filed_on), ("days", days.number)),
        parameters=(days, leave),
        notes=(note,) if note else (),
    )
