"""How the tables of this room would lie beside sharded ones: on the coordinator, all of them small."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = (
    *local("a few rows a year", "savings_declared_rate", "savings_return_credit"),
    *local("requests at the desk", "savings_difference", "savings_card_merge"),
    *local("one row a member who has a goal", "savings_goal"),
)
