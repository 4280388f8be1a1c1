"""Which function of the rules is held against which second reckoning.

To connect a rule give its `ours`: a function of the drawn inputs that returns what the reckoning returns (amounts in sen). A pair without
`ours` waits for its rule; its reckoning is still tried on the examples printed in the law.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, Final

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import Flow, contribution_sen, credit_for_month, due_date, jht_contribution, late_fine
from openjmo.rules.growth import GrowthTable
from tests.rules.oracle import accident, claims, jht, jp

Inputs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A formula, how its inputs are drawn, and the two that reckon it. `share` of all cases is how many it gets, in parts."""

    name: str
    draw: Callable[[Random], Inputs]
    oracle: Callable[..., Any]
    ours: Callable[..., Any] | None = None
    share: int = 1
    needs: tuple[str, ...] = ()
    """Parameters the reckoning reads that today's book may not have yet."""


def _contribution(wage: int, month: tuple[int, int]) -> tuple[int, int, int]:
    found = jht_contribution(Money(wage), Month(*month))
    return found.worker.sen, found.employer.sen, found.total.sen


def _fast(wage: int, month: tuple[int, int]) -> tuple[int, int, int]:
    worker, employer = contribution_sen(wage, Month(*month))
    return worker, employer, worker + employer


def _paid(month: tuple[int, int], late_by: int) -> date:
    return jht.due(month, "PU") + timedelta(days=late_by)


def _fine_by_oracle(deposit: int, month: tuple[int, int], late_by: int) -> int:
    return jht.fine(deposit, month, _paid(month, late_by))


def _fine(deposit: int, month: tuple[int, int], late_by: int) -> int:
    return late_fine(Money(deposit), jht.due(month, "PU"), _paid(month, late_by), month=Month(*month)).money.sen


def _returned(opening: int, flows: list[tuple[date, int]], rate: Fraction, method: str, month: tuple[int, int], credited: int) -> int:
    table = GrowthTable.for_rate(Rate(rate), method, month[0])
    booked = [Flow(day, Money(amount)) for day, amount in flows]
    figure = credit_for_month(table, opening=Money(opening), flows=booked, credited=Money(credited), month=Month(*month))
    return figure.money.sen


PAIRS: Final = (
    Pair("jht contribution, explained", jht.draw_contribution, jht.contribution, _contribution, share=3),
    Pair("jht contribution, fast", jht.draw_contribution, jht.contribution, _fast, share=10),
    Pair("jht due day", jht.draw_due, jht.due, lambda month, segment: due_date(Month(*month), segment).day),
    Pair("jht late fine", jht.draw_fine, _fine_by_oracle, _fine, share=3),
    Pair("jht return credit", jht.draw_return, jht.returned, _returned, share=2),
    Pair("jht pay deadline", claims.draw_claim, claims.pay_by, needs=claims.NEEDS_CLAIM),
    Pair("jht wait after leaving", claims.draw_wait, claims.may_claim_from, needs=claims.NEEDS_CLAIM),
    Pair("jht partial claim", claims.draw_partial, claims.partial, needs=claims.NEEDS_CLAIM),
    Pair("jht tax", claims.draw_tax, claims.tax, needs=claims.NEEDS_TAX),
    Pair("jp contribution", jp.draw_contribution, jp.contribution, needs=jp.NEEDS),
    Pair("jp pension start", jp.draw_birth, jp.pension_start, needs=("jp.pension_age",)),
    Pair("jp next cap", jp.draw_cap, jp.next_cap),
    Pair("jp weighted wage", jp.draw_weighted, jp.weighted),
    Pair("jp benefit", jp.draw_benefit, jp.benefit, needs=jp.NEEDS_BENEFIT),
    Pair("jkk, jkm and jkp shares", accident.draw_split, accident.split, needs=accident.NEEDS_SPLIT),
    Pair("bpu relief", accident.draw_bpu, accident.bpu, needs=accident.NEEDS_BPU),
    Pair("jkm death benefit", accident.draw_death, accident.death, needs=accident.NEEDS_JKM),
    Pair("jkp cash", accident.draw_dismissal, accident.job_loss, needs=accident.NEEDS_JKP),
    Pair("jkk inability", accident.draw_inability, accident.inability, needs=accident.NEEDS_STMB),
    Pair("scholarship", accident.draw_school, accident.school, needs=accident.NEEDS_SCHOLARSHIP),
)
