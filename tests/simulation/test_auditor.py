"""The auditor agrees with the worked examples of docs/rules.md, and imports nothing of what it audits."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.simulation import auditor as sums
from tests.simulation.auditor import EMPLOYER, RETURNS, WORKER, Auditor, Refused

CARD, OTHER = "card:1", "card:2"
FIVE = Fraction(5, 100)


def books(*, late_years: bool = False) -> Auditor:
    """Two cards at the beginning of 2023, one of them with Rp20.000.000; 5 % a year."""
    new = Auditor(late_years=late_years)
    for account in ("bank", "returns", "fines", CARD, OTHER):
        new.open(account)
    new.book("first", date(2022, 12, 31), [(CARD, WORKER, 2 * 10**9), ("bank", 0, -2 * 10**9)])
    new.rates = {2023: FIVE, 2024: FIVE}
    return new


def credit(new: Auditor, *months: int, year: int = 2023) -> int:
    """Credit these months; what the year has credited to the card so far, in sen."""
    for month in months:
        new.credit(year, month, date(2030, 1, 1), month)
    return new.credited(CARD, year, date(year, 12, 31))


def test_it_knows_nothing_of_what_it_audits() -> None:
    tree = ast.parse(Path(sums.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"__future__", "collections", "collections.abc", "dataclasses", "datetime", "fractions"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_the_worked_example_of_returns() -> None:
    new = books()
    assert [credit(new, month) for month in (1, 2)] == [8_148_247, 16_329_692]
    assert credit(new, 3, 4, 5, 6) == 49_390_153
    assert credit(new, *range(7, 13)) == 100_000_000


def test_shares_are_rounded_half_up_and_a_fine_is_two_percent_a_month() -> None:
    assert sums.shares(500_000_000) == (10_000_000, 18_500_000)
    assert sums.shares(25) == (1, 1)
    assert sums.shares(24) == (0, 1)
    assert sums.fine(28_500_000, 3) == 1_710_000


def test_a_merging_changes_no_return() -> None:
    apart, merged = books(), books()
    for new in (apart, merged):
        new.book("late", date(2023, 2, 10), [(CARD, EMPLOYER, 123_456_789), ("bank", 0, -123_456_789)])
        credit(new, 1, 2, 3)
    merged.merge("a", CARD, OTHER, date(2023, 4, 5), 4)
    assert merged.held[CARD] == [0] * 5
    credit(apart, *range(4, 13))
    credit(merged, *range(4, 13))
    assert merged.held[OTHER] == apart.held[CARD]
    merged.unmerge("a", date(2024, 1, 5))
    assert (merged.held[CARD], merged.held[OTHER]) == (apart.held[CARD], [0] * 5)


def test_what_no_longer_suffices_is_refused_and_nothing_has_changed() -> None:
    new = books()
    new.merge("a", CARD, OTHER, date(2023, 4, 5), 4)
    new.book("claim", date(2023, 4, 6), [(OTHER, 4, -1), ("bank", 0, 1)])
    before = len(new.entries)
    with pytest.raises(Refused, match="merge_spent"):
        new.unmerge("a", date(2023, 4, 7))
    assert len(new.entries) == before


def test_what_is_dated_in_a_closed_month_counts_from_its_own_day() -> None:
    new = books()
    credit(new, 1)
    new.close(2023, 1, date(2023, 2, 1))
    entry = new.book("late", date(2023, 1, 7), [(CARD, WORKER, 100), ("bank", 0, -100)])
    assert (entry.business_on, entry.counts_on) == (date(2023, 2, 1), date(2023, 1, 7))
    with pytest.raises(Refused, match="period_closed"):
        new.book("strict", date(2023, 1, 7), [(CARD, WORKER, 100), ("bank", 0, -100)], own_day_only=True)


@pytest.mark.parametrize("late_years", [False, True])
def test_money_of_a_former_year_earns_that_years_returns_where_the_rule_is_switched_on(late_years: bool) -> None:  # noqa: FBT001
    new, in_time = books(late_years=late_years), books()
    sen, day = 10**9, date(2023, 6, 30)
    in_time.book("money", day, [(CARD, WORKER, sen), ("bank", 0, -sen)])
    for one in (new, in_time):
        credit(one, *range(1, 13))
    new.book("money", date(2024, 1, 10), [(CARD, WORKER, sen), ("bank", 0, -sen)], counts_on=day)
    for one in (new, in_time):
        credit(one, *range(1, 13), year=2024)
    missing = in_time.held[CARD][RETURNS] - new.held[CARD][RETURNS]
    assert missing == 0 if late_years else missing > sen // 50
