"""Where a member's projection starts, and their own history for the machine that replays it.

Facts only: the balance to the sen, the months still to come, the wage last reported. What the future may bring is assumed on the page and
computed by `openjmo.rules.projection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from openjmo.core.clock import business_date
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.domains.savings.models import ReturnCredit
from openjmo.domains.savings.reads import Parts
from openjmo.rules.programmes import first_month_of
from openjmo.rules.projection import BookedMonth, Start


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a projection may take for certain."""

    start: Start
    parts: Parts
    wage: Money
    """Of the newest reported month, over all cards; zero when none was reported."""
    wage_month: Month | None
    employers: tuple[str, ...]
    """Who reported that wage."""
    months_since_jp: int
    """Months with posted contributions since JP began, each counted once. Whether JP was paid for them is not recorded."""


def outlook_of(person: PersonView, *, now: datetime) -> Outlook:
    """Today's facts of a member."""
    balance = savings.balance_of(person.id, now=now)
    today = business_date(now)
    rows = history_of(balance.cards, today=today)
    reported = [row for row in rows if row.wage]
    newest = max((row.month for row in reported), default=None)
    last = [row for row in reported if row.month == newest]
    posted = max((row.month for row in rows if row.state is MonthState.POSTED), default=None)
    first = posted.following() if posted else Month.of(today)
    return Outlook(
        start=Start(on=today, balance=balance.parts.total, birth_date=person.birth_date, first_month=first),
        parts=balance.parts,
        wage=Money.total(row.wage for row in last if row.wage),
        wage_month=newest,
        employers=tuple(dict.fromkeys(row.employer_name for row in last)),
        months_since_jp=len({row.month for row in rows if row.state is MonthState.POSTED and row.month >= first_month_of("JP")}),
    )


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """A member's posted months, and up to which month returns were credited."""

    per_card: tuple[tuple[BookedMonth, ...], ...]
    """Each card by itself, as each is credited and rounded by itself."""
    through: Month | None
    parts: Parts


def history_to_replay(person: PersonView, *, now: datetime) -> OwnHistory:
    """Everything that `replay_history` needs."""
    balance = savings.balance_of(person.id, now=now)
    rows = history_of(balance.cards, today=business_date(now))
    newest: date | None = ReturnCredit.objects.order_by("-month").values_list("month", flat=True).first()
    per_card = [tuple(filter(None, (_booked(row) for row in rows if row.card.id == card.id))) for card in balance.cards]
    return OwnHistory(tuple(filter(None, per_card)), Month.of(newest) if newest else None, balance.parts)


def _booked(row: MonthRow) -> BookedMonth | None:
    if row.state is not MonthState.POSTED or row.wage is None or row.received_on is None:
        return None
    return BookedMonth(row.month, row.wage, row.received_on)
