"""What the case files cannot say about benefits: doubts that are shown, what was not looked at, and figures that survive."""

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import (
    Figure,
    JkpFacts,
    benefit_due,
    child_plan,
    claim_lapses_on,
    death_benefit,
    death_case_total,
    jkm_benefit,
    jkp_apply_by,
    jkp_cash,
    jkp_right,
    lapse_guard,
    late_compensation,
    lost_on_lapse,
    membership_state,
    mlt_instalment,
    paid_before,
    scholarship,
    transport_refund,
    unable_between,
)
from openjmo.rules.replay import replay

WAGE = Money.of_rupiah(4_321_987)
IN_2026 = date(2026, 11, 17)
ALL = {
    "jkm": jkm_benefit(IN_2026, segment="BPU", arrears_months=2),
    "unable to work": unable_between(WAGE, date(2019, 3, 31), date(2019, 4, 1), date(2020, 5, 17)),
    "death by accident": death_benefit(WAGE, IN_2026),
    "transport": transport_refund({"sea": WAGE}, IN_2026),
    "claim lapses": claim_lapses_on(IN_2026),
    "to be paid": benefit_due("jkk", IN_2026),
    "compensation": late_compensation("jkm", WAGE, date(2026, 11, 13), IN_2026),
    "scholarship": scholarship(2, event_on=IN_2026, programme="jkm", paid_months=40),
    "plan of a child": child_plan(date(2010, 5, 5), "SMP", 1, IN_2026),
    "jkp": jkp_cash(WAGE, IN_2026),
    "right to jkp": jkp_right(JkpFacts(phk_on=IN_2026, reason="phk", months_in_window=12, earlier_claims=1)),
    "lapse": lapse_guard(Month(2026, 8), IN_2026, Money.of_rupiah(16_800)),
    "lost": lost_on_lapse(IN_2026, children=2, paid_months=40),
    "state": membership_state("BPU", IN_2026, last_paid=Month(2026, 9)),
    "housing": mlt_instalment("KPR", WAGE, 30, IN_2026, bi_rate=Rate.percent("4.75")),
    "death case": death_case_total({"jkm": WAGE, "jht": WAGE}),
}


def figures_of(found: object) -> list[Figure]:
    if isinstance(found, Figure):
        return [found]
    if isinstance(found, tuple):
        return [figure for part in found for figure in figures_of(part)]
    if is_dataclass(found):
        return [figure for field in fields(found) for figure in figures_of(getattr(found, field.name))]
    return []


def whole(figure: Figure) -> list[Figure]:
    return [figure, *(inner for part in figure.parts for inner in whole(part))]


@pytest.mark.parametrize("found", ALL.values(), ids=ALL)
def test_every_figure_is_computed_anew_and_fills_its_sentences(found: object) -> None:
    figures = figures_of(found)
    assert figures
    for figure in figures:
        result = replay(figure.to_json())
        assert result.findings == ()
        assert result.text == figure.to_json()
        for part in whole(figure):
            for template in (part.label, *part.notes):
                assert template % part.values if part.inputs else template


def test_a_doubt_about_dismissals_before_the_new_rule_is_shown_with_the_figure() -> None:
    for figure in (jkp_cash(WAGE, date(2024, 12, 15)).total, jkp_apply_by(date(2024, 12, 15))):
        assert "jkp.old_dismissals_move" in {parameter.id for parameter in figure.parameters}


def test_what_nobody_said_about_a_dismissal_is_named_and_not_taken_as_fulfilled_in_silence() -> None:
    bare = jkp_right(JkpFacts(phk_on=date(2024, 6, 30), reason="phk"))
    assert len(bare.notes) == 5
    assert [part.code for part in bare.parts] == ["jkp.right.reason"]
    half = JkpFacts(phk_on=date(2024, 6, 30), reason="phk", months_in_window=12, citizen=True, earlier_claims=1)
    assert any("Masa iur" in note for note in jkp_right(half).notes), "six months in a row were still asked for in 2024"
    assert any("Klaim JKP" in note for note in jkp_right(half).notes), "the paid years since the first claim are not known"
    told = JkpFacts(phk_on=date(2025, 6, 30), reason="phk", months_in_window=12, citizen=True, earlier_claims=0)
    assert not any("Masa iur" in note or "Klaim" in note or "Kewarganegaraan" in note for note in jkp_right(told).notes)


