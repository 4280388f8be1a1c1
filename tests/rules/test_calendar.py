"""Holidays: what is checked, what is not, and what is unknown."""

from datetime import date

import pytest

from openjmo.rules import certainty_of, closed_days, collective_leave_of, holidays_of, public_holidays_of


@pytest.mark.parametrize(("year", "public", "leave"), [(2024, 19, 10), (2025, 17, 11), (2026, 17, 8), (2027, 18, 8)])
def test_the_checked_years_have_the_days_of_the_decrees(year: int, public: int, leave: int) -> None:
    assert len(public_holidays_of(year)) == public
    assert len(collective_leave_of(year)) == leave
    assert set(holidays_of(year)) == set(public_holidays_of(year)) | set(collective_leave_of(year))
    assert certainty_of(year) == "checked"


@pytest.mark.parametrize(
    ("year", "certainty"),
    [
        (1945, "weekends"),
        (1946, "unchecked"),
        (2023, "unchecked"),
        (2024, "checked"),
        (2027, "checked"),
        (2028, "unchecked"),
        (2100, "unchecked"),
        (2101, "weekends"),
    ],
)
def test_how_far_a_year_can_be_trusted(year: int, certainty: str) -> None:
    assert certainty_of(year) == certainty
    assert bool(holidays_of(year)) is (certainty != "weekends")


def test_no_collective_leave_is_known_for_a_year_without_decree() -> None:
    assert collective_leave_of(2028) == {}
    assert date(2028, 8, 17) in public_holidays_of(2028)


def test_names_are_indonesian_and_days_are_in_order() -> None:
    year = holidays_of(2026)
    assert year[date(2026, 5, 1)] == "Hari Buruh Internasional"
    assert list(year) == sorted(year)
    assert all(day.year == 2026 for day in year)


def test_collective_leave_can_be_left_out() -> None:
    leave = date(2026, 5, 15)
    assert leave in closed_days(2026, 2026)
    assert leave not in closed_days(2026, 2026, collective_leave=False)
    assert {day.year for day in closed_days(2025, 2027)} == {2025, 2026, 2027}


def test_the_calendar_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        holidays_of(2026)[date(2026, 1, 2)] = "Hari Baru"  # type: ignore[index]
