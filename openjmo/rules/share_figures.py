"""How a share of a wage is rounded and told, the same for every programme.

Called by the contribution rules only. No statute gives a rounding: `jht.contribution.rounding` and its unit hold for all programmes, each
share is rounded on its own, and a deposit is the sum of rounded shares.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.rules.derivation import Figure, Rounded, Value
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import ParameterValue


class ShareRounding(NamedTuple):
    """The rounding of a day and the two settings it comes from."""

    rounded: Rounded
    settings: tuple[ParameterValue, ParameterValue]

    @classmethod
    def on(cls, day: date, book: Lawbook) -> ShareRounding:
        """The settings in force on a day."""
        method, unit = book.value("jht.contribution.rounding", day), book.value("jht.contribution.rounding_unit", day)
        return cls(Rounded(Rounding(method.text), unit.number), (method, unit))

    def share(self, base: Money, rate: Rate) -> Money:
        """A share of an amount, rounded once."""
        return base.times(rate, self.rounded.method, unit_sen=self.rounded.unit_sen)

    def figure(self, code: str, label: str, base: tuple[str, Money], parameter: ParameterValue, parts: tuple[Figure, ...] = ()) -> Figure:
        """A share of a named amount at the rate of a parameter. A part that is the amount itself is claimed to be it."""
        name, amount = base
        claim = f"{name} = {{{parts[0].code}}}; " if parts else ""
        return Figure(
            code=code,
            label=label,
            amount=self.share(amount, parameter.rate),
            formula=f"{claim}rate = [{parameter.id}]; {name} * rate",
            inputs=((name, amount), ("rate", parameter.rate)),
            parameters=(parameter, *self.settings),
            article=parameter.source,
            rounding=self.rounded,
            parts=parts,
        )

    def by_rate_of_part(self, code: str, label: str, base: tuple[str, Money], rate: Figure, parts: tuple[Figure, ...] = ()) -> Figure:
        """A share of a named amount at the rate of another figure, which comes first among the parts."""
        name, amount = base
        inputs: tuple[tuple[str, Value], ...] = ((name, amount), ("rate", rate.rate))
        claim = f"{name} = {{{parts[0].code}}}; " if parts else ""
        return Figure(
            code=code,
            label=label,
            amount=self.share(amount, rate.rate),
            formula=f"{claim}rate = {{{rate.code}}}; {name} * rate",
            inputs=inputs,
            parameters=self.settings,
            article=rate.article,
            rounding=self.rounded,
            parts=(rate, *parts),
        )


def checked_wage(wage: Money) -> Money:
    """The wage itself. Raises InvalidInput (`rules.wage_negative`)."""
    if wage < Money.zero():
        raise InvalidInput(
            "Upah tidak boleh kurang dari nol.",
            code="rules.wage_negative",
            field="wage",
            fix="Isi upah sebulan dalam rupiah, nol atau lebih.",
            values={"wage_sen": wage.sen},
        )
    return wage
