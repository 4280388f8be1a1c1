"""Both ways to a contribution give the same sen, for every wage and every rounding."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules import (
    DeclaredValue,
    IntegerShare,
    contribution_sen,
    jht_calculator,
    jht_contribution,
    jht_rates_for,
    lawbook,
)

OCTOBER = Month(2026, 10)
wages = st.one_of(st.integers(0, 10_000), st.integers(0, 10**12), st.integers(0, 2**63 - 1))
months = st.sampled_from([Month(1993, 3), Month(2015, 6), Month(2015, 7), OCTOBER, Month(2030, 1)])


@given(wages, months)
def test_the_fast_way_equals_the_explained_way_and_the_exact_fraction(wage: int, month: Month) -> None:
    found = jht_contribution(Money(wage), month)
    assert jht_calculator(month).split(wage) == (found.worker.sen, found.employer.sen) == contribution_sen(wage, month)
    for amount, rate in ((found.worker, Fraction(2, 100)), (found.employer, Fraction(37, 1000))):
        assert amount.sen == (wage * rate + Fraction(1, 2)).__floor__()


@given(wages, st.sampled_from(["half_up", "down", "up"]), st.sampled_from([1, 100, 100_000]))
def test_so_it_is_under_every_setting(wage: int, rounding: str, unit: int) -> None:
    law = lawbook().with_values(
        [setting("jht.contribution.rounding", rounding), setting("jht.contribution.rounding_unit", unit)],
    )
    found = jht_contribution(Money(wage), OCTOBER, law)
    assert jht_calculator(OCTOBER, law).split(wage) == (found.worker.sen, found.employer.sen)
    assert found.worker.sen % unit == found.employer.sen % unit == 0


@given(
    st.integers(0, 10**18),
    st.fractions(min_value=0, max_value=2, max_denominator=10**6),
    st.sampled_from([Rounding.DOWN, Rounding.HALF_UP, Rounding.UP]),
    st.sampled_from([1, 7, 100]),
)
def test_a_share_in_whole_numbers_equals_money_times_rate(sen: int, ratio: Fraction, rounding: Rounding, unit: int) -> None:
    share = IntegerShare.of(Rate(ratio), rounding, unit)
    assert share.apply(sen) == Money(sen).times(Rate(ratio), rounding, unit_sen=unit).sen
    assert share.apply(sen) == (sen * share.numerator + share.offset) // share.denominator * share.unit_sen


def test_half_even_is_no_share_in_whole_numbers() -> None:
    with pytest.raises(ValueError, match="half-even"):
        IntegerShare.of(Rate.percent(5), Rounding.HALF_EVEN)


def test_the_rates_are_those_of_the_month() -> None:
    worker, employer, rounding, unit = jht_rates_for(OCTOBER)
    assert (worker, employer, rounding, unit) == (Rate.percent("2"), Rate.percent("3.70"), Rounding.HALF_UP, 1)
    raised = lawbook().with_values([setting("jht.contribution.worker_rate", "3.00", date(2026, 11, 1))])
    assert jht_rates_for(OCTOBER, raised).worker == Rate.percent("2")
    assert jht_rates_for(Month(2026, 11), raised).worker == Rate.percent("3")
    assert jht_contribution(Money(100_000), Month(2026, 11), raised).worker == Money(3000)


def test_the_law_of_a_month_is_that_of_its_first_day() -> None:
    changed = lawbook().with_values([setting("jht.contribution.worker_rate", "3.00", date(2026, 11, 2))])
    assert jht_rates_for(Month(2026, 11), changed).worker == Rate.percent("2")
    assert jht_rates_for(Month(2026, 12), changed).worker == Rate.percent("3")


def test_the_deposit_is_the_sum_of_the_shares_and_tells_its_reasons() -> None:
    found = jht_contribution(Money.of_rupiah(5_000_000), OCTOBER)
    assert (found.worker, found.employer, found.total) == (Money(10_000_000), Money(18_500_000), Money(28_500_000))
    assert found.figure.money == found.total
    worker, employer = found.figure.parts
    assert (worker.code, worker.article) == ("jht.contribution.worker", "PP 46/2015 Pasal 16(1)a")
    assert (employer.code, employer.article) == ("jht.contribution.employer", "PP 46/2015 Pasal 16(1)b")
    assert [parameter.id for parameter in employer.parameters] == [
        "jht.contribution.employer_rate",
        "jht.contribution.rounding",
        "jht.contribution.rounding_unit",
    ]
    assert employer.values == {"wage": Money(500_000_000), "rate": Rate.percent("3.70")}


def test_the_source_changes_with_the_law() -> None:
    assert jht_contribution(Money(1), Month(2015, 6)).figure.article == "PP 14/1993 Pasal 9(1)b, 9(3)"
    assert jht_contribution(Money(1), Month(2015, 7)).figure.article.startswith("PP 46/2015")


@pytest.mark.parametrize("month", [Month(1993, 2), Month(1945, 8)])
def test_a_month_before_the_programme_is_refused_and_the_first_is_named(month: Month) -> None:
    asks: list[Callable[[], object]] = [
        lambda: jht_contribution(Money(1), month),
        lambda: jht_rates_for(month),
        lambda: contribution_sen(1, month),
    ]
    for ask in asks:
        with pytest.raises(InvalidInput) as refusal:
            ask()
        assert refusal.value.code == "rules.month_before_programme"
        assert refusal.value.fix % refusal.value.values == "Isi bulan iuran mulai 1993-03."


def test_a_negative_wage_is_refused_on_both_ways() -> None:
    asks: list[Callable[[], object]] = [lambda: jht_contribution(Money(-1), OCTOBER), lambda: contribution_sen(-1, OCTOBER)]
    for ask in asks:
        with pytest.raises(InvalidInput) as refusal:
            ask()
        assert (refusal.value.code, refusal.value.field) == ("rules.wage_negative", "wage")


@pytest.mark.parametrize("wrong", [5_000_000.0, True, "5000000", None])
def test_only_whole_sen_are_split(wrong: object) -> None:
    with pytest.raises(TypeError):
        jht_calculator(OCTOBER).split(wrong)  # type: ignore[arg-type]


def test_a_calculator_is_made_once_for_a_month_and_a_book() -> None:
    assert jht_calculator(OCTOBER) is jht_calculator(Month(2026, 10))
    assert jht_calculator(OCTOBER) is not jht_calculator(OCTOBER, lawbook().as_known_on(date(2026, 1, 1)))


def setting(name: str, value: object, start: date = date.min) -> DeclaredValue:
    return DeclaredValue(id=name, value=value, effective_from=start, effective_to=None, source="test", confidence="assumed")
