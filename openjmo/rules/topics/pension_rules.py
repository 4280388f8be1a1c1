"""Worked examples of JP days and conditions: pension age, end of a child's pension, list of beneficiaries, payment, data confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.periods import Month
from openjmo.rules.jp_age import jp_past_pension_age, jp_pension_age_reached, jp_pension_start
from openjmo.rules.jp_beneficiaries import jp_late_birth_counts, jp_list_allowed, jp_list_change_allowed
from openjmo.rules.jp_ends import jp_child_ends_on, jp_child_entitled, jp_spouse_ends_on
from openjmo.rules.jp_payment import (
    jp_claim_window,
    jp_data_confirmation,
    jp_first_payment_by,
    jp_late_payment_fine,
    jp_payment_due,
)
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.pension_age import jp_has_ended
from openjmo.rules.topics.inputs import CaseInput, Topic, topic


def _day(given: CaseInput, field: str) -> date | None:
    return given.day(field) if given.has(field) else None


def _pension_age(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, birth = given.law(), given.day("birth_date")
    reached = jp_pension_age_reached(birth, law)
    start = jp_pension_start(birth, _day(given, "taken_on"), law)
    notice, back = jp_claim_window(reached.day, law)
    figures: dict[str, object] = {
        "reached_on": reached,
        "pension_age": reached.values["age"],
        "starts_on": start,
        "notice_from": notice,
        "form_back_by": back,
        "first_month_without_jp": _first_month_without(birth, Month.of(reached.day).plus(-1), law),
    }
    return figures | ({"reached": jp_past_pension_age(birth, given.day("day"), law)} if given.has("day") else {})


def _first_month_without(birth: date, month: Month, law: Lawbook) -> Month:
    while not jp_has_ended(birth, month, law).ended.flag:
        month = month.following()
    return month


def _child_end(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, birth = given.law(), given.day("birth_date")
    worked, married = _day(given, "worked_on"), _day(given, "married_on")
    ends = jp_child_ends_on(birth, worked_on=worked, married_on=married, died_on=_day(given, "died_on"), law=law)
    figures: dict[str, object] = {"ends_on": ends}
    if given.has("day"):
        figures["entitled"] = jp_child_entitled(birth, given.day("day"), worked_on=worked, married_on=married, law=law)
    return figures


def _spouse_end(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"ends_on": jp_spouse_ends_on(died_on=_day(given, "died_on"), remarried_on=_day(given, "remarried_on"), law=given.law())}


def _list(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    on = given.day("day") if given.has("day") else lawbook().researched_on
    spouses, children, parents = (given.count(field) if given.has(field) else 0 for field in ("spouses", "children", "parents"))
    return {"allowed": jp_list_allowed(spouses, children, parents, on, given.law())}


def _late_birth(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"counts": jp_late_birth_counts(given.day("born_on"), given.day("ended_on"), given.law())}


def _list_change(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {
        "allowed": jp_list_change_allowed(
            given.day("changed_on"),
            given.day("reported_on"),
            first_paid_on=_day(given, "first_paid_on"),
            died_on=_day(given, "died_on"),
            law=given.law(),
        )
    }


def _payment(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    figures: dict[str, object] = {}
    if given.has("counted_from"):
        figures["first_payment_by"] = jp_first_payment_by(given.day("counted_from"), given.law())
    if given.has("month"):
        figures["due_on"] = jp_payment_due(given.month(), given.law())
    return figures


def _late_payment(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    fine = jp_late_payment_fine(given.money("benefit"), given.day("due_on"), given.day("paid_on"), given.law())
    return {"fine": fine, "months_late": fine.parts[0]}


def _confirmation(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    state = jp_data_confirmation(given.day("confirmed_on"), given.day("day"), given.law())
    return {"state": state, "confirm_by": state.parts[0], "stops_on": state.parts[1]}


PENSION_RULES: Final[Mapping[str, Topic]] = {
    "jp_pension_age": topic(_pension_age, "birth_date", "taken_on", "day"),
    "jp_child_end": topic(_child_end, "birth_date", "worked_on", "married_on", "died_on", "day"),
    "jp_spouse_end": topic(_spouse_end, "died_on", "remarried_on"),
    "jp_beneficiary_list": topic(_list, "spouses", "children", "parents", "day"),
    "jp_late_birth": topic(_late_birth, "born_on", "ended_on"),
    "jp_list_change": topic(_list_change, "changed_on", "reported_on", "first_paid_on", "died_on"),
    "jp_payment": topic(_payment, "counted_from", "month"),
    "jp_late_payment": topic(_late_payment, "benefit", "due_on", "paid_on"),
    "jp_data_confirmation": topic(_confirmation, "confirmed_on", "day"),
}
