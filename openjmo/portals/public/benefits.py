"""What the social security programmes give besides money: scholarships for children, finance for a house. Information from the rules only.

Both pages look nobody up and open without the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.money import Money
from openjmo.portals.shared.figures import cited, edition_of, in_words, percent
from openjmo.rules.derivation import sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.mlt import KINDS, MltFacts, mlt_conditions, mlt_facility
from openjmo.rules.scholarship import LEVELS, scholarship

_LEVEL_NAMES = dict(zip(LEVELS, ("TK", "SD", "SMP", "SMA", sentence("Kuliah atau pelatihan")), strict=True))
_KIND_NAMES = {
    "KPR": sentence("Kredit membeli rumah (KPR)"),
    "PUMP": sentence("Uang muka rumah (PUMP), bersama KPR"),
    "PRP": sentence("Renovasi rumah (PRP)"),
}
_JUDGED_BY_FACTS = ("mlt.condition.membership", "mlt.condition.programmes")
"""Conditions the page words by itself, from the numbers behind them."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What one level of school brings."""

    name: str
    per_year: Money
    years: int
    total: Money


@transaction.non_atomic_requests
@require_safe
def benefit_scholarship(request: HttpRequest) -> HttpResponse:
    """Scholarships by level (S80, X5)."""
    law, today = lawbook(), business_date(SystemClock().now())
    most = law.value("scholarship.max_children", today)
    found = scholarship(most.number, event_on=today, law=law)
    levels = found.per_child.parts if found.per_child else ()
    years = law.value("scholarship.min_contribution_period_jkm", today)
    return render(
        request,
        "public/benefit_scholarship.html",
        {
            "levels": [_level(law, today, str(part.values["level"]), part.money) for part in levels],
            "per_child": found.per_child and found.per_child.money,
            "total": found.total.money,
            "children": most.number,
            "end_age": law.value("scholarship.end_age", today).number,
            "jkm_years": years.number,
            "articles": cited(found.total.article),
            "figures": [in_words(found.total)],
            "rules_version": edition_of(law),
        },
    )


def _level(law: Lawbook, on: date, level: str, total: Money) -> LevelRow:
    return LevelRow(
        gettext(_LEVEL_NAMES[level]), law.value("scholarship", on, level).money, law.value("scholarship.max_years", on, level).number, total
    )


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One kind of housing finance."""

    name: str
    ceiling: Money
    years: int


@transaction.non_atomic_requests
@require_safe
def benefit_housing(request: HttpRequest) -> HttpResponse:
    """Ceilings, terms and conditions of housing finance (S79)."""
    law, today = lawbook(), business_date(SystemClock().now())
    facilities = {kind: mlt_facility(kind, today, law) for kind in KINDS}
    years, programmes = law.value("mlt.min_membership", today), law.value("mlt.required_programmes", today)
    facts = MltFacts(
        membership_months=0,
        active=True,
        programmes=frozenset(),
        employer_in_order=True,
        owns_house=False,
        spouse_uses_it=False,
        used_before=False,
    )
    conditions = mlt_conditions(facts, today, law)
    return render(
        request,
        "public/benefit_housing.html",
        {
            "facilities": [
                FacilityRow(gettext(_KIND_NAMES[kind]), one.ceiling.money, one.term_years.count) for kind, one in facilities.items()
            ],
            "margin": percent(law.value("mlt.margin_over_bi_rate", today, "member").rate),
            "years": years.number,
            "programmes": ", ".join(programmes.words),
            "conditions": [in_words(part).label for part in conditions.parts if part.code not in _JUDGED_BY_FACTS],
            "articles": cited(years.source),
            "figures": [in_words(figure) for one in facilities.values() for figure in (one.ceiling, one.term_years)],
            "rules_version": edition_of(law),
        },
    )
