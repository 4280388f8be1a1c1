"""A projection by month against an oracle that walks months with high-precision decimals, and the machine that replays a history."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import DeclaredValue, UnknownParameter, lawbook
from openjmo.rules.projection import (
    Assumptions,
    BookedMonth,
    Break,
    Start,
    default_assumptions,
    explain_projection,
    monthly_income,
    project,
    replay_history,
    saving_needed,
)
from openjmo.rules.replay import replay

TODAY = date(2026, 11, 25)
START = Start(on=TODAY, balance=Money(4_821_673_005), birth_date=date(1991, 3, 14), first_month=Month(2026, 11))
PLAIN = default_assumptions(wage=Money.of_rupiah(6_000_000), on=TODAY, until_age=56)


def oracle(start: Start, given: Assumptions, rate: Rate) -> Fraction:
    """Sen at the end, walking month by month; returns fall due each December and in the last month, cut to the sen."""
    with localcontext() as context:
        context.prec = 60
        growth = (1 + Decimal(rate.ratio.numerator) / Decimal(rate.ratio.denominator)) ** (Decimal(1) / 12)
        balance = Fraction((start.balance - given.taken_now).sen)
        until = Month.of(start.birth_date).plus(12 * given.until_age)
        stop = Month.of(start.birth_date).plus(12 * given.stop_age)
        month = Month.of(start.on)
        grown = Decimal(int(balance))
        settled = int(balance)
        while True:
            paid_for = month.plus(-1)
            works = paid_for < stop and not any(gap.first <= paid_for <= gap.last for gap in given.breaks)
            if start.first_month <= paid_for and works:
                wage = int(given.wage.sen * (1 + given.wage_growth.ratio) ** max(0, paid_for.year - start.on.year) / 100) * 100
                share = (wage * 2 * 2 + 100) // 200 + (wage * 37 * 2 + 1000) // 2000
                grown += share
                settled += share
            if month.month == 12 or month == until:
                settled += max(0, int(grown) - settled)
                grown = Decimal(settled)
            if month == until:
                return Fraction(settled)
            month = month.following()
            grown *= growth


@pytest.mark.parametrize("seed", range(60))
def test_a_projection_agrees_with_a_walk_by_month(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - cases that come back under their number
    born = date(dice.randint(1965, 2005), dice.randint(1, 12), dice.randint(1, 28))
    on = date(2026, dice.randint(1, 12), dice.randint(1, 28))
    age = on.year - born.year
    start = Start(on=on, balance=Money(dice.randint(0, 10**11)), birth_date=born, first_month=Month.of(on).plus(dice.randint(-1, 3)))
    low, middle, high = sorted(Rate.percent(f"{dice.randint(0, 1200) / 100:.2f}") for _ in range(3))
    until_age = dice.randint(age + 1, 80)
    gap = Month.of(on).plus(dice.randint(0, 60))
    given = Assumptions(
        wage=Money.of_rupiah(dice.randint(0, 30_000_000)),
        wage_growth=Rate.percent(f"{dice.randint(0, 1500) / 100:.2f}"),
        return_low=low,
        return_middle=middle,
        return_high=high,
        inflation=Rate.percent("3"),
        until_age=until_age,
        stop_age=dice.randint(age, until_age),
        breaks=(Break(gap, gap.plus(dice.randint(0, 30))),),
        taken_now=Money(start.balance.sen // dice.randint(2, 20)),
    )
    found = project(start, given)
    for amount, rate in ((found.low, low), (found.middle, middle), (found.high, high)):
        assert abs(amount.sen - oracle(start, given, rate)) <= 1
    if seed < 6:
        figure = explain_projection(start, given)
        assert figure.money == found.middle
        result = replay(figure.to_json())
        assert result.findings == ()
        assert result.text == figure.to_json()


def test_nothing_grows_without_returns_and_raises() -> None:
    still = replace(PLAIN, wage_growth=Rate.of(0), return_low=Rate.of(0), return_middle=Rate.of(0), return_high=Rate.of(0))
    found = project(START, still)
    months = Month(2047, 3).index - Month(2026, 11).index
    assert found.until == Month(2047, 3)
    assert found.low == found.high == START.balance + Money.of_rupiah(342_000) * months
    assert found.contributions == Money.of_rupiah(342_000) * months


def test_stopping_or_pausing_costs_just_the_contributions_when_nothing_grows() -> None:
    still = replace(PLAIN, wage_growth=Rate.of(0), return_low=Rate.of(0), return_middle=Rate.of(0), return_high=Rate.of(0))
    whole = project(START, still)
    paused = project(START, replace(still, breaks=(Break(Month(2030, 1), Month(2030, 6)),)))
    assert whole.middle - paused.middle == Money.of_rupiah(342_000) * 6
    stopped = project(START, replace(still, stop_age=55))
    assert whole.middle - stopped.middle == Money.of_rupiah(342_000) * 12


def test_the_newest_published_return_is_the_middle_within_the_band() -> None:
    assert PLAIN.return_middle == Rate.percent("5.51")
    book = lawbook().with_values(
        [
            DeclaredValue(
                id="jht.development.annual_rate", value="9.00", effective_from=date(2026, 1, 1), effective_to=date(2026, 12, 31),
                source="contoh", confidence="assumed",
            )
        ]
    )  # fmt: skip
    assert default_assumptions(wage=Money.zero(), on=TODAY, until_age=56, law=book).return_middle == Rate.percent("7")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until_age": 35}, "until_age"),
        ({"until_age": 81}, "until_age"),
        ({"stop_age": 34}, "stop_age"),
        ({"stop_age": 57}, "stop_age"),
        ({"wage": Money(-1)}, "wage"),
        ({"wage": Money.of_rupiah(10_000_000_001)}, "wage"),
        ({"wage_growth": Rate.percent("100.01")}, "wage_growth"),
        ({"inflation": Rate.percent("-1")}, "inflation"),
        ({"return_low": Rate.percent("5.52")}, "return_middle"),
        ({"return_high": Rate.percent("5.50")}, "return_middle"),
        ({"taken_now": Money(4_821_673_006)}, "taken_now"),
        ({"taken_now": Money(-1)}, "taken_now"),
        ({"breaks": (Break(Month(2030, 2), Month(2030, 1)),)}, "breaks"),
    ],
)
def test_what_cannot_be_assumed_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        project(START, replace(PLAIN, **change))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert refusal.value.code == "rules.projection_input_wrong"


def test_an_income_uses_the_balance_up() -> None:
    """Paying the income each month and letting the rest grow leaves less than one month's income."""
    rate = Rate.percent("5.51")
    found = monthly_income(Money.of_rupiah(400_000_000), years=15, rate=rate)
    with localcontext() as context:
        context.prec = 60
        growth = (1 + Decimal("0.0551")) ** (Decimal(1) / 12)
        left = Decimal(40_000_000_000)
        for _ in range(180):
            left = left * growth - found.money.sen
    assert 0 <= left < 100 * 400


