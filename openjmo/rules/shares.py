"""A rounded share of an amount with whole numbers only, the same in Python and in one SQL expression.

Used where millions of lines are computed: the staging of wage files and set-based posting. For a rate n/d, a rounding and a unit u,

    share = (sen * numerator + offset) / denominator * unit      with whole-number division,

gives exactly what `Money.times` gives for every amount that is not negative. Half-even needs to look at its neighbour and is
therefore not offered here.
"""

from __future__ import annotations

from dataclasses import dataclass

from openjmo.core.money import Rate, Rounding


@dataclass(frozen=True, slots=True)
class IntegerShare:
    """The four whole numbers of a rounded share."""

    numerator: int
    denominator: int
    offset: int
    unit_sen: int

    @classmethod
    def of(cls, rate: Rate, rounding: Rounding, unit_sen: int = 1) -> IntegerShare:
        """For a rate and a rounding. Raises ValueError for half-even."""
        denominator = rate.ratio.denominator * unit_sen
        return cls(rate.ratio.numerator, denominator, rounding_offset(rounding, denominator), unit_sen)

    def apply(self, sen: int) -> int:
        """The share of an amount of sen that is not negative."""
        return (sen * self.numerator + self.offset) // self.denominator * self.unit_sen


def rounding_offset(rounding: Rounding, denominator: int) -> int:
    """What to add to a numerator that is not negative, so that dividing and cutting off rounds as named.

    Adding half of an odd denominator, itself cut off, is exact: no fraction of it lies between the two halves. Raises ValueError
    for half-even.
    """
    match rounding:
        case Rounding.DOWN:
            return 0
        case Rounding.HALF_UP:
            return denominator // 2
        case Rounding.UP:
            return denominator - 1
        case Rounding.HALF_EVEN:
            raise ValueError("half-even is no sum of an offset and a cut")
