"""Two hundred short lives agree with the auditor to the sen, and one that goes over the end of a year with everything in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulation.life import SHORT, Life

LIVES, BLOCK = 200, 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first", range(0, LIVES, BLOCK))
def test_the_fund_and_the_auditor_agree(first: int) -> None:
    for seed in range(first, first + BLOCK):
        Life(seed, SHORT).live()


def test_returns_that_went_back_with_an_undone_merge_are_not_credited_again() -> None:
    """What life 38 of five months found: returns of December, moved back in January, were taken for an opening balance."""
    Life(38, replace(SHORT, months=5, deeds=5)).live()
