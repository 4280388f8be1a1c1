"""A member keeps a goal: how much they want to have at which age, and what they assumed (S150)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.domains.savings.models import Goal
from openjmo.rules.projection.assumptions import HIGHEST_AGE, LOWEST_AGE

MOST = Money.of_rupiah(1_000_000_000_000)


def keep_goal(person_id: int, target: Money, *, at_age: int, assumed: Mapping[str, str], now: datetime) -> None:
    """Keep it in place of the one before; keeping it twice is keeping it once.

    `assumed` are the page's fields as typed. Raises InvalidInput when the amount is not above zero or no age can be meant.
    """
    if not Money.zero() < target <= MOST:
        raise InvalidInput(
            "Jumlah tujuan belum benar.",
            code="savings.goal_wrong",
            field="tujuan",
            fix="Isi jumlah rupiah lebih dari nol, misalnya 500.000.000.",
        )
    if not LOWEST_AGE <= at_age <= HIGHEST_AGE:
        raise InvalidInput(
            "Masukkan usia antara %(least)s dan %(most)s.",
            code="savings.goal_wrong",
            field="usia",
            fix="Ubah isian ini.",
            values={"least": LOWEST_AGE, "most": HIGHEST_AGE},
        )
    Goal.objects.update_or_create(
        person_id=person_id, defaults={"target_sen": target.sen, "at_age": at_age, "assumed": dict(assumed), "kept_at": now}
    )


def drop_goal(person_id: int) -> None:
    """Forget it."""
    Goal.objects.filter(person_id=person_id).delete()
