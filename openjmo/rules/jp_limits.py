"""The lowest and highest pension of a year, and how both rise from year to year.

Called by the benefit, and by whoever prepares the values of the next year. PP 45/2015 Pasal 18. The limits of 2017 to 2022 were not found;
a benefit of those years is refused, while its formula amount can still be shown.
"""

from __future__ import annotations

from datetime import date

from openjmo.core.money import Money, Rounding
from openjmo.rules.believable import believable_year
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.jp_common import checked_amount, rounded_money
from openjmo.rules.lawbook import Lawbook, lawbook


def jp_within_limits(benefit: Figure, on: date, law: Lawbook | None = None) -> Figure:
    """A benefit, lifted to the minimum or cut to the maximum of the day `on`. Raises UnknownParameter."""
    book = law or lawbook()
    minimum, maximum = book.value("jp.benefit.minimum", on), book.value("jp.benefit.maximum", on)
    notes: tuple[str, ...] = ()
    if benefit.money < minimum.money:
        notes = (sentence("Dinaikkan ke batas terendah %(minimum)s."),)
    elif benefit.money > maximum.money:
        notes = (sentence("Diturunkan ke batas tertinggi %(maximum)s."),)
    return Figure(
        code="jp.benefit",
        label=sentence("JP sebulan pada %(on)s, paling sedikit %(minimum)s dan paling banyak %(maximum)s"),
        amount=min(max(benefit.money, minimum.money), maximum.money),
        formula=f"minimum = [jp.benefit.minimum]; maximum = [jp.benefit.maximum]; min(max({{{benefit.code}}}, minimum), maximum)",
        inputs=(("on", on), ("minimum", minimum.money), ("maximum", maximum.money)),
        parameters=(minimum, maximum),
        article=articles([minimum, maximum]),
        notes=notes,
        parts=(benefit,),
    )


def jp_limit_update(previous: Money, year: int, law: Lawbook | None = None) -> Figure:
    """A limit of `year`: that of the year before, raised by the inflation of the year before.

    The published values decide how it is rounded, and they did not always do it the same way: two settings. Raises InvalidInput
    (`rules.amount_negative`) and UnknownParameter where the inflation is not known.
    """
    book = law or lawbook()
    checked_amount(previous, "previous")
    believable_year(year, "year")
    inflation = book.value("jp.inflation_rate", date(year - 1, 12, 31))
    use = book.value("jp.inflation_use", date(year, 1, 1), "limits")
    method = book.value("jp.benefit.limit_rounding", date(year, 1, 1))
    unit = book.value("jp.benefit.limit_rounding_unit", date(year, 1, 1))
    rounded = Rounded(Rounding(method.text), unit.number)
    return Figure(
        code="jp.limit_update",
        label=sentence("Batas manfaat JP tahun %(year)s, %(previous)s ditambah inflasi %(inflation)s"),
        amount=rounded_money(previous.sen * (1 + inflation.rate.ratio), rounded),
        formula="inflation = [jp.inflation_rate]; previous * (1 + inflation)",
        inputs=(("year", year), ("previous", previous), ("inflation", inflation.rate)),
        parameters=(inflation, use, method, unit),
        article=use.source,
        rounding=rounded,
    )
