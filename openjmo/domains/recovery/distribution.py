"""How cases would lie beside sharded tables: on the coordinator, with the accounts."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("a few at a time, found by a code or by the account", "recovery_case")
