"""What all pension rules share: how a benefit is rounded, and the refusal of amounts and counts that make no sense.

Called by the other `jp_…` modules only. PP 45/2015 gives no rounding, so both halves of it are settings.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rounding
from openjmo.rules.derivation import Rounded
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import ParameterValue


class BenefitRounding(NamedTuple):
    """How a benefit is rounded, and the two settings that say so."""

    rounded: Rounded
    settings: tuple[ParameterValue, ParameterValue]

    def money(self, sen: Fraction) -> Money:
        """An exact number of sen as money."""
        return rounded_money(sen, self.rounded)


def benefit_rounding(book: Lawbook, on: date) -> BenefitRounding:
    """The rounding of weighted wages and benefits on a day."""
    method, unit = book.value("jp.benefit.rounding", on), book.value("jp.benefit.rounding_unit", on)
    return BenefitRounding(Rounded(Rounding(method.text), unit.number), (method, unit))


def rounded_money(sen: Fraction, rounded: Rounded) -> Money:
    """An exact number of sen, rounded once."""
    return Money(rounded.method.apply(sen / rounded.unit_sen) * rounded.unit_sen)


def checked_amount(amount: Money, field: str) -> Money:
    """The amount itself. Raises InvalidInput (`rules.amount_negative`)."""
    if amount < Money.zero():
        raise InvalidInput(
            "Jumlah uang tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field=field,
            fix="Isi jumlah dalam rupiah, nol atau lebih.",
        )
    return amount


def checked_months(months: int, field: str) -> int:
    """The count itself. Raises InvalidInput (`rules.months_negative`)."""
    if months < 0:
        raise InvalidInput(
            "Jumlah bulan tidak boleh kurang dari nol.",
            code="rules.months_negative",
            field=field,
            fix="Isi jumlah bulan, nol atau lebih.",
        )
    return months
