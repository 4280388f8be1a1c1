"""What was loaded into this database and how far; so that a run goes on where it was cut off and nothing is loaded twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.simulators.models import LoadedPlan
from openjmo.simulators.plan import Order


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan in the database; `played_through` is the newest calendar month that is loaded whole."""

    name: str
    order: Order
    played_through: Month | None
    is_finished: bool


def standing() -> Standing | None:
    """What this database holds, if anything made up."""
    row = LoadedPlan.objects.first()
    if row is None:
        return None
    return Standing(
        name=row.name,
        order=Order(row.seed, row.workers, row.employers, row.years, Month.of(row.until)),
        played_through=Month.of(row.played_through) if row.played_through else None,
        is_finished=row.finished_at is not None,
    )


def begin(order: Order, name: str) -> Standing:
    """Note that this order is being loaded, or find it begun. Raises Refusal `simulators.other_plan` when there is another one."""
    LoadedPlan.objects.get_or_create(
        only=True,
        defaults={
            "name": name,
            "seed": order.seed,
            "workers": order.workers,
            "employers": order.employers,
            "years": order.years,
            "until": order.until.first_day,
        },
    )
    found = standing()
    if found is None or (found.name, found.order) != (name, order):
        raise Refusal(
            "Basis data ini sudah berisi dana rekaan lain.",
            code="simulators.other_plan",
            fix="Pakai OPENJMO_DATA_DIR yang lain, atau mulai dari awal dengan `openjmo demo reset --yes`.",
        )
    return found


def note_played(calendar: Month) -> None:
    """In the transaction of that month's last event."""
    LoadedPlan.objects.update(played_through=calendar.first_day)


def finish(now: datetime) -> None:
    """Everything is there."""
    LoadedPlan.objects.update(finished_at=now)
