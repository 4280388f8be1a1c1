"""Which function of the rules (`ours`) is held against which second reckoning. Amounts are sen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from tests.rules.oracle import accident, claims, jht, jp, ours

Inputs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A formula, how its inputs are drawn, and the two that reckon it. `share` of all cases is how many it gets, in parts."""

    name: str
    draw: Callable[[Random], Inputs]
    oracle: Callable[..., Any]
    ours: Callable[..., Any]
    share: int = 1


def _fine(deposit: int, month: tuple[int, int], late_by: int) -> int:
    return jht.fine(deposit, month, jht.due(month, "PU") + timedelta(days=late_by))


def _draw_all(dice: Random) -> Inputs:
    drawn = accident.draw_split(dice)
    year = drawn["month"][0]
    return drawn | {"birth": dice.choice((None, date(year - dice.randrange(54, 67), dice.randrange(1, 13), dice.randrange(1, 29))))}


def _all(wage: int, risk: str, month: tuple[int, int], firm: Mapping[str, Any], birth: date | None) -> tuple[int, ...]:
    """In the order of `ContributionSplit`; JKP is nothing before it began."""
    own = accident.split(wage, risk, month, firm)
    later = (own.get(name, 0) for name in ("government", "from_jkk", "from_jkm"))
    return *jht.contribution(wage, month)[:2], *jp.contribution(wage, month, birth)[1:], own["jkk"], own["jkm"], *later


PAIRS: Final = (
    Pair("jht contribution, explained", jht.draw_contribution, jht.contribution, ours.contribution, share=3),
    Pair("jht contribution, fast", jht.draw_contribution, jht.contribution, ours.fast_contribution, share=10),
    Pair("all contributions, fast", _draw_all, _all, ours.fast_split, share=10),
    Pair("jkk, jkm and jkp, explained", accident.draw_split, accident.split, ours.split, share=2),
    Pair("jp contribution, explained", jp.draw_contribution, jp.contribution, ours.jp_shares, share=2),
    Pair("bpu relief", accident.draw_bpu, accident.bpu, ours.bpu),
    Pair("jht due day", jht.draw_due, jht.due, ours.due),
    Pair("jht late fine", jht.draw_fine, _fine, ours.fine, share=3),
    Pair("jht return credit", jht.draw_return, jht.returned, ours.returned, share=2),
    Pair("jht projection", jht.draw_projection, jht.projected, ours.projected),
    Pair("jht pay deadline", claims.draw_claim, claims.pay_by, ours.pay_by),
    Pair("jht wait after leaving", claims.draw_wait, claims.may_claim_from, ours.may_claim_from),
    Pair("jht partial claim", claims.draw_partial, claims.partial, ours.partial),
    Pair("jht tax", claims.draw_tax, claims.tax, ours.tax, share=2),
    Pair("jp pension age and start", jp.draw_birth, jp.pension_start, ours.pension_start),
    Pair("jp next cap", jp.draw_cap, jp.next_cap, ours.next_cap),
    Pair("jp weighted wage", jp.draw_weighted, jp.weighted, ours.weighted),
    Pair("jp benefit", jp.draw_benefit, jp.benefit, ours.benefit),
    Pair("jkm death benefit", accident.draw_death, accident.death, ours.death),
    Pair("jkp cash", accident.draw_dismissal, accident.job_loss, ours.job_loss),
    Pair("jkk inability", accident.draw_inability, accident.inability, ours.inability, share=2),
    Pair("scholarship by levels", accident.draw_school, accident.school, ours.school),
    Pair("scholarship year by year", accident.draw_plan, accident.plan, ours.plan),
)
