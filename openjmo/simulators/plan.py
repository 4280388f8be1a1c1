"""A made-up fund before it is loaded: employers, working lives, and month by month what is reported and when it is paid.

Pure and repeatable: the same order gives the same numbers, dates and amounts. References are given out by the database and differ.

>>> plan = make_plan(Order(seed="1", workers=50, employers=3, years=2, until=Month(2026, 10)))
>>> sum(len(report.lines) for _, handed_in in months_of(plan) for report in handed_in)
1175
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month, months_between
from openjmo.domains.contributions.actions.take_over_reports import OldLine
from openjmo.simulators.careers import Job, make_careers
from openjmo.simulators.employers import MadeUpEmployer, conduct_of, make_employers
from openjmo.simulators.niks import Numbers
from openjmo.simulators.wages import wage_sen

MONTHS = 12
_FIRST_MONTH = Month(2016, 1)
"""Before it no yearly rate of returns is known (`jht.development.annual_rate`)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `workers` seats are filled all the time; `until` is the last contribution month."""

    seed: str
    workers: int
    employers: int
    years: int
    until: Month

    def __post_init__(self) -> None:
        if min(self.workers, self.employers, self.years) < 1:
            raise InvalidInput("Jumlah pekerja, pemberi kerja, dan tahun paling sedikit 1.", code="simulators.order_too_small")
        if self.first < _FIRST_MONTH:
            raise InvalidInput(
                "Riwayat rekaan paling awal mulai bulan %(first)s.",
                code="simulators.order_too_long",
                fix="Kurangi jumlah tahunnya.",
                values={"first": str(_FIRST_MONTH)},
            )

    @property
    def first(self) -> Month:
        """The first contribution month."""
        return self.until.plus(1 - self.years * MONTHS)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole fund; jobs name employers by their place in the list."""

    order: Order
    employers: tuple[MadeUpEmployer, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class PlannedReport:
    """One employer's month: when it was handed in, when paid (None: never), and its lines."""

    employer: MadeUpEmployer
    month: Month
    submitted_at: datetime
    paid_at: datetime | None
    lines: list[OldLine]

    @property
    def key(self) -> str:
        """What makes it this report and no other, whatever database it is loaded into."""
        return f"{self.employer.npp}/{self.month}"


def make_plan(order: Order) -> Plan:
    """The fund of an order."""
    return plan_with(order, (), (), Numbers())


def plan_with(order: Order, employers: tuple[MadeUpEmployer, ...], jobs: tuple[Job, ...], numbers: Numbers) -> Plan:
    """The fund of an order with a fixed cast; the cast's employers come first and are among the ordered number."""
    others = make_employers(order.seed, max(order.employers - len(employers), 0), numbers)
    everybody = (*employers, *others)
    made = make_careers(
        order.seed, everybody, max(order.workers - len({job.person.nik for job in jobs}), 0), order.first, order.until, numbers
    )
    return Plan(order, everybody, (*jobs, *made))


def months_of(plan: Plan) -> Iterator[tuple[Month, list[PlannedReport]]]:
    """Every contribution month with its reports, in the order of the employers.

    A leaving in a month that was not reported is told with the next report, by a line without a wage.
    """
    waiting = sorted(enumerate(plan.jobs), key=lambda numbered: (Month.of(numbered[1].started_on), numbered[0]), reverse=True)
    at_work: list[list[Job]] = [[] for _ in plan.employers]
    left_untold: list[list[Job]] = [[] for _ in plan.employers]
    for month in months_between(plan.order.first, plan.order.until):
        while waiting and Month.of(waiting[-1][1].started_on) <= month:
            job = waiting.pop()[1]
            at_work[job.employer].append(job)
        handed_in = []
        for place, employer in enumerate(plan.employers):
            present = at_work[place]
            leaving = [job for job in present if _leaves_in(job, month)]
            conduct = conduct_of(plan.order.seed, employer, month)
            lines = [_line(job, employer, month) for job in present if job.omitted != month]
            if conduct is None or not lines:
                left_untold[place] += [job for job in leaving if Month.of(job.started_on) < month]
            else:
                lines += [_line(job, employer, month) for job in left_untold[place]]
                left_untold[place].clear()
                handed_in.append(PlannedReport(employer, month, conduct.submitted_at, conduct.paid_at, lines))
            if leaving:
                at_work[place] = [job for job in present if not _leaves_in(job, month)]
        yield month, handed_in


def _leaves_in(job: Job, month: Month) -> bool:
    return job.ended_on is not None and Month.of(job.ended_on) <= month


def _line(job: Job, employer: MadeUpEmployer, month: Month) -> OldLine:
    ended_on: date | None = job.ended_on if _leaves_in(job, month) else None
    has_wage = ended_on is None or Month.of(ended_on) == month
    person = job.person
    return OldLine(
        nik=person.nik,
        card_number=job.card_number,
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        mother_name=person.mother_name,
        started_on=job.started_on,
        ended_on=ended_on,
        end_reason=job.end_reason if ended_on else "",
        wage_sen=wage_sen(employer.province_code, job.factor, job.started_on.year, month.year) if has_wage else 0,
        back_pay_sen=0,
    )
