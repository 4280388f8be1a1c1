"""The units a value of the law may have, and how each is written and read.

Called by the reader of the parameter files and by overlays. A value is read exactly or not at all: rates are quoted decimals,
amounts are whole rupiah, and a float is refused everywhere. A new unit is one line in `UNITS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, cast

from openjmo.core.money import Money, Rate

ParameterContent = Rate | Money | bool | int | str | Mapping[str, object] | tuple[str, ...] | None
"""What a parameter holds; None says that the value was searched for and not found."""


class Kind(StrEnum):
    """The Python type behind a unit."""

    RATE = "rate"
    MONEY = "money"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    RULE = "rule"
    LIST = "list"


ACCEPTED: Final[Mapping[Kind, str]] = {
    Kind.RATE: 'a quoted decimal in percent, not negative, for example "3.70"',
    Kind.MONEY: "whole rupiah without quotes, not negative, for example 20000",
    Kind.COUNT: "a whole number without quotes, not negative, for example 15",
    Kind.FLAG: "true or false",
    Kind.CHOICE: "one of its `choices`",
    Kind.RULE: "a sentence, or a mapping of names to whole numbers, words and lists of words",
    Kind.LIST: "a list of words",
}
"""What each kind accepts, as an error message says it."""

UNITS: Final[Mapping[str, Kind]] = {
    "percent_of_monthly_wage": Kind.RATE,
    "percent_of_jht_amount": Kind.RATE,
    "percent_per_month": Kind.RATE,
    "percent_per_month_late_of_contribution_due": Kind.RATE,
    "percent_per_year": Kind.RATE,
    "percent_per_year_to_members": Kind.RATE,
    "IDR_per_month": Kind.MONEY,
    "IDR_balance_maximum": Kind.MONEY,
    "MB_per_file": Kind.COUNT,
    "count": Kind.COUNT,
    "count_per_membership": Kind.COUNT,
    "day_of_following_month": Kind.COUNT,
    "days_before_retirement_age": Kind.COUNT,
    "digits": Kind.COUNT,
    "months": Kind.COUNT,
    "sen": Kind.COUNT,
    "times_per_year": Kind.COUNT,
    "working_days": Kind.COUNT,
    "working_days_after_complete_and_correct_claim": Kind.COUNT,
    "years": Kind.COUNT,
    "boolean": Kind.FLAG,
    "choice": Kind.CHOICE,
    "rule": Kind.RULE,
    "list": Kind.LIST,
}


def read_value(kind: Kind, raw: object, choices: tuple[str, ...] = ()) -> ParameterContent:  # noqa: PLR0911 - one return per kind
    """Read a value as a file or an operator writes it; None stays None. Raises ValueError saying what is accepted."""
    if raw is None:
        return None
    match kind:
        case Kind.RATE if isinstance(raw, str):
            rate = Rate.percent(raw)
            if rate >= Rate.of(0):
                return rate
        case Kind.MONEY if type(raw) is int and raw >= 0:
            return Money.of_rupiah(raw)
        case Kind.COUNT if type(raw) is int and raw >= 0:
            return raw
        case Kind.FLAG if isinstance(raw, bool):
            return raw
        case Kind.CHOICE if isinstance(raw, str) and raw in choices:
            return raw
        case Kind.RULE if isinstance(raw, str) and raw:
            return raw
        case Kind.RULE if isinstance(raw, Mapping) and raw and _is_plain(raw):
            return _frozen(raw)
        case Kind.LIST if isinstance(raw, list) and raw and all(isinstance(word, str) for word in raw):
            return tuple(raw)
        case _:
            pass
    raise ValueError(f"{raw!r} is not accepted; accepted is {ACCEPTED[kind]}" + (f" ({', '.join(choices)})" if choices else ""))


def write_value(value: ParameterContent) -> object:
    """The value as plain JSON: a rate as `37/1000`, an amount as a whole number of sen."""
    if isinstance(value, Rate):
        return f"{value.ratio.numerator}/{value.ratio.denominator}"
    if isinstance(value, Money):
        return value.sen
    if isinstance(value, Mapping):
        return {name: list(part) if isinstance(part, tuple) else part for name, part in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return value


def restore_value(kind: Kind, plain: object) -> ParameterContent:
    """The reverse of `write_value`. Raises ValueError or TypeError for anything else."""
    if plain is None:
        return None
    if kind is Kind.RATE:
        return read_ratio(plain)
    if kind is Kind.MONEY:
        return Money(cast("int", plain))
    if kind is Kind.CHOICE and isinstance(plain, str):
        return plain
    return read_value(kind, plain)


def read_ratio(plain: object) -> Rate:
    """A rate from `37/1000`. Raises ValueError."""
    numerator, slash, denominator = str(plain).partition("/")
    if not slash or int(denominator) == 0:
        raise ValueError(f"a rate is written as numerator/denominator, not {plain!r}")
    return Rate(Fraction(int(numerator), int(denominator)))


def _is_plain(mapping: Mapping[object, object]) -> bool:
    return all(
        isinstance(name, str) and (isinstance(part, str | int) or (isinstance(part, list) and all(isinstance(word, str) for word in part)))
        for name, part in mapping.items()
    )


def _frozen(mapping: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({name: tuple(part) if isinstance(part, list) else part for name, part in mapping.items()})
