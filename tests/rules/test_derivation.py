"""A figure with its reasons is pure data that survives being written down."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules import Figure, Flow, Rounded, credit_for_month, due_date, growth_table, jht_contribution, late_fine

OCTOBER = Month(2026, 10)
FIGURES = {
    "contribution": jht_contribution(Money(432_198_765), OCTOBER).figure,
    "due date": due_date(OCTOBER),
    "due date of an unchecked year": due_date(Month(2031, 5)),
    "due date of the relief": due_date(Month(2021, 1)),
    "late fine": late_fine(Money(24_635_329), date(2026, 11, 16), date(2027, 2, 17)),
    "return": credit_for_month(
        growth_table(2025),
        opening=Money(2_000_000_000),
        flows=[Flow(date(2025, 3, 14), Money(28_500_000)), Flow(date(2025, 6, 2), Money(-100))],
        credited=Money(30_000_000),
        month=Month(2025, 9),
    ),
    "return caught up": credit_for_month(growth_table(2025), opening=Money(100), flows=(), credited=Money(200), month=Month(2025, 1)),
}


def whole(figure: Figure) -> Iterator[Figure]:
    yield figure
    for part in figure.parts:
        yield from whole(part)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_figure_survives_being_written_down(figure: Figure) -> None:
    text = figure.to_json()
    again = Figure.from_json(text)
    assert again == figure
    assert again.to_json() == text
    assert "." not in re.sub(r'"[^"]*"', "", text), "no number with a fraction"


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_every_sentence_finds_its_values(figure: Figure) -> None:
    for part in whole(figure):
        for template in (part.label, *part.notes):
            assert template % part.values
        assert part.code.startswith("jht.")


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_every_figure_names_its_article_and_parameters(figure: Figure) -> None:
    assert "PP " in figure.article or "Kontan" in figure.article
    assert any(part.parameters for part in whole(figure))


def test_the_text_is_stable() -> None:
    figure = Figure(
        code="test.figure",
        label="Contoh %(wage)s",
        amount=Money(-5),
        inputs=(("wage", Money(7)), ("rate", Rate.percent("3.70")), ("month", OCTOBER), ("late", True), ("count", 3), ("word", "é")),
        article="PP 46/2015",
        rounding=Rounded(Rounding.HALF_UP, 100),
        parts=(Figure(code="test.day", label="Hari", amount=date(2026, 1, 2)),),
    )
    assert figure.to_json() == (
        '{"amount":{"sen":-5},"article":"PP 46/2015","code":"test.figure","formula":"",'
        '"inputs":[["wage",{"sen":7}],["rate",{"rate":"37/1000"}],'
        '["month",{"month":"2026-10"}],["late",true],["count",3],["word","é"]],"label":"Contoh %(wage)s","notes":[],"parameters":[],'
        '"parts":[{"amount":{"date":"2026-01-02"},"article":"","code":"test.day","formula":"","inputs":[],"label":"Hari","notes":[],'
        '"parameters":[],"parts":[],"rounding":null}],"rounding":{"method":"half_up","unit_sen":100}}'
    )
    assert Figure.from_json(figure.to_json()) == figure


@pytest.mark.parametrize("wrong", [1.5, None, datetime(2026, 1, 1, tzinfo=UTC), Rounding])
def test_nothing_inexact_gets_into_a_figure(wrong: object) -> None:
    figure = Figure(code="test", label="Contoh", amount=1, inputs=(("x", wrong),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a figure holds no"):
        figure.to_json()


def test_a_figure_gives_its_amount_by_kind() -> None:
    assert FIGURES["late fine"].money == Money(1_970_826)
    assert FIGURES["late fine"].parts[0].count == 4
    assert FIGURES["due date"].day == date(2026, 11, 16)
    for figure, name in ((FIGURES["due date"], "money"), (FIGURES["late fine"], "day"), (FIGURES["late fine"], "count")):
        with pytest.raises(TypeError, match=figure.code):
            getattr(figure, name)


def test_a_changed_parameter_is_noticed_when_read() -> None:
    text = FIGURES["contribution"].to_json()
    for change in (('PP 46/2015 Pasal 16(1)b","unit', 'PP 1/1900","unit'), ('"value":"37/1000"', '"value":"36/1000"')):
        assert change[0] in text
        with pytest.raises(InvalidInput) as refusal:
            Figure.from_json(text.replace(*change))
        assert refusal.value.code == "rules.derivation_unreadable"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"sen": "5"}},
        {"amount": {"sen": 1.5}},
        {"amount": {"gold": 5}},
        {"amount": None},
        {"formula": 5},
        {"amount": {"rate": "0.037"}},
        {"amount": {"rate": "1/0"}},
        {"rounding": {"method": "sideways", "unit_sen": 1}},
        {"code": 5},
        {"inputs": [["x"]]},
        {"inputs": 5},
        {"parts": [{}]},
        {"notes": [5]},
        {"parameters": [{"digest": "x"}]},
    ],
)
def test_what_is_no_figure_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Figure.from_json(json.dumps(FIGURES["due date"].to_data() | change))
    assert refusal.value.code == "rules.derivation_unreadable"


@pytest.mark.parametrize("text", ["", "[]", "5", "{}", "null"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Figure.from_json(text)


def test_a_figure_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        FIGURES["due date"].code = "other"  # type: ignore[misc]
    assert replace(FIGURES["due date"], code="other").code == "other"
