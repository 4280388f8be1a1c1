"""What a closed year left is kept once, tells the years as the postings would, cannot be changed, and is verified."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.ledger.chart import RETURNS, Component
from openjmo.ledger.periods import close_through
from openjmo.ledger.post import NewEntry, Posting, post, reverse
from openjmo.ledger.reads import balances_now, balances_on
from openjmo.ledger.verify import verify
from openjmo.ledger.years import Carried, YearParts, carried, carry_closed_years, years_added, years_of_json
from tests.ledger.books import ANI, BUDI, FIRM, contribute, open_books, receive
from tests.ledger.books_tampered import behind_the_guards, done_as

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER_2024, DECEMBER_2025 = Month(2024, 12), Month(2025, 12)
DAYS = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31), date(2025, 7, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    """Ani has money of 2023, 2024, 2025 and 2026, nothing in between is missing; Budi only of 2023 and 2026."""
    del db
    open_books()
    receive(100_000, on=date(2023, 1, 2))
    for year in (2023, 2024, 2025, 2026):
        contribute(ANI, 100, 185, key=f"a:{year}", on=date(year, 3, 10))
    for year in (2023, 2026):
        contribute(BUDI, 7, 8, key=f"b:{year}", on=date(year, 12 if year == 2023 else 1, 31))
    post(
        NewEntry(key="returns", event="returns", business_on=date(2024, 12, 31)),
        [Posting(RETURNS, Money.of_rupiah(-15)), Posting(ANI, Money.of_rupiah(15), Component.RETURNS)],
    )


def _figures() -> object:
    """Everything the ledger says about years and past days, one account and both."""
    return (
        {code: years_added([code]) for code in (ANI, BUDI, FIRM)},
        years_added([ANI, BUDI]),
        [[(one.code, one.worker, one.employer, one.returns, one.total) for one in balances_on([ANI, BUDI], day)] for day in DAYS],
        [balances_on([FIRM], day) for day in DAYS],
    )


@pytest.mark.parametrize("closed", [DECEMBER_2024, DECEMBER_2025, Month(2026, 4)])
def test_figures_are_the_same_before_and_after(closed: Month) -> None:
    before = _figures()
    close_through(closed, by="test")
    steps: list[str] = []
    years = carry_closed_years(steps.append)
    assert years == list(range(2023, min(closed.year, 2025) + 1))
    assert [step.partition(":")[0] for step in steps] == [str(year) for year in years]
    assert carried() == Carried(years[-1])
    assert _figures() == before
    assert years_added([ANI])[2024] == YearParts(Money.of_rupiah(100), Money.of_rupiah(185), Money.of_rupiah(15), Money.zero())
    assert carry_closed_years() == []
    assert verify().is_sound


def test_what_comes_late_stands_in_the_year_it_is_booked_in() -> None:
    close_through(DECEMBER_2025, by="test")
    carry_closed_years()
    contribute(ANI, 1, 2, key="late", on=date(2024, 5, 5))
    reverse("a:2025", new_key="a:2025:undo", business_on=date(2025, 3, 10), reason="salah orang")
    years = years_added([ANI])
    assert list(years) == [2023, 2024, 2025, 2026]
    assert (years[2026].worker, years[2026].employer) == (Money.of_rupiah(1), Money.of_rupiah(2))
    assert Money.total(parts.total for parts in years.values()) == balances_now([ANI])[0].total
    assert verify().is_sound


def test_no_posting_of_a_carried_year_is_read() -> None:
    close_through(DECEMBER_2025, by="test")
    carry_closed_years()
    behind_the_guards("DELETE FROM ledger_line WHERE business_on < '2026-01-01'")
    assert list(years_added([ANI])) == [2023, 2024, 2025, 2026]
    assert balances_on([ANI], date(2026, 1, 1))[0].total == Money.of_rupiah(870)


def test_years_come_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as seen:
        years_added([ANI, BUDI])
    assert len(seen) == 2, "how far, which a process remembers; and the years"


@pytest.mark.parametrize("role", ["application", "owner"])
def test_nothing_of_it_is_changed_or_made_up(role: str) -> None:
    close_through(DECEMBER_2024, by="test")
    carry_closed_years()
    for statement in (
        "UPDATE ledger_year_end SET worker_sen = worker_sen + 1",
        "DELETE FROM ledger_year_end",
        "INSERT INTO ledger_year_end SELECT account_id, 2030, 1, 1, 1, 1 FROM ledger_balance LIMIT 1",
        "DELETE FROM ledger_year_slice",
        "UPDATE ledger_year SET year = 2030",
        "INSERT INTO ledger_year (year) VALUES (2025)",
        "INSERT INTO ledger_year_slice (year, slice) VALUES (2025, 0)",
        "INSERT INTO ledger_year_slice (year, slice) VALUES (2026, 0)",
        "TRUNCATE ledger_year_end",
    ):
        with pytest.raises(Error):
            done_as(role, statement)
    assert verify().is_sound


def test_a_year_follows_the_year_before() -> None:
    close_through(DECEMBER_2025, by="test")
    with pytest.raises(Error, match="the year before 2025"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_year_slice (year, slice) VALUES (2025, 0)")


def test_whoever_was_cut_off_goes_on() -> None:
    before = _figures()
    close_through(DECEMBER_2025, by="test")

    def killed(_step: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_closed_years(killed)
    assert carried() == Carried(0)
    assert _figures() == before
    assert verify().is_sound
    assert carry_closed_years() == [2023, 2024, 2025]
    assert _figures() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_year_end SET returns_sen = returns_sen + 1 WHERE year = 2024",
        "UPDATE ledger_year_end SET worker_sen = worker_sen + 1, employer_sen = employer_sen - 1 WHERE year = 2023",
        "DELETE FROM ledger_year_end WHERE year = 2023",
        "INSERT INTO ledger_year_end SELECT account_id, 2031, 1, 1, 1, 1 FROM ledger_balance WHERE kind = 1",
        "DELETE FROM ledger_year_slice WHERE year = 2025; DELETE FROM ledger_year WHERE year = 2025",
        "DELETE FROM ledger_year_end; DELETE FROM ledger_year_slice",
    ],
)
def test_whoever_changes_it_behind_the_guards_is_found(statement: str) -> None:
    close_through(DECEMBER_2025, by="test")
    carry_closed_years()
    behind_the_guards(statement)
    found = verify()
    assert {one.check for one in found.mismatches} == {"year_end"}
    assert all(ANI in one.subject or BUDI in one.subject for one in found.mismatches)


def test_a_part_that_was_taken_and_given_leaves_no_year() -> None:
    assert years_of_json((0, 0, 0, 0), ([[2023, 5, 0, 0, 0], [2024, 0, 0, 0, 0]], None), Carried(2024)) == {
        2023: YearParts(Money(5), Money.zero(), Money.zero(), Money.zero()),
        2024: YearParts(Money(-5), Money.zero(), Money.zero(), Money.zero()),
    }
