"""What was published of each month, with the total of its last day where that was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.reports.models import MonthFigures


@dataclass(frozen=True, slots=True)
class FiguresView:
    """One month; None is hidden where it is a figure about people, and not measured where it is a time."""

    month: Month
    counted_at: datetime
    least: int
    """Figures about fewer people were hidden."""
    members: int | None
    active: int | None
    accounts: int | None
    employers: int
    reports: int
    worker: Money | None
    employer: Money | None
    returns: Money | None
    claims: Money | None
    """What was paid out, above zero."""
    claimants: int | None
    measured: int
    """Reports whose time from payment to balance was measured."""
    median_time: timedelta | None
    slow_time: timedelta | None
    """95 of 100 were faster."""
    requests_due: int | None
    requests_in_time: int | None
    owed: Money | None
    """The published total of the month's last day; None when none was published."""
    owed_number: int | None
    """Under which number."""

    @property
    def contributions(self) -> Money | None:
        """Both parts together."""
        return self.worker + self.employer if self.worker is not None and self.employer is not None else None


def month_count() -> int:
    """How many months are published."""
    return MonthFigures.objects.count()


def months(*, limit: int | None = None, offset: int = 0) -> list[FiguresView]:
    """Published months, newest first; without a limit all of them, which are a few hundred rows at most. Two queries."""
    rows = list(MonthFigures.objects.order_by("-month")[offset : None if limit is None else offset + limit])
    totals = proofs.published_on([Month.of(row.month).last_day for row in rows])
    return [_view(row, totals.get(Month.of(row.month).last_day)) for row in rows]


def _view(row: MonthFigures, total: proofs.PublishedView | None) -> FiguresView:
    return FiguresView(
        month=Month.of(row.month),
        counted_at=row.counted_at,
        least=row.least,
        members=row.members,
        active=row.active,
        accounts=row.accounts,
        employers=row.employers,
        reports=row.reports,
        worker=_money(row.worker_sen),
        employer=_money(row.employer_sen),
        returns=_money(row.returns_sen),
        claims=_money(row.claims_sen),
        claimants=row.claimants,
        measured=row.measured,
        median_time=row.median_time,
        slow_time=row.slow_time,
        requests_due=row.requests_due,
        requests_in_time=row.requests_in_time,
        owed=total.total if total else None,
        owed_number=total.number if total else None,
    )


def _money(sen: int | None) -> Money | None:
    return None if sen is None else Money(sen)
