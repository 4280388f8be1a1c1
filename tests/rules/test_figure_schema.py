"""The published schema of a derivation fits every figure that the rules give, and nothing that is not one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import openjmo.rules
from openjmo.rules import Figure, cases
from openjmo.rules.replay import replay
from tests.rules.test_derivation import FIGURES

SCHEMA = json.loads((Path(openjmo.rules.__file__).parent / "figure.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_figures_fit(figure: Figure) -> None:
    VALIDATOR.validate(figure.to_data())


def test_every_figure_of_every_worked_example_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def seen(text: str) -> object:
        texts.append(text)
        return replay(text)

    monkeypatch.setattr(cases, "replay", seen)
    for path in CASES:
        cases.check_file(path)
    assert len(texts) > 50
    unfit = [f"{text[:80]}: {error.message}" for text in texts for error in VALIDATOR.iter_errors(json.loads(text))]
    assert unfit == []


def _decimal(figure: dict[str, Any]) -> None:
    figure["amount"] = {"sen": 1.5}


def _more(figure: dict[str, Any]) -> None:
    figure["colour"] = "green"


def _less(figure: dict[str, Any]) -> None:
    del figure["formula"]


def _digest(figure: dict[str, Any]) -> None:
    figure["parts"][0]["parameters"][0]["digest"] = "abc"


def _rate(figure: dict[str, Any]) -> None:
    figure["parts"][0]["parameters"][0]["value"] = 0.037


def _input(figure: dict[str, Any]) -> None:
    figure["inputs"].append(["wage"])


@pytest.mark.parametrize("change", [_decimal, _more, _less, _digest, _rate, _input])
def test_a_wrong_one_does_not_fit(change: Callable[[dict[str, Any]], None]) -> None:
    data = FIGURES["contribution"].to_data()
    assert VALIDATOR.is_valid(data)
    change(data)
    assert not VALIDATOR.is_valid(data)
