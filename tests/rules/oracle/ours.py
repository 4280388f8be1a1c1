"""The rules, asked as the second reckoning is asked: plain numbers and days in, plain numbers and days out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules import (
    Card,
    Figure,
    Flow,
    Lawbook,
    MemberHistory,
    PastPayment,
    ReliefFacts,
    child_plan,
    claim_eligibility,
    contribution_calculator,
    contribution_sen,
    credit_for_month,
    due_date,
    jht_contribution,
    jht_tax,
    jkm_benefit,
    jkp_cash,
    jp_average_wage,
    jp_cap_update,
    jp_contribution,
    jp_given_wage,
    jp_old_age_benefit,
    jp_pension_age_reached,
    jp_pension_start,
    jp_weighted_wage,
    late_fine,
    lawbook,
    payment_deadline,
    scholarship,
    unable_to_work,
    wage_contributions,
    with_inflation,
)
from openjmo.rules.growth import GrowthTable
from openjmo.rules.jht_claims import Asking, most_claimable
from openjmo.rules.jht_claims.waits import wait_over
from openjmo.rules.projection import Assumptions, Start, project
from openjmo.rules.scholarship import LEVELS
from openjmo.rules.self_employed import discounted
from tests.rules.oracle import jht

UNTIL_AGE = 50


def contribution(wage: int, month: tuple[int, int]) -> tuple[int, int, int]:
    found = jht_contribution(Money(wage), Month(*month))
    return found.worker.sen, found.employer.sen, found.total.sen


def fast_contribution(wage: int, month: tuple[int, int]) -> tuple[int, int, int]:
    worker, employer = contribution_sen(wage, Month(*month))
    return worker, employer, worker + employer


def due(month: tuple[int, int], segment: str) -> date:
    return due_date(Month(*month), segment).day


def fine(deposit: int, month: tuple[int, int], late_by: int) -> int:
    due_on = jht.due(month, "PU")
    return late_fine(Money(deposit), due_on, due_on + timedelta(days=late_by), month=Month(*month)).money.sen


def returned(opening: int, flows: list[tuple[date, int]], rate: Fraction, method: str, month: tuple[int, int], credited: int) -> int:
    table = GrowthTable.for_rate(Rate(rate), method, month[0])
    booked = [Flow(day, Money(amount)) for day, amount in flows]
    figure = credit_for_month(table, opening=Money(opening), flows=booked, credited=Money(credited), month=Month(*month))
    return figure.money.sen


def projected(on: date, balance: int, wage: int, until: tuple[int, int], raised: Fraction, rate: Fraction) -> int:
    start = Start(
        on=on,
        balance=Money(balance),
        birth_date=date(until[0] - UNTIL_AGE, until[1], 1),
        first_month=Month.of(on).plus(-1),
    )
    assumed = Assumptions(
        wage=Money(wage),
        wage_growth=Rate(raised),
        return_low=Rate(rate),
        return_middle=Rate(rate),
        return_high=Rate(rate),
        inflation=Rate.of(0),
        until_age=UNTIL_AGE,
        stop_age=UNTIL_AGE,
    )
    return project(start, assumed).middle.sen


def pay_by(on: date) -> date:
    return payment_deadline(on).pay_by.day


def may_claim_from(on: date, reason: str) -> date:
    return wait_over({"phk": "dismissal"}.get(reason, reason), on, on).day


def partial(balance: int, since: date, on: date, kind: str, used: int) -> int:
    """Nothing where the claim is closed."""
    past = tuple(PastPayment(paid_on=on, gross=Money(1), kind="partial_other") for _ in range(used))
    card = Card(label="A", opened_on=since, balance=Money(balance))
    history = MemberHistory(birth_date=date(1980, 1, 1), cards=(card,), payments=past)
    if not claim_eligibility(history, f"partial_{kind}", on).figure.flag:
        return 0
    return most_claimable(Asking.of(history, f"partial_{kind}", on, None, lawbook())).money.sen


def tax(payments: Sequence[tuple[date, int]], *, npwp: bool) -> list[int]:
    past = [PastPayment(paid_on=day, gross=Money(gross), kind="full") for day, gross in payments]
    return [jht_tax(one.gross, one.paid_on, earlier=past[:index], has_npwp=npwp).tax.money.sen for index, one in enumerate(past)]


def jp_shares(wage: int, month: tuple[int, int], birth: date | None) -> tuple[int, int, int]:
    worker, employer = jp_contribution(Money(wage), Month(*month), birth).parts
    return worker.parts[0].money.sen, worker.money.sen, employer.money.sen


def pension_start(birth: date) -> tuple[date, date]:
    return jp_pension_age_reached(birth).day, jp_pension_start(birth).day


def next_cap(cap: int, growth: Fraction) -> int:
    return jp_cap_update(Money(cap), Rate(growth)).money.sen


@lru_cache(maxsize=64)
def _with(years: tuple[tuple[int, Fraction], ...]) -> Lawbook:
    return with_inflation({year: Rate(rate) for year, rate in years}, "a draw")


def weighted(wage: int, inflation: Mapping[int, Fraction]) -> int:
    law = _with(tuple(inflation.items()))
    return jp_weighted_wage(Money(wage), min(inflation), last_year=max(inflation), law=law).money.sen


def benefit(months: int, wages: Sequence[tuple[int, int]], on: date) -> tuple[int, int]:
    average = jp_average_wage([jp_given_wage(Money(wage), count) for wage, count in wages], on)
    found = jp_old_age_benefit(average, months, on)
    return found.formula.money.sen, found.monthly.money.sen


def _relief(firm: Mapping[str, Any]) -> ReliefFacts:
    return ReliefFacts(sector=firm["sector"], labour_intensive=firm["labour_intensive"], active_workers=firm["workers"])


def split(wage: int, risk: str, month: tuple[int, int], firm: Mapping[str, Any]) -> dict[str, int]:
    asked = ("JKK", "JKM", "JKP") if month >= (2021, 3) else ("JKK", "JKM")
    found = wage_contributions(Money(wage), Month(*month), jkk_class=risk, programmes=asked, relief=_relief(firm))
    amounts = {"jkk": found.share("JKK", "employer").sen, "jkm": found.share("JKM", "employer").sen}
    if found.jkp is None:
        return amounts
    amounts |= {"government": found.jkp.government.sen, "from_jkk": found.jkp.from_jkk.sen, "from_jkm": found.jkp.from_jkm.sen}
    return amounts | dict(zip(("kept_jkk", "kept_jkm"), (figure.money.sen for figure in found.kept), strict=True))


def fast_split(wage: int, risk: str, month: tuple[int, int], firm: Mapping[str, Any], birth: date | None) -> tuple[int, ...]:
    return tuple(contribution_calculator(Month(*month), risk, relief=_relief(firm)).split(wage, birth))


def bpu(jkk: int, jkm: int, sector: str, month: tuple[int, int], *, by_state: bool) -> int:
    place = {"transport_sector": "transport", "other_sectors": "other"}[sector]
    given = (Figure(code=code, label="", amount=Money(sen)) for code, sen in (("jkk", jkk), ("jkm", jkm)))
    return sum(discounted(figure, Month(*month), place, paid_from_state_budget=by_state).money.sen for figure in given)


def death(on: date) -> int:
    return jkm_benefit(on).total.money.sen


def job_loss(wage: int, on: date) -> list[int]:
    return [month.money.sen for month in jkp_cash(Money(wage), on).months]


def inability(wage: int, months: int, days: int, on: date) -> int:
    return unable_to_work(Money(wage), on, months=months, days=days).money.sen


def school(children: list[Mapping[str, int]], on: date) -> int:
    """The rule gives whole levels and what is left of one; so many years of a level are the level less the years done at its end."""
    counted = scholarship(len(children), event_on=on).total.values["counted"]
    assert isinstance(counted, int)
    return sum(_years(level, years, on) for child in children[:counted] for level, years in child.items())


@lru_cache(maxsize=1_000)
def _years(level: str, years: int, on: date) -> int:
    whole = [part for part in child_plan(on, level, 0, on).parts if part.values["level"] == level]
    return sum(part.money.sen for part in whole[max(0, len(whole) - years) :])


def plan(birth: date, level: str, done: int, on: date) -> int:
    assert level in LEVELS
    return child_plan(birth, level, done, on).money.sen
