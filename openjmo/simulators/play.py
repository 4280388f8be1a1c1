"""Load a plan through the actions that serve people, one calendar month after the other, each month in one transaction.

A calendar month is: the reports of the month before come in and are billed, whoever pays in it pays, what is paid is posted, and at its end
the returns are credited. Cut off anywhere, the next run goes on after the last whole month; a finished plan is left alone. Business dates
are the past's; the ledger records honestly that all of it was entered now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Final

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.bill_report import Acceptance, bill_reports
from openjmo.domains.contributions.actions.post_report import post_reports
from openjmo.domains.contributions.actions.take_over_reports import OldReport, take_over_reports
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.rates import current_law
from openjmo.rules.growth import growth_table
from openjmo.rules.parameter import UnknownParameter
from openjmo.simulators import bank
from openjmo.simulators.loaded import begin, finish, note_played
from openjmo.simulators.plan import Plan, PlannedReport, months_of
from openjmo.simulators.refusal import refuse_in_production

BY: Final = "simulator"
ASSUMED_RATE: Final = "5.50"
"""Percent a year for years whose rate nobody has published or found; marked as assumed wherever it is used."""
TOLD_MONTHS: Final = 2
"""Workers are told of their newest contributions only; ten years of old news help nobody."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What this run loaded, and the seconds each phase took. All zero when there was nothing left to load."""

    reports: int
    lines: int
    seconds: dict[str, float]


@dataclass(slots=True)
class _Open:
    """A billed report that its employer will pay."""

    ref: str
    billing_code: str
    month: Month
    paid_at: datetime


def play(plan: Plan, *, name: str, now: datetime, progress: Progress) -> Played:
    """Load it, or what is left of it.

    Raises Refusal in production, for a database that holds another made-up fund, and for a last month that is not over.
    """
    refuse_in_production()
    if Month.of(business_date(now)) <= plan.order.until:
        raise Refusal(
            "Bulan terakhir, %(month)s, belum selesai.",
            code="simulators.month_not_over",
            fix="Pilih bulan yang sudah lewat.",
            values={"month": str(plan.order.until)},
        )
    standing = begin(plan.order, name)
    if standing.is_finished:
        return Played(0, 0, {})
    player = _Player(plan, now, progress)
    player.prepare()
    player.play(after=standing.played_through)
    finish(now)
    return player.played()


class _Player:
    """One run."""

    def __init__(self, plan: Plan, now: datetime, progress: Progress) -> None:
        self.plan, self.now, self.progress = plan, now, progress
        self.open: list[_Open] = []
        self.employer_ids: dict[str, int] = {}
        self.reports = self.lines = 0
        self.seconds: dict[str, float] = defaultdict(float)

    def played(self) -> Played:
        return Played(self.reports, self.lines, dict(self.seconds))

    def prepare(self) -> None:
        with transaction.atomic():
            for employer in self.plan.employers:
                ref = add_employer(NewEmployer(employer.npp, employer.name, employer.sector, employer.province_code))
                known = membership.employer_by_ref(ref)
                if known is None:
                    raise LookupError(f"no employer {ref}")
                self.employer_ids[employer.npp] = known.id
            _assume_missing_rates(self.plan.order.first, Month.of(business_date(self.now)))

    def play(self, *, after: Month | None) -> None:
        began = perf_counter()
        for month, handed_in in months_of(self.plan):
            calendar = month.following()
            is_known = after is not None and calendar <= after
            with transaction.atomic():
                self._take_in([report for report in handed_in if not is_known or _paid_after(report, calendar)], is_known=is_known)
                if not is_known:
                    self._settle(calendar)
                    note_played(calendar)
                self.open = [one for one in self.open if Month.of(business_date(one.paid_at)) > calendar]
            if calendar.month == 1 or month == self.plan.order.until:
                self.progress(f"{month.year}: {self.reports} reports, {self.lines} lines, {perf_counter() - began:.1f} s")

    def _take_in(self, handed_in: Sequence[PlannedReport], *, is_known: bool) -> None:
        present = [report for report in handed_in if report.submitted_at <= self.now]
        with self._timed("stage"):
            refs = take_over_reports([self._old(report) for report in present], by=BY)
        with self._timed("bill"):
            codes = bill_reports([Acceptance(ref, None, BY, report.submitted_at) for ref, report in zip(refs, present, strict=True)])
        for ref, code, report in zip(refs, codes, present, strict=True):
            if report.paid_at is not None:
                self.open.append(_Open(ref, code, report.month, report.paid_at))
        if not is_known:
            self.reports += len(present)
            self.lines += sum(len(report.lines) for report in present)

    def _old(self, report: PlannedReport) -> OldReport:
        return OldReport(self.employer_ids[report.employer.npp], report.month, report.key, report.submitted_at, report.lines)

    def _settle(self, calendar: Month) -> None:
        due = sorted(
            (one for one in self.open if Month.of(business_date(one.paid_at)) <= calendar and one.paid_at <= self.now),
            key=lambda one: (one.paid_at, one.ref),
        )
        with self._timed("pay"):
            bank.pay_many({one.billing_code: one.paid_at for one in due})
        with self._timed("post"):
            news = self.plan.order.until.plus(-TOLD_MONTHS)
            post_reports({one.ref: one.paid_at for one in due if one.month <= news}, tell_workers=False)
            post_reports({one.ref: one.paid_at for one in due if one.month > news})
        with self._timed("credit"):
            if calendar.last_day < business_date(self.now):
                credit_returns(calendar, now=self.now)

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[phase] += perf_counter() - began


def _paid_after(report: PlannedReport, calendar: Month) -> bool:
    return report.paid_at is not None and Month.of(business_date(report.paid_at)) > calendar


def _assume_missing_rates(first: Month, last: Month) -> None:
    """A year without a known rate gets an assumed one, so that the fund can be shown; it says so wherever it is used."""
    for year in range(first.year, last.year + 1):
        try:
            growth_table(year, law=current_law())
        except UnknownParameter:
            declare_rate(
                NewRate(
                    year=year,
                    rate_percent=ASSUMED_RATE,
                    source="asumsi demo",
                    is_assumed=True,
                    by=BY,
                    note="Bukan angka resmi. Hasil pengembangan tahun itu belum ditemukan, jadi demo memakai andaian.",
                )
            )
