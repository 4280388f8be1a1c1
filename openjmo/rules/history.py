"""A member's history as the rules need it: plain values, whoever keeps them.

Called by whoever asks for eligibility, a dry-run or a projection: the portals fill it from the fund's records, case files and the
calculator without sign-in fill it by hand. It holds no number and no name; cards are told apart by the `label` a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.wage_words import EndReason

PaymentKind = Literal["full", "partial_housing", "partial_other"]
Relation = Literal["spouse", "child", "parent", "grandparent", "grandchild", "sibling", "parent_in_law", "named_in_will"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One span of work. `ended_on` is the last day of work, included."""

    employer: str
    started_on: date
    ended_on: date | None = None
    end_reason: EndReason | None = None
    """As the employer reported it; None while working or when nobody reported a reason."""
    end_reported: bool = True
    """Whether the employer has told the fund of the end; False when only the member says so."""
    letter_on: date | None = None
    """The date of the employer's letter on the leaving, when it is known; the wait after a resignation counts from it."""
    evidence_filed_on: date | None = None
    """The day the member handed in evidence of leaving that the employer has not reported."""
    retirement_age: int | None = None
    """The retirement age of the work contract, company rules or collective agreement, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidMonth:
    """One month with a posted contribution and the wage it was computed on."""

    month: Month
    wage: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One membership (KPJ) with its JHT balance."""

    label: str
    segment: Literal["PU", "BPU", "PMI"] = "PU"
    opened_on: date
    balance: Money
    jobs: tuple[Job, ...] = ()
    """Oldest first."""
    paid_months: tuple[PaidMonth, ...] = ()
    """Oldest first, each month once."""
    in_arrears: bool = False
    """Whether the employer owes contributions; it never blocks a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A JHT payment already made."""

    paid_on: date
    gross: Money
    kind: PaymentKind
    cards: tuple[str, ...] = ()
    """The labels of the cards a full claim paid out; empty when it was all of them, which ends the membership."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """A living person who may inherit, as the member named them."""

    label: str
    relation: Relation
    birth_date: date | None = None
    weight: int | None = None
    """The share by a certificate of heirs, as a whole number against those of the others; None when nobody named one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberHistory:
    """One person's whole history with the fund."""

    birth_date: date
    cards: tuple[Card, ...]
    payments: tuple[PastPayment, ...] = ()
    """Oldest first."""
    is_citizen: bool = True
    has_npwp: bool = True
    """A valid NIK counts as NPWP (PENG-6/PJ.09/2024, secondary source)."""
    data_updated: bool = True
    """Whether the data update (pengkinian data) is done; the app's claim channel asks for it."""
    other_income: Money = field(default_factory=Money.zero)
    """Other taxable income of the year, needed only where progressive rates apply."""
    disabled_on: date | None = None
    """The day a doctor established total permanent disability."""
    leaves_for_good: bool = False
    """Whether the member leaves Indonesia for good."""
    changes_citizenship: bool = False
    """Whether an Indonesian has given up that citizenship."""
    died_on: date | None = None
    """The day of death as the civil registry has it."""
    heirs: tuple[Heir, ...] = ()
