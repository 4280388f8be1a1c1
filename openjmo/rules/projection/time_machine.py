"""A member's own history under another rule: the same months, wages and days, a different book (N13).

Called with the book in force and with a draft over it; the difference is what the draft would have meant. Nothing here is in force, and
every figure that rests on the draft says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.contributions import jht_contribution
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.growth import growth_table
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.projection.walk import year_figure, year_returns


@dataclass(frozen=True, slots=True)
class BookedMonth:
    """One contribution of the past: for which month, on which wage, and when it was booked."""

    month: Month
    wage: Money
    booked_on: date


@dataclass(frozen=True, slots=True)
class Replayed:
    """A history computed under one book: contributions and returns, and the balance they make, with its reasons."""

    contributions: Money
    returns: Money
    figure: Figure
    """Contributions and returns together."""


def replay_history(months: Sequence[BookedMonth], law: Lawbook, *, through: Month) -> Replayed:
    """The balance at the end of `through`. Raises UnknownParameter when a year's return is unknown in this book."""
    known = sorted((month for month in months if month.booked_on <= through.last_day), key=lambda month: (month.booked_on, month.month))
    balance = returns = Money.zero()
    figures = []
    for year in range(known[0].booked_on.year, through.year + 1) if known else ():
        booked = [month for month in known if month.booked_on.year == year]
        shares = tuple(_share(month, law) for month in booked)
        table = growth_table(year, law=law)
        by_slot = {0: balance.sen}
        for month, share in zip(booked, shares, strict=True):
            slot = table.slot_of(month.booked_on)
            by_slot[slot] = by_slot.get(slot, 0) + share.money.sen
        earned = year_returns(table, by_slot, through if year == through.year else Month(year, 12))
        figures.append(year_figure(year, balance, Money.total(share.money for share in shares), shares, earned))
        balance += figures[-1].money
        returns += earned.money
    figure = Figure(
        code="projection.history",
        label=sentence("Saldo pada akhir %(through)s bila semua bulan Anda dihitung dengan aturan ini"),
        amount=balance,
        formula="balance + total({projection.year})",
        inputs=(("through", through), ("balance", Money.zero())),
        parts=tuple(figures),
    )
    return Replayed(balance - returns, returns, figure)


def _share(month: BookedMonth, law: Lawbook) -> Figure:
    share = jht_contribution(month.wage, month.month, law).figure
    return Figure(
        code="projection.contributions",
        label=sentence("Iuran bulan %(month)s, dibukukan %(booked_on)s"),
        amount=share.money,
        formula="{jht.contribution}",
        inputs=(("month", month.month), ("booked_on", month.booked_on)),
        parts=(share,),
    )
