"""Counting the months of a small fund: once each, oldest first, begun again where it was cut off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.fixtures import Settings

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.privacy.models import Asked
from openjmo.domains.reports import reads
from openjmo.domains.reports.actions.count_months import _changed, count_months
from openjmo.domains.reports.models import MonthFigures
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.ledger.chart import BANK, Component, member_account
from openjmo.ledger.post import NewEntry, Posting, post
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
NOVEMBER_3 = datetime(2026, 11, 3, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_rate_is_known() -> None:
    declare_rate(NewRate(2026, "5.50", "asumsi uji", is_assumed=True, by="test"))


@pytest.fixture
def fund(settings: Settings) -> None:
    """Siti and Budi, whose contributions of August and September were paid in September and October; both months credited."""
    settings.OPENJMO_STATISTICS_LEAST = 1
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI])
    post_month(employer, SEPTEMBER, [SITI, BUDI])
    for month in (SEPTEMBER, OCTOBER):
        credit_returns(month, now=NOVEMBER_3)


def _pay_claim(on: date, sen: int) -> None:
    (card,) = membership.cards_of(_siti().id)
    lines = [Posting(member_account(card.ref), Money(-sen), Component.CLAIMS), Posting(BANK, Money(sen))]
    post(NewEntry(key=f"claim:{on}", event="claim", business_on=on), lines)


def _siti() -> PersonView:
    found = membership.person_with_nik(SITI.nik)
    assert found
    return found


@pytest.mark.usefixtures("fund")
def test_each_month_says_what_was_posted_in_it() -> None:
    _pay_claim(date(2026, 10, 20), 5_000)
    assert count_months(now=NOVEMBER_3) == [SEPTEMBER, OCTOBER]
    october, september = reads.months()
    assert (september.members, september.active, september.employers, september.reports) == (2, 1, 1, 1)
    assert (october.members, october.active, october.employers, october.reports) == (2, 2, 1, 1)
    assert (september.worker, september.employer) == (Money.of_rupiah(120_000), Money.of_rupiah(222_000))
    assert (october.worker, october.employer) == (Money.of_rupiah(210_000), Money.of_rupiah(388_500))
    assert (october.claims, october.claimants) == (Money(5_000), 1)
    assert (september.claims, september.claimants) == (Money.zero(), 0)
    assert october.returns is not None
    assert october.returns > Money.zero()
    assert (october.counted_at, october.least, october.owed) == (NOVEMBER_3, 1, None)


@pytest.mark.usefixtures("fund")
def test_a_month_is_counted_once_whatever_comes_later() -> None:
    count_months(now=NOVEMBER_3)
    before = reads.months()
    _pay_claim(date(2026, 10, 20), 5_000)
    assert count_months(now=NOVEMBER_3 + timedelta(days=1)) == []
    assert reads.months() == before


@pytest.mark.usefixtures("fund")
def test_cut_off_half_way_the_next_call_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    create = MonthFigures.objects.create

    def cut_off(**values: object) -> MonthFigures:
        made = create(**values)
        if values["month"] == OCTOBER.first_day:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(MonthFigures.objects, "create", cut_off)
    with pytest.raises(KeyboardInterrupt):
        count_months(now=NOVEMBER_3)
    monkeypatch.undo()
    assert [one.month for one in reads.months()] == [SEPTEMBER]
    assert count_months(now=NOVEMBER_3) == [OCTOBER]


def test_a_month_waits_until_its_returns_are_credited() -> None:
    post_month(make_employer(), Month(2026, 8), [SITI])
    assert count_months(now=NOVEMBER_3) == []
    credit_returns(OCTOBER, now=NOVEMBER_3)
    assert count_months(now=NOVEMBER_3) == [SEPTEMBER, OCTOBER]


@pytest.mark.usefixtures("fund")
def test_few_people_are_not_kept_at_all(settings: Settings) -> None:
    settings.OPENJMO_STATISTICS_LEAST = 10
    count_months(now=NOVEMBER_3)
    kept = MonthFigures.objects.values("members", "active", "worker_sen", "employer_sen", "returns_sen", "claimants").distinct()
    assert list(kept) == [dict.fromkeys(("members", "active", "worker_sen", "employer_sen", "returns_sen", "claimants"))]


def test_whoever_left_and_whoever_came_are_both_counted_between_two_months(settings: Settings) -> None:
    """As many are active in both months, and two people differ."""
    settings.OPENJMO_STATISTICS_LEAST = 1
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI])
    post_month(employer, SEPTEMBER, [BUDI])
    credit_returns(OCTOBER, now=NOVEMBER_3)
    count_months(now=NOVEMBER_3)
    assert [one.active for one in reads.months()] == [1, 1]
    assert _changed(SEPTEMBER, OCTOBER) == 2


@pytest.mark.usefixtures("fund")
def test_accounts_and_requests_that_were_due() -> None:
    account_id, _person = member(SITI, "siti@contoh.example")
    make_account("wakil@contoh.example", kind="employer", full_name="Wakil")
    due = datetime(2026, 10, 10, tzinfo=UTC)
    Account.objects.update(email_confirmed_at=due)
    late = due + timedelta(seconds=1)
    for kind, answered in (("restriction", due), ("objection", late), ("erasure", None), ("access", due)):
        Asked.objects.create(ref=kind, account_id=account_id, kind=kind, opened_at=due, due_at=due, answered_at=answered)
    count_months(now=NOVEMBER_3)
    october, september = reads.months()
    assert (september.accounts, october.accounts) == (0, 1)
    assert (october.requests_due, october.requests_in_time) == (3, 1)
    assert (september.requests_due, september.requests_in_time) == (0, 0)


@pytest.mark.parametrize("deed", ["UPDATE reports_month SET members = 1", "DELETE FROM reports_month", "TRUNCATE reports_month"])
@pytest.mark.usefixtures("fund")
def test_what_was_published_stays(deed: str) -> None:
    count_months(now=NOVEMBER_3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
    assert reads.month_count() == 2


def test_the_web_adds_no_month() -> None:
    with connection.cursor() as cursor:
        for role, rights, may in (
            ("openjmo_app", "SELECT", True),
            ("openjmo_app", "INSERT, UPDATE, DELETE", False),
            ("openjmo_worker", "INSERT", True),
            ("openjmo_worker", "UPDATE, DELETE", False),
            ("openjmo_member", "SELECT", False),
            ("openjmo_employer", "SELECT", False),
        ):
            cursor.execute("SELECT has_table_privilege(%s, 'reports_month', %s)", [role, rights])
            assert cursor.fetchone() == (may,), (role, rights)
