"""The pension of a simple career: which months count, what is assumed, and which of the two ways it is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import DeclaredValue, Figure, jp_pension_age_reached, lawbook, sheet, total_of
from openjmo.rules.projection import Break, Career, limits_are_known, pension_outlook
from openjmo.rules.replay import replay

CAREER = Career(
    on=date(2026, 11, 20),
    birth_date=date(1985, 3, 5),
    wage=Money.of_rupiah(6_000_000),
    months_paid=60,
    first_month=Month(2026, 11),
    wage_growth=Rate.of(0),
    inflation=Rate.of(0),
    annual_return=Rate.of(0),
)
END = Month.of(jp_pension_age_reached(CAREER.birth_date).day)


def test_the_months_run_to_the_month_of_pension_age() -> None:
    found = pension_outlook(CAREER)
    assert found.months == 60 + END.index - CAREER.first_month.index + 1
    assert found.starts.day == END.following().first_day
    assert found.form.text == "pension"


def test_without_growth_or_inflation_it_is_one_percent_a_year_of_the_wage() -> None:
    later = replace(CAREER, months_paid=0)
    found = pension_outlook(later)
    assert found.monthly
    assert found.monthly.money == Money(round(600_000_000 * found.months / 1200 / 100) * 100)


def test_what_is_assumed_says_so_and_the_figure_replays() -> None:
    found = pension_outlook(replace(CAREER, wage_growth=Rate.percent("5"), inflation=Rate.percent("3")))
    assert found.monthly
    text = sheet(found.monthly, found.form, found.starts).to_json()
    assert "assumed" in text
    assert replay(text).findings == ()


def test_a_wage_above_the_cap_counts_up_to_the_cap_of_its_year() -> None:
    high = pension_outlook(replace(CAREER, wage=Money.of_rupiah(50_000_000)))
    higher = pension_outlook(replace(CAREER, wage=Money.of_rupiah(90_000_000)))
    assert high.monthly
    assert higher.monthly
    assert high.monthly.money == higher.monthly.money


def test_stopping_and_pausing_cost_months() -> None:
    whole = pension_outlook(CAREER).months
    assert pension_outlook(replace(CAREER, breaks=[Break(Month(2030, 1), Month(2030, 12))])).months == whole - 12
    stopped = pension_outlook(replace(CAREER, stop=Month(2027, 1)))
    assert stopped.months == 62
    assert stopped.form.text == "lump_sum"


def test_one_month_decides_between_a_pension_and_one_sum() -> None:
    enough = replace(CAREER, months_paid=130, stop=Month(2026, 11).plus(50))
    assert pension_outlook(enough).monthly
    short = pension_outlook(replace(enough, months_paid=129))
    assert short.monthly is None
    assert short.lump_sum
    assert replay(sheet(short.lump_sum, short.form).to_json()).findings == ()


def test_one_sum_is_what_was_paid_and_what_the_fund_is_taken_to_earn() -> None:
    plain = replace(CAREER, months_paid=0, stop=Month(2027, 11))
    found = pension_outlook(plain)
    assert found.lump_sum
    assert found.lump_sum.money == Money.of_rupiah(6_000_000 * 3 // 100 * 12)
    earning = pension_outlook(replace(plain, annual_return=Rate.percent("5")))
    assert earning.lump_sum
    assert earning.lump_sum.money > found.lump_sum.money


def test_whoever_is_past_pension_age_has_no_months_to_come() -> None:
    found = pension_outlook(replace(CAREER, birth_date=date(1966, 12, 2), months_paid=6))
    assert found.months == 6
    assert found.starts.day == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"months_paid": 137}, "months_paid"),
        ({"months_paid": -1}, "months_paid"),
        ({"wage": Money(-1)}, "wage"),
        ({"wage_growth": Rate.percent("101")}, "wage_growth"),
        ({"inflation": Rate.percent("101")}, "inflation"),
        ({"annual_return": Rate.percent("101")}, "annual_return"),
        ({"birth_date": date(2011, 11, 21)}, "birth_date"),
        ({"months_paid": 0, "stop": Month(2026, 11)}, "contributions"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        pension_outlook(replace(CAREER, **change))
    assert refused.value.field == field


def test_the_first_possible_months_are_taken() -> None:
    assert pension_outlook(replace(CAREER, months_paid=136)).months > 136


def test_limits_are_known_for_published_years_only() -> None:
    assert limits_are_known(date(2026, 3, 1))
    assert limits_are_known(date(2026, 1, 1))
    assert not limits_are_known(date(2027, 1, 1))
    assert not limits_are_known(date(2018, 1, 1))
    assert not limits_are_known(date(2010, 1, 1))


def test_limits_published_for_the_first_year_are_applied() -> None:
    year = pension_outlook(CAREER).starts.day.year
    law = lawbook().with_values(
        DeclaredValue(
            id=f"jp.benefit.{name}",
            value=value,
            effective_from=date(year, 1, 1),
            effective_to=date(year, 12, 31),
            source="contoh",
            confidence="declared",
        )
        for name, value in (("minimum", 900_000), ("maximum", 9_000_000))
    )
    found = pension_outlook(replace(CAREER, wage=Money.of_rupiah(1_000)), law)
    assert found.is_limited
    assert found.monthly
    assert found.monthly.money == Money.of_rupiah(900_000)


def test_a_sheet_is_its_answer() -> None:
    parts = [Figure(code="a", label="", amount=Money(3)), Figure(code="a", label="", amount=Money(4))]
    whole = sheet(total_of("b", "", parts), Figure(code="c", label="", amount=1))
    assert whole.money == Money(7)
    assert replay(whole.to_json()).findings == ()
