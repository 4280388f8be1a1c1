"""Contributions month by month, gaps visible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.portals.participant.cards import choices, label_of
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.paging import page_of

_SIZE = 24
_STATUS = {
    MonthState.POSTED: "recorded",
    MonthState.REPORTED: "reported",
    MonthState.PAID: "reported",
    MonthState.NOT_DUE: "not_due",
    MonthState.MISSING: "missing",
}


@dataclass(frozen=True, slots=True)
class MonthWords:
    """One month as the page shows it."""

    month: Month
    employer: str
    card_label: str
    status: str
    wage_sen: Money | None
    worker_sen: Money | None
    employer_sen: Money | None
    received_on: date | None
    due_on: date
    days_late: int
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the table, over the chosen year."""

    worker_sen: Money
    employer_sen: Money
    recorded_count: int
    missing_count: int


@require_safe
@member_page
def riwayat_iuran(visit: Visit) -> HttpResponseBase:
    """The months of one year, newest first."""
    cards = membership.cards_of(visit.person.id) if visit.person else []
    chosen = chosen_card(visit.request, cards)
    rows = history_of([chosen] if chosen else cards, today=visit.today)
    years = sorted({row.month.year for row in rows}, reverse=True)
    asked = visit.request.GET.get("tahun", "")
    year = next((year for year in years if str(year) == asked), years[0] if years else visit.today.year)
    of_year = [row for row in rows if row.month.year == year]
    page = page_of(visit.request, total=len(of_year), size=_SIZE)
    return visit.page(
        "riwayat_iuran",
        cards=choices(cards),
        chosen_card=chosen.ref if chosen else "",
        years=years,
        chosen_year=year,
        months=[_words(row, visit.today) for row in of_year[page.offset : page.offset + page.size]],
        totals=_totals(of_year),
        page=page,
    )


def _words(row: MonthRow, today: date) -> MonthWords:
    is_missing = row.state is MonthState.MISSING
    return MonthWords(
        month=row.month,
        employer=row.employer_name,
        card_label=label_of(row.card),
        status=_STATUS[row.state],
        wage_sen=row.wage,
        worker_sen=row.worker,
        employer_sen=row.employer,
        received_on=row.received_on,
        due_on=row.due_on,
        days_late=max(0, ((row.received_on or today) - row.due_on).days),
        action=gettext("Laporkan") if is_missing else "",
        href=f"{reverse('participant:selisih')}?kartu={row.card.ref}&bulan={row.month}" if is_missing else "",
    )


def _totals(rows: list[MonthRow]) -> Totals:
    recorded = [row for row in rows if row.state is MonthState.POSTED]
    return Totals(
        worker_sen=Money.total(row.worker for row in recorded if row.worker),
        employer_sen=Money.total(row.employer for row in recorded if row.employer),
        recorded_count=len(recorded),
        missing_count=sum(row.state is MonthState.MISSING for row in rows),
    )
