"""Whether each card is active, by the working definition of the lawbook, and since which month something is owed (S18, S24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openjmo.core.periods import Month
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.rules.derivation import Figure
from openjmo.rules.membership_state import membership_state

_SETTLED = (MonthState.POSTED, MonthState.PAID)


@dataclass(frozen=True, slots=True)
class Standing:
    """One card that has not been merged into another."""

    card: CardView
    state: Figure
    """`.text` is one of `rules.membership_state.STATES`."""
    owed: MonthRow | None
    """The oldest month that should have been paid and is not."""
    ended_on: date | None
    """The last day of work, where every employment has ended."""


def standings_of(cards: Sequence[CardView], *, today: date) -> list[Standing]:
    """Each card's, newest card first; one query."""
    own = [card for card in cards if card.merged_into_id is None]
    rows: dict[int, list[MonthRow]] = {}
    for row in history_of(own, today=today):
        rows.setdefault(row.card.id, []).append(row)
    return [_standing(card, rows.get(card.id, []), today) for card in own]


def _standing(card: CardView, rows: Sequence[MonthRow], today: date) -> Standing:
    owed = min((row for row in rows if row.is_owed(today)), key=lambda row: row.month, default=None)
    begun = [Month.of(work.started_on) for work in card.employments if work.ended_on is None]
    # For the time before the present work nothing is owed by now, so whoever has just begun, or begun again, owes nothing.
    settled = [row.month for row in rows if row.state in _SETTLED] + [month.plus(-1) for month in begun]
    paid_through = owed.month.plus(-1) if owed else max(settled, default=None)
    ended_on = max((work.ended_on for work in card.employments if work.ended_on), default=None) if not begun else None
    state = membership_state(card.segment, today, last_paid=paid_through, ended_on=ended_on)
    return Standing(card, state, owed, ended_on)
