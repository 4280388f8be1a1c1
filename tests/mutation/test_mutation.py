"""The mutation tool itself, small: it must find the wrongs it should, notice what cases notice, and let the rest survive."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from openjmo.rules.parameter import LawbookError
from tests.mutation import run as tool
from tests.mutation.book import number_mutants
from tests.mutation.operators import code_mutants
from tests.mutation.running import FOLDER, Example, noticing, read_examples, run

SOURCE = '''"""What it is for."""

LIMIT = 5


def rounded(amount: int, up: bool = False) -> int:
    """Says 1 + 1."""
    if amount < 0 or not up:
        raise InvalidInput("no 7", code="rules.wrong", fix="8")
    return max(amount * 3, LIMIT) if Rounding.HALF_UP else pow(amount, 2)
'''


def changes(tmp_path: Path, source: str) -> set[tuple[str, str]]:
    path = tmp_path / "formula.py"
    path.write_text(source, encoding="utf-8")
    return {(mutant.before, mutant.after) for mutant in code_mutants("formula", path)}


def test_every_kind_of_wrong_is_made_and_nothing_that_is_only_said(tmp_path: Path) -> None:
    assert changes(tmp_path, SOURCE) == {
        ("LIMIT = 5", "LIMIT = 6"),
        ("False", "True"),
        ("amount < 0 or not up", "amount < 0 and (not up)"),
        ("amount < 0", "amount <= 0"),
        ("amount < 0", "amount >= 0"),
        ("amount < 0", "amount < 1"),
        ("not up", "up"),
        ("code='rules.wrong'", "code='rules.wrong_'"),
        ("max(amount * 3, LIMIT)", "min(amount * 3, LIMIT)"),
        ("amount * 3", "amount // 3"),
        ("amount * 3", "amount * 4"),
        (
            "max(amount * 3, LIMIT) if Rounding.HALF_UP else pow(amount, 2)",
            "max(amount * 3, LIMIT) if Rounding.DOWN else pow(amount, 2)",
        ),
        ("pow(amount, 2)", "pow(2, amount)"),
        ("pow(amount, 2)", "pow(amount, 3)"),
        (
            "max(amount * 3, LIMIT) if Rounding.HALF_UP else pow(amount, 2)",
            "max(amount * 3, LIMIT) if not Rounding.HALF_UP else pow(amount, 2)",
        ),
    }


SPEAKING = """
def figure(late: bool, days: int) -> Figure:
    notes = []
    if late:
        notes.append(sentence("Late."))
    if days:
        days = 1
    label = sentence("A") if late else sentence("B")
    return Figure(label, sentence("C") if days else "", 2 if late else 3)
"""


def test_what_only_chooses_a_sentence_is_left_alone(tmp_path: Path) -> None:
    assert changes(tmp_path, SPEAKING) == {
        ("days", "not days"),
        ("days = 1", "days = 2"),
        ("2 if late else 3", "3 if late else 3"),
        ("2 if late else 3", "2 if late else 4"),
        ("late", "not late"),
        (
            "Figure(label, sentence('C') if days else '', 2 if late else 3)",
            "Figure(sentence('C') if days else '', label, 2 if late else 3)",
        ),
    }


def test_a_mutant_is_one_change_of_its_module() -> None:
    path = tool.formula_modules()["shares"]
    mutant = next(mutant for mutant in code_mutants("shares", path) if mutant.before == "denominator // 2" and "*" in mutant.after)
    assert mutant.code().co_filename == str(path)
    changed = ast.unparse(mutant.tree).splitlines()
    original = ast.unparse(ast.parse(path.read_text(encoding="utf-8"))).splitlines()
    assert [(one, other) for one, other in zip(original, changed, strict=True) if one != other] == [
        ("            return denominator // 2", "            return denominator * 2")
    ]


def test_a_day_of_change_moves_for_both_values_and_the_book_stays_whole() -> None:
    mutants = [mutant for mutant in number_mutants(tool.parameter_files()["jht/claim"]) if mutant.id == "jht.claim.normal_age"]
    assert {(mutant.before, mutant.after) for mutant in mutants} == {
        ("1993-02-27 55", "56"),
        ("1993-02-27 from 1993-02-27", "1993-02-26"),
        ("1993-02-27 from 1993-02-27", "1993-02-28"),
        ("2015-07-01 56", "57"),
        ("2015-07-01 from 2015-07-01", "2015-06-30"),
        ("2015-07-01 from 2015-07-01", "2015-07-02"),
    }
    moved = next(mutant for mutant in mutants if mutant.after == "2015-07-02").parameter()
    assert [(version.effective_from, version.effective_to) for version in moved.versions] == [
        (date(1993, 2, 27), date(2015, 7, 1)),
        (date(2015, 7, 2), None),
    ]


def test_no_mutant_of_the_book_is_refused_by_its_reader() -> None:
    refused = []
    for name, path in tool.parameter_files().items():
        for mutant in number_mutants(path):
            try:
                mutant.parameter()
            except LawbookError as problem:
                refused.append((name, mutant.before, mutant.after, str(problem)))
    assert refused == []


def test_a_case_meets_only_what_it_uses() -> None:
    growth = next(mutant for _, mutant in tool.all_mutants(["growth"], []) if getattr(mutant, "function", "") == "_root")
    uses = Example("A", {}, functions={(str(tool.formula_modules()["growth"]), "_root")})
    assert noticing(growth, [uses, Example("B", {})]) == [uses]


def test_cases_kill_what_they_notice_and_a_number_nobody_asks_for_survives(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "examples:\n- {id: A, topic: jht_contribution, input: {month: 2026-10, monthly_wage: 100}, expected: {worker: 2}}\n",
        encoding="utf-8",
    )
    examples = read_examples(tmp_path)
    rates = tool.all_mutants([], ["jht/contribution_rates"])
    results = {(result.mutant.before, result.mutant.after): result.status for result in run([mutant for _, mutant in rates], examples)}
    assert results["2015-07-01 2.00", "2.01"] == "killed"
    assert results["2015-07-01 3.70", "3.71"] == "survived"
    code = [mutant for _, mutant in tool.all_mutants(["share_figures"], []) if mutant.after == "wage >= Money.zero()"]
    assert {result.status for result in run(code, examples)} == {"killed"}


def test_a_case_that_fails_unchanged_stops_the_measuring(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "examples:\n- {id: A, topic: jht_contribution, input: {monthly_wage: 100}, expected: {worker: 3}}\n", encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match="the case A failed before"):
        read_examples(tmp_path)


def test_every_argued_mutant_exists() -> None:
    everything = tool.all_mutants(tool.formula_modules(), tool.parameter_files())
    for entry in tool.equivalents():
        assert any(entry.is_about(mutant) for _, mutant in everything), entry
        assert len(entry.reason) > 20


def test_every_module_without_formulas_still_exists() -> None:
    assert {name for name in tool.NO_FORMULAS if not (FOLDER / f"{name}.py").exists()} == set()
