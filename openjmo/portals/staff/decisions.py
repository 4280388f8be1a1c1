"""What the pages of card and account requests share: compared fields, the decision in words, and the form as it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openjmo.domains.membership.desk import Compared, Decision
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.support import reads as support
from openjmo.portals.staff.guard import OfficerVisit
from openjmo.portals.staff.words import evidence_choices, evidence_words, field_words, value_words


def rows_of(rows: Iterable[Compared]) -> list[dict[str, object]]:
    """Fields with both values written out."""
    return [
        {"field": field_words(row.field), "asked": value_words(row.asked), "registered": value_words(row.registered), "agrees": row.agrees}
        for row in rows
    ]


def decision_words(decision: Decision | None) -> dict[str, object] | None:
    """Who answered, when, why not, and what was seen; None while it is open."""
    if decision is None:
        return None
    return {
        "by": support.name_of(decision.by),
        "at": decision.at,
        "reason": decision.reason,
        "evidence": [evidence_words(one) for one in decision.evidence],
    }


def form_of(visit: OfficerVisit, errors: Mapping[str, str]) -> dict[str, object]:
    """The two forms as they were sent, or empty."""
    post = visit.request.POST
    return {
        "evidence": evidence_choices(),
        "ticked": post.getlist("bukti"),
        "typed": post.get("alasan", ""),
        "limit": REASON_LIMIT,
        "errors": errors,
    }
