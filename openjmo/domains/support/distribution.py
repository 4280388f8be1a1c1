"""How officers would lie beside sharded tables: on the coordinator."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local(
    "a few officers, and what they were given and opened",
    "support_officer",
    "support_task_change",
    "support_opening",
    "support_opening_check",
    "support_opening_end",
    "support_canary",
)
