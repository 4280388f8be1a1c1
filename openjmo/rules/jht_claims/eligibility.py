"""Whether a member can claim, for one reason or for all, on a day.

>>> claim_eligibility(history, "resign", date(2026, 10, 1)).status  # doctest: +SKIP
'from'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from openjmo.core.errors import InvalidInput
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.history import MemberHistory
from openjmo.rules.jht_claims.asking import Asking
from openjmo.rules.jht_claims.parts import Actor, Condition
from openjmo.rules.jht_claims.reasons import REASONS, Reason
from openjmo.rules.lawbook import Lawbook, lawbook

Status = Literal["open", "from", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """What holds for one reason on one day. `figure` is yes or no with all conditions as its parts."""

    reason: Reason
    on: date
    conditions: tuple[Condition, ...]
    figure: Figure
    open_from: Figure | None
    """The day from which the claim is open, where time alone decides; set for an open claim with such a day, too."""

    @property
    def status(self) -> Status:
        """Open, open from a day on, or closed until somebody acts."""
        if self.figure.flag:
            return "open"
        return "from" if self.open_from else "closed"

    @property
    def blocking(self) -> tuple[Condition, ...]:
        """The conditions that do not hold and that time alone does not mend."""
        return tuple(one for one in self.conditions if not one.met.flag and not one.waits)

    @property
    def next_actor(self) -> Actor | None:
        """Who must act next; None when the claim is open or only time must pass."""
        return self.blocking[0].actor if self.blocking else None


def claim_eligibility(history: MemberHistory, reason: str, on: date, *, card: str | None = None, law: Lawbook | None = None) -> Eligibility:
    """Every condition of a claim for `reason` on the day `on`, over one card or over all together.

    Raises InvalidInput: `rules.claim_reason_unknown`, `rules.card_unknown`; UnknownParameter before the programme.
    """
    book = law or lawbook()
    entry = reason_of(reason)
    asking = Asking.of(history, reason, on, card, book)
    conditions = tuple(found for rule in entry.rules if (found := rule(asking)))
    met = all(one.met.flag for one in conditions)
    days = tuple(one.open_from for one in conditions if one.open_from)
    only_time = all(one.met.flag or one.waits for one in conditions)
    return Eligibility(
        reason=entry,
        on=on,
        conditions=conditions,
        figure=Figure(
            code="jht.claim.eligible",
            label=entry.label,
            amount=met,
            formula="all(part for part in parts)",
            inputs=(("reason", reason), ("on", on)),
            article=articles(conditions[0].met.parameters),
            notes=(sentence("Semua syarat terpenuhi pada %(on)s.") if met else sentence("Ada syarat yang belum terpenuhi pada %(on)s."),),
            parts=tuple(one.met for one in conditions),
        ),
        open_from=_latest(days) if days and only_time else None,
    )


def what_can_i_claim(history: MemberHistory, on: date, *, card: str | None = None, law: Lawbook | None = None) -> tuple[Eligibility, ...]:
    """The answer for every reason, in the order of the table. Raises as `claim_eligibility`."""
    return tuple(claim_eligibility(history, reason, on, card=card, law=law) for reason in REASONS)


def reason_of(code: str) -> Reason:
    """The entry of a reason. Raises InvalidInput: `rules.claim_reason_unknown`."""
    if code not in REASONS:
        raise InvalidInput(
            "Sebab klaim %(reason)s tidak dikenali.",
            code="rules.claim_reason_unknown",
            field="reason",
            fix="Pilih salah satu: %(accepted)s.",
            values={"reason": code, "accepted": ", ".join(REASONS)},
        )
    return REASONS[code]


def _latest(days: tuple[Figure, ...]) -> Figure:
    return Figure(
        code="jht.claim.open_from",
        label=sentence("Klaim dapat diajukan mulai tanggal ini"),
        amount=max(day.day for day in days),
        formula="max(part for part in parts)",
        parts=days,
    )
