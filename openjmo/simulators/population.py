"""A made-up fund of any size, without a cast: for trying, measuring and teaching."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter
from typing import Final

from openjmo.simulators.plan import Order, make_plan
from openjmo.simulators.play import Played, Progress, play

NAME: Final = "population"


def load(order: Order, *, now: datetime, progress: Progress) -> Played:
    """Make the plan and load what is not there yet. Raises as `play`."""
    began = perf_counter()
    plan = make_plan(order)
    progress(f"{len(plan.employers)} employers, {len(plan.jobs)} jobs, planned in {perf_counter() - began:.1f} s")
    return play(plan, name=NAME, now=now, progress=progress)
