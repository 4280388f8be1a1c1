"""The case files a lawyer can read, and the checker itself: it must be able to fail."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.rules.cases import Outcome, Report, check_file
from openjmo.rules.derivation import Figure
from openjmo.rules.topics import TOPICS, CaseInput, Topic

CASES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))


@cache
def report_of(path: Path) -> Report:
    """Each of our files is checked once."""
    return check_file(path)


def checked(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return check_file(path)


def one(tmp_path: Path, example: str) -> Outcome:
    (outcome,) = checked(tmp_path, f"examples:\n- {{id: A, {example}}}\n").outcomes
    return outcome


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_of_ours_passes_and_none_is_skipped(path: Path) -> None:
    report = report_of(path)
    assert [outcome for outcome in report.outcomes if outcome.status != "passed"] == []
    assert report.count("passed") == len(report.outcomes) > 0


def test_every_topic_has_at_least_three_cases() -> None:
    topics = [outcome.topic for path in CASES for outcome in report_of(path).outcomes]
    assert {topic for topic in TOPICS if topics.count(topic) < 3} == set()


def test_case_ids_are_unique() -> None:
    names = [outcome.id for path in CASES for outcome in report_of(path).outcomes]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        ("worker: 100001", "worker: expected 100001, computed 100000"),
        ('worker: "100000.01"', "worker: expected 100000.01, computed 100000"),
        ("worker: 100000, employer: 1", "employer: expected 1, computed 185000"),
        ("total_12_months: 3420001", "total_12_months: expected 3420001, computed 3420000"),
        ("error: rules.wage_negative", "error: expected rules.wage_negative, but the rule gave"),
        ("worker: 100000.0", "worker: expected 100000.0, computed 100000"),
        ("worker: true", "worker: expected True, computed 100000"),
    ],
)
def test_a_wrong_expectation_fails_and_says_both_figures(tmp_path: Path, expected: str, reason: str) -> None:
    outcome = one(tmp_path, f"topic: jht_contribution, input: {{month: 2026-10, monthly_wage: 5000000}}, expected: {{{expected}}}")
    assert outcome.status == "failed"
    assert reason in outcome.reason


def test_an_unexpected_refusal_fails_with_its_code(tmp_path: Path) -> None:
    outcome = one(tmp_path, "topic: jht_contribution, input: {month: 2026-10, monthly_wage: -5}, expected: {worker: 0}")
    assert outcome.status == "failed"
    assert "rules.wage_negative" in outcome.reason


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("topic: moon_benefit, input: {a: 1}, expected: {b: 1}", "the topic moon_benefit is not known"),
        ("topic: jht_growth, input: {moon: full, opening_balance: 1}, expected: {development: 1}", "the input moon is not known"),
        ("topic: jht_contribution, input: {monthly_wage: 100}, expected: {worker: 2, pensioner: 3}", "the expected pensioner is not"),
        ("topic: jht_growth, input: {opening_balance: 1, new_contributions: 5}, expected: {development: 0}", "when new contributions"),
        ("topic: jht_contribution, quality: ambiguous, input: {monthly_wage: 1}, expected: {worker: 9}", "ambiguous"),
    ],
)
def test_what_cannot_be_checked_is_skipped_with_the_reason(tmp_path: Path, example: str, reason: str) -> None:
    outcome = one(tmp_path, example)
    assert outcome.status == "skipped"
    assert reason in outcome.reason


def test_a_wrong_figure_beside_an_unknown_one_still_fails(tmp_path: Path) -> None:
    outcome = one(tmp_path, "topic: jht_contribution, input: {monthly_wage: 100}, expected: {worker: 3, pensioner: 3}")
    assert outcome.status == "failed"


@pytest.mark.parametrize(
    ("example", "status"),
    [
        ("input: {monthly_wage: 100000000}, expected: {worker: 2020000}", "passed"),
        ("input: {monthly_wage: 100000000}, expected: {worker: 2030000}", "failed"),
        ("tolerance: 5, input: {monthly_wage: 100000000}, expected: {worker: 2000005}", "passed"),
        ("tolerance: 5, input: {monthly_wage: 100000000}, expected: {worker: 2000006}", "failed"),
    ],
)
def test_an_approximate_case_has_a_tolerance(tmp_path: Path, example: str, status: str) -> None:
    assert one(tmp_path, f"topic: jht_contribution, quality: approximate, {example}").status == status


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("topic: jht_contribution, quality: perhaps, input: {monthly_wage: 1}, expected: {worker: 0}", "accepted are exact"),
        ("topic: jht_contribution, input: {monthly_wage: 1}, expected: {}", "something is expected"),
        ("topic: jht_contribution, input: [1], expected: {worker: 0}", "are mappings"),
        ("topic: jht_contribution, input: {month: 2026-10}, expected: {worker: 0}", "monthly_wage: is missing"),
        ("topic: jht_contribution, input: {monthly_wage: 1.5}, expected: {worker: 0}", "accepted is whole rupiah"),
        ("topic: jht_contribution, input: {monthly_wage: lots}, expected: {worker: 0}", "accepted is whole rupiah"),
        ("topic: jht_contribution, input: {monthly_wage: 1, month: 2026-13}, expected: {worker: 0}", "no such month"),
        ("topic: late_fine, input: {contribution_due: 1, months_late: 1.5}, expected: {fine: 0}", "accepted is a whole number"),
        ("topic: jht_growth, input: {opening_balance: 1, annual_rate_percent: 5.5}, expected: {development: 0}", "quoted percentage"),
        ("topic: parameter_value, input: {id: jht.wage_base, day: soon}, expected: {value: 0}", "Invalid isoformat"),
        (
            "topic: jht_return_credit, input: {annual_rate_percent: '5', opening_balance: 1, flows: [1]}, expected: {credit: 0}",
            "booked_on and amount",
        ),
    ],
)
def test_a_badly_written_case_fails_and_says_what_is_accepted(tmp_path: Path, example: str, reason: str) -> None:
    outcome = one(tmp_path, example)
    assert outcome.status == "failed"
    assert reason in outcome.reason


def test_an_example_that_is_no_mapping_fails(tmp_path: Path) -> None:
    assert checked(tmp_path, "examples: [1]").outcomes[0].status == "failed"


@pytest.mark.parametrize("text", ["", "examples: 1", "[1, 2]", "examples: [", "examples:\n- {id: A, id: B}\n"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(tmp_path, text)
    assert refusal.value.code == "rules.case_file_unreadable"


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        check_file(tmp_path / "none.yaml")


def test_digits_behind_a_zero_stay_text(tmp_path: Path) -> None:
    report = checked(tmp_path, "examples:\n- {id: 0012, topic: holiday, input: {date: 2026-01-01}, expected: {holiday: true}}\n")
    assert report.outcomes[0] == Outcome("0012", "holiday", "passed")


def test_on_is_a_word(tmp_path: Path) -> None:
    outcome = one(tmp_path, "topic: holiday, input: {on: 2026-01-01}, expected: {holiday: true}")
    assert "the input on is not known" in outcome.reason


def test_a_figure_that_the_second_evaluator_computes_otherwise_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = TOPICS["jht_due_date"].compute

    def forged(given: CaseInput, wanted: frozenset[str]) -> dict[str, object]:
        figure = wrong(given, wanted)["due_on"]
        assert isinstance(figure, Figure)
        return {"due_on": replace(figure, amount=date(2026, 11, 17))}

    monkeypatch.setitem(cast("dict[str, Topic]", TOPICS), "jht_due_date", Topic(frozenset({"month"}), forged))
    outcome = one(tmp_path, "topic: jht_due_date, input: {month: 2026-10}, expected: {due_on: 2026-11-17}")
    assert outcome.status == "failed"
    assert "the second evaluator disagrees" in outcome.reason


@pytest.mark.parametrize(
    ("expected", "status"),
    [
        ("tax: [0, 5000000]", "passed"),
        ("tax: 5000000", "passed"),
        ("tax: [0, 5000001]", "failed"),
        ("tax: [0]", "failed"),
        ("tax: [0, 5000000, 0]", "failed"),
        ("tax: 5000001", "failed"),
        ("final: [true, true]", "passed"),
        ("final: [true, false]", "failed"),
    ],
)
def test_an_expected_list_is_compared_part_by_part_and_anything_else_with_the_whole(tmp_path: Path, expected: str, status: str) -> None:
    payments = "payments: [{year: 2009, gross: 50000000}, {year: 2010, gross: 100000000}]"
    assert one(tmp_path, f"topic: jht_tax, input: {{{payments}}}, expected: {{{expected}}}").status == status


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ("payments: [{year: 2009, gross: 1, moon: 2}]", "failed", "accepted is a list with"),
        ("payments: []", "failed", "accepted is `payments`"),
        ("payments: [{year: 2009, gross: 1}], brackets: UU 7/2021", "skipped", "belongs to payments_year_3"),
        ("payments_year_3: 1, brackets: UU 1/1900", "skipped", "are not known to this version"),
        ("gross: 1, first_payment: false", "skipped", "what was paid before"),
        ("gross: 1, first_payment: perhaps", "failed", "accepted is true or false"),
        ("gross: 1, payments: [{year: 2009, gross: 1}]", "skipped", "given together"),
    ],
)
def test_a_case_about_tax_that_cannot_be_read_says_why(tmp_path: Path, given: str, status: str, reason: str) -> None:
    outcome = one(tmp_path, f"topic: jht_tax, input: {{{given}}}, expected: {{tax: 0}}")
    assert (outcome.status, reason in outcome.reason) == (status, True)
