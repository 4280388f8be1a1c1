"""How published figures would lie beside sharded tables: on the coordinator."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("one row a month", "reports_month")
