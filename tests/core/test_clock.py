"""The clock that is handed in; today is the Jakarta date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from openjmo.core.clock import FrozenClock, SystemClock, business_date


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_turns_at_five_in_the_afternoon_utc(moment: datetime, day: date) -> None:
    assert business_date(moment) == day


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        business_date(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001


def test_a_frozen_clock_stands_still() -> None:
    moment = datetime(2024, 2, 29, 3, 0, tzinfo=UTC)
    clock = FrozenClock(moment)
    assert clock.now() == clock.now() == moment


def test_the_system_clock_tells_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
