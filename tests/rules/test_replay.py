"""A figure is computed anew by a second program that knows only the JSON and the parameter files, and any change is found."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openjmo.core.money import Money, Rounding
from openjmo.core.periods import Month
from openjmo.rules import Figure, GrowthTable, Rounded, credit_for_month, growth_table
from openjmo.rules.replay import FormulaError, replay
from tests.rules.test_derivation import FIGURES


def whole(figure: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield figure
    for part in figure["parts"]:
        yield from whole(part)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_computed_anew_to_the_same_bytes(figure: Figure) -> None:
    result = replay(figure.to_json())
    assert result.findings == ()
    assert result.text == figure.to_json()
    assert result.computed_count > 0


@pytest.mark.parametrize("method", ["monthly", "yearly", "daily"])
def test_every_way_of_crediting_is_computed_anew(method: str) -> None:
    table = GrowthTable.for_rate(growth_table(2025).rate, method, 2025)
    for month in (1, 6, 12):
        figure = credit_for_month(table, opening=Money(123_456_789), flows=(), credited=Money(7), month=Month(2025, month))
        assert replay(figure.to_json()).findings == ()


def _changed(figure: Figure, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What replay says after a change to each sub-figure in turn."""
    said = []
    count = len(list(whole(json.loads(figure.to_json()))))
    for number in range(count):
        data = json.loads(figure.to_json())
        part = list(whole(data))[number]
        before = json.dumps(part)
        change(part)
        if json.dumps(part) != before:
            said.append(" ".join(f"{finding.place}: {finding.problem}" for finding in replay(json.dumps(data)).findings))
    return said


def _one_more(part: dict[str, Any]) -> None:
    if "sen" in part["amount"] if isinstance(part["amount"], dict) else False:
        part["amount"]["sen"] += 1


def _other_wage(part: dict[str, Any]) -> None:
    for pair in part["inputs"]:
        if pair[0] == "wage" and part["code"] != "jht.contribution":
            pair[1]["sen"] += 100_000


def _other_rate(part: dict[str, Any]) -> None:
    for parameter in part["parameters"]:
        if parameter["unit"].startswith("percent"):
            parameter["value"] = "1/10"


def _shown_rate(part: dict[str, Any]) -> None:
    for pair in part["inputs"]:
        if pair[0] == "rate":
            pair[1]["rate"] = "1/10"


@pytest.mark.parametrize("change", [_one_more, _other_wage, _other_rate, _shown_rate])
def test_a_change_anywhere_is_found(change: Callable[[dict[str, Any]], None]) -> None:
    said = _changed(FIGURES["contribution"], change)
    assert said
    assert all(said)


def test_a_parameter_that_was_forged_with_its_digest_is_found() -> None:
    data = json.loads(FIGURES["contribution"].to_json())
    parameter = data["parts"][0]["parameters"][0]
    parameter["value"] = "3/100"
    content = {name: value for name, value in parameter.items() if name != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    parameter["digest"] = hashlib.sha256(text.encode()).hexdigest()
    findings = replay(json.dumps(data)).findings
    assert any("the parameter files do not say so" in finding.problem for finding in findings)


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("wage +", "not a formula"),
        ("__import__('os')", "not known"),
        ("wage.__class__", "no meaning"),
        ("[x for x in {a}]", "no meaning"),
        ("[no.such]", "0 parameters"),
        ("{no.such}", "0 parts"),
        ("other", "no input is called other"),
        ("wage / 0", "cannot be worked out"),
        ("power(2, 5000)", "cannot be worked out"),
        ("import os; wage", "only `name = …`"),
        ("wage = 6", "the last step is the result"),
        ("1" * 3000, "too long"),
        ("wage + 1", "says 5, computed 6"),
        ("wage = 6; wage", "the input wage is 5, but computed 6"),
    ],
)
def test_a_formula_that_is_wrong_says_why(formula: str, problem: str) -> None:
    figure = Figure(code="test.figure", label="Contoh", amount=Money(5), formula=formula, inputs=(("wage", Money(5)),))
    (finding,) = replay(figure.to_json()).findings
    assert problem in finding.problem


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"code": 1.5}', "null"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="no figure"):
        replay(text)


def test_rounding_is_applied_to_the_result() -> None:
    for method, sen in (("down", 300), ("up", 400), ("half_up", 400), ("half_even", 400)):
        figure = Figure(
            code="test.figure", label="Contoh", amount=Money(sen), formula="wage / 2", inputs=(("wage", Money(700)),),
            rounding=Rounded(Rounding(method), 100),
        )  # fmt: skip
        assert replay(figure.to_json()).findings == ()
