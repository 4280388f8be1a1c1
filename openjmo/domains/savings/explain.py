"""Why this number: a ledger line with the rule behind it, recomputed from what the ledger knew when the line was written.

A contribution is explained by the wage reported for the month, a return by the year's opening balance and movements. Every figure
comes from `openjmo.rules`; here only the facts are gathered. The recomputed amount is compared with the posted one, and a difference
is shown, never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.rates import ANNUAL_RATE, current_law
from openjmo.ledger import credit as ledger_credit
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.reads import Line
from openjmo.rules.contributions import jht_contribution
from openjmo.rules.derivation import Figure
from openjmo.rules.growth import growth_table
from openjmo.rules.lawbook import DeclaredValue, Lawbook
from openjmo.rules.returns import Flow, credit_for_month


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line, its card and the figure that gives the line's amount."""

    line: Line
    card: CardView
    figure: Figure | None
    """None for events without a rule, such as a reversal or a merging; the line's own entry is then the reason."""

    @property
    def agrees(self) -> bool:
        """Whether computing again gives the posted amount to the sen."""
        return self.figure is None or self.figure.money == self.line.amount


def explain_line(cards: Sequence[CardView], *, entry_id: int, component: Component) -> Explanation | None:
    """The explanation of a line of one of these cards; None when it is not theirs."""
    line = ledger.line_of([card.account_code for card in cards], entry_id=entry_id, component=component)
    if line is None:
        return None
    card = next(card for card in cards if card.account_code == line.account)
    return Explanation(line, card, _figure(line, card))


def _figure(line: Line, card: CardView) -> Figure | None:
    match line.event:
        case "contribution":
            return _contribution(line, card)
        case "returns" | ledger_credit.LATE_EVENT:
            return _return(line)
        case _:
            return None


def _contribution(line: Line, card: CardView) -> Figure | None:
    month = Month.parse(line.about["month"])
    # What was reported for a card that has given way to this one is posted here.
    months = contributions.months_of([card.id, *card.merged_ids])
    reported = next((row for row in months if row.report_ref == line.about["report"]), None)
    if reported is None:
        return None
    worker, employer = jht_contribution(reported.wage, month, law=current_law()).figure.parts
    return worker if line.component is Component.WORKER else employer


def _return(line: Line) -> Figure:
    month = Month.parse(line.about["month"])
    year = ledger.year_movements(
        line.account, year=month.year, through=month.last_day, known_at=line.recorded_at, without_entry=line.entry_id
    )
    table = growth_table(month.year, law=_law_of(line))
    return credit_for_month(
        table,
        opening=year.opening,
        flows=[Flow(day, amount) for day, amount in year.movements],
        credited=year.credited,
        month=month,
        gives_back=line.event == ledger_credit.LATE_EVENT,
    )


def _law_of(line: Line) -> Lawbook:
    """The law as the entry used it: today's when the digest is the same, else with the rate that the entry itself names."""
    law = current_law()
    if law.digest() == line.rules_digest:
        return law
    month = Month.parse(line.about["month"])
    return law.with_values(
        [
            DeclaredValue(
                id=ANNUAL_RATE,
                effective_from=Month(month.year, 1).first_day,
                effective_to=Month(month.year, 12).last_day,
                value=line.about["rate_percent"],
                source=line.about["rate_source"],
                confidence="assumed" if line.about["rate_status"] == "assumed" else "declared",
            )
        ]
    )