@pytest.mark.parametrize("years", [0, 81])
def test_an_income_over_no_years_is_refused(years: int) -> None:
    with pytest.raises(InvalidInput):
        monthly_income(Money(1), years=years, rate=Rate.of(0))


def test_no_time_is_left_to_save() -> None:
    with pytest.raises(InvalidInput):
        saving_needed(Money(1), months=0, rate=Rate.of(0))


MONTHS = [BookedMonth(Month(2025, number), Money.of_rupiah(5_000_000), date(2025, number + 1, 12)) for number in range(1, 12)]


def test_a_history_is_replayed_under_the_law_and_under_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(
        'title: Contoh\nvalues:\n- {id: jht.contribution.worker_rate, value: "3.00", effective_from: 2025-07-01}\n', encoding="utf-8"
    )
    now = replay_history(MONTHS, lawbook(), through=Month(2025, 12))
    draft = replay_history(MONTHS, lawbook().with_draft(path), through=Month(2025, 12))
    assert now.contributions == Money.of_rupiah(285_000) * 11
    assert draft.contributions - now.contributions == Money.of_rupiah(50_000) * 5
    assert draft.returns > now.returns > Money.zero()
    assert now.contributions + now.returns == now.figure.money
    for found in (now, draft):
        assert replay(found.figure.to_json()).findings == ()
    assert '"draft"' in draft.figure.to_json()
    assert '"draft"' not in now.figure.to_json()


def test_a_history_without_months_is_nothing() -> None:
    found = replay_history([], lawbook(), through=Month(2025, 12))
    assert (found.figure.money, found.figure.parts) == (Money.zero(), ())


def test_months_booked_later_do_not_count() -> None:
    assert replay_history(MONTHS, lawbook(), through=Month(2025, 6)).contributions == Money.of_rupiah(285_000) * 5


def test_a_year_without_a_known_return_is_refused() -> None:
    with pytest.raises(UnknownParameter):
        replay_history([BookedMonth(Month(2023, 1), Money(100), date(2023, 2, 1))], lawbook(), through=Month(2023, 12))
