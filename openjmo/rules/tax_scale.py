"""Rising scales of income tax: the progressive rates of Pasal 17, and the severance scale as a contrast.

Called by `tax`, and by pages that show why severance pay is taxed otherwise than JHT. Each rate takes its own stretch of the amount; the
tax is rounded once (`tax.rounding`, `tax.rounding_unit`). UU 36/2008 and from 2022 UU 7/2021 Pasal 17; PP 68/2009 Pasal 4.

>>> progressive_tax(Money.of_rupiah(6_000_000_000), 2022).money
Money(sen=179400000000)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.rules.believable import believable_year
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.units import Bracket

NO_RATE = Rate.of(0)


def progressive_tax(taxable_income: Money, year: int, law: Lawbook | None = None) -> Figure:
    """The yearly tax on a taxable income by the rates of `year`; the income is rounded down to whole thousands first.

    Raises InvalidInput (`rules.amount_negative`) and UnknownParameter for a year before the rates in the book.
    """
    book = law or lawbook()
    on = last_day_of(year)
    _not_negative(taxable_income, "taxable_income")
    brackets, unit = book.value("tax.pasal17.brackets", on), book.value("tax.pasal17.base_rounding", on)
    rounding, settings = tax_rounding(book, on)
    return Figure(
        code="tax.progressive",
        label=sentence("Pajak penghasilan setahun atas %(income)s dengan tarif berlapis tahun %(year)s"),
        amount=rounded(taken_by(brackets.brackets, round_down(taxable_income, unit.number)), rounding),
        formula=f"tiers(floor_to(income, [{unit.id}] * 100), [{brackets.id}])",
        inputs=(("income", taxable_income), ("year", year)),
        parameters=(brackets, unit, *settings),
        article=brackets.source,
        rounding=rounding,
    )


def severance_tax(gross: Money, on: date, law: Lawbook | None = None) -> Figure:
    """The final tax on severance pay (uang pesangon), which is not JHT. Raises as `progressive_tax`."""
    book = law or lawbook()
    _not_negative(gross, "gross")
    brackets = book.value("tax.severance.final_brackets", on)
    rounding, settings = tax_rounding(book, on)
    return Figure(
        code="tax.severance",
        label=sentence("Pajak final atas uang pesangon %(gross)s"),
        amount=rounded(taken_by(brackets.brackets, gross), rounding),
        formula=f"tiers(gross, [{brackets.id}])",
        inputs=(("gross", gross),),
        parameters=(brackets, *settings),
        article=brackets.source,
        rounding=rounding,
        notes=(sentence("Uang pesangon dibayar pemberi kerja dan memakai tarif lain. Tarif ini tidak berlaku untuk JHT."),),
    )


def taken_by(brackets: Sequence[Bracket], amount: Money) -> Fraction:
    """What a rising scale takes of an amount, in sen, not rounded."""
    taken, below = Fraction(0), NO_RATE
    for step in brackets:
        if amount > step.above:
            taken += (amount - step.above).sen * (step.rate.ratio - below.ratio)
        below = step.rate
    return taken


def round_down(amount: Money, rupiah: int) -> Money:
    """The amount down to a multiple of so many rupiah."""
    step = Money.of_rupiah(rupiah).sen
    return Money(amount.sen // step * step)


def rounded(exact: Fraction, rounding: Rounded) -> Money:
    """A tax in sen, rounded as named."""
    return Money(rounding.method.apply(exact / rounding.unit_sen) * rounding.unit_sen)


def tax_rounding(book: Lawbook, on: date) -> tuple[Rounded, tuple[ParameterValue, ...]]:
    """How taxes are rounded, and the two settings that say so."""
    method, unit = book.value("tax.rounding", on), book.value("tax.rounding_unit", on)
    return Rounded(Rounding(method.text), unit.number), (method, unit)


def last_day_of(year: int) -> date:
    """The day whose law governs a tax year. Raises InvalidInput (`rules.date_unbelievable`)."""
    return date(believable_year(year, "year"), 12, 31)


def _not_negative(amount: Money, field: str) -> None:
    if amount < Money.zero():
        raise InvalidInput(
            "Jumlah yang dikenai pajak tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field=field,
            fix="Isi jumlah dalam rupiah, nol atau lebih.",
        )
