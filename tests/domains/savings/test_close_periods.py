"""Months are closed when they are over and credited; what comes late costs the member nothing."""

from __future__ import annotations

from datetime import date

import pytest

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.domains.membership import reads as membership
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.close_periods import close_periods
from openjmo.domains.savings.actions.credit_due_months import credit_due_months
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.explain import explain_line
from openjmo.ledger.chart import Component
from openjmo.ledger.verify import verify
from tests.fund import BUDI, NOW, SITI, at, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)
AFTER_NOVEMBER = at(date(2026, 12, 2))
SIX_MONTHS_OF_ONE_CONTRIBUTION = Money(691_793)
"""Rp256.500 from August and again from October to November at 5.5 % a year; counted from 1 October it would be one month less."""


def _returns(email: str, *, closed: bool) -> tuple[Money, list[date], bool]:
    """Budi's money of August is paid on 10 September and written down only after September was credited: closed first, or not."""
    employer = make_employer(f"PT {email}", "20123456")
    post_month(employer, Month(2026, 6), [SITI, BUDI], paid_on=date(2026, 7, 10))
    declare_rate(NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test"))
    for month in months_between(AUGUST, SEPTEMBER):
        credit_returns(month, now=NOW)
    if closed:
        assert close_periods(SEPTEMBER, by="test", now=NOW)
    post_month(employer, Month(2026, 7), [BUDI], paid_on=date(2026, 9, 10))
    for month in months_between(OCTOBER, Month(2026, 11)):
        credit_returns(month, now=AFTER_NOVEMBER)
    _, budi = member(BUDI, email)
    cards = membership.cards_of(budi.id)
    lines = savings.lines_of(cards, limit=50)
    explained = [explain_line(cards, entry_id=line.entry_id, component=line.component) for line in lines]
    assert verify().is_sound
    days = [line.business_on for line in lines if line.component is Component.WORKER]
    return savings.balance_of(budi.id, now=NOW).parts.returns, days, all(one is not None and one.agrees for one in explained)


@pytest.mark.parametrize("closed", [False, True])
def test_late_money_earns_the_same_whether_its_month_is_closed_or_not(closed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    returns, days, agrees = _returns("budi@contoh.example", closed=closed)
    assert returns == SIX_MONTHS_OF_ONE_CONTRIBUTION
    assert days == [date(2026, 10, 1) if closed else date(2026, 9, 10), date(2026, 7, 10)]
    assert agrees


def test_a_month_that_is_not_over_or_not_credited_stays_open() -> None:
    post_month(make_employer(), AUGUST, [SITI], paid_on=date(2026, 9, 1))
    with pytest.raises(Refusal) as refused:
        close_periods(Month(2026, 11), by="test", now=NOW)
    assert refused.value.code == "savings.period_not_over"
    with pytest.raises(Refusal) as refused:
        close_periods(SEPTEMBER, by="test", now=NOW)
    assert refused.value.code == "savings.period_not_credited"
    declare_rate(NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test"))
    assert credit_due_months(now=NOW) == [OCTOBER]
    assert close_periods(SEPTEMBER, by="test", now=NOW)
    assert not close_periods(AUGUST, by="test", now=NOW)
    assert close_periods(OCTOBER, by="test", now=NOW)
    assert credit_returns(OCTOBER, now=NOW)
