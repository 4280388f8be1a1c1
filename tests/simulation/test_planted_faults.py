"""Each planted mistake is found by the lives, within a few of them. A mistake that nobody finds would say that the lives prove nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulation.faults import FAULTS, Fault
from tests.simulation.life import SHORT, Disagreement, Life

MOST_LIVES = 40
SIZE = replace(SHORT, months=5, deeds=5)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_fault_is_found(fault: Fault) -> None:
    with fault() as between:
        for seed in range(MOST_LIVES):
            try:
                Life(seed, SIZE, between=between).live()
            except Disagreement as found:
                print(f"{fault.__name__}: found in life {seed}: {str(found).splitlines()[0]}")
                return
    pytest.fail(f"{MOST_LIVES} lives do not find that: {fault.__doc__}")
