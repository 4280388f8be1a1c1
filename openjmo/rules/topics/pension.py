"""Worked examples of JP amounts: weighted wage, benefit, later years, limits, survivors, lump sum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, cast

from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure
from openjmo.rules.jp_benefit import (
    JpBenefit,
    jp_disability_benefit,
    jp_formula_benefit,
    jp_indexed_benefit,
    jp_old_age_benefit,
    jp_payout_form,
)
from openjmo.rules.jp_limits import jp_limit_update
from openjmo.rules.jp_lump_sum import jp_lump_sum, jp_lump_sum_on
from openjmo.rules.jp_survivors import Survivor, jp_child_parts, jp_survivor_benefit, jp_who_receives
from openjmo.rules.jp_wage import jp_index_in_percent, jp_weighted_wage, jp_year_wage
from openjmo.rules.lawbook import DeclaredValue, Lawbook
from openjmo.rules.topics.inputs import SOURCE, CaseInput, Topic, topic
from openjmo.rules.topics.pension_inputs import (
    AVERAGES,
    DAYS,
    EACH_YEAR,
    MONTHS,
    OF_ONE_YEAR,
    RECORD,
    average_of,
    counted_of,
    day_of,
    last_year_of,
    law_of,
    law_with_one_inflation,
)


def _weighted_wage(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    months = given.count("months") if given.has("months") else 12
    figure = jp_weighted_wage(
        given.money("monthly_wage"), given.count("wage_year"), last_year=last_year_of(given), months=months, law=law_of(given)
    )
    return {"weighted_monthly_wage": figure, "index_percent": jp_index_in_percent(figure.parts[0]), "index": figure.parts[0]}


def _year_wage(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, year = law_of(given), given.count("wage_year")
    wages = given.moneys("monthly_wages")
    mean = jp_year_wage(year, wages, law)
    weighted = jp_weighted_wage(mean, year, last_year=last_year_of(given), months=len(wages), law=law)
    return {"monthly_wage": mean, "weighted_monthly_wage": weighted, "months": len(wages)}


def _benefit(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    law, on = law_of(given), day_of(given)
    average = average_of(given, law)
    if given.has("cause"):
        benefit = jp_disability_benefit(average, counted_of(given, law), on, law)
    else:
        benefit = jp_old_age_benefit(average, given.count(given.first_of(*MONTHS) or MONTHS[0]), on, law)
    figures = {"average": average, "formula_benefit": benefit.formula, "formula_amount": benefit.formula}
    return figures | _limits_of(benefit, wanted - set(figures)) | _family_of(benefit.formula, on, law)


def _limits_of(benefit: JpBenefit, wanted: frozenset[str]) -> dict[str, object]:
    """What the limits make of it; refused where they are not known, unless nobody asks."""
    if benefit.limited is None and not wanted:
        return {}
    paid = benefit.monthly
    formula = benefit.formula.money
    return {
        **dict.fromkeys(("first_year_monthly_benefit", "monthly_benefit", "monthly", "benefit"), paid),
        "minimum_applied": paid.money > formula,
        "maximum_applied": paid.money < formula,
    }


def _family_of(formula: Figure, on: date, law: Lawbook) -> dict[str, object]:
    """What each kind of survivor would have of it, under the names a file may use."""
    widow = jp_survivor_benefit("widow_or_widower", formula, on, law)
    kinds = {
        "widow": widow,
        "widower": widow,
        "widow_or_widower": widow,
        "child": jp_survivor_benefit("child_no_spouse", formula, on, law),
        "parent": jp_survivor_benefit("parent", formula, on, law),
    }
    if widow.limited:
        kinds["child_after_widow"] = jp_survivor_benefit("child_after_widow", widow.limited, on, law)
    known = {name: kind.limited for name, kind in kinds.items() if kind.limited}
    return {f"{name}{ending}": figure for name, figure in known.items() for ending in ("", "_monthly", "_monthly_benefit", "_benefit")}


def _survivors(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, on = given.law(), day_of(given)
    figures: dict[str, object] = {}
    children = given.count("children") if given.has("children") else 0
    if given.has("survivor"):
        survivor = cast("Survivor", given.text("survivor"))
    else:
        who = jp_who_receives(
            has_spouse=given.has("has_spouse") and given.flag("has_spouse"),
            children=children,
            has_parent=given.has("has_parent") and given.flag("has_parent"),
            spouse_was_paid=given.has("spouse_was_paid") and given.flag("spouse_was_paid"),
            on=on,
            law=law,
        )
        survivor, figures["receives"] = cast("Survivor", who.text), who
    if field := given.first_of("base", "pension", "formula_benefit"):
        benefit = jp_survivor_benefit(survivor, given.money(field), on, law)
    else:
        months = (counted_of(given, law) if given.has("cause") else None) or given.count(given.first_of(*MONTHS) or MONTHS[0])
        counted = months.count if isinstance(months, Figure) else months
        benefit = jp_survivor_benefit(survivor, jp_formula_benefit(average_of(given, law), counted, on, law), on, law)
    figures |= {"share": benefit.formula, "monthly": benefit.monthly, "minimum_applied": benefit.monthly.money > benefit.formula.money}
    if children and survivor.startswith("child"):
        parts = jp_child_parts(benefit.monthly, children, on, law)
        figures |= {f"child_{number}": part for number, part in enumerate(parts, start=1)}
    return figures


def _min_max_update(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    year = given.count("year")
    law = law_with_one_inflation(given, year)
    figures: dict[str, object] = {"year": year + 1}
    for limit in ("minimum", "maximum"):
        if field := given.first_of(limit, f"previous_{limit}"):
            updated = jp_limit_update(given.money(field), year + 1, law)
            figures |= {limit: updated, f"new_{limit}": updated}
    return figures


def _indexed(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    year = given.count("year")
    benefit = jp_indexed_benefit(given.money("last_benefit"), year, law_with_one_inflation(given, year - 1))
    return {"indexed": benefit.formula} | _limits_of(benefit, wanted - {"indexed"})


def _lump_sum(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law = given.law()
    if given.has("annual_rate_percent_by_year"):
        law = law.with_values(
            DeclaredValue(
                id="jp.lump_sum.annual_rate",
                value=str(rate),
                effective_from=date(year, 1, 1),
                effective_to=date(year, 12, 31),
                source=SOURCE,
                confidence="assumed",
            )
            for year, rate in given.by_year("annual_rate_percent_by_year").items()
        )
    until = Month.of(given.day("event_on")) if given.has("event_on") else given.month("until")
    figure = jp_lump_sum(given.flows("contributions"), until, law)
    figures: dict[str, object] = {"lump_sum": figure, **{name: figure.values[name] for name in ("paid", "development")}}
    return figures | ({"paid_on": jp_lump_sum_on(given.day("event_on"), law)} if given.has("event_on") else {})


def _payout_form(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return {"form": jp_payout_form(given.count(given.first_of(*MONTHS) or MONTHS[0]), day_of(given), given.law())}


def _record(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    figure = counted_of(given, given.law())
    names: tuple[Literal["density_met"], Literal["membership_met"]] = ("density_met", "membership_met")
    return {"counted_months": figure, **dict(zip(names, figure.parts, strict=True)), "entitled": figure.count > 0}


_WAGES: Final = ("weighted_monthly_wages", "monthly_wages_by_year", "months_by_year", *AVERAGES, *EACH_YEAR)

PENSION: Final[Mapping[str, Topic]] = {
    "jp_weighted_wage": topic(_weighted_wage, "wage_year", "monthly_wage", "months", "pension_year", *EACH_YEAR),
    "jp_year_wage": topic(_year_wage, "wage_year", "monthly_wages", "pension_year", *EACH_YEAR),
    "jp_benefit": topic(_benefit, *MONTHS, *_WAGES, *RECORD, *DAYS),
    "jp_indexed_benefit": topic(_indexed, "last_benefit", "year", *OF_ONE_YEAR, *EACH_YEAR),
    "jp_min_max_update": topic(
        _min_max_update, "year", "minimum", "maximum", "previous_minimum", "previous_maximum", *OF_ONE_YEAR, *EACH_YEAR
    ),
    "jp_survivors": topic(
        _survivors,
        *("survivor", "base", "pension", "formula_benefit", "children", "has_spouse", "has_parent", "spouse_was_paid"),
        *(*MONTHS, *_WAGES, *RECORD, *DAYS),
    ),
    "jp_lump_sum": topic(_lump_sum, "contributions", "until", "event_on", "annual_rate_percent_by_year"),
    "jp_payout_form": topic(_payout_form, *MONTHS, *DAYS),
    "jp_counted_months": topic(_record, *MONTHS, *RECORD),
}
