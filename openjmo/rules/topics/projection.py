"""Worked examples of projections: a balance carried forward, what it is worth, and a history under a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.projection import (
    BookedMonth,
    Break,
    Career,
    Start,
    default_assumptions,
    explain_projection,
    monthly_income,
    pension_outlook,
    project,
    replay_history,
    saving_needed,
    value_today,
)
from openjmo.rules.topics.inputs import CaseInput, Topic, topic

_YEARLY: Final = ("wage_growth", "return_low", "return_middle", "return_high", "inflation")


def _projection(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    on, law = given.day("on"), given.law()
    start = Start(
        on=on,
        balance=given.money("balance"),
        birth_date=given.day("birth_date"),
        first_month=given.month("first_month") if given.has("first_month") else Month.of(on),
    )
    until_age = given.count("until_age")
    assumed = default_assumptions(wage=given.money("wage"), on=on, until_age=until_age, law=law)
    for name in _YEARLY:
        if given.has(f"{name}_percent"):
            assumed = replace(assumed, **{name: given.rate(f"{name}_percent")})  # type: ignore[arg-type]  # these fields are rates
    assumed = replace(
        assumed,
        stop_age=given.count("stop_age") if given.has("stop_age") else until_age,
        taken_now=given.money("taken_now") if given.has("taken_now") else Money.zero(),
        breaks=tuple(Break(part.month("first"), part.month("last")) for part in given.parts("breaks", "first", "last")),
    )
    found = project(start, assumed, law)
    return {
        **{f"{name}_percent": getattr(assumed, name) for name in _YEARLY},
        "until": found.until,
        "low": found.low,
        "middle": explain_projection(start, assumed, law),
        "high": found.high,
        "contributions": found.contributions,
        "value_today": value_today(found.middle, now=Month.of(on), then=found.until, inflation=assumed.inflation),
    }


def _income(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"per_month": monthly_income(given.money("balance"), years=given.count("years"), rate=given.rate("annual_rate_percent"))}


def _saving(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"per_month": saving_needed(given.money("missing"), months=given.count("months"), rate=given.rate("annual_rate_percent"))}


def _value_today(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    inflation = given.rate("inflation_percent")
    return {"value": value_today(given.money("amount"), now=given.month("now"), then=given.month("then"), inflation=inflation)}


def _history(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    months = [
        BookedMonth(part.month("month"), part.money("wage"), part.day("booked_on"))
        for part in given.parts("months", "month", "wage", "booked_on")
    ]
    found = replay_history(months, given.law(), through=given.month("through"))
    return {"contributions": found.contributions, "returns": found.returns, "balance": found.figure}


def _pension(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    on = given.day("on")
    career = Career(
        on=on,
        birth_date=given.day("birth_date"),
        wage=given.money("wage"),
        months_paid=given.count("months_paid"),
        first_month=given.month("first_month") if given.has("first_month") else Month.of(on),
        wage_growth=given.rate("wage_growth_percent"),
        inflation=given.rate("inflation_percent"),
        annual_return=given.rate("annual_return_percent"),
        stop=given.month("stop") if given.has("stop") else None,
        breaks=tuple(Break(part.month("first"), part.month("last")) for part in given.parts("breaks", "first", "last")),
    )
    found = pension_outlook(career, given.law())
    return {
        "reached_on": found.reached,
        "starts_on": found.starts,
        "months": found.months,
        "form": found.form,
        "monthly": found.monthly or "",
        "is_limited": found.is_limited,
        "lump_sum": found.lump_sum or "",
    }


PROJECTION: Final[Mapping[str, Topic]] = {
    "projection": topic(
        _projection,
        *("on", "balance", "birth_date", "first_month", "wage", "until_age", "stop_age", "taken_now", "breaks"),
        *(f"{name}_percent" for name in _YEARLY),
    ),
    "jp_projection": topic(
        _pension,
        *("on", "birth_date", "wage", "months_paid", "first_month", "stop", "breaks"),
        *("wage_growth_percent", "inflation_percent", "annual_return_percent"),
    ),
    "history_replayed": topic(_history, "months", "through"),
    "monthly_income": topic(_income, "balance", "years", "annual_rate_percent"),
    "saving_needed": topic(_saving, "missing", "months", "annual_rate_percent"),
    "value_today": topic(_value_today, "amount", "now", "then", "inflation_percent"),
}
