"""Worked examples of membership: the layout of a NIK, the state, the lapse of the self-employed, and the housing facility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.lapse import lapse_guard
from openjmo.rules.lapse_loss import lost_on_lapse
from openjmo.rules.membership_state import membership_state, warning_ends_on
from openjmo.rules.mlt import MltFacts, mlt_conditions, mlt_facility, mlt_instalment, mlt_rate
from openjmo.rules.nik_layout import nik_layout
from openjmo.rules.topics.inputs import CaseInput, Topic, topic

_FACTS: Final = ("active", "employer_in_order", "owns_house", "spouse_uses_it", "used_before")


def _nik(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return asdict(nik_layout(given.text("nik"), given.law()))


def _month(given: CaseInput, field: str) -> Month:
    return Month.parse(given.text(field))


def _lapse(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, on = given.law(), given.day("day")
    price = given.money("monthly_contribution") if given.has("monthly_contribution") else Money.zero()
    guard = lapse_guard(_month(given, "last_paid_month"), on, price, law)
    children = given.count("children") if given.has("children") else 0
    paid = given.count("paid_months") if given.has("paid_months") else 0
    return {
        "state": guard.state,
        "arrears_months": guard.arrears_months,
        "covered_until": guard.covered_until,
        "days_left": guard.days_left,
        "restore_price": guard.restore_price,
        "first_notice": guard.notices[0],
        "second_notice": guard.notices[1],
        "third_notice": guard.notices[2],
        "lost": lost_on_lapse(on, children=children, paid_months=paid, law=law),
    }


def _state(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {
        "state": membership_state(
            given.text("segment") if given.has("segment") else "PU",
            given.day("day"),
            last_paid=_month(given, "last_paid_month") if given.has("last_paid_month") else None,
            ended_on=given.day("ended_on") if given.has("ended_on") else None,
            law=given.law(),
        )
    }


def _warning(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"ends_on": warning_ends_on(given.day("first_warning_on"), given.law())}


def _mlt(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law = given.law()
    on = given.day("day") if given.has("day") else law.researched_on
    kind = given.text("kind") if given.has("kind") else "KPR"
    facility = mlt_facility(kind, on, law)
    figures: dict[str, object] = {"ceiling": facility.ceiling, "term_years": facility.term_years}
    rate = given.rate("bi_rate_percent") if given.has("bi_rate_percent") else None
    borrower = given.text("borrower") if given.has("borrower") else "member"
    if rate is not None:
        figures["rate_percent"] = mlt_rate(on, bi_rate=rate, borrower=borrower, law=law)
    if given.has("amount"):
        figures["instalment"] = mlt_instalment(kind, given.money("amount"), given.count("years"), on, bi_rate=rate, law=law)
    return figures


def _mlt_conditions(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law = given.law()
    facts = {name: given.flag(name) if given.has(name) else name in _FACTS[:2] for name in _FACTS}
    conditions = mlt_conditions(
        MltFacts(membership_months=given.count("membership_months"), programmes=frozenset(given.words("programmes")), **facts),
        given.day("day") if given.has("day") else law.researched_on,
        law,
    )
    return {"met": conditions, "failed": " ".join(part.code.split(".")[-1] for part in conditions.parts if not part.flag)}


MEMBERSHIP: Final[Mapping[str, Topic]] = {
    "nik_layout": topic(_nik, "nik"),
    "bpu_lapse": topic(_lapse, "last_paid_month", "day", "monthly_contribution", "children", "paid_months"),
    "membership_state": topic(_state, "segment", "day", "last_paid_month", "ended_on"),
    "employer_warning": topic(_warning, "first_warning_on"),
    "mlt_facility": topic(_mlt, "kind", "day", "amount", "years", "bi_rate_percent", "borrower"),
    "mlt_conditions": topic(_mlt_conditions, "membership_months", "programmes", "day", *_FACTS),
}
