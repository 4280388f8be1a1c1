"""Money in whole sen, exact rates, named roundings, and writing rupiah for people.

Used by every room that touches an amount. `Money` can be built from and turned into whole numbers only; a float is refused
at every door. A rate is an exact fraction. Where a fraction of a sen arises it disappears in exactly one place,
`Money.times`, by a rounding the caller names.

>>> wage = Money.of_rupiah(5_000_000)
>>> wage.times(Rate.percent("3.70"), Rounding.HALF_UP)
Money(sen=18500000)
>>> rupiah(wage)
'Rp5.000.000'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering
from typing import Final

_DECIMAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
SEN_PER_RUPIAH: Final = 100
MAX_SEN: Final = 2**63 - 1
"""The largest amount PostgreSQL's `bigint` holds: about Rp 92 quadrillion."""


class Rounding(StrEnum):
    """How a fraction of a unit disappears. The value is what a derivation prints."""

    DOWN = "down"
    """Towards minus infinity."""
    UP = "up"
    """Towards plus infinity."""
    HALF_UP = "half_up"
    """To the nearest; a half goes away from zero. The everyday rule of the programmes."""
    HALF_EVEN = "half_even"
    """To the nearest; a half goes to the even neighbour."""

    def apply(self, value: Fraction) -> int:
        """The whole number that `value` becomes under this rounding."""
        floor = value.numerator // value.denominator
        rest = value - floor
        if rest == 0 or self is Rounding.DOWN:
            return floor
        if self is Rounding.UP:
            return floor + 1
        half = Fraction(1, 2)
        if rest != half:
            return floor + (rest > half)
        if self is Rounding.HALF_UP:
            return floor + (value > 0)
        return floor + floor % 2


@total_ordering
@dataclass(frozen=True, slots=True)
class Rate:
    """An exact ratio, for example 3.70 percent. Never a float."""

    ratio: Fraction

    def __post_init__(self) -> None:
        if not isinstance(self.ratio, Fraction):
            raise TypeError(f"a rate is a Fraction, not {type(self.ratio).__name__}")

    @classmethod
    def percent(cls, text: str | int) -> Rate:
        """Read a quoted decimal in percent: `Rate.percent("3.70")` is 37/1000. Raises ValueError."""
        return cls(_fraction(text) / 100)

    @classmethod
    def of(cls, numerator: int, denominator: int = 1) -> Rate:
        """The ratio of two whole numbers."""
        return cls(Fraction(numerator, denominator))

    def __lt__(self, other: Rate) -> bool:
        return self.ratio < other.ratio

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.ratio + other.ratio)

    def as_percent(self) -> str:
        """The rate as a plain decimal in percent with a point, for example `3.7`; fractions that never end read `n/d`."""
        value = self.ratio * 100
        return decimal_text(value)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of sen (1 rupiah = 100 sen). May be negative: a difference, or a debit."""

    sen: int

    def __post_init__(self) -> None:
        if type(self.sen) is not int:
            raise TypeError(f"money is a whole number of sen, not {type(self.sen).__name__}")

    @classmethod
    def zero(cls) -> Money:
        """No money."""
        return cls(0)

    @classmethod
    def of_rupiah(cls, rupiah_count: int) -> Money:
        """Whole rupiah, as wages and the law's amounts are written."""
        if type(rupiah_count) is not int:
            raise TypeError(f"whole rupiah are an int, not {type(rupiah_count).__name__}")
        return cls(rupiah_count * SEN_PER_RUPIAH)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """The sum; zero for none."""
        return cls(sum(amount.sen for amount in amounts))

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.sen + other.sen)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.sen - other.sen)

    def __neg__(self) -> Money:
        return Money(-self.sen)

    def __mul__(self, count: int) -> Money:
        if type(count) is not int:
            return NotImplemented
        return Money(self.sen * count)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.sen < other.sen

    def __bool__(self) -> bool:
        return self.sen != 0

    def times(self, rate: Rate, rounding: Rounding, *, unit_sen: int = 1) -> Money:
        """This amount times an exact rate, rounded once to a multiple of `unit_sen` (1 = sen, 100 = rupiah)."""
        if not isinstance(rate, Rate):
            raise TypeError("money is multiplied by a Rate or a whole number only")
        return Money(rounding.apply(self.sen * rate.ratio / unit_sen) * unit_sen)

    def share(self, weights: Sequence[int]) -> list[Money]:
        """Split over whole weights, no sen lost: the largest remainders take the sen left over, the first of equals first.

        Raises ValueError when no weight is positive or one is negative.
        """
        if any(weight < 0 for weight in weights) or sum(weights) <= 0:
            raise ValueError("weights must not be negative and must sum to more than zero")
        whole = sum(weights)
        parts = [self.sen * weight // whole for weight in weights]
        remainders = [self.sen * weight % whole for weight in weights]
        order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
        for index in order[: self.sen - sum(parts)]:
            parts[index] += 1
        return [Money(part) for part in parts]


def _fraction(text: str | int) -> Fraction:
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise TypeError(f"an exact number is written as text, not {type(text).__name__}")
    if not _DECIMAL.fullmatch(str(text)):
        raise ValueError(f"not a decimal number: {text!r}")
    return Fraction(text)


def decimal_text(value: Fraction) -> str:
    """An exact decimal without trailing zeros where the fraction ends, else `numerator/denominator`."""
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, part = divmod(scaled, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}" + (f".{part:0{places}d}".rstrip("0").rstrip(".") if places else "")


def grouped(count: int) -> str:
    """A whole number as people write it: `10.000`."""
    return f"{count:,}".replace(",", ".")


def rupiah(money: Money) -> str:
    """For screens: whole rupiah, `Rp48.216.730`. Sen are cut off towards zero, so that a screen never promises more."""
    sign = "-" if money.sen <= -SEN_PER_RUPIAH else ""
    return f"{sign}Rp{grouped(abs(money.sen) // SEN_PER_RUPIAH)}"


def rupiah_sen(money: Money) -> str:
    """For statements: rupiah and sen, `Rp48.216.730,05`."""
    sign = "-" if money.sen < 0 else ""
    whole, sen = divmod(abs(money.sen), SEN_PER_RUPIAH)
    return f"{sign}Rp{grouped(whole)},{sen:02d}"