def test_a_row_that_fills_the_whole_window_is_counted_to_its_end() -> None:
    paid = [Month(2020, 1).plus(number) for number in range(72)]
    assert paid_before(paid, date(2025, 6, 30)) == (24, 24)


def test_the_same_months_handed_in_twice_count_once() -> None:
    assert paid_before([Month(2025, 5), Month(2025, 5)], date(2025, 6, 30)) == (1, 1)


def test_nobody_lapses_without_three_notices_in_any_order_of_payments() -> None:
    """N18: a simulated year, day by day, for somebody who stops paying in each month of it."""
    price = Money.of_rupiah(16_800)
    for last_paid in (Month(2026, 1).plus(number) for number in range(12)):
        warned: set[date] = set()
        day = last_paid.first_day
        while (guard := lapse_guard(last_paid, day, price)).state.text != "lapsed":
            warned |= {notice.day for notice in guard.notices if notice.day == day}
            day += timedelta(days=1)
        assert len(warned) == 3
        assert day == guard.covered_until.day + timedelta(days=1)
        assert all(earlier.day < later.day for earlier, later in pairwise(guard.notices))


def test_each_unpaid_month_has_its_own_price() -> None:
    prices = {Month(2026, 7): Money.of_rupiah(8_400), Month(2026, 8): Money.of_rupiah(16_800)}
    assert lapse_guard(Month(2026, 6), date(2026, 8, 20), prices).restore_price.money == Money.of_rupiah(25_200)
    with pytest.raises(InvalidInput) as problem:
        lapse_guard(Month(2026, 6), date(2026, 9, 20), prices)
    assert problem.value.code == "rules.price_missing"


def test_money_for_an_unknown_kind_of_transport_or_part_of_a_case_is_refused() -> None:
    with pytest.raises(InvalidInput):
        transport_refund({"space": WAGE}, IN_2026)
    with pytest.raises(InvalidInput):
        death_case_total({"lottery": WAGE})


def test_a_loan_above_the_ceiling_is_refused_with_the_ceiling_in_rupiah() -> None:
    with pytest.raises(InvalidInput) as problem:
        mlt_instalment("PRP", Money.of_rupiah(200_000_001), 5, IN_2026, bi_rate=Rate.percent("4.75"))
    assert problem.value.values == {"most": 200_000_000}


def test_the_last_level_of_school_is_named_in_words() -> None:
    per_child = scholarship(1, event_on=IN_2026).per_child
    assert per_child is not None
    assert ["kuliah" in part.label for part in per_child.parts] == [False, False, False, False, True]
    assert "kuliah" in child_plan(date(2010, 5, 5), "SMP", 1, IN_2026).parts[-1].label


def test_what_is_half_known_is_named_too() -> None:
    facts = JkpFacts(phk_on=IN_2026, reason="phk", months_in_window=12, birth=IN_2026, employer_size="micro_or_small", earlier_claims=0)
    notes = jkp_right(facts).notes
    assert len(notes) == 3, "age, citizenship and programmes; six months in a row are no longer asked for"


def test_a_plan_without_a_year_still_names_its_article() -> None:
    assert child_plan(date(1990, 1, 1), "SMA", 0, IN_2026).article


def test_a_loan_note_says_that_the_balance_stays() -> None:
    note = mlt_instalment("PRP", WAGE, 5, IN_2026, bi_rate=Rate.percent("4.75")).notes
    assert any("tidak mengurangi saldo JHT" in sentence for sentence in note)
