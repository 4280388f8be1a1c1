"""One year of a balance: what is booked, what it earns, where it ends. With reasons, or without for the edges of a band.

Money booked in a month earns from the month after (`growth`, method and rounding by the book's settings). Figures of years stand in one
row under a root whose input `balance` is where it began; each year's opening is that balance and the years before it.
"""

from __future__ import annotations

from collections.abc import Mapping

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.growth import GrowthTable


def year_returns(table: GrowthTable, by_slot: Mapping[int, int], until: Month) -> Figure:
    """What a year's opening and bookings earn by the end of `until`. `by_slot`: sen by slot of the table, the opening in slot 0."""
    weights = table.weights(until.month)
    return Figure(
        code="projection.returns",
        label=sentence("Hasil pengembangan sampai akhir %(month)s dengan %(rate)s setahun"),
        amount=Money(table.earned(by_slot, until.month)),
        formula=("rate = [jht.development.annual_rate]; " if table.parameters else "")
        + "max(0, sum(share * share.amount for share in {jht.growth_share}))",
        inputs=(("month", until), ("rate", table.rate), ("method", table.method)),
        parameters=table.parameters,
        article=articles(table.parameters),
        rounding=Rounded(table.rounding),
        parts=tuple(
            Figure(
                code="jht.growth_share",
                label=sentence("Saldo awal tahun, %(amount)s, sudah bertambah sekian persen")
                if slot == 0
                else sentence("Uang masuk atau keluar pada bulan ke-%(slot)s tahun itu, %(amount)s, sudah bertambah sekian persen"),
                amount=Rate.of(weights[slot], table.scale),
                formula="growth(method, rate, slot, month)",
                inputs=(("amount", Money(sen)), ("slot", slot)),
            )
            for slot, sen in sorted(by_slot.items())
            if sen
        ),
    )


def year_figure(year: int, opening: Money, booked: Money, contributions: tuple[Figure, ...], returns: Figure) -> Figure:
    """What a year adds to a balance: the bookings and what everything earned. `booked` is the sum of `contributions`."""
    return Figure(
        code="projection.year",
        label=sentence("Tahun %(year)s: dimulai dengan %(opening)s, iuran masuk %(booked)s, ditambah hasil pengembangan"),
        amount=booked + returns.money,
        formula="opening = balance + before(); booked = total({projection.contributions}); booked + {projection.returns}",
        inputs=(("year", year), ("opening", opening), ("booked", booked)),
        parts=(*contributions, returns),
    )
