"""How the lines would lie beside sharded tables: on the coordinator."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("each subject's chain is continued under one lock, and an officer's looks are counted together", "looks_look")
