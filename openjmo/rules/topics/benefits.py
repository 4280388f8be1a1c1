"""Worked examples of JKM, JKK, the scholarship and a whole death case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.money import Money, Rate
from openjmo.rules.arrears_cover import benefit_payer, payable
from openjmo.rules.benefit_payment import benefit_due, late_compensation, recipient_without_heirs
from openjmo.rules.death_case import PARTS, death_case_total
from openjmo.rules.derivation import Figure
from openjmo.rules.jkk import (
    TRANSPORTS,
    WHOLE,
    death_benefit,
    jkk_funeral,
    jkk_periodic,
    jkk_total,
    partial_disability,
    total_disability,
    transport_refund,
)
from openjmo.rules.jkk_limits import claim_lapses_on, report_by
from openjmo.rules.jkk_unable import USUAL_MONTH_DAYS, unable_between, unable_to_work
from openjmo.rules.jkm import jkm_benefit
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.scholarship import LEVELS, child_plan, scholarship
from openjmo.rules.topics.inputs import CaseInput, NoCheckError, Topic, topic

Figures = Mapping[str, object]
_WAGES: Final = ("monthly_wage", "wage", "last_wage")
JKK_KINDS: Final = ("stmb", "partial_disability", "total_disability", "death")


def _flag(given: CaseInput, field: str, *, default: bool) -> bool:
    return given.flag(field) if given.has(field) else default


def _count(given: CaseInput, field: str, default: int = 0) -> int:
    return given.count(field) if given.has(field) else default


def _segment(given: CaseInput) -> str:
    return given.text("segment") if given.has("segment") else "PU"


def _first_day_given(given: CaseInput, *fields: str, law: Lawbook) -> date:
    """The first of the fields that is given, else the last day the book was researched for."""
    return next((given.day(field) for field in fields if given.has(field)), law.researched_on)


def _jkm(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law = given.law()
    found = jkm_benefit(
        _first_day_given(given, "death_date", law=law),
        active=_flag(given, "active", default=True),
        by_work_accident=_flag(given, "work_accident", default=False),
        segment=_segment(given),
        arrears_months=_count(given, "arrears_months"),
        law=law,
    )
    return {
        "entitled": found.entitled,
        "payer": found.entitled.parts[0],
        "lump_sum": found.lump_sum,
        "periodic": found.periodic,
        "funeral": found.funeral,
        "total": found.total,
        "at_once": found.at_once,
        "after_arrears": found.after_arrears,
    }


def _scholarship(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law = given.law()
    months = given.count("paid_months") if given.has("paid_months") else None
    if given.has("contribution_years"):
        months = given.count("contribution_years") * 12
    found = scholarship(
        _count(given, "children", 1),
        event_on=_first_day_given(given, "event_date", "death_date", "accident_date", law=law),
        levels=given.words("levels") if given.has("levels") else LEVELS,
        programme=given.text("programme").lower() if given.has("programme") else "jkk",
        paid_months=months,
        law=law,
    )
    figures: dict[str, object] = {"entitled": found.entitled, "total": found.total, "maximum_total": found.total}
    if found.per_child:
        figures |= {"per_child": found.per_child, **{str(part.values["level"]): part for part in found.per_child.parts}}
    return figures


def _child_plan(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law = given.law()
    first = given.day("first_paid_on") if given.has("first_paid_on") else law.researched_on
    level = given.text("level") if given.has("level") else LEVELS[0]
    plan = child_plan(given.day("birth_date"), level, _count(given, "years_done"), first, law)
    return {"total": plan, "years": len(plan.parts), "first_year": plan.parts[0] if plan.parts else Money.zero()}


def _jkk(given: CaseInput, wanted: frozenset[str]) -> Figures:
    law = given.law()
    on = _first_day_given(given, "accident_date", "event_date", "death_date", law=law)
    kind = given.text("benefit") if given.has("benefit") else "death"
    wage = given.money(next((field for field in _WAGES if given.has(field)), _WAGES[0]))
    payer = benefit_payer(_segment(given), _count(given, "arrears_months"), on, law)
    if kind not in JKK_KINDS:
        raise NoCheckError(f"the benefit {kind} is not known; known are {', '.join(JKK_KINDS)}")
    main = _main_benefit(given, kind, wage, on, law)
    figures: dict[str, object] = {"payer": payer, "benefit": main, kind: main}
    if kind in {"stmb", "partial_disability"}:
        return figures | {"total": payable(main, payer)}
    parts = [main]
    if wanted & {"periodic", "total", "error"}:
        parts.append(jkk_periodic(on, law))
        figures["periodic"] = parts[-1]
    if kind == "death" and wanted & {"funeral", "total", "error"}:
        parts.append(jkk_funeral(on, law))
        figures["funeral"] = parts[-1]
    return figures | ({"total": payable(jkk_total(tuple(parts)), payer)} if "total" in wanted else {})


def _main_benefit(given: CaseInput, kind: str, wage: Money, on: date, law: Lawbook) -> Figure:
    if kind == "death":
        return death_benefit(wage, on, law)
    if kind == "total_disability":
        return total_disability(wage, on, law)
    if kind == "partial_disability":
        percentage = next((given.rate(field) for field in ("percentage", "disability_percent") if given.has(field)), None)
        loss: Rate = given.rate("function_loss") if given.has("function_loss") else WHOLE
        return partial_disability(wage, on, percentage, function_loss=loss, law=law)
    if given.has("first_day"):
        return unable_between(wage, on, given.day("first_day"), given.day("last_day"), law)
    month_days = _count(given, "month_days", USUAL_MONTH_DAYS)
    return unable_to_work(wage, on, months=_count(given, "months"), days=_count(given, "days"), month_days=month_days, law=law)


def _transport(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law = given.law()
    costs = {kind: given.money(kind) for kind in TRANSPORTS if given.has(kind)}
    return {"refund": transport_refund(costs, _first_day_given(given, "accident_date", law=law), law)}


def _jkk_deadlines(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law, on = given.law(), given.day("accident_date")
    return {"report_by": report_by(on, law), "claim_lapses_on": claim_lapses_on(on, law)}


def _payment(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law, programme = given.law(), given.text("programme").lower()
    figures: dict[str, object] = {}
    if given.has("complete_on"):
        figures["due_on"] = benefit_due(programme, given.day("complete_on"), law)
    if given.has("amount"):
        due_on = given.day("due_on") if given.has("due_on") else benefit_due(programme, given.day("complete_on"), law).day
        owed = late_compensation(programme, given.money("amount"), due_on, given.day("paid_on"), law)
        figures |= {"compensation": owed, "days_late": owed.parts[0]}
    return figures


def _recipient(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    law = given.law()
    on = _first_day_given(given, "death_date", law=law)
    return {share: recipient_without_heirs(share, on, law) for share in ("funeral", "rest")}


def _death_case(given: CaseInput, _wanted: frozenset[str]) -> Figures:
    return {"total": death_case_total({name: given.money(name) for name in PARTS if given.has(name)})}


BENEFITS: Final[Mapping[str, Topic]] = {
    "jkm_benefit": topic(_jkm, "death_date", "active", "work_accident", "segment", "arrears_months"),
    "scholarship": topic(
        _scholarship,
        "children",
        "levels",
        "event_date",
        "death_date",
        "accident_date",
        "programme",
        "paid_months",
        "contribution_years",
    ),
    "scholarship_plan": topic(_child_plan, "birth_date", "level", "years_done", "first_paid_on"),
    "jkk_benefit": topic(
        _jkk,
        "benefit",
        "accident_date",
        "event_date",
        "death_date",
        *_WAGES,
        "months",
        "days",
        "month_days",
        "first_day",
        "last_day",
        "percentage",
        "disability_percent",
        "function_loss",
        "segment",
        "arrears_months",
    ),
    "jkk_transport": topic(_transport, "accident_date", *TRANSPORTS),
    "jkk_deadlines": topic(_jkk_deadlines, "accident_date"),
    "benefit_payment": topic(_payment, "programme", "complete_on", "amount", "due_on", "paid_on"),
    "benefit_without_heirs": topic(_recipient, "death_date"),
    "death_case_total": topic(_death_case, *PARTS),
}
