"""Money is whole sen, rates are exact, and a fraction disappears only by a named rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.money import Money, Rate, Rounding, decimal_text, rupiah, rupiah_sen

sens = st.integers(min_value=-(10**17), max_value=10**17)
fractions = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize("wrong", [1.0, True, "5", Decimal(5), None])
def test_money_is_made_of_whole_numbers_only(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money.of_rupiah(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [0.5, Fraction(1, 2), Decimal("0.5"), Rate.of(1, 2), True])
def test_money_is_not_multiplied_by_anything_but_a_count(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(100) * wrong  # type: ignore[operator]


@pytest.mark.parametrize("wrong", [0.05, 5, Fraction(1, 20)])
def test_times_wants_a_rate(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(100).times(wrong, Rounding.DOWN)  # type: ignore[arg-type]


def test_money_does_not_mix_with_numbers() -> None:
    with pytest.raises(TypeError):
        Money(100) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(100) < 1  # type: ignore[operator]  # noqa: B015


@given(sens, sens, st.integers(min_value=-1000, max_value=1000))
def test_arithmetic_is_that_of_whole_numbers(one: int, other: int, count: int) -> None:
    assert (Money(one) + Money(other)).sen == one + other
    assert (Money(one) - Money(other)).sen == one - other
    assert (-Money(one)).sen == -one
    assert (Money(one) * count).sen == (count * Money(one)).sen == one * count
    assert (Money(one) < Money(other)) is (one < other)
    assert (Money(one) >= Money(other)) is (one >= other)
    assert bool(Money(one)) is (one != 0)
    assert Money.total([Money(one), Money(other)]).sen == one + other


def test_total_of_nothing_is_zero() -> None:
    assert Money.total([]) == Money.zero()


@pytest.mark.parametrize(
    ("value", "down", "up", "half_up", "half_even"),
    [
        ("2.4", 2, 3, 2, 2),
        ("2.5", 2, 3, 3, 2),
        ("2.6", 2, 3, 3, 3),
        ("3.5", 3, 4, 4, 4),
        ("3", 3, 3, 3, 3),
        ("-2.4", -3, -2, -2, -2),
        ("-2.5", -3, -2, -3, -2),
        ("-3.5", -4, -3, -4, -4),
        ("-2.6", -3, -2, -3, -3),
    ],
)
def test_each_rounding_on_both_sides_of_a_half(value: str, down: int, up: int, half_up: int, half_even: int) -> None:
    exact = Fraction(value)
    assert Rounding.DOWN.apply(exact) == down
    assert Rounding.UP.apply(exact) == up
    assert Rounding.HALF_UP.apply(exact) == half_up
    assert Rounding.HALF_EVEN.apply(exact) == half_even


@given(fractions)
def test_a_rounding_moves_by_less_than_one_and_half_even_is_pythons_round(exact: Fraction) -> None:
    assert Rounding.HALF_EVEN.apply(exact) == round(exact)
    for rounding in Rounding:
        assert abs(rounding.apply(exact) - exact) < 1


@given(sens, fractions, st.sampled_from(list(Rounding)), st.sampled_from([1, 100, 100_000]))
def test_times_rounds_once_to_the_unit(sen: int, ratio: Fraction, rounding: Rounding, unit: int) -> None:
    found = Money(sen).times(Rate(ratio), rounding, unit_sen=unit).sen
    assert found % unit == 0
    assert abs(found - sen * ratio) < unit


def test_the_rates_of_the_programme_are_exact() -> None:
    assert Rate.percent("3.70").ratio == Fraction(37, 1000)
    assert Rate.percent(5) == Rate.of(1, 20)
    assert Rate.percent("2") + Rate.percent("3.70") == Rate.percent("5.70")
    assert Rate.percent("2") < Rate.percent("3.70")


@pytest.mark.parametrize("wrong", [3.7, True, None, Decimal("3.7")])
def test_a_rate_is_read_from_text_or_whole_numbers_only(wrong: object) -> None:
    with pytest.raises(TypeError):
        Rate.percent(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["3,70", "", "tiga", "NaN", "Infinity"])
def test_a_rate_that_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="number"):
        Rate.percent(wrong)


def test_a_rate_holds_a_fraction() -> None:
    with pytest.raises(TypeError):
        Rate(0.037)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate", "text"),
    [("3.70", "3.7"), ("2.00", "2"), ("0.24", "0.24"), ("100", "100"), ("0", "0"), ("-2.07", "-2.07"), ("5.500", "5.5")],
)
def test_a_rate_reads_as_percent(rate: str, text: str) -> None:
    assert Rate.percent(rate).as_percent() == text


def test_a_fraction_that_never_ends_is_written_as_one() -> None:
    assert decimal_text(Fraction(1, 3)) == "1/3"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_decimal_text_is_exact(number: Decimal) -> None:
    assert Fraction(decimal_text(Fraction(number))) == Fraction(number)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=9))
def test_a_share_loses_no_sen(sen: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        weights = [*weights, 1]
    parts = Money(sen).share(weights)
    assert Money.total(parts).sen == sen
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.sen - Fraction(sen * weight, sum(weights))) < 1


def test_the_sen_left_over_goes_to_the_largest_remainder_and_first_of_equals() -> None:
    assert Money(100).share([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(10).share([1, 8, 1]) == [Money(1), Money(8), Money(1)]
    assert Money(5).share([1, 3]) == [Money(1), Money(4)]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_share_needs_weights(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100).share(weights)


@pytest.mark.parametrize(
    ("sen", "screen", "statement"),
    [
        (4_821_673_005, "Rp48.216.730", "Rp48.216.730,05"),
        (99, "Rp0", "Rp0,99"),
        (0, "Rp0", "Rp0,00"),
        (-99, "Rp0", "-Rp0,99"),
        (-100, "-Rp1", "-Rp1,00"),
        (-123_456_789, "-Rp1.234.567", "-Rp1.234.567,89"),
    ],
)
def test_rupiah_for_people(sen: int, screen: str, statement: str) -> None:
    assert rupiah(Money(sen)) == screen
    assert rupiah_sen(Money(sen)) == statement
