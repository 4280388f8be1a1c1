"""Looks a parameter up in the YAML and CSV files, by a reading of its own."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parents[1] / "parameters"
_LAID_OVER: Final = ("declared", "assumed", "draft")


@cache
def _entries(folder: Path) -> Mapping[str, list[Mapping[str, Any]]]:
    """The dated values of every entry, each as the file writes it with the entry's unit."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for path in folder.glob("*/*.yaml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            rows = entry.get("values")
            if rows is None:
                with (path.parent / entry["values_csv"]).open(encoding="utf-8", newline="") as table:
                    rows = [{name: text for name, text in row.items() if text} for row in csv.DictReader(table)]
            found[entry["id"]] = [{"unit": entry["unit"], "setting": entry.get("setting", False)} | row for row in rows]
    return found


def complaint_about(parameter: Mapping[str, Any], folder: Path = FOLDER) -> str:
    """Why a parameter cannot be trusted; empty when its digest fits and the files say the same, or it was openly laid over them."""
    content = {name: value for name, value in parameter.items() if name != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(text.encode()).hexdigest() != parameter["digest"]:
        return "its digest does not fit its content"
    if parameter["confidence"] in _LAID_OVER:
        return ""
    rows = _entries(folder).get(parameter["id"])
    if rows is None:
        return "the parameter files have no such entry"
    return "" if any(_says(row, parameter) for row in rows) else "the parameter files do not say so"


def _says(row: Mapping[str, Any], parameter: Mapping[str, Any]) -> bool:
    return (
        all(row.get(name) == parameter[name] for name in ("key", "unit", "confidence", "setting"))
        and all(str(row.get(name, "") or "") == str(parameter[name] or "") for name in ("effective_from", "effective_to", "known_from"))
        and _indonesian(row["source"]) == parameter["source"]
        and worth(parameter["unit"], parameter["value"]) == _worth_in_file(parameter["unit"], row.get("value"))
    )


def _indonesian(text: Any) -> str:  # noqa: ANN401
    """A text of the files, which may stand there in both languages; the Indonesian one counts."""
    return str(text["id"] if isinstance(text, dict) else text).strip()


def is_percent(unit: str) -> bool:
    """Whether a unit is written in percent."""
    return unit.startswith("percent")


def is_rupiah(unit: str) -> bool:
    """Whether a unit is written in rupiah."""
    return unit.startswith("IDR")


def worth(unit: str, value: Any) -> Any:  # noqa: ANN401
    """What a parameter in a figure is worth to a formula: money in sen, a rate, a count, a word, a scale."""
    if isinstance(value, bool) or value is None:
        return value
    if is_percent(unit):
        return Fraction(value)
    if isinstance(value, int):
        return Fraction(value)
    if unit in {"brackets", "schedule"}:
        return [{name: Fraction(part) for name, part in step.items()} for step in value]
    if unit == "rule" and isinstance(value, dict):
        return {name: Fraction(part) if type(part) is int else part for name, part in value.items()}
    return value


def _worth_in_file(unit: str, value: Any) -> Any:  # noqa: ANN401, PLR0911 - one return per kind
    """The same of a value as the file writes it: percent as text, whole rupiah."""
    if value is None or isinstance(value, bool):
        return value
    if is_percent(unit):
        return Fraction(value) / 100
    if is_rupiah(unit):
        return Fraction(value) * 100
    if unit == "brackets":
        return [{"above": Fraction(step["above"]) * 100, "rate": Fraction(step["rate"]) / 100} for step in value]
    if unit == "schedule":
        return [{"months": Fraction(part["months"]), "rate": Fraction(part["rate"]) / 100} for part in value]
    if isinstance(value, int):
        return Fraction(value)
    return worth(unit, value)
