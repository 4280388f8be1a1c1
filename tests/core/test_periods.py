"""Months, spans, ages and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.periods import (
    Month,
    Span,
    age_on,
    birthday,
    is_working_day,
    months_between,
    next_working_day,
    plus_months,
    plus_working_days,
)

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


@given(months, st.integers(-500, 500))
def test_months_are_counted_by_their_index(month: Month, count: int) -> None:
    later = month.plus(count)
    assert later.index - month.index == count
    assert Month.from_index(later.index) == later
    assert later.plus(-count) == month


@given(months)
def test_a_month_reads_back_and_ends_before_the_next_begins(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert month.last_day + timedelta(days=1) == month.following().first_day
    assert month.first_day in Span(month.first_day, month.following().first_day)
    assert Month.of(month.last_day) == month


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "2026/10", "202610", "", "2026-10-01", " 2026-10", "1899-12"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_day_of_a_shorter_month_is_its_last() -> None:
    assert Month(2021, 2).day(30) == date(2021, 2, 28)
    assert Month(2024, 2).day(30) == date(2024, 2, 29)
    assert Month(2024, 2).day(15) == date(2024, 2, 15)


def test_months_between_includes_both_ends() -> None:
    assert [str(month) for month in months_between(Month(2025, 11), Month(2026, 2))] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(months_between(Month(2026, 1), Month(2026, 1))) == [Month(2026, 1)]
    assert list(months_between(Month(2026, 2), Month(2026, 1))) == []


def test_a_span_has_its_start_and_not_its_end() -> None:
    span = Span(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2025, 12, 31) not in span
    assert date(2026, 1, 1) in span
    assert date(2026, 1, 31) in span
    assert date(2026, 2, 1) not in span
    assert date(9998, 1, 1) in Span(date(2026, 1, 1))


def test_a_span_cannot_end_before_it_starts() -> None:
    assert date(2026, 1, 1) not in Span(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(ValueError, match="cannot end"):
        Span(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1970, 11, 23), date(2026, 11, 22), 55),
        (date(1970, 11, 23), date(2026, 11, 23), 56),
        (date(1970, 11, 23), date(2026, 11, 24), 56),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2000, 2, 29), date(2028, 2, 28), 27),
        (date(2000, 2, 29), date(2028, 2, 29), 28),
    ],
)
def test_age_on_both_sides_of_a_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_plus_months_keeps_the_day_or_takes_the_last(day: date, count: int, expected: date) -> None:
    assert plus_months(day, count) == expected


@given(days, st.sets(days, max_size=5))
def test_the_next_working_day_is_the_first_that_works(day: date, holidays: set[date]) -> None:
    found = next_working_day(day, holidays)
    assert is_working_day(found, holidays)
    assert found >= day
    passed_over = (found - day).days
    assert not any(is_working_day(day + timedelta(days=count), holidays) for count in range(passed_over))


def test_working_days_skip_weekends_and_holidays() -> None:
    friday, monday, tuesday = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
    assert plus_working_days(friday, 1, set()) == monday
    assert plus_working_days(friday, 1, {monday}) == tuesday
    assert plus_working_days(friday, 5, {monday}) == date(2026, 11, 30)
    assert plus_working_days(friday, 0, set()) == friday
    assert next_working_day(friday, set()) == friday
    assert next_working_day(friday, {friday}) == monday


@pytest.mark.parametrize(
    ("day", "years", "complete"),
    [
        (date(1970, 5, 14), 56, date(2026, 5, 14)),
        (date(1972, 2, 29), 56, date(2028, 2, 29)),
        (date(1972, 2, 29), 55, date(2027, 3, 1)),
        (date(1970, 12, 31), 56, date(2026, 12, 31)),
    ],
)
def test_an_birthday_is_the_day_the_age_is_complete(day: date, years: int, complete: date) -> None:
    assert birthday(day, years) == complete
    assert age_on(day, complete) == years
    assert age_on(day, complete - timedelta(days=1)) == years - 1
