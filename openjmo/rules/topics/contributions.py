"""Worked examples of the contributions of all programmes but JHT's own: wages, the self-employed, migrants, caps, discounts, due days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from openjmo.core.money import Money
from openjmo.rules.contribution_calculator import contribution_calculator
from openjmo.rules.deadlines import due_date
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jkk_jkm import NO_RELIEF, ReliefFacts, employer_contribution, premium_rate
from openjmo.rules.jkp_contributions import jkp_contribution
from openjmo.rules.jp_age import jp_pension_age_reached
from openjmo.rules.jp_contributions import jp_cap_update, jp_contribution
from openjmo.rules.migrants import migrant_contribution, migrant_jht
from openjmo.rules.pension_age import jp_has_ended
from openjmo.rules.programmes import mandatory_programmes
from openjmo.rules.self_employed import SECTORS, discounted, self_employed_contributions, self_employed_discount
from openjmo.rules.topics.inputs import CaseInput, Topic, topic
from openjmo.rules.wage_contributions import wage_contributions


def _jp(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    birth = given.day("birth_date") if given.has("birth_date") else None
    month, law = given.month(), given.law()
    total = jp_contribution(given.money("monthly_wage"), month, birth, law)
    worker, employer = total.parts
    found: dict[str, object] = {
        "base": worker.parts[0],
        "cap": worker.parts[0].values["cap"],
        "worker": worker,
        "employer": employer,
        "total": total,
    }
    if birth is not None:
        state = jp_has_ended(birth, month, law)
        reached = f"pension age {state.age.years} ({state.age.span}) already reached"
        found |= {"ended": state.ended, "reached_on": jp_pension_age_reached(birth, law), "reason": reached if state.ended.flag else ""}
    return found


def _split(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    month, wage, law, relief = given.month(), given.money("monthly_wage"), given.law(), _relief(given)
    birth = given.day("birth_date") if given.has("birth_date") else None
    asked = given.words("programmes") if given.has("programmes") else None
    jkk_class = given.text("jkk_class") if given.has("jkk_class") else None
    found = wage_contributions(wage, month, jkk_class=jkk_class, birth_date=birth, programmes=asked, relief=relief, law=law)
    figures: dict[str, object] = {share.code.replace(".contribution.", "_"): share for share in found.shares}
    for programme in ("JHT", "JP", "JKK", "JKM"):
        figures[f"{programme.lower()}_total"] = found.of(programme)
        for payer in ("worker", "employer"):
            figures.setdefault(f"{programme.lower()}_{payer}", Money.zero())
    for name, total in (("worker", found.worker), ("employer", found.employer), ("total", found.total)):
        figures |= {name: total, f"{name}_total": total, f"total_{name}": total}
    figures |= {kept.code.replace(".contribution.", "_"): kept for kept in found.kept}
    if found.jkp is not None:
        figures |= {part.code.replace(".contribution.", "_"): part for part in found.jkp.figure.parts} | {"jkp_total": found.jkp.figure}
    fast = contribution_calculator(month, jkk_class, programmes=asked, relief=relief, law=law).split(wage.sen, birth)
    for name, sen in fast._asdict().items():
        slow = figures.get(name, Money.zero())
        if (slow.money if isinstance(slow, Figure) else slow) != Money(sen):
            raise ValueError(f"{name}: the fast way gives {sen} sen")
    return _per_months(figures, wanted)


def _per_months(figures: dict[str, object], wanted: frozenset[str]) -> dict[str, object]:
    """Also `…_per_month` and `…_12_months` of every amount that is wanted so."""
    for field in wanted:
        if several := re.fullmatch(r"(.+)_(?:per_month|([0-9]+)_months)", field):
            amount = figures.get(several[1])
            if isinstance(amount, Figure):
                amount = amount.money
            if isinstance(amount, Money):
                figures[field] = amount * int(several[2] or 1)
    return figures


def _relief(given: CaseInput) -> ReliefFacts:
    return ReliefFacts(
        sector=given.text("sector") if given.has("sector") else None,
        labour_intensive=given.flag("labour_intensive", default=NO_RELIEF.labour_intensive),
        active_workers=given.count("active_workers") if given.has("active_workers") else NO_RELIEF.active_workers,
    )


def _jkk(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month, law, relief, jkk_class = given.month(), given.law(), _relief(given), given.text("jkk_class")
    rate = premium_rate("JKK", month, jkk_class=jkk_class, relief=relief, law=law)
    found: dict[str, object] = {"rate_percent": rate, "discount_percent": rate.parts[0] if rate.parts else 0}
    if given.has("monthly_wage"):
        paid = employer_contribution("JKK", given.money("monthly_wage"), month, jkk_class=jkk_class, relief=relief, law=law)
        found |= {"employer": paid, "jkk_employer": paid}
    return found


def _cap_update(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month = given.month() if given.has("month") else None
    return {"new_cap": jp_cap_update(given.money("previous_cap"), given.rate("gdp_growth_percent"), month=month, law=given.law())}


def _sector(given: CaseInput) -> str:
    sector = given.text("sector") if given.has("sector") else "other"
    return next((word for word, key in SECTORS.items() if sector == key), sector)


def _state_pays(given: CaseInput) -> bool:
    return given.flag("paid_from_state_budget") if given.has("paid_from_state_budget") else False


def _before(name: str, amount: Money) -> Figure:
    return Figure(code=f"{name}.bpu.contribution", label=sentence("Iuran sebelum potongan"), amount=amount)


def _bpu_discount(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month, law, sector, state = given.month(), given.law(), _sector(given), _state_pays(given)
    found: dict[str, object] = {
        "discount_percent": self_employed_discount(month, sector, paid_from_state_budget=state, law=law),
    }
    amounts = {name: given.money(name) for name in ("jkk", "jkm") if given.has(name)}
    after = {
        name: discounted(_before(name, amount), month, sector, paid_from_state_budget=state, law=law) for name, amount in amounts.items()
    }
    found |= {f"{name}_before": amount for name, amount in amounts.items()}
    found |= {f"{name}_after": figure for name, figure in after.items()} | after
    found |= {"before": Money.total(amounts.values()), "after": Money.total(figure.money for figure in after.values())}
    return found


def _bpu(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    asked = given.words("programmes") if given.has("programmes") else ("JKK", "JKM")
    month, law, sector, state = given.month(), given.law(), _sector(given), _state_pays(given)
    base = given.money("income_base")
    found = self_employed_contributions(base, month, programmes=asked, sector=sector, paid_from_state_budget=state, law=law)
    figures: dict[str, object] = {figure.code.split(".")[0]: figure for figure in found.shares}
    return figures | {"total": found.total, "before": Money.total(figure.money for figure in found.before)}


def _pmi(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month, law = given.month(), given.law()
    if given.has("jht"):
        return {"jht": migrant_jht(given.money("jht"), month, law)}
    months = given.count("months") if given.has("months") else 1
    return {"jkk_jkm": migrant_contribution(given.text("stage"), month, months=months, law=law)}


def _jkp(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    found = jkp_contribution(given.money("monthly_wage"), given.month(), relief=_relief(given), law=given.law())
    return {
        "base": found.figure.parts[0].parts[0],
        "government": found.government,
        "from_jkk": found.from_jkk,
        "from_jkm": found.from_jkm,
        "total": found.figure,
    }


def _due_date(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    segment = given.text("segment") if given.has("segment") else "PU"
    programme = given.text("programme") if given.has("programme") else "JHT"
    return {"due_on": due_date(given.month(), segment, given.law(), programme=programme)}


def _mandatory(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    found = mandatory_programmes(given.text("size"), given.month(), given.law())
    return {"programmes": list(found.programmes), "count": len(found.programmes)}


_RELIEF: Final = ("labour_intensive", "active_workers", "sector")
CONTRIBUTIONS: Final[Mapping[str, Topic]] = {
    "jp_contribution_cap": topic(_jp, "monthly_wage", "month", "birth_date"),
    "jp_contribution_age": topic(_jp, "monthly_wage", "month", "birth_date"),
    "jp_cap_update": topic(_cap_update, "previous_cap", "gdp_growth_percent", "month"),
    "contribution_split": topic(_split, "monthly_wage", "month", "jkk_class", "birth_date", "programmes", *_RELIEF),
    "jkk_relief": topic(_jkk, "jkk_class", "month", "monthly_wage", *_RELIEF),
    "jkp_contribution": topic(_jkp, "monthly_wage", "month", *_RELIEF),
    "bpu_discount": topic(_bpu_discount, "month", "sector", "jkk", "jkm", "paid_from_state_budget"),
    "bpu_contribution": topic(_bpu, "income_base", "month", "programmes", "sector", "paid_from_state_budget"),
    "pmi_contribution": topic(_pmi, "stage", "month", "months", "jht"),
    "due_date": topic(_due_date, "month", "segment", "programme"),
    "mandatory_programmes": topic(_mandatory, "size", "month"),
}
