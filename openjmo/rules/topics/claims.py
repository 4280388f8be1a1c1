"""Worked examples of claims: who can claim when, how much, through which door, until when it is paid, and who inherits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openjmo.rules.dry_run import DryRun, dry_run
from openjmo.rules.heirs import Inheritance, jht_inheritance
from openjmo.rules.jht_claims import Eligibility, claim_channels, claim_eligibility, payment_deadline, what_can_i_claim
from openjmo.rules.jht_claims.amounts import most_claimable
from openjmo.rules.jht_claims.asking import Asking
from openjmo.rules.jht_claims.channels import best_channel
from openjmo.rules.jht_claims.waits import wait_over
from openjmo.rules.topics.inputs import CaseInput, Several, Topic, topic
from openjmo.rules.topics.members import FIELDS, read_heirs, read_history


def _eligibility(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    return _eligible(claim_eligibility(read_history(given), given.text("reason"), given.day("day"), card=_card(given), law=given.law()))


def _eligible(found: Eligibility) -> dict[str, object]:
    """Open or not, from when, who must act, and each condition by its code."""
    return {
        "open": found.figure,
        "status": found.status,
        "open_from": found.open_from or "",
        "next_actor": found.next_actor or "",
        "blocking": _several([one.code for one in found.blocking]),
        **{one.code: one.met for one in found.conditions},
    }


def _what_can_i_claim(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    answers = what_can_i_claim(read_history(given), given.day("day"), card=_card(given), law=given.law())
    return {one.reason.code: one.open_from if one.status == "from" else one.status for one in answers}


def _wait(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    ended_on = given.day("ended_on") if given.has("ended_on") else given.day("letter_on")
    on = given.day("day") if given.has("day") else ended_on
    letter_on = given.day("letter_on") if given.has("letter_on") else None
    found = wait_over(given.text("reason"), ended_on, on, letter_on=letter_on, law=given.law())
    return {"open_from": found}


def _partial(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    """`variant` is housing or other."""
    reason, on, law = f"partial_{given.text('variant')}", given.day("day"), given.law()
    history = read_history(given)
    eligibility = claim_eligibility(history, reason, on, card=_card(given), law=law)
    return {**_eligible(eligibility), "most": most_claimable(Asking.of(history, reason, on, _card(given), law))}


def _channel(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    channels = claim_channels(
        given.money("balance"),
        given.text("reason") if given.has("reason") else "resign",
        given.day("day"),
        is_active=given.flag("active", default=False),
        data_updated=given.flag("data_updated", default=True),
        law=given.law(),
    )
    return {"channel": best_channel(channels), **{one.code: one.open for one in channels}}


def _deadline(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    approved_on = given.day("approved_on") if given.has("approved_on") else None
    clock = payment_deadline(given.day("complete_on"), approved_on=approved_on, law=given.law())
    return {"pay_by": clock.pay_by, "informed_from": clock.informed_from or "", "informed_by": clock.informed_by or ""}


def _heirs(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    on = given.day("day") if given.has("day") else given.law().researched_on
    return _inherited(jht_inheritance(given.money("amount"), read_heirs(given), on, given.law()))


def _inherited(found: Inheritance) -> dict[str, object]:
    return {
        "heirs": _several([one.heir.label for one in found.shares]),
        "shares": Several(tuple(one.share for one in found.shares), found.figure),
        "class": found.heir_class,
        "estate_office": found.to_estate_office,
        "guardians": _several([one.heir.label for one in found.shares if one.needs_guardian and one.needs_guardian.flag]),
    }


def _dry_run(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    found = dry_run(
        read_history(given),
        given.text("reason"),
        given.day("day"),
        card=_card(given),
        requested=given.money("requested") if given.has("requested") else None,
        purpose=given.text("purpose") if given.has("purpose") else "cash",
        represented=given.flag("represented", default=False),
        foreign_heir=given.flag("foreign_heir", default=False),
        law=given.law(),
    )
    return {**_eligible(found.eligibility), **_tried(found), **(_inherited(found.inheritance) if found.inheritance else {})}


def _tried(found: DryRun) -> dict[str, object]:
    last = found.tax_if_paid_last
    return {
        "paid_out": found.figure,
        "gross": found.gross,
        "tax": found.tax.tax,
        "net": found.tax.net,
        "final": found.tax.is_final,
        "tax_if_paid_last": last.tax if last else "",
        "channel": found.channel,
        "pay_by": found.pay_by or "",
        "documents": _several([" | ".join(need.documents) for need in found.documents if need.required]),
        "sometimes_asked": _several([" | ".join(need.documents) for need in found.documents if not need.required]),
        "npwp_asked": any(need.code == "npwp" for need in found.documents),
    }


def _several(words: list[str]) -> Several:
    return Several(tuple(words), ", ".join(words))


def _card(given: CaseInput) -> str | None:
    return given.text("card") if given.has("card") else None


CLAIMS: Final[Mapping[str, Topic]] = {
    "jht_claim_eligibility": topic(_eligibility, "reason", "day", "card", *FIELDS),
    "what_can_i_claim": topic(_what_can_i_claim, "day", "card", *FIELDS),
    "jht_claim_wait": topic(_wait, "reason", "ended_on", "letter_on", "day"),
    "jht_partial_claim": topic(_partial, "variant", "day", "card", *FIELDS),
    "jht_claim_channel": topic(_channel, "balance", "day", "reason", "active", "data_updated"),
    "jht_payment_deadline": topic(_deadline, "complete_on", "approved_on"),
    "heirs": topic(_heirs, "amount", "heirs", "day"),
    "dry_run": topic(_dry_run, "reason", "day", "card", "requested", "purpose", "represented", "foreign_heir", *FIELDS),
}
