"""A member's figure against ours, line by line: payslip, wage report, bill, payment, account (S37).

One read for the member and for the desk, so that both see the same (S40). Figures are the worker's share of JHT for one month; the share
of the reported wage is computed anew by `openjmo.rules`, so that a bill that differs from the rule would show. What was posted is read
from the ledger, reversals included, never from the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportedMonth
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.findings import Finding
from openjmo.domains.savings.models import Difference
from openjmo.domains.savings.rates import current_law
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.reads import Line
from openjmo.rules.contributions import jht_contribution

_ALL_LINES: Final = 5_000
"""More contributions than a working life has months on all its cards."""
PAYSLIP_ROUNDING: Final = Money.of_rupiah(1)
"""Payslips show whole rupiah, the account shows sen: less than this apart is the same figure."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What one report says of the person for the month, and how far its money came. Amounts are the worker's share."""

    card_number: str
    is_asked_card: bool
    """Whether it is on the card the member asks about; else on another card of the same person."""
    employer_id: int
    employer_name: str
    report_ref: str
    wage: Money
    by_rule: Money
    """The share of that wage by the rule of the month."""
    bill_ref: str
    billed: Money
    paid: Money
    paid_on: date | None
    posted: Money
    posted_on: date | None
    entry_id: int | None
    """The ledger entry that brought it, for a reference."""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the money. `difference` is the payslip's figure less this one: what is missing when positive."""

    name: str
    """payslip, reported, billed, paid or posted."""
    amount: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The whole comparison for one ticket."""

    ref: str
    card_number: str
    month: Month
    claimed: Money
    recorded: Money
    """What was posted when the ticket was opened."""
    lines: tuple[ReportLine, ...]
    steps: tuple[Step, ...]
    on_other_cards: Money
    """Billed for the same month on other cards of the same person."""
    employers: tuple[tuple[int, str], ...]
    """Row id and name of whoever can be asked: employers of that month, by the register and by the reports."""
    suggestion: Finding

    @property
    def posted(self) -> Money:
        """What is on the asked card now."""
        return self.steps[-1].amount


def reconcile(ref: str, *, person_id: int | None = None) -> Reconciliation:
    """Compare a ticket as things stand now. With `person_id` only that member's own ticket; raises NotYours otherwise."""
    tickets = Difference.objects.filter(ref=ref)
    ticket = (tickets if person_id is None else tickets.filter(person_id=person_id)).first()
    if ticket is None:
        raise NotYours("Laporan ini tidak ada.")
    month = Month.of(ticket.month)
    cards = membership.cards_of(ticket.person_id)
    lines = _lines(ticket.card_number, month, cards)
    here = [line for line in lines if line.is_asked_card]
    claimed = Money(ticket.claimed_sen)
    elsewhere = Money.total(line.billed for line in lines if not line.is_asked_card)
    steps = _steps(claimed, here)
    return Reconciliation(
        ref=ticket.ref,
        card_number=ticket.card_number,
        month=month,
        claimed=claimed,
        recorded=Money(ticket.recorded_sen),
        lines=tuple(lines),
        steps=steps,
        on_other_cards=elsewhere,
        employers=_employers(ticket.card_number, month, cards, lines),
        suggestion=_suggest(claimed, here, elsewhere),
    )


def _lines(asked_card: str, month: Month, cards: Sequence[CardView]) -> list[ReportLine]:
    by_id = {card.id: card for card in cards}
    reported = contributions.months_of(list(by_id), month=month)
    postings = ledger.lines([card.account_code for card in cards], limit=_ALL_LINES, components=[Component.WORKER]) if reported else []
    return [_line(row, by_id[row.membership_id], asked_card, postings) for row in reported]


def _line(row: ReportedMonth, card: CardView, asked_card: str, postings: Sequence[Line]) -> ReportLine:
    posted = [line for line in postings if line.account == card.account_code and line.about.get("report") == row.report_ref]
    return ReportLine(
        card_number=card.card_number,
        is_asked_card=card.card_number == asked_card,
        employer_id=row.employer_id,
        employer_name=row.employer_name,
        report_ref=row.report_ref,
        wage=row.wage,
        by_rule=jht_contribution(row.wage, row.month, law=current_law()).worker,
        bill_ref=row.bill_ref,
        billed=row.worker,
        paid=row.worker if row.paid_at else Money.zero(),
        paid_on=business_date(row.paid_at) if row.paid_at else None,
        posted=Money.total(line.amount for line in posted),
        posted_on=posted[0].business_on if posted else None,
        entry_id=posted[0].entry_id if posted else None,
    )


def _steps(claimed: Money, here: Sequence[ReportLine]) -> tuple[Step, ...]:
    amounts = {
        "payslip": claimed,
        "reported": Money.total(line.by_rule for line in here),
        "billed": Money.total(line.billed for line in here),
        "paid": Money.total(line.paid for line in here),
        "posted": Money.total(line.posted for line in here),
    }
    return tuple(Step(name, amount, claimed - amount) for name, amount in amounts.items())


def _suggest(claimed: Money, here: Sequence[ReportLine], elsewhere: Money) -> Finding:
    billed = Money.total(line.billed for line in here)
    if _same(claimed, Money.total(line.posted for line in here)):
        return Finding.AGREES
    if elsewhere and (not here or _same(claimed, billed + elsewhere)):
        return Finding.OTHER_CARD
    if not here:
        return Finding.NOT_REPORTED
    if not _same(claimed, billed):
        return Finding.OTHER_WAGE
    return Finding.NOT_PAID if any(line.paid_on is None for line in here) else Finding.IN_POSTING


def _same(one: Money, other: Money) -> bool:
    return max(one - other, other - one) < PAYSLIP_ROUNDING


def _employers(asked_card: str, month: Month, cards: Sequence[CardView], lines: Sequence[ReportLine]) -> tuple[tuple[int, str], ...]:
    found = {line.employer_id: line.employer_name for line in lines if line.is_asked_card}
    for card in cards:
        for work in card.employments:
            is_at_work = work.started_on <= month.last_day and (work.ended_on is None or work.ended_on >= month.first_day)
            if card.card_number == asked_card and is_at_work:
                found.setdefault(work.employer_id, work.employer_name)
    return tuple(found.items())
