"""A figure with its reasons, as pure data.

Every rule returns its result as a `Figure`: the amount, the sentence that says what it is, what went in, which dated parameters were
used, the article, the formula, how it was rounded, and the figures it is made of. Portals translate and format; `replay` computes the
JSON anew without any code of the rules. Sentences are Indonesian templates whose places `%(name)s` are filled from the inputs of the same
figure. Nothing here computes, and no float ever enters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.units import read_ratio

Value = Money | Rate | Month | date | bool | int | str
"""What may go into a figure."""
Amount = Value
"""What a figure may amount to: money, a rate, a month, a day, yes or no, a count, or a code word."""


def sentence(template: str) -> str:
    """Mark an Indonesian sentence for translators; returns it unchanged."""
    return template


@dataclass(frozen=True, slots=True)
class Rounded:
    """How a fraction disappeared: which way, and to a multiple of how many sen."""

    method: Rounding
    unit_sen: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure and its reasons. `code` is stable (`jht.contribution.worker`), `label` is the sentence for people."""

    code: str
    label: str
    amount: Amount
    formula: str = ""
    """How the amount follows, in the language of `replay`; empty for a fact that was given and not computed."""
    inputs: tuple[tuple[str, Value], ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    article: str = ""
    rounding: Rounded | None = None
    notes: tuple[str, ...] = ()
    """Further sentences, for example about a doubt; their places are filled from `inputs` too."""
    parts: tuple[Figure, ...] = ()

    @property
    def values(self) -> Mapping[str, Value]:
        """The inputs by name, to fill `label` and `notes` after translation."""
        return dict(self.inputs)

    @property
    def money(self) -> Money:
        """The amount, when it is money. Raises TypeError."""
        if not isinstance(self.amount, Money):
            raise TypeError(f"{self.code} is no amount of money")
        return self.amount

    @property
    def rate(self) -> Rate:
        """The amount, when it is a rate. Raises TypeError."""
        if not isinstance(self.amount, Rate):
            raise TypeError(f"{self.code} is no rate")
        return self.amount

    @property
    def flag(self) -> bool:
        """The amount, when it is yes or no. Raises TypeError."""
        if not isinstance(self.amount, bool):
            raise TypeError(f"{self.code} is neither yes nor no")
        return self.amount

    @property
    def text(self) -> str:
        """The amount, when it is a code word. Raises TypeError."""
        if not isinstance(self.amount, str):
            raise TypeError(f"{self.code} is no word")
        return self.amount

    @property
    def day(self) -> date:
        """The amount, when it is a day. Raises TypeError."""
        if not isinstance(self.amount, date):
            raise TypeError(f"{self.code} is no day")
        return self.amount

    @property
    def count(self) -> int:
        """The amount, when it is a count. Raises TypeError."""
        if type(self.amount) is not int:
            raise TypeError(f"{self.code} is no count")
        return self.amount

    def to_data(self) -> dict[str, object]:
        """Plain JSON values; exact: amounts are whole sen, rates are `37/1000`."""
        return {
            "code": self.code,
            "label": self.label,
            "amount": _write(self.amount),
            "formula": self.formula,
            "inputs": [[name, _write(value)] for name, value in self.inputs],
            "parameters": [parameter.to_data() for parameter in self.parameters],
            "article": self.article,
            "rounding": {"method": str(self.rounding.method), "unit_sen": self.rounding.unit_sen} if self.rounding else None,
            "notes": list(self.notes),
            "parts": [part.to_data() for part in self.parts],
        }

    def to_json(self) -> str:
        """The same figure is always the same text: names sorted, no blanks."""
        return json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Figure:
        """The reverse of `to_json`. Raises InvalidInput (`rules.derivation_unreadable`) for anything else."""
        try:
            return cls.from_data(json.loads(text, parse_float=_no_float))
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise InvalidInput(
                "Rincian perhitungan tidak dapat dibaca: %(problem)s.",
                code="rules.derivation_unreadable",
                fix="Kirim rincian perhitungan persis seperti yang diterima, tanpa diubah.",
                values={"problem": f"{type(problem).__name__} {problem}"},
            ) from problem

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Figure:
        """The reverse of `to_data`. Raises ValueError, TypeError or KeyError for anything else."""
        rounding = cast("Mapping[str, object] | None", data["rounding"])
        return cls(
            code=_text(data["code"]),
            label=_text(data["label"]),
            amount=_read(data["amount"]),
            formula=_text(data["formula"]),
            inputs=tuple((_text(name), _read(value)) for name, value in cast("Sequence[tuple[object, object]]", data["inputs"])),
            parameters=tuple(
                ParameterValue.from_data(parameter) for parameter in cast("Sequence[Mapping[str, object]]", data["parameters"])
            ),
            article=_text(data["article"]),
            rounding=Rounded(Rounding(_text(rounding["method"])), cast("int", rounding["unit_sen"])) if rounding else None,
            notes=tuple(_text(note) for note in cast("Sequence[object]", data["notes"])),
            parts=tuple(cls.from_data(part) for part in cast("Sequence[Mapping[str, object]]", data["parts"])),
        )


def articles(parameters: Sequence[ParameterValue]) -> str:
    """The sources of the law among `parameters`, each once; settings are choices, not articles."""
    return "; ".join(dict.fromkeys(parameter.source for parameter in parameters if not parameter.setting))


def _write(value: Value) -> object:
    if isinstance(value, Money):
        return {"sen": value.sen}
    if isinstance(value, Rate):
        return {"rate": f"{value.ratio.numerator}/{value.ratio.denominator}"}
    if isinstance(value, Month):
        return {"month": str(value)}
    if type(value) is date:
        return {"date": value.isoformat()}
    if type(value) in {bool, int, str}:
        return value
    raise TypeError(f"a figure holds no {type(value).__name__}")


def _read(plain: object) -> Value:
    if isinstance(plain, bool | int | str):
        return plain
    if isinstance(plain, dict) and len(plain) == 1:
        ((name, value),) = plain.items()
        match name, value:
            case "sen", int():
                return Money(value)
            case "rate", str():
                return read_ratio(value)
            case "month", str():
                return Month.parse(value)
            case "date", str():
                return date.fromisoformat(value)
    raise ValueError(f"not a value of a figure: {plain!r}")


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise TypeError(f"expected text, not {plain!r}")
    return plain


def _no_float(text: str) -> float:
    raise ValueError(f"a number with a fraction: {text}")
