"""From wage reports to a balance that is exact, split, dated and explained."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.domains.identity.actions.set_preferences import set_remind_monthly
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging.reads import mails, messages_for
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.credit_due_months import credit_due_months
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.actions.remind_monthly import remind_monthly
from openjmo.domains.savings.actions.report_difference import NewDifference, report_difference
from openjmo.domains.savings.differences import differences_of
from openjmo.domains.savings.explain import explain_line
from openjmo.domains.savings.history import MonthState, history_of
from openjmo.ledger.chart import Component
from openjmo.ledger.verify import verify
from openjmo.rules.parameter import UnknownParameter
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, at, bill_month, make_employer, member, pay, post_month, rupiah

pytestmark = pytest.mark.django_db(transaction=True)
ASSUMED = NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test")


def test_a_posted_month_is_the_balance_to_the_sen() -> None:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    _, siti = member(SITI, "siti@contoh.example")
    balance = savings.balance_of(siti.id, now=NOW)
    assert (balance.parts.worker, balance.parts.employer) == (rupiah(120_000), rupiah(222_000))
    assert balance.parts.total == rupiah(342_000)
    assert balance.in_process == ()
    assert verify().is_sound


def test_a_billed_month_is_in_process_and_not_in_the_balance() -> None:
    employer = make_employer()
    _, code = bill_month(employer, Month(2026, 9), [SITI])
    _, siti = member(SITI, "siti@contoh.example")
    before = savings.balance_of(siti.id, now=NOW)
    assert not before.parts.total
    assert [(row.month, row.total) for row in before.in_process] == [(Month(2026, 9), rupiah(342_000))]
    pay(code, date(2026, 10, 12))
    paid = savings.balance_of(siti.id, now=NOW)
    assert not paid.parts.total
    assert [row.state for row in paid.in_process] == ["paid"]


def test_two_cards_of_one_person_count_together_and_one_by_one() -> None:
    post_month(make_employer(), Month(2026, 8), [SITI])
    new_card = SITI.__class__(**{**SITI.__dict__, "card_number": "26000000099", "wage": 7_000_000, "start": "2026-09-01"})
    post_month(make_employer("PT Nusantara Jaya", "20999999"), Month(2026, 9), [new_card])
    _, siti = member(SITI, "siti@contoh.example")
    both = savings.balance_of(siti.id, now=NOW)
    assert len(both.cards) == 2
    assert both.parts.total == rupiah(342_000 + 399_000)
    one = savings.balance_of(siti.id, now=NOW, card_ref=both.cards[0].ref)
    assert one.parts.total == rupiah(399_000)
    assert savings.balance_of(siti.id, now=NOW, card_ref="KP-NOT-MINE").parts.total == both.parts.total


def test_returns_are_credited_once_explained_and_exact() -> None:
    employer = make_employer()
    for month in months_between(Month(2025, 11), Month(2026, 8)):
        post_month(employer, month, [SITI, BUDI])
    declare_rate(ASSUMED)
    for month in months_between(Month(2025, 12), Month(2026, 9)):
        credit_returns(month, now=NOW)
        credit_returns(month, now=NOW)
    _, siti = member(SITI, "siti@contoh.example")
    cards = membership.cards_of(siti.id)
    returns = savings.lines_of(cards, limit=100, components=[Component.RETURNS])
    # Money booked in December begins to earn in January.
    assert [str(line.about["month"]) for line in returns] == [f"2026-{number:02d}" for number in range(9, 0, -1)]
    for line in returns:
        explained = explain_line(cards, entry_id=line.entry_id, component=Component.RETURNS)
        assert explained
        assert explained.figure
        assert explained.agrees
    assert "assumed" in {line.about["rate_status"] for line in returns}
    balance = savings.balance_of(siti.id, now=NOW)
    assert balance.parts.returns == Money.total(line.amount for line in returns)
    assert verify().is_sound


def test_every_contribution_line_is_explained_and_agrees() -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    _, siti = member(SITI, "siti@contoh.example")
    cards = membership.cards_of(siti.id)
    for line in savings.lines_of(cards, limit=10):
        explained = explain_line(cards, entry_id=line.entry_id, component=line.component)
        assert explained
        assert explained.agrees
        assert explained.figure
        assert "PP 46/2015" in explained.figure.article


def test_a_rate_nobody_published_is_never_made_up() -> None:
    post_month(make_employer(), Month(2026, 8), [SITI])
    with pytest.raises(UnknownParameter):
        credit_returns(Month(2026, 9), now=NOW)
    assert credit_due_months(now=NOW) == []
    declare_rate(ASSUMED)
    assert credit_due_months(now=at(date(2026, 11, 1))) == [Month(2026, 10)]


def test_a_month_that_is_not_over_or_out_of_order_is_refused() -> None:
    post_month(make_employer(), Month(2026, 8), [SITI])
    declare_rate(ASSUMED)
    with pytest.raises(Refusal, match="belum selesai"):
        credit_returns(Month(2026, 11), now=NOW)
    credit_returns(Month(2026, 10), now=NOW)
    with pytest.raises(Refusal, match="sudah dibukukan"):
        credit_returns(Month(2026, 9), now=NOW)


def test_a_wrong_rate_is_not_kept() -> None:
    with pytest.raises((InvalidInput, ValueError)):
        declare_rate(NewRate(2026, "lima", "x", is_assumed=False, by="test"))
    with pytest.raises(UnknownParameter):
        credit_returns(Month(2026, 9), now=NOW)


def test_history_shows_gaps_and_what_is_not_due_yet() -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 7), [SITI])
    post_month(employer, Month(2026, 9), [SITI])
    bill_month(employer, Month(2026, 10), [SITI], now=at(date(2026, 11, 4)))
    _, siti = member(SITI, "siti@contoh.example")
    rows = history_of(membership.cards_of(siti.id), today=date(2026, 11, 23))
    assert [(str(row.month), row.state) for row in rows] == [
        ("2026-11", MonthState.NOT_DUE),
        ("2026-10", MonthState.REPORTED),
        ("2026-09", MonthState.POSTED),
        ("2026-08", MonthState.MISSING),
        ("2026-07", MonthState.POSTED),
    ]


def test_after_leaving_no_month_is_missing() -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 7), [BUDI])
    gone = BUDI.__class__(**{**BUDI.__dict__, "end": "2026-08-20", "reason": "resign"})
    post_month(employer, Month(2026, 8), [gone])
    _, budi = member(BUDI, "budi@contoh.example")
    cards = membership.cards_of(budi.id)
    assert not cards[0].is_active
    assert {row.state for row in history_of(cards, today=date(2026, 11, 23))} == {MonthState.POSTED}


def test_balance_as_of_and_as_known() -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 7), [SITI])
    moment = datetime.now(UTC)
    post_month(employer, Month(2026, 8), [SITI])
    _, siti = member(SITI, "siti@contoh.example")
    assert savings.balance_on(siti.id, date(2026, 8, 9)).total == Money.zero()
    assert savings.balance_on(siti.id, date(2026, 8, 31)).total == rupiah(342_000)
    assert savings.balance_on(siti.id, date(2026, 12, 31)).total == rupiah(684_000)
    assert savings.balance_on(siti.id, date(2026, 12, 31), known_at=moment).total == rupiah(342_000)


def test_years_are_cumulative_and_without_holes() -> None:
    employer = make_employer()
    post_month(employer, Month(2024, 1), [SITI])
    post_month(employer, Month(2026, 1), [SITI])
    _, siti = member(SITI, "siti@contoh.example")
    years = savings.years_of(membership.cards_of(siti.id), today=date(2026, 11, 23))
    assert [(year.year, year.contributions) for year in years] == [
        (2024, rupiah(342_000)),
        (2025, rupiah(342_000)),
        (2026, rupiah(684_000)),
    ]


def test_a_difference_keeps_both_figures_and_is_one_ticket() -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    _, siti = member(SITI, "siti@contoh.example")
    new = NewDifference(siti.id, SITI.card_number, Month(2026, 9), rupiah(120_000), rupiah(150_000), "")
    first = report_difference(new, now=NOW)
    assert report_difference(new, now=NOW) == first
    (ticket,) = differences_of(siti.id)
    assert ticket.difference == rupiah(30_000)
    with pytest.raises(Refusal, match="sama"):
        report_difference(NewDifference(siti.id, SITI.card_number, Month(2026, 8), rupiah(1), rupiah(1), ""), now=NOW)


def test_whoever_asked_is_reminded_once_a_month() -> None:
    asked, other = make_account("a@contoh.example"), make_account("b@contoh.example")
    set_remind_monthly(asked, remind=True)
    assert remind_monthly(now=NOW) == 1
    remind_monthly(now=NOW)
    told = {account_id: f"account:{Account.objects.get(id=account_id).ref}" for account_id in (asked, other)}
    assert [message.title for message in messages_for([told[asked]]).messages] == ["Waktunya memeriksa saldo JHT"]
    assert messages_for([told[other]]).messages == ()
    assert [mail.recipient for mail in mails().mails] == ["a@contoh.example"]
    assert remind_monthly(now=at(date(2026, 12, 20))) == 1
    assert len(messages_for([told[asked]]).messages) == 2
