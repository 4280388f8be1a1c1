"""What is told of a month and what is not: no cell of few people, and none that follows from others."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from openjmo.domains.reports.disclosure import Before, Counted, Shown, shown

MANY = Counted(
    members=500,
    active=400,
    accounts=50,
    worker_sen=20,
    employer_sen=37,
    returns_sen=5,
    credited=500,
    claims_sen=9,
    claimants=20,
    requests_due=60,
    requests_in_time=40,
    due_people=50,
    late_people=20,
    in_time_people=35,
)
MONEY = {"worker_sen", "employer_sen", "returns_sen", "claims_sen", "claimants"}
REQUESTS = {"requests_due", "requests_in_time"}


def hidden(told: Shown) -> set[str]:
    return {name for name, value in asdict(told).items() if value is None}


def test_a_month_of_many_people_is_told_whole() -> None:
    told = shown(MANY, Before(), least=10)
    assert hidden(told) == set()
    assert asdict(told) == {name: getattr(MANY, name) for name in asdict(told)}


def test_an_empty_month_is_told_as_nothing() -> None:
    assert set(asdict(shown(Counted(), Before(), least=10)).values()) == {0}


@pytest.mark.parametrize("few", [1, 9])
@pytest.mark.parametrize(
    ("name", "with_it"),
    [
        ("members", {"members"}),
        ("active", {"active", *MONEY}),
        ("active_changed", {"active", *MONEY}),
        ("accounts", {"accounts"}),
        ("credited", MONEY),
        ("claimants", MONEY),
        ("due_people", REQUESTS),
        ("late_people", {"requests_in_time"}),
        ("in_time_people", {"requests_in_time"}),
    ],
)
def test_few_people_are_hidden_with_whatever_would_tell_of_them(name: str, with_it: set[str], few: int) -> None:
    assert hidden(shown(replace(MANY, **{name: few}), Before(), least=10)) == with_it
    assert hidden(shown(replace(MANY, **{name: 10}), Before(), least=10)) == set()


@pytest.mark.parametrize("inactive", [1, 9])
def test_few_who_are_not_active_are_hidden_with_those_who_are(inactive: int) -> None:
    assert "active" in hidden(shown(replace(MANY, active=MANY.members - inactive), Before(), least=10))
    assert "members" not in hidden(shown(replace(MANY, active=MANY.members - inactive), Before(), least=10))


@pytest.mark.parametrize(("step", "is_hidden"), [(-9, True), (-1, True), (0, False), (1, True), (9, True), (10, False), (-10, False)])
@pytest.mark.parametrize("name", ["members", "accounts"])
def test_two_months_do_not_tell_of_the_few_between_them(name: str, step: int, *, is_hidden: bool) -> None:
    before = Before(**{name: getattr(MANY, name) - step})
    assert (name in hidden(shown(MANY, before, least=10))) == is_hidden


def test_a_single_missing_part_of_the_money_cannot_be_computed_from_two_published_totals() -> None:
    """Totals are published to the sen, so of four parts that sum to their difference none or at least two are missing."""
    for few in range(21):
        for name in ("active", "credited", "claimants"):
            told = shown(replace(MANY, **{name: few}), Before(), least=10)
            missing = [part for part in ("worker_sen", "employer_sen", "returns_sen", "claims_sen") if getattr(told, part) is None]
            assert len(missing) != 1


def test_one_person_is_enough_where_the_operator_says_so() -> None:
    assert hidden(shown(Counted(members=1, active=1, claimants=1, claims_sen=5), Before(), least=1)) == set()
