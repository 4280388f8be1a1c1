"""Credit every month that is over, in order, as far as rates are declared. Called daily; a second call finds nothing to do."""

from __future__ import annotations

from datetime import datetime

from openjmo.core.clock import business_date
from openjmo.core.periods import Month, months_between
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.models import ReturnCredit
from openjmo.rules.parameter import UnknownParameter


def credit_due_months(*, now: datetime) -> list[Month]:
    """The months credited by this call. It begins after the newest credited month, or with the month before this one."""
    last_over = Month.of(business_date(now)).plus(-1)
    newest = ReturnCredit.objects.order_by("-month").values_list("month", flat=True).first()
    first = Month.of(newest).following() if newest else last_over
    done = []
    for month in months_between(first, last_over):
        try:
            if credit_returns(month, now=now):
                done.append(month)
        except UnknownParameter:
            break
    return done
