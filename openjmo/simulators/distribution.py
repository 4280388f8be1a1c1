"""The simulators' one table would stay on the coordinator; a real fund has none."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("one row", "simulators_loaded_plan")
