"""What the dated cases of the pension cannot say; those are in cases/pension.yaml and cases/pension_days.yaml."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month, age_on
from openjmo.rules import (
    DeclaredValue,
    Flow,
    Lawbook,
    UnknownParameter,
    jp_average_wage,
    jp_child_parts,
    jp_formula_benefit,
    jp_given_average,
    jp_list_allowed,
    jp_lump_sum,
    jp_old_age_benefit,
    jp_pension_age_reached,
    jp_pension_start,
    jp_survivor_benefit,
    jp_weighted_wage,
    jp_year_wage,
    lawbook,
    with_inflation,
)
from openjmo.rules.replay import replay

births = st.dates(date(1945, 1, 1), date(2010, 12, 31))
BEGIN = date(2015, 7, 1)


def is_old_enough(birth: date, on: date) -> bool:
    return age_on(birth, on) >= lawbook().value("jp.pension_age", on).number


@given(births)
def test_pension_age_is_reached_on_the_first_day_that_is_old_enough(birth: date) -> None:
    reached = jp_pension_age_reached(birth).day
    assert is_old_enough(birth, reached)
    assert reached == BEGIN or not is_old_enough(birth, reached - timedelta(days=1))
    for year in range(2015, reached.year + 1):
        for day in (date(year, 1, 1), date(year, 12, 31), date(year, birth.month, min(birth.day, 28))):
            assert not (BEGIN <= day < reached and is_old_enough(birth, day))


@given(births, st.integers(1, 400))
def test_who_is_born_later_never_reaches_pension_age_earlier(birth: date, days: int) -> None:
    assert jp_pension_age_reached(birth).day <= jp_pension_age_reached(birth + timedelta(days=days)).day


def declared_age(age: int, since: date, until: date | None = None) -> DeclaredValue:
    return DeclaredValue(id="jp.pension_age", value=age, effective_from=since, effective_to=until, source="rancangan", confidence="draft")


def test_an_age_lowered_in_the_middle_of_a_year_is_reached_on_that_day_and_says_so() -> None:
    law = lawbook().with_values([declared_age(55, date(2027, 5, 20))])
    figure = jp_pension_age_reached(date(1970, 3, 1), law)
    assert figure.day == date(2027, 5, 20)
    assert figure.notes == ("Usia pensiun sudah lewat ketika aturan ini mulai berlaku.",)
    assert replay(figure.to_json()).agrees
    ordinary = jp_pension_age_reached(date(1972, 6, 1), law)
    assert (ordinary.day, ordinary.notes) == (date(2027, 6, 1), ())


def test_a_draft_that_ends_gives_way_to_the_law_again() -> None:
    law = lawbook().with_values([declared_age(55, date(2027, 1, 1), date(2027, 3, 31))])
    assert jp_pension_age_reached(date(1972, 3, 31), law).day == date(2027, 3, 31)
    assert jp_pension_age_reached(date(1972, 4, 1), law).day == date(2033, 4, 1)


def test_an_age_nobody_laid_down_is_refused() -> None:
    schedule = lawbook().parameter("jp.pension_age")
    law = Lawbook({schedule.id: replace(schedule, versions=schedule.versions[:1])}, researched_on=BEGIN)
    assert jp_pension_age_reached(date(1962, 12, 31), law).day == date(2018, 12, 31)
    with pytest.raises(Refusal) as refusal:
        jp_pension_age_reached(date(1963, 1, 1), law)
    assert refusal.value.code == "rules.parameter_not_in_force"


def test_a_pension_taken_too_late_says_that_its_day_was_moved() -> None:
    birth, latest = date(1966, 12, 31), date(2027, 12, 31)
    assert jp_pension_start(birth, latest).parts[0].notes == ()
    late = jp_pension_start(birth, latest + timedelta(days=1)).parts[0]
    assert (late.day, len(late.notes)) == (latest, 1)


def test_every_step_of_the_schedule_is_told() -> None:
    figure = jp_pension_age_reached(date(1969, 1, 1))
    assert [part.values["age"] for part in figure.parts] == [56, 57, 58, 59, 60]
    assert figure.article == "PP 45/2015 Pasal 15(3)"
    assert "sampai" in figure.parts[0].label
    last = jp_pension_age_reached(date(1995, 8, 17)).parts[-1]
    assert "sampai" not in last.label


def test_an_assumed_inflation_stays_marked_in_every_figure() -> None:
    law = with_inflation({2029: Rate.percent("4.75")}, "asumsi", law=lawbook())
    weighted = jp_weighted_wage(Money.of_rupiah(12_930_000), 2029, last_year=2029, law=law)
    (inflation,) = weighted.parts[0].parts
    assert [parameter.confidence for parameter in inflation.parameters] == ["assumed"]
    assert inflation.label == "Inflasi tahun %(year)s, sebuah asumsi"
    found = jp_weighted_wage(Money.of_rupiah(1), 2023, last_year=2023).parts[0].parts[0]
    assert found.label == "Inflasi tahun %(year)s"


def test_where_the_limits_are_unknown_the_formula_amount_is_still_told() -> None:
    benefit = jp_old_age_benefit(jp_given_average(Money.of_rupiah(6_000_000)), 180, date(2020, 5, 1))
    assert benefit.formula.money == Money.of_rupiah(900_000)
    assert benefit.limited is None
    with pytest.raises(UnknownParameter) as refusal:
        _ = benefit.monthly
    assert refusal.value.code == "rules.parameter_unknown"
    known = jp_old_age_benefit(jp_given_average(Money.of_rupiah(6_000_000)), 180, date(2026, 5, 1))
    assert known.limited == known.monthly
    assert known.monthly.notes == ()


@pytest.mark.parametrize(
    ("average", "note"),
    [
        (2_742_660, "Dinaikkan ke batas terendah %(minimum)s."),
        (2_742_667, ""),
        (32_882_000, ""),
        (32_882_007, "Diturunkan ke batas tertinggi %(maximum)s."),
    ],
)
def test_a_benefit_says_when_a_limit_changed_it(average: int, note: str) -> None:
    figure = jp_old_age_benefit(jp_given_average(Money.of_rupiah(average)), 180, date(2026, 5, 1)).monthly
    assert figure.notes == ((note,) if note else ())


@pytest.mark.parametrize(("counts", "field"), [((-1, 0, 0), "spouses"), ((0, -1, 0), "children"), ((0, 0, -1), "parents")])
def test_a_negative_count_is_refused_at_its_field(counts: tuple[int, int, int], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        jp_list_allowed(*counts, date(2026, 5, 1))
    assert refusal.value.field == field


def test_the_doubts_of_a_benefit_are_among_its_parameters() -> None:
    figure = jp_formula_benefit(jp_given_average(Money.of_rupiah(6_000_000)), 180, date(2026, 5, 1))
    assert {parameter.id for parameter in figure.parameters if parameter.setting} == {
        "jp.benefit.round_average",
        "jp.benefit.rounding",
        "jp.benefit.rounding_unit",
    }
    share = jp_survivor_benefit("parent", figure, date(2026, 5, 1)).formula
    assert "jp.survivor.minimum_applies" in {parameter.id for parameter in share.parameters}


def test_a_whole_career_is_one_figure_that_can_be_computed_anew() -> None:
    law = with_inflation({year: Rate.percent("3.1") for year in range(2015, 2041)}, "asumsi")
    weighted = [
        jp_weighted_wage(jp_year_wage(year, [Money(400_000_000 + year)] * 7, law), year, last_year=2040, months=7, law=law)
        for year in range(2015, 2041)
    ]
    benefit = jp_old_age_benefit(jp_average_wage(weighted, date(2041, 1, 1), law), 182, date(2041, 1, 1), law)
    found = replay(benefit.monthly.to_json())
    assert found.findings == ()
    assert found.text == benefit.monthly.to_json()


@given(st.integers(0, 10_000_000), st.integers(1, 2))
def test_children_share_without_losing_a_sen(sen: int, children: int) -> None:
    whole = jp_survivor_benefit("child_no_spouse", Money(sen * 100), date(2026, 5, 1)).monthly
    parts = jp_child_parts(whole, children, date(2026, 5, 1))
    assert Money.total(part.money for part in parts) == whole.money
    assert max(part.money for part in parts) - min(part.money for part in parts) <= Money(100)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 10**9)), min_size=1, max_size=6))
def test_a_lump_sum_is_never_less_than_what_was_paid(paid: list[tuple[int, int]]) -> None:
    flows = [Flow(date(2025, month, 10), Money(sen)) for month, sen in paid]
    figure = jp_lump_sum(flows, Month(2025, 12))
    assert figure.money >= Money.total(flow.amount for flow in flows)
    assert replay(figure.to_json()).agrees
