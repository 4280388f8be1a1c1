"""Nonsense is refused by name: every public function of the rules, with each argument in turn replaced by what no person can mean.

The answer is a figure, or a refusal with a code of this room, a sentence and what is accepted; never a stray error of Python.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from openjmo import rules
from openjmo.core.errors import Failure
from openjmo.core.money import MAX_SEN, Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import Card, Flow, Heir, JkpFacts, Job, MemberHistory, MltFacts, PastPayment, ReliefFacts

ON, MONTH, RP = date(2026, 10, 1), Month(2026, 10), Money.of_rupiah(1_000_000)
LEFT = Job(employer="PT", started_on=date(2016, 1, 4), ended_on=date(2026, 8, 31), end_reason="resign")
HISTORY = MemberHistory(
    birth_date=date(1980, 5, 5),
    cards=(Card(label="A", opened_on=date(2016, 1, 4), balance=RP, jobs=(LEFT,)),),
    heirs=(Heir(label="B", relation="child"),),
)
LAW = rules.with_inflation({year: Rate.percent(3) for year in range(2024, 2028)}, "a test").with_values(
    [
        rules.DeclaredValue(
            id="jht.development.annual_rate",
            value="5",
            effective_from=date(2026, 1, 1),
            effective_to=None,
            source="a test",
            confidence="assumed",
        )
    ]
)
AVERAGE = rules.jp_given_average(RP)
FACTS = MltFacts(
    membership_months=24,
    active=True,
    programmes=frozenset({"JHT"}),
    employer_in_order=True,
    owns_house=False,
    spouse_uses_it=False,
    used_before=False,
)
EVERYWHERE: Mapping[str, Any] = {
    "law": LAW,
    "month": MONTH,
    "wage_sen": 100,
    "year": 2026,
    "last_year": 2026,
    "first_year": 2026,
    "birth": date(1980, 5, 5),
    "birth_date": date(1980, 5, 5),
    "registered_on": date(2016, 1, 4),
    "earlier": (PastPayment(paid_on=date(2025, 1, 1), gross=RP, kind="partial_other"),),
    "history": HISTORY,
    "heirs": HISTORY.heirs,
    "relief": ReliefFacts(active_workers=60, labour_intensive=True),
    "average": AVERAGE,
    "jkk_class": "sedang",
    "segment": "BPU",
    "level": "SD",
    "levels": ("SD",),
    "years_done": 1,
    "reason": "partial_housing",
    "card": "A",
    "requested": Money(1),
    "purpose": "cash",
    "sector": "other",
    "size": "medium",
    "stage": "before_departure",
    "kind": "KPR",
    "borrower": "member",
    "survivor": "parent",
    "cause": "survivors",
    "months": 1,
    "months_due": 24,
    "month_days": 30,
    "years": 5,
    "last_paid": Month(2026, 9),
    "last_day": date(2026, 12, 5),
}
"""Sound values by the name of the argument; others follow from its type."""
IN: Mapping[str, Mapping[str, Any]] = {
    "benefit_due": {"programme": "jkk"},
    "check_programmes": {"asked": ("JHT",)},
    "credit_for_month": {"table": rules.growth_table(2026, law=LAW), "flows": (Flow(date(2026, 9, 1), RP),)},
    "death_case_total": {"amounts": {"jkm": RP}},
    "due_date": {"programme": "JHT"},
    "employer_contribution": {"programme": "JKK"},
    "first_month_of": {"programme": "JHT"},
    "growth_table": {"scheme": None},
    "jkk_total": {"parts": (rules.jkk_funeral(ON),)},
    "jkp_right": {"facts": JkpFacts(phk_on=ON, reason="phk", birth=date(1980, 5, 5), earlier_claims=0)},
    "jp_average_wage": {"weighted": (rules.jp_given_wage(RP),)},
    "jp_child_parts": {"children_pension": rules.jp_survivor_benefit("child_no_spouse", RP, ON).monthly, "children": 2},
    "jp_disability_benefit": {
        "counted": rules.jp_counted_months("disability", months_paid=200, months_due=200, registered_on=date(2016, 1, 4), event_on=ON)
    },
    "jp_given_average": {"average": RP},
    "jp_index_in_percent": {"index": rules.jp_wage_index(2026, 2026, LAW)},
    "jp_lump_sum": {"contributions": (Flow(date(2025, 3, 1), RP),), "until": Month(2025, 12)},
    "jp_old_age_benefit": {"months": 200},
    "jp_pension_start": {"taken_on": date(2045, 6, 1)},
    "jp_within_limits": {"benefit": rules.jp_formula_benefit(AVERAGE, 200, ON)},
    "jp_year_wage": {"wages": (RP,)},
    "lapse_guard": {"prices": RP},
    "late_compensation": {"programme": "jkk"},
    "late_fine": {"programme": "JHT"},
    "late_fine_for_months": {"programme": "JHT", "parts": ()},
    "mandatory_programmes": {"size": "medium"},
    "migrant_jht": {"amount": Money.of_rupiah(100_000)},
    "mlt_conditions": {"facts": FACTS},
    "months_late": {"programme": "JHT"},
    "nik_layout": {"text": "3171234567890123"},
    "paid_before": {"paid": (Month(2026, 1),)},
    "payable": {"benefit": rules.jkk_funeral(ON), "payer": rules.benefit_payer("PU", 0, ON)},
    "premium_rate": {"programme": "JKK"},
    "recipient_without_heirs": {"share": "funeral"},
    "scholarship": {"programme": "jkk"},
    "scholarship_right": {"programme": "jkk"},
    "self_employed_contributions": {"programmes": ("JKK", "JKM")},
    "transport_refund": {"costs": {"land": RP}},
    "with_inflation": {"rates": {2026: Rate.percent(3)}, "source": "a test", "confidence": "assumed"},
}
NOT_ASKED = {
    *("certainty_of", "closed_days", "collective_leave_of", "holidays_of", "public_holidays_of", "lawbook"),
    *("sentence", "sheet", "total_of"),
}
"""The calendar and the book themselves, and what only puts figures together; no person's input arrives there."""
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    name: found for name in rules.__all__ if inspect.isfunction(inspect.unwrap(found := getattr(rules, name))) and name not in NOT_ASKED
}
BY_TYPE: Mapping[str, Any] = {
    "Money": RP,
    "Month": MONTH,
    "date": ON,
    "int": 1,
    "bool": False,
    "Rate": Rate.percent(5),
}
NONSENSE: Mapping[str, tuple[Any, ...]] = {
    "Money": (Money(-1), Money(-MAX_SEN), Money(MAX_SEN)),
    "Month": (Month(1900, 1), Month(1992, 12), Month(9998, 12)),
    "date": (date.min, date(1900, 2, 28), date.max),
    "int": (-1, 0, 10**9),
    "Rate": (Rate.percent(-101), Rate.percent(10**6)),
    "str": ("", "apa saja"),
}
MAY_BE_NEGATIVE = {("credit_for_month", "opening")}
"""A balance may stand below zero after a correction; then it earns nothing."""
FREE_WORDS = {"source"}
"""Words of the person's own."""


