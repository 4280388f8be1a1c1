"""Worked examples of JKP: cash, right, deadline and arrears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure
from openjmo.rules.jkp import employer_reclaim_by, jkp_apply_by, jkp_cash, jkp_payer, jkp_training
from openjmo.rules.jkp_right import JkpFacts, jkp_right, paid_before
from openjmo.rules.topics.inputs import CaseInput, Topic, topic

_WAGES: Final = ("last_wage", "monthly_wage", "wage")
_IN_WINDOW: Final = ("months_in_24", "paid_months_in_24", "months_paid_in_24")


def _cash(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, phk_on = given.law(), given.day("phk_date")
    wage = given.money(next((field for field in _WAGES if given.has(field)), _WAGES[0]))
    found = jkp_cash(wage, phk_on, months=given.count("months") if given.has("months") else None, law=law)
    figures: dict[str, object] = {
        "base": found.total.values["base"],
        "months": len(found.months),
        "total": found.total,
        "training": jkp_training(phk_on, law),
        "apply_by": jkp_apply_by(phk_on, law),
    }
    for name, months in (
        ("months_1_3", found.months[:3]),
        ("months_4_6", found.months[3:6]),
        ("months_1_6", found.months),
        ("per_month", found.months),
    ):
        if same := _one_amount(months):
            figures[name] = same
    return figures | {f"month_{number}": figure for number, figure in enumerate(found.months, start=1)}


def _one_amount(months: Sequence[Figure]) -> Figure | None:
    """The figure of every month when all are equal, else None."""
    return months[0] if months and len({month.money for month in months}) == 1 else None


def _right(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, phk_on = given.law(), given.day("phk_date")

    def count(*fields: str) -> int | None:
        return next((given.count(field) for field in fields if given.has(field)), None)

    def flag(field: str) -> bool | None:
        return given.flag(field) if given.has(field) else None

    inside, row = count(*_IN_WINDOW), count("consecutive_months")
    if given.has("paid_months"):
        inside, row = paid_before([Month.parse(month) for month in given.words("paid_months")], phk_on, law)
    right = jkp_right(
        JkpFacts(
            phk_on=phk_on,
            reason=given.text("reason") if given.has("reason") else "phk",
            months_in_window=inside,
            months_in_a_row=row,
            birth=given.day("birth_date") if given.has("birth_date") else None,
            registered_on=given.day("registered_on") if given.has("registered_on") else None,
            citizen=flag("citizen"),
            ready_to_work=flag("ready_to_work"),
            has_new_job=flag("has_new_job"),
            employer_size=given.text("employer_size") if given.has("employer_size") else None,
            programmes=given.words("programmes") if given.has("programmes") else None,
            earlier_claims=count("earlier_claims"),
            paid_months_since_claim=count("paid_months_since_claim"),
        ),
        law,
    )
    figures: dict[str, object] = {"eligible": right, "failed": " ".join(part.code.split(".")[-1] for part in right.parts if not part.flag)}
    return figures | ({"months_in_24": inside} if inside is not None else {}) | ({"consecutive_months": row} if row is not None else {})


def _deadline(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    by = jkp_apply_by(given.day("phk_date"), given.law())
    return {"apply_by": by, "article": by.article, "months": by.values["months"]}


def _payer(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law = given.law()
    closed = given.flag("bankrupt_or_closed") if given.has("bankrupt_or_closed") else False
    figures: dict[str, object] = {}
    if given.has("phk_date"):
        figures["payer"] = jkp_payer(given.day("phk_date"), given.count("arrears_months"), bankrupt_or_closed=closed, law=law)
    if given.has("employer_paid_on"):
        figures["reclaim_by"] = employer_reclaim_by(given.day("employer_paid_on"), law)
    return figures


JKP: Final[Mapping[str, Topic]] = {
    "jkp_benefit": topic(_cash, *_WAGES, "phk_date", "months"),
    "jkp_eligibility": topic(
        _right,
        "phk_date",
        "reason",
        *_IN_WINDOW,
        "consecutive_months",
        "paid_months",
        "birth_date",
        "registered_on",
        "citizen",
        "ready_to_work",
        "has_new_job",
        "employer_size",
        "programmes",
        "earlier_claims",
        "paid_months_since_claim",
    ),
    "jkp_deadline": topic(_deadline, "phk_date"),
    "jkp_arrears": topic(_payer, "phk_date", "arrears_months", "bankrupt_or_closed", "employer_paid_on"),
}
