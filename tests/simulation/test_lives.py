"""Two hundred short lives agree with the auditor to the sen, and one that goes over the end of a year with everything in it."""

from __future__ import annotations

import pytest

from tests.simulation.life import SHORT, Life

LIVES, BLOCK = 200, 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first", range(0, LIVES, BLOCK))
def test_the_fund_and_the_auditor_agree(first: int) -> None:
    for seed in range(first, first + BLOCK):
        Life(seed, SHORT).live()