def _kind(annotation: str) -> str:
    return next((kind for kind in (*BY_TYPE, "str") if annotation.split(" | ", maxsplit=1)[0] == kind), annotation)


def sound(name: str) -> dict[str, Any]:
    found = {}
    for argument, about in inspect.signature(FUNCTIONS[name]).parameters.items():
        own = IN.get(name, {})
        found[argument] = (
            own[argument]
            if argument in own
            else EVERYWHERE[argument]
            if argument in EVERYWHERE
            else about.default
            if about.default is not about.empty and _kind(about.annotation) not in BY_TYPE
            else BY_TYPE[_kind(about.annotation)]
        )
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_sound_input_is_answered(name: str) -> None:
    FUNCTIONS[name](**sound(name))


CASES = [
    (name, argument, number)
    for name, function in FUNCTIONS.items()
    for argument, about in inspect.signature(function).parameters.items()
    for number in range(len(NONSENSE.get(_kind(about.annotation), ())))
]


@pytest.mark.parametrize(("name", "argument", "number"), CASES)
def test_nonsense_is_answered_or_refused_by_name(name: str, argument: str, number: int) -> None:
    kind = _kind(inspect.signature(FUNCTIONS[name]).parameters[argument].annotation)
    wrong = NONSENSE[kind][number]
    refusal = _asked(name, argument, wrong)
    if refusal is not None:
        assert refusal.code.startswith("rules."), refusal.code
        assert refusal.fix
        assert str(refusal)
    else:
        assert kind != "Money" or wrong >= Money.zero() or (name, argument) in MAY_BE_NEGATIVE, "a negative amount was answered"
        assert kind != "str" or argument in FREE_WORDS, "an unknown word was answered"


def _asked(name: str, argument: str, wrong: object) -> Failure | None:
    try:
        FUNCTIONS[name](**sound(name) | {argument: wrong})
    except Failure as refusal:
        return refusal
    return None
