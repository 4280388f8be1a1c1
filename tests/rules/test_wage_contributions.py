"""The contributions of all programmes: both ways to the same sen, and what the case files cannot say."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month, age_on, birthday
from openjmo.rules import (
    JKK_CLASSES,
    PROGRAMMES,
    SELF_EMPLOYED_PROGRAMMES,
    ContributionSplit,
    DeclaredValue,
    Lawbook,
    ReliefFacts,
    UnknownParameter,
    contribution_calculator,
    jp_cap_update,
    jp_has_ended,
    jp_pension_age_reached,
    last_birth_without_jp,
    lawbook,
    mandatory_programmes,
    pension_ages,
    programmes_in,
    self_employed_contributions,
    wage_contributions,
)
from openjmo.rules.replay import replay

OCTOBER = Month(2026, 10)
wages = st.one_of(st.integers(0, 10_000), st.integers(0, 10**11), st.integers(0, 2**63 - 1))
months = st.sampled_from(
    [
        Month(1993, 3),
        Month(2015, 7),
        Month(2020, 8),
        Month(2021, 3),
        Month(2025, 2),
        Month(2025, 3),
        Month(2026, 1),
        OCTOBER,
        Month(2044, 1),
    ]
)
births = st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2010, 12, 31)))
reliefs = st.builds(ReliefFacts, labour_intensive=st.booleans(), active_workers=st.integers(48, 52))


def setting(name: str, value: object, key: str | None = None, start: date = date.min) -> DeclaredValue:
    return DeclaredValue(id=name, key=key, value=value, effective_from=start, effective_to=None, source="test", confidence="assumed")


def laws() -> st.SearchStrategy[Lawbook]:
    return st.sampled_from(_LAWS)


_LAWS = [
    lawbook().with_values([setting("jht.contribution.rounding", rounding), setting("jht.contribution.rounding_unit", unit), *more])
    for rounding, unit, more in (
        ("half_up", 1, []),
        ("down", 100, [setting("jkp.recomposition.under_relief", "full")]),
        (
            "up",
            1,
            [setting("jp.contribution.stop", "reached_in_month"), setting("jp.contribution.worker_rate", "1.37", start=date(2015, 7, 1))],
        ),
        ("half_up", 50_000, [setting("jp.contribution.stop", "reached_before_month")]),
    )
]


@given(wages, months, st.sampled_from(JKK_CLASSES), births, reliefs, st.sets(st.sampled_from(PROGRAMMES)), laws())
def test_the_fast_way_equals_the_explained_way(
    wage: int, month: Month, jkk_class: str, birth: date | None, relief: ReliefFacts, asked: set[str], law: Lawbook
) -> None:
    wanted = asked & set(programmes_in(month, law)) or None
    slow = wage_contributions(Money(wage), month, jkk_class=jkk_class, birth_date=birth, programmes=wanted, relief=relief, law=law)
    fast = contribution_calculator(month, jkk_class, programmes=wanted, relief=relief, law=law).split(wage, birth)
    jkp = (0, 0, 0) if slow.jkp is None else (slow.jkp.government.sen, slow.jkp.from_jkk.sen, slow.jkp.from_jkm.sen)
    assert fast == ContributionSplit(
        slow.share("JHT", "worker").sen,
        slow.share("JHT", "employer").sen,
        slow.share("JP", "worker").sen,
        slow.share("JP", "employer").sen,
        slow.share("JKK", "employer").sen,
        slow.share("JKM", "employer").sen,
        *jkp,
    )
    assert sum(fast[:6]) == slow.total.money.sen == (slow.worker.money + slow.employer.money).sen
    assert all(type(sen) is int for sen in fast)


@given(wages, st.sampled_from(JKK_CLASSES), births)
def test_every_figure_can_be_computed_anew(wage: int, jkk_class: str, birth: date | None) -> None:
    found = wage_contributions(Money(wage), OCTOBER, jkk_class=jkk_class, birth_date=birth)
    assert found.jkp is not None
    for figure in (found.total, found.jkp.figure, *found.kept):
        assert replay(figure.to_json()).findings == ()


@given(st.integers(0, 10**11))
def test_the_amounts_are_the_exact_fractions_rounded_half_up(wage: int) -> None:
    split = contribution_calculator(OCTOBER, "tinggi").split(wage)
    jp, jkp = min(wage, 1_108_630_000), min(wage, 500_000_000)
    exact = (wage * 200, wage * 370, jp * 100, jp * 200, wage * 127, wage * 30, jkp * 22, jkp * 14, 0)
    assert split == tuple((Fraction(part, 10_000) + Fraction(1, 2)).__floor__() for part in exact)


@given(st.dates(date(1940, 1, 1), date(1990, 12, 31)), st.integers(Month(2015, 7).index, Month(2060, 1).index), laws())
def test_one_birth_date_decides_for_a_whole_month(birth: date, index: int, law: Lawbook) -> None:
    month = Month.from_index(index)
    assert jp_has_ended(birth, month, law).ended.flag == (birth <= last_birth_without_jp(month, law))


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
def test_pension_age_is_reached_on_the_first_day_that_is_old_enough(birth: date) -> None:
    def is_old_enough(day: date) -> bool:
        return any(step.since <= day <= step.until and age_on(birth, day) >= step.years for step in pension_ages())

    reached = jp_pension_age_reached(birth).day
    assert is_old_enough(reached)
    assert not is_old_enough(date.fromordinal(reached.toordinal() - 1))


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 100))
def test_a_birthday_completes_the_age(birth: date, years: int) -> None:
    day = birthday(birth, years)
    assert age_on(birth, day) == years
    assert years == 0 or age_on(birth, date.fromordinal(day.toordinal() - 1)) == years - 1


def test_the_classes_are_those_of_the_book() -> None:
    assert lawbook().parameter("jkk.contribution.rate").keys == JKK_CLASSES
    assert lawbook().parameter("jkk.contribution.own_share_after_recomposition").keys == JKK_CLASSES


def test_the_parts_of_jkp_make_its_stated_rate() -> None:
    for day in (date(2021, 3, 1), date(2025, 2, 6), date(2025, 2, 7)):
        parts = [lawbook().value(f"jkp.contribution.{part}", day).rate.ratio for part in ("government_share", "from_jkk", "from_jkm")]
        assert sum(parts) == lawbook().value("jkp.contribution.total_rate", day).rate.ratio


def test_what_stays_and_what_goes_make_what_was_paid() -> None:
    for month in (Month(2024, 6), OCTOBER):
        day = month.first_day
        for jkk_class in JKK_CLASSES:
            own = lawbook().value("jkk.contribution.own_share_after_recomposition", day, jkk_class).rate
            paid = lawbook().value("jkk.contribution.rate", day, jkk_class).rate
            assert own + lawbook().value("jkp.contribution.from_jkk", day).rate == paid
        own, handed_on = (
            lawbook().value(name, day).rate for name in ("jkm.contribution.own_share_after_recomposition", "jkp.contribution.from_jkm")
        )
        assert own + handed_on == lawbook().value("jkm.contribution.rate", day).rate


def test_every_published_cap_follows_from_the_one_before() -> None:
    caps = lawbook().parameter("jp.wage_cap").versions
    for before, after in pairwise(caps):
        growth = Rate.percent(str(after.details["gdp_growth_percent"]))
        assert jp_cap_update(before.money, growth).money == after.money


def test_an_unknown_birth_date_and_an_old_cap_are_told() -> None:
    found = wage_contributions(Money.of_rupiah(5_000_000), Month(2027, 2), jkk_class="sedang")
    base = next(share for share in found.shares if share.code == "jp.contribution.worker").parts[0]
    assert base.notes == ("Tanggal lahir tidak disebut, jadi usia pensiun tidak diperiksa.",)
    later = wage_contributions(Money.of_rupiah(5_000_000), Month(2027, 3), jkk_class="sedang", birth_date=date(1990, 1, 1))
    base = next(share for share in later.shares if share.code == "jp.contribution.worker").parts[0]
    assert base.notes == ("Batas upah JP ditetapkan tiap tahun; batas yang baru untuk bulan %(month)s belum ada di sini.",)


def test_pension_age_is_told_in_the_row() -> None:
    found = wage_contributions(Money.of_rupiah(5_000_000), OCTOBER, jkk_class="sedang", birth_date=date(1960, 1, 1), programmes=["JP"])
    base = found.shares[0].parts[0]
    assert base.notes[0] % base.values == "Usia pensiun 59 tahun (2025-2027) sudah tercapai, jadi tidak ada iuran JP."
    assert found.of("JP") == Money.zero()


def test_a_step_between_is_refused_with_both_known_ends() -> None:
    with pytest.raises(UnknownParameter) as refusal:
        self_employed_contributions(Money.of_rupiah(2_500_000), OCTOBER)
    assert "Rp1.000.000 dan Rp20.700.000" in refusal.value.fix % refusal.value.values
    assert refusal.value.code == "rules.parameter_unknown"


def test_the_known_ends_fit_the_rate_a_step_between_would_take() -> None:
    law = lawbook().with_values([setting("bpu.steps_between", "basis_rate")])
    for programme in ("JHT", "JKK"):
        for key in ("minimum", "maximum"):
            end = lawbook().value(f"{programme.lower()}.bpu.contribution", OCTOBER.first_day, key)
            rate = lawbook().value("bpu.basis_rate", OCTOBER.first_day, programme).rate
            assert rate.as_percent() == Rate.percent(str(end.details["percent_of_base"])).as_percent()
            assert Fraction(end.money.sen) == int(str(end.details["income_base"])) * 100 * rate.ratio
    found = self_employed_contributions(Money.of_rupiah(2_500_000), Month(2025, 12), programmes=SELF_EMPLOYED_PROGRAMMES, law=law)
    assert [share.notes for share in found.before[:2]] == [
        ("Dihitung dari dasar penghasilan; belum dicocokkan dengan daftar resminya.",)
    ] * 2
    assert replay(found.total.to_json()).findings == ()


@pytest.mark.parametrize("wrong", [5_000_000.0, True, "5000000", None])
def test_only_whole_sen_are_split(wrong: object) -> None:
    with pytest.raises(TypeError):
        contribution_calculator(OCTOBER, "sedang").split(wrong)  # type: ignore[arg-type]


def test_wrong_questions_are_refused_on_both_ways() -> None:
    with pytest.raises(InvalidInput) as refusal:
        contribution_calculator(OCTOBER, "sedang").split(-1)
    assert refusal.value.code == "rules.wage_negative"
    with pytest.raises(InvalidInput) as refusal:
        contribution_calculator(OCTOBER, None)
    assert (refusal.value.code, refusal.value.field) == ("rules.jkk_class_missing", "jkk_class")
    assert contribution_calculator(OCTOBER, None, programmes=["JHT"]).split(100).jht_worker == 2


def test_a_calculator_is_made_once() -> None:
    assert contribution_calculator(OCTOBER, "sedang") is contribution_calculator(Month(2026, 10), "sedang", programmes=PROGRAMMES)


def test_what_a_size_must_join_says_where_it_stands() -> None:
    found = mandatory_programmes("large", OCTOBER)
    assert (found.programmes, found.parameter.source) == (("JKK", "JKM", "JHT", "JP"), "Perpres 109/2013 Pasal 6")
