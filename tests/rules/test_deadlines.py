"""Until when to pay, and what being late costs; the dated cases are in cases/due_dates.yaml and cases/late_fines.yaml."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules import due_date, holidays_of, late_fine, late_fine_for_months, months_late

DUE = date(2026, 11, 16)
recent = st.builds(Month, st.integers(2024, 2026), st.integers(1, 12))


@given(recent, st.sampled_from(["PU", "BPU"]))
def test_the_due_day_is_a_working_day_on_or_after_the_fifteenth(month: Month, segment: str) -> None:
    found = due_date(month, segment).day
    nominal = month.following().day(15)
    assert found >= nominal
    assert found.weekday() < 5
    assert found not in holidays_of(found.year)
    for count in range((found - nominal).days):
        passed = nominal + timedelta(days=count)
        assert passed.weekday() >= 5 or passed in holidays_of(passed.year)


def test_the_due_day_tells_its_reasons() -> None:
    figure = due_date(Month(2026, 10))
    assert figure.article == "PP 46/2015 Pasal 19(2)-(3); PP 46/2015 Pasal 19(3)"
    assert figure.values["nominal"] == date(2026, 11, 15)
    assert figure.notes == ()
    assert "hari kerja berikutnya" in figure.label
    assert "hari kerja berikutnya" not in due_date(Month(2026, 9)).label


def test_a_year_whose_holidays_are_not_checked_says_so() -> None:
    assert "belum dicocokkan" in due_date(Month(2031, 5)).notes[0]
    assert "Sabtu dan Minggu" in due_date(Month(2101, 4)).notes[0]
    assert due_date(Month(2101, 4)).day == date(2101, 5, 16)


@pytest.mark.parametrize("segment", ["PMI", "pu", ""])
def test_an_unknown_segment_is_refused_and_the_known_are_named(segment: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        due_date(Month(2026, 10), segment)
    assert refusal.value.code == "rules.segment_unknown"
    assert refusal.value.fix % refusal.value.values == "Pilih salah satu: PU, BPU."


@pytest.mark.parametrize(("segment", "month", "first"), [("PU", Month(1993, 2), "1993-03"), ("BPU", Month(2015, 6), "2015-07")])
def test_a_month_before_the_programme_is_refused(segment: str, month: Month, first: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        due_date(month, segment)
    assert refusal.value.code == "rules.month_before_programme"
    assert refusal.value.values["first"] == first
    assert due_date(Month.parse(first), segment).code == "jht.due_date"


@pytest.mark.parametrize(
    ("due_on", "paid_on", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2026, 12, 15), date(2027, 1, 15), 1),
        (date(2026, 12, 15), date(2027, 1, 16), 2),
        (DUE, date(2026, 11, 1), 0),
        (DUE, date(2026, 10, 31), 0),
        (DUE, date(2036, 11, 16), 120),
    ],
)
def test_started_months_run_from_the_due_day(due_on: date, paid_on: date, months: int) -> None:
    assert months_late(due_on, paid_on, date(2026, 10, 1)).count == months


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_being_later_never_counts_less(due_on: date, days: int) -> None:
    paid_on = due_on + timedelta(days=days)
    months = months_late(due_on, paid_on, due_on).count
    assert months <= months_late(due_on, paid_on + timedelta(days=1), due_on).count
    assert (months == 0) is (days == 0)
    assert days / 31 <= months <= days / 28 + 1


def test_the_fine_tells_its_reasons() -> None:
    figure = late_fine(Money.of_rupiah(10_000_000), DUE, date(2026, 11, 17))
    assert figure.money == Money.of_rupiah(200_000)
    assert figure.article == "PP 46/2015 Pasal 20(1)-(3)"
    assert figure.notes == ("Denda ditanggung pemberi kerja, bukan pekerja.",)
    assert [parameter.id for parameter in figure.parameters][:2] == ["jht.late_fine_rate", "jht.late_fine_base"]
    assert figure.parts[0].code == "jht.months_late"


def test_the_contribution_month_decides_the_law_of_the_fine() -> None:
    # January 2021 fell due on Monday 1 March, so the month before the due day is not the contribution month.
    due = due_date(Month(2021, 1)).day
    assert late_fine(Money(10_000), due, due + timedelta(days=1)).money == Money(200)
    assert late_fine(Money(10_000), due, due + timedelta(days=1), month=Month(2021, 1)).money == Money(50)


def test_wrong_amounts_and_counts_are_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        late_fine(Money(-1), DUE, DUE)
    assert (refusal.value.code, refusal.value.field) == ("rules.amount_negative", "due")
    with pytest.raises(InvalidInput) as refusal:
        late_fine_for_months(Money(1), -1, month=Month(2026, 10))
    assert refusal.value.code == "rules.months_negative"
