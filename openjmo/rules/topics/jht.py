"""Worked examples of JHT: contribution, due day, fine and returns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.money import Money, Rounding
from openjmo.core.periods import Month
from openjmo.rules.contributions import contribution_sen, jht_contribution
from openjmo.rules.deadlines import due_date
from openjmo.rules.growth import GrowthTable, growth_table
from openjmo.rules.late_fines import late_fine, late_fine_for_months
from openjmo.rules.returns import credit_for_month
from openjmo.rules.topics.inputs import CaseInput, NoCheckError, Topic, topic


def _contribution(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    found = jht_contribution(given.money("monthly_wage"), given.month(), given.law())
    figures: dict[str, object] = {"derivation": found.figure}
    for payer, amount in (("worker", found.worker), ("employer", found.employer), ("total", found.total)):
        figures |= {payer: amount, f"{payer}_per_month": amount}
        for field in wanted:
            if several := re.fullmatch(rf"{payer}_([0-9]+)_months", field):
                figures[field] = amount * int(several[1])
    return figures


def _fast_contribution(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    worker, employer = contribution_sen(given.money("monthly_wage").sen, given.month(), given.law())
    return {"worker": Money(worker), "employer": Money(employer)}


def _late_fine(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, due = given.law(), given.money("contribution_due")
    share = given.money("employer_share") if given.has("employer_share") else None
    programme = given.text("programme") if given.has("programme") else "JHT"
    if given.has("months_late"):
        months = given.count("months_late")
        fine = late_fine_for_months(due, months, month=given.month(), employer_share=share, law=law, programme=programme)
        return {"fine": fine, "months_late": months}
    due_on = given.day("due_on") if given.has("due_on") else due_date(given.month(), law=law, programme=programme).day
    month = given.month() if given.has("month") else None
    fine = late_fine(due, due_on, given.day("paid_on"), employer_share=share, month=month, law=law, programme=programme)
    return {"fine": fine, "months_late": fine.parts[0]}


def _due_date(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    segment = given.text("segment") if given.has("segment") else "PU"
    return {"due_on": due_date(given.month(), segment, given.law())}


def _growth(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    if given.has("new_contributions") and given.money("new_contributions"):
        raise NoCheckError("the example does not say when new contributions came in; the topic jht_return_credit does")
    opening = balance = given.money("opening_balance")
    year = given.month().year
    for later in range(given.count("years") if given.has("years") else 1):
        table = _table(given, year + later)
        month = Month(year + later, 12)
        balance += credit_for_month(table, opening=balance, flows=(), credited=Money.zero(), month=month).money
    return {"development": balance - opening, "closing_balance": balance}


def _return_credit(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month = given.month()
    table = _table(given, month.year)
    credited = given.money("credited") if given.has("credited") else Money.zero()
    figure = credit_for_month(table, opening=given.money("opening_balance"), flows=given.flows(), credited=credited, month=month)
    return {"credit": figure, "earned": figure.parts[0]}


def _table(given: CaseInput, year: int) -> GrowthTable:
    law = given.law()
    if not given.has("annual_rate_percent"):
        return growth_table(year, scheme=given.text("scheme") if given.has("scheme") else None, law=law)
    day = date(year, 12, 31)
    rounding = Rounding(law.value("jht.development.rounding", day).text)
    method = given.text("method") if given.has("method") else law.value("jht.development.crediting_method", day).text
    return GrowthTable.for_rate(given.rate("annual_rate_percent"), method, year, rounding)


JHT: Final[Mapping[str, Topic]] = {
    "jht_contribution": topic(_contribution, "monthly_wage", "month", "months"),
    "jht_contribution_fast": topic(_fast_contribution, "monthly_wage", "month"),
    "late_fine": topic(_late_fine, "contribution_due", "months_late", "month", "due_on", "paid_on", "employer_share", "programme"),
    "jht_due_date": topic(_due_date, "month", "segment"),
    "jht_growth": topic(_growth, "opening_balance", "annual_rate_percent", "years", "new_contributions", "month", "method", "scheme"),
    "jht_return_credit": topic(_return_credit, "opening_balance", "annual_rate_percent", "month", "method", "scheme", "flows", "credited"),
}
