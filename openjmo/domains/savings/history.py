"""The months of a member's cards: posted, under way, not yet due, or missing.

A month is expected when the member was at work on any day of it (`membership`), from the first month the fund has on record for that
card up to the month that is running. What lies before the first record is not called a gap: the fund simply does not know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openjmo.core.clock import business_date
from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportedMonth
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.reads import CardView
from openjmo.rules.deadlines import due_date


class MonthState(StrEnum):
    """What became of a month."""

    POSTED = "posted"
    REPORTED = "reported"
    """Reported, not yet paid."""
    PAID = "paid"
    """Paid, being posted."""
    NOT_DUE = "not_due"
    """Not reported, and the due date has not passed."""
    MISSING = "missing"
    """Not reported although the due date has passed."""


_STATES = {ReportState.BILLED: MonthState.REPORTED, ReportState.PAID: MonthState.PAID, ReportState.POSTED: MonthState.POSTED}


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month on one card."""

    month: Month
    card: CardView
    employer_name: str
    state: MonthState
    due_on: date
    wage: Money | None
    worker: Money | None
    employer: Money | None
    received_on: date | None
    report_ref: str

    @property
    def total(self) -> Money | None:
        """Worker's and employer's share together."""
        return None if self.worker is None or self.employer is None else self.worker + self.employer

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should ask the employer."""
        return self.state is MonthState.MISSING

    def is_owed(self, today: date) -> bool:
        """Whether it should have been paid by that day and is not: not reported, or reported and not paid."""
        return self.state is MonthState.MISSING or (self.state is MonthState.REPORTED and today > self.due_on)


def history_of(cards: Sequence[CardView], *, today: date) -> list[MonthRow]:
    """Every month of the cards, newest first."""
    reported: dict[int, list[ReportedMonth]] = {}
    for row in contributions.months_of([card.id for card in cards]):
        reported.setdefault(row.membership_id, []).append(row)
    rows = [row for card in cards for row in _card_months(card, reported.get(card.id, []), today)]
    return sorted(rows, key=lambda row: (row.month, row.card.opened_on), reverse=True)


def _card_months(card: CardView, reported: Sequence[ReportedMonth], today: date) -> list[MonthRow]:
    rows = [
        MonthRow(
            month=row.month,
            card=card,
            employer_name=row.employer_name,
            state=_STATES[row.state],
            due_on=row.due_on,
            wage=row.wage,
            worker=row.worker,
            employer=row.employer,
            received_on=business_date(row.paid_at) if row.paid_at else None,
            report_ref=row.report_ref,
        )
        for row in reported
    ]
    known = {row.month for row in reported}
    if known:
        for month, employer_name in _months_at_work(card, since=min(known), until=Month.of(today)):
            if month not in known:
                rows.append(_unreported(card, month, employer_name, today))
    return rows


def _months_at_work(card: CardView, *, since: Month, until: Month) -> list[tuple[Month, str]]:
    found: dict[Month, str] = {}
    for work in card.employments:
        first = max(Month.of(work.started_on), since)
        last = min(Month.of(work.ended_on), until) if work.ended_on else until
        for month in months_between(first, last):
            found.setdefault(month, work.employer_name)
    return list(found.items())


def _unreported(card: CardView, month: Month, employer_name: str, today: date) -> MonthRow:
    due = due_date(month).day
    return MonthRow(
        month=month,
        card=card,
        employer_name=employer_name,
        state=MonthState.MISSING if today > due else MonthState.NOT_DUE,
        due_on=due,
        wage=None,
        worker=None,
        employer=None,
        received_on=None,
        report_ref="",
    )
