from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.ledger.verify import verify
from openjmo.rules.contributions import jht_calculator
from openjmo.simulators import population
from openjmo.simulators.loaded import standing
from openjmo.simulators.plan import Order, make_plan, months_of
from tests import databases

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
ORDER = Order(seed="uji", workers=60, employers=10, years=2, until=Month(2026, 10))


class CutOff(Exception):  # noqa: N818
    pass


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _figures() -> list[tuple[object, ...]]:
    """Everything that must not depend on how often the loading was cut off: cards, balances, months, amounts."""
    return _rows(
        "SELECT card.card_number, worker_sen, employer_sen, returns_sen, balance_sen, card.last_contribution_month "
        "FROM membership_card card JOIN ledger_balance balance ON balance.account_id = card.ledger_account_id ORDER BY 1"
    ) + _rows("SELECT business_on, event, turnover_sen, posting_count FROM ledger_entry ORDER BY 1, 2, 3, 4")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[tuple[object, ...]]]:
    """A population cut off twice on its way and then finished; its figures."""
    del django_db_setup
    with django_db_blocker.unblock():
        databases.renew(connection.settings_dict["NAME"])
        for statements in (1, 25, 35):
            with pytest.raises(CutOff), connection.execute_wrapper(_cutting_off(statements)):
                population.load(ORDER, now=NOW, progress=lambda _line: None)
        played = population.load(ORDER, now=NOW, progress=lambda _line: None)
        assert played.reports > 0
        found = verify()
        assert found.mismatches == ()
        assert found.postings > 3_000
        figures = _figures()
    yield figures
    with django_db_blocker.unblock():
        databases.renew(connection.settings_dict["NAME"])


def _cutting_off(postings: int) -> Callable[..., object]:
    """The connection breaks at this many statements that write postings, in the middle of a month."""
    left = [postings]

    def execute(run: Callable[..., object], statement: str, *rest: object) -> object:
        left[0] -= any(f"INSERT INTO {table}" in statement for table in ("ledger_line", "ledger_crediting"))
        if left[0] < 0:
            raise CutOff
        return run(statement, *rest)

    return execute


@pytest.mark.django_db
def test_every_paid_line_of_the_plan_is_on_its_card_to_the_sen(loaded: list[tuple[object, ...]]) -> None:
    del loaded
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for month, handed_in in months_of(make_plan(ORDER)):
        split = jht_calculator(month).split
        for report in handed_in:
            for line in report.lines:
                worker, employer = split(line.wage_sen) if report.paid_at and report.paid_at <= NOW else (0, 0)
                expected[line.card_number][0] += worker
                expected[line.card_number][1] += employer
    found = _rows(
        "SELECT card.card_number, worker_sen, employer_sen FROM membership_card card "
        "JOIN ledger_balance balance ON balance.account_id = card.ledger_account_id"
    )
    assert {number: [worker, employer] for number, worker, employer in found} == dict(expected)


@pytest.mark.django_db
def test_every_posted_line_equals_its_postings(loaded: list[tuple[object, ...]]) -> None:
    del loaded
    differing = _rows(
        "SELECT line.report_id, line.line FROM contributions_report_line line "
        "JOIN contributions_wage_report report ON report.id = line.report_id AND report.state = 'posted' "
        "JOIN membership_card card ON card.membership_id = line.membership_id "
        "JOIN ledger_entry entry ON entry.key = 'contribution:' || report.ref "
        "LEFT JOIN ledger_posting worker ON worker.entry_id = entry.id AND worker.account_id = card.ledger_account_id "
        "AND worker.component = 1 "
        "LEFT JOIN ledger_posting employer ON employer.entry_id = entry.id AND employer.account_id = card.ledger_account_id "
        "AND employer.component = 2 WHERE (line.worker_sen, line.employer_sen) "
        "<> (coalesce(worker.amount_sen, 0), coalesce(employer.amount_sen, 0))"
    )
    assert differing == []
    assert _rows("SELECT count(*) > 1000 FROM contributions_report_line WHERE worker_sen > 0") == [(True,)]


@pytest.mark.django_db
def test_arrears_are_there_to_be_seen(loaded: list[tuple[object, ...]]) -> None:
    del loaded
    assert _rows("SELECT count(*) > 0 FROM contributions_wage_report WHERE state = 'billed'") == [(True,)]
    assert _rows("SELECT count(*) > 0, bool_and(amount_sen > 0) FROM contributions_late_fine WHERE charged_in_id IS NOT NULL") == [
        (True, True)
    ]
    assert _rows("SELECT count(*) FROM contributions_wage_report") < [(240,)]


@pytest.mark.django_db
def test_unknown_rates_are_assumed_and_say_so(loaded: list[tuple[object, ...]]) -> None:
    del loaded
    assert _rows("SELECT year, status, source FROM savings_declared_rate ORDER BY 1") == [
        (2024, "assumed", "asumsi demo"),
        (2026, "assumed", "asumsi demo"),
    ]
    assert _rows("SELECT DISTINCT rate_status FROM savings_return_credit ORDER BY 1") == [("assumed",), ("secondary",)]


@pytest.mark.django_db
def test_only_the_newest_months_are_told(loaded: list[tuple[object, ...]]) -> None:
    del loaded
    told = _rows("SELECT DISTINCT \"values\"->>'paid_month' FROM messaging_message WHERE template = 'contribution_posted' ORDER BY 1")
    assert told == [("2026-09",), ("2026-10",)]


@pytest.mark.django_db
def test_a_second_time_nothing_happens(loaded: list[tuple[object, ...]]) -> None:
    assert population.load(ORDER, now=NOW, progress=lambda _line: None).reports == 0
    assert _figures() == loaded


@pytest.mark.django_db
def test_another_fund_in_the_same_database_is_refused(loaded: list[tuple[object, ...]]) -> None:
    with pytest.raises(Refusal, match=r"simulators\.other_plan"):
        population.load(Order("lain", 60, 10, 2, Month(2026, 10)), now=NOW, progress=lambda _line: None)
    assert _figures() == loaded


@pytest.mark.django_db(transaction=True)
def test_loading_in_one_go_gives_the_same_figures(loaded: list[tuple[object, ...]]) -> None:
    databases.renew(connection.settings_dict["NAME"])
    population.load(ORDER, now=NOW, progress=lambda _line: None)
    assert _figures() == loaded


@pytest.mark.django_db
@override_settings(ENVIRONMENT="production")
def test_production_refuses_and_stays_empty() -> None:
    before = standing()
    with pytest.raises(Refusal, match=r"simulators\.not_in_production"):
        population.load(ORDER, now=NOW, progress=lambda _line: None)
    assert standing() == before


@pytest.mark.django_db
def test_a_month_that_is_not_over_is_refused() -> None:
    with pytest.raises(Refusal, match=r"simulators\.month_not_over"):
        population.load(Order("1", 5, 1, 1, Month(2026, 11)), now=NOW, progress=lambda _line: None)
