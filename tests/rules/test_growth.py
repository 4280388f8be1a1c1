"""Growth in a year: exact, the same for every method, no sen lost, nothing taken back."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules import METHODS, DeclaredValue, Flow, GrowthTable, UnknownParameter, credit_for_month, growth_table, lawbook
from openjmo.rules.growth import SCALE

rates = st.integers(0, 10_000_00).map(lambda count: Rate.of(count, 100 * 10_000_00))
usual_rates = st.integers(0, 2000).map(lambda count: Rate.of(count, 10_000))
balances = st.one_of(st.integers(0, 10**6), st.integers(0, 10**13))
methods = st.sampled_from(METHODS)
years = st.sampled_from([2023, 2024, 2025])
roundings = st.sampled_from([Rounding.DOWN, Rounding.HALF_UP])


def credits_of_year(table: GrowthTable, by_slot: dict[int, int]) -> list[int]:
    """Month by month as the job does it: only what was booked by the end of the month is known."""
    credited: list[int] = []
    for month in range(1, 13):
        end = Month(table.year, month).last_day
        last = end.timetuple().tm_yday if table.method == "daily" else month
        known = {slot: sen for slot, sen in by_slot.items() if slot <= last}
        credited.append(table.credit(known, sum(credited), month))
    return credited


@given(rates, balances, methods, years, roundings)
def test_an_untouched_balance_gets_exactly_the_published_rate(rate: Rate, balance: int, method: str, year: int, rounding: Rounding) -> None:
    table = GrowthTable.for_rate(rate, method, year, rounding)
    assert sum(credits_of_year(table, {0: balance})) == rounding.apply(balance * rate.ratio)


def test_the_example_of_the_branch_gives_exactly_one_million() -> None:
    for method in METHODS:
        table = GrowthTable.for_rate(Rate.percent(5), method, 2026)
        assert sum(credits_of_year(table, {0: 2_000_000_000})) == 100_000_000


@given(usual_rates, methods, years, st.dictionaries(st.integers(0, 12), balances, max_size=6))
def test_money_that_only_comes_in_never_earns_less_than_nothing_and_more_money_never_less(
    rate: Rate, method: str, year: int, by_slot: dict[int, int]
) -> None:
    table = GrowthTable.for_rate(rate, method, year)
    credited = credits_of_year(table, by_slot)
    assert min(credited) >= 0
    assert sum(credited) == table.earned(by_slot, 12)
    earned = [table.earned({slot: sen for slot, sen in by_slot.items() if slot <= month}, month) for month in range(1, 13)]
    if method != "daily":
        assert earned == sorted(earned)
    more = {**by_slot, 0: by_slot.get(0, 0) + 1_000_000}
    assert table.earned(more, 12) >= table.earned(by_slot, 12)


@given(usual_rates, st.integers(1, 12), balances)
def test_money_of_a_month_earns_for_the_months_after_it(rate: Rate, slot: int, sen: int) -> None:
    table = GrowthTable.for_rate(rate, "monthly", 2026)
    assert all(table.earned({slot: sen}, month) == 0 for month in range(1, slot + 1))
    # Twelve months later it would have grown by the whole rate, so by December by (1+r)^((12-slot)/12): never more than the year's.
    assert table.earned({slot: sen}, 12) <= table.earned({0: sen}, 12 - slot if slot < 12 else 12)


@given(usual_rates, st.integers(0, 12), st.integers(0, 12))
def test_a_weight_is_the_root_to_eighteen_decimals(rate: Rate, slot: int, month: int) -> None:
    if not 1 <= month >= slot:
        return
    weight = GrowthTable.for_rate(rate, "monthly", 2026).weights(month)[slot]
    exact = (1 + rate.ratio) ** (month - slot)
    slack = Fraction(2, SCALE)
    growth = 1 + Fraction(weight, SCALE)
    assert (growth - slack) ** 12 <= exact <= (growth + slack) ** 12


def test_the_factor_of_a_month_is_the_published_one_to_the_last_decimal() -> None:
    # 1.05^(1/12) = 1.00407412378364830155... and 1.05^(1/2) = 1.02469507659595983832...
    table = GrowthTable.for_rate(Rate.percent(5), "monthly", 2026)
    assert table.weights(1)[0] == 4_074_123_783_648_302
    assert table.weights(6)[0] == 24_695_076_595_959_838
    assert table.weights(12)[0] == 50_000_000_000_000_000
    assert table.scale == SCALE


@given(usual_rates, years)
def test_daily_weights_count_the_days_after_the_day_of_booking(rate: Rate, year: int) -> None:
    table = GrowthTable.for_rate(rate, "daily", year)
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert table.slot_count == days + 1
    for month in (1, 2, 12):
        end = Month(year, month).last_day
        for booked in (end - timedelta(days=30), end - timedelta(days=1), end):
            if booked.year == year:
                exact = rate.ratio * (end - booked).days / days
                assert Fraction(table.weights(month)[table.slot_of(booked)], table.scale) == exact
        assert table.weights(month)[-1] == 0


def test_yearly_weights_are_for_the_opening_balance_in_december_only() -> None:
    table = GrowthTable.for_rate(Rate.percent("5.51"), "yearly", 2025)
    assert Fraction(table.weights(12)[0], table.scale) == Fraction(551, 10_000)
    assert sum(sum(table.weights(month)) for month in range(1, 13)) == table.weights(12)[0]


@given(usual_rates, methods, balances, balances, st.integers(0, 12))
def test_a_correction_of_the_rate_is_caught_up_and_nothing_is_taken_back(
    rate: Rate, method: str, opening: int, flow: int, changed: int
) -> None:
    first, later = GrowthTable.for_rate(Rate.percent(6), method, 2026), GrowthTable.for_rate(rate, method, 2026)
    by_slot = {0: opening, 1: flow}
    credited = 0
    for month in range(1, 13):
        credit = (first if month <= changed else later).credit(by_slot, credited, month)
        assert credit >= 0
        credited += credit
    over = first.earned(by_slot, changed) if changed else 0
    assert credited == max(over, later.earned(by_slot, 12)) if changed < 12 else credited == over


@given(usual_rates, methods, st.integers(0, 10**11), st.integers(1, 12))
def test_an_account_that_was_emptied_does_not_go_below_zero(rate: Rate, method: str, opening: int, month: int) -> None:
    table = GrowthTable.for_rate(rate, method, 2026)
    slot = table.slot_of(Month(2026, month).first_day)
    paid = opening + (table.earned({0: opening}, month - 1) if month > 1 else 0)
    credited = credits_of_year(table, {0: opening, slot: -paid})
    assert min(credited) >= 0


@pytest.mark.parametrize("wrong", [Rate.percent("-0.01"), Rate.percent("100.01"), Rate.of(1, 3), Rate.of(1, 10**19)])
def test_a_rate_that_cannot_be_meant_is_refused(wrong: Rate) -> None:
    with pytest.raises(InvalidInput) as refusal:
        GrowthTable.for_rate(wrong, "monthly", 2026)
    assert refusal.value.code == "rules.annual_rate_wrong"
    assert "%" in str(refusal.value)


def test_a_method_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        GrowthTable.for_rate(Rate.percent(5), "weekly", 2026)
    assert refusal.value.code == "rules.crediting_method_unknown"
    assert refusal.value.fix % refusal.value.values == "Pilih salah satu: monthly, yearly, daily."


@pytest.mark.parametrize("month", [0, 13, -1])
def test_weights_have_twelve_months(month: int) -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        GrowthTable.for_rate(Rate.percent(5), "monthly", 2026).weights(month)


def test_the_table_of_the_law_carries_its_parameters() -> None:
    table = growth_table(2025)
    assert (table.rate, table.method, table.rounding) == (Rate.percent("5.51"), "monthly", Rounding.DOWN)
    assert [parameter.id for parameter in table.parameters] == [
        "jht.development.annual_rate",
        "jht.development.crediting_method",
        "jht.development.rounding",
    ]
    assert growth_table(2025, scheme="syariah").rate == Rate.percent("6.64")
    assert growth_table(2025) is table
    with pytest.raises(UnknownParameter):
        growth_table(2023)


def test_a_declared_rate_fills_an_unknown_year_and_stays_marked() -> None:
    law = lawbook().with_values(
        [
            DeclaredValue(
                id="jht.development.annual_rate",
                value="5.90",
                effective_from=date(2023, 1, 1),
                effective_to=date(2023, 12, 31),
                source="Perkiraan pengelola",
                confidence="assumed",
            )
        ]
    )
    figure = credit_for_month(growth_table(2023, law=law), opening=Money(100_000), flows=(), credited=Money.zero(), month=Month(2023, 12))
    assert figure.money == Money(5_900)
    assert figure.parts[0].parameters[0].confidence == "assumed"
    assert "Perkiraan pengelola" in figure.article


def test_a_credit_tells_its_reasons() -> None:
    flows = [Flow(date(2025, 3, 14), Money(28_500_000)), Flow(date(2025, 3, 20), Money(1)), Flow(date(2025, 10, 1), Money(5))]
    figure = credit_for_month(
        growth_table(2025), opening=Money(2_000_000_000), flows=flows, credited=Money(1_000_000), month=Month(2025, 9)
    )
    earned = figure.parts[0]
    assert figure.money == earned.money - Money(1_000_000)
    assert earned.rounding is not None
    assert earned.rounding.method is Rounding.DOWN
    shares = [(part.values["slot"], part.values["amount"], part.amount) for part in earned.parts]
    assert [slot for slot, _, _ in shares] == [0, 3]
    assert shares[1][1] == Money(28_500_001)
    exact = Fraction(0)
    for _, amount, share in shares:
        assert isinstance(amount, Money)
        assert isinstance(share, Rate)
        exact += amount.sen * share.ratio
    assert earned.money.sen == exact.__floor__()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"month": Month(2024, 12)}, "rules.month_outside_year"),
        ({"credited": Money(-1)}, "rules.amount_negative"),
        ({"flows": [Flow(date(2024, 12, 31), Money(1))]}, "rules.booking_outside_year"),
    ],
)
def test_wrong_facts_are_refused(changes: dict[str, object], code: str) -> None:
    facts: dict[str, object] = {"opening": Money(1), "flows": (), "credited": Money(0), "month": Month(2025, 12)}
    with pytest.raises(InvalidInput) as refusal:
        credit_for_month(growth_table(2025), **(facts | changes))  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert str(refusal.value)
