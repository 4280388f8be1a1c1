"""The units a value of the law may have, and how each is written and read.

Called by the reader of the parameter files and by overlays. A value is read exactly or not at all: rates are quoted decimals,
amounts are whole rupiah, and a float is refused everywhere. A new unit is one line in `UNITS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, cast

from openjmo.core.money import Money, Rate


@dataclass(frozen=True, slots=True)
class Bracket:
    """One step of a scale: `rate` on the part of an amount above `above`, up to the next step."""

    above: Money
    rate: Rate


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a benefit: `rate` of the wage for so many months."""

    months: int
    rate: Rate


ParameterContent = (
    Rate | Money | bool | int | str | Mapping[str, object] | tuple[str, ...] | tuple[Bracket, ...] | tuple[Stretch, ...] | None
)
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
    BRACKETS = "brackets"
    SCHEDULE = "schedule"


ACCEPTED: Final[Mapping[Kind, str]] = {
    Kind.RATE: 'a quoted decimal in percent, not negative, for example "3.70"',
    Kind.MONEY: "whole rupiah without quotes, not negative, for example 20000",
    Kind.COUNT: "a whole number without quotes, not negative, for example 15",
    Kind.FLAG: "true or false",
    Kind.CHOICE: "one of its `choices`",
    Kind.RULE: "a sentence, or a mapping of names to whole numbers, words and lists of words",
    Kind.LIST: "a list of words",
    Kind.BRACKETS: "a list of `above` (whole rupiah, rising from 0) and `rate` (a quoted decimal in percent)",
    Kind.SCHEDULE: "a list of `months` (1 or more) and `rate` (a quoted decimal in percent)",
}
"""What each kind accepts, as an error message says it."""

UNITS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(
        (
            "percent",
            "percent_discount",
            "percent_of_annual_revenue",
            "percent_of_capped_wage",
            "percent_of_disability_times_wages",
            "percent_of_formula_or_pension",
            "percent_of_jht_amount",
            "percent_of_monthly_wage",
            "percent_of_months_paid",
            "percent_on_top",
            "percent_per_day",
            "percent_per_month",
            "percent_per_month_late_of_contribution_due",
            "percent_per_year",
            "percent_per_year_of_contribution",
            "percent_per_year_to_members",
            "percentage_points",
        ),
        Kind.RATE,
    ),
    **dict.fromkeys(("IDR", "IDR_balance_maximum", "IDR_per_month", "IDR_per_year"), Kind.MONEY),
    **dict.fromkeys(
        (
            "MB_per_file",
            "calendar_years",
            "consecutive_months",
            "count",
            "count_per_membership",
            "day_of_following_month",
            "day_of_same_month",
            "days",
            "days_before_retirement_age",
            "digits",
            "hours",
            "months",
            "monthly_wages",
            "rupiah_round_down_to",
            "rupiah_round_up_to",
            "sen",
            "times_per_year",
            "working_days",
            "working_days_after_complete_and_correct_claim",
            "years",
        ),
        Kind.COUNT,
    ),
    "boolean": Kind.FLAG,
    "choice": Kind.CHOICE,
    "rule": Kind.RULE,
    "list": Kind.LIST,
    "brackets": Kind.BRACKETS,
    "schedule": Kind.SCHEDULE,
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
        case Kind.LIST | Kind.BRACKETS | Kind.SCHEDULE if isinstance(raw, list) and raw:
            return _listed(kind, raw)
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
        return [_write_part(part) for part in value]
    return value


def _write_part(part: str | Bracket | Stretch) -> object:
    match part:
        case Bracket():
            return {"above": part.above.sen, "rate": write_value(part.rate)}
        case Stretch():
            return {"months": part.months, "rate": write_value(part.rate)}
        case _:
            return part


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
    if kind in {Kind.BRACKETS, Kind.SCHEDULE}:
        return _restored(kind, cast("list[dict[str, int]]", plain))
    return read_value(kind, plain)


def _restored(kind: Kind, plain: list[dict[str, int]]) -> tuple[Bracket, ...] | tuple[Stretch, ...]:
    if kind is Kind.BRACKETS:
        return tuple(Bracket(Money(step["above"]), read_ratio(step["rate"])) for step in plain)
    return tuple(Stretch(stretch["months"], read_ratio(stretch["rate"])) for stretch in plain)


def read_ratio(plain: object) -> Rate:
    """A rate from `37/1000`. Raises ValueError."""
    numerator, slash, denominator = str(plain).partition("/")
    if not slash or int(denominator) == 0:
        raise ValueError(f"a rate is written as numerator/denominator, not {plain!r}")
    return Rate(Fraction(int(numerator), int(denominator)))


def _listed(kind: Kind, raw: list[Any]) -> ParameterContent:
    """A list of words, of steps or of stretches. Raises ValueError."""
    if kind is Kind.BRACKETS:
        return _brackets(raw)
    if kind is Kind.SCHEDULE:
        return tuple(Stretch(_named(part, "months", 1), Rate.percent(part["rate"])) for part in raw)
    if all(isinstance(word, str) for word in raw):
        return tuple(raw)
    raise ValueError(f"{raw!r} is not accepted; accepted is {ACCEPTED[kind]}")


def _brackets(raw: list[Any]) -> tuple[Bracket, ...]:
    """Steps in rising order, the first from zero. Raises ValueError."""
    steps = tuple(Bracket(Money.of_rupiah(_named(part, "above", 0)), Rate.percent(part["rate"])) for part in raw)
    starts = [step.above for step in steps]
    if starts[0] or starts != sorted(set(starts)):
        raise ValueError(f"{raw!r} is not accepted; accepted is {ACCEPTED[Kind.BRACKETS]}")
    return steps


def _named(part: object, name: str, least: int) -> int:
    """The whole number `name` of a step that has it and a quoted `rate`, and nothing else. Raises ValueError."""
    if isinstance(part, dict) and set(part) == {name, "rate"} and isinstance(part["rate"], str):
        number = part[name]
        if type(number) is int and number >= least:
            return number
    raise ValueError(f"{part!r} is not accepted; accepted is `{name}` with a whole number from {least} and a quoted `rate`")


def _is_plain(mapping: Mapping[object, object]) -> bool:
    return all(
        isinstance(name, str) and (isinstance(part, str | int) or (isinstance(part, list) and all(isinstance(word, str) for word in part)))
        for name, part in mapping.items()
    )


def _frozen(mapping: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({name: tuple(part) if isinstance(part, list) else part for name, part in mapping.items()})
