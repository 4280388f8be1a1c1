"""How the tables of this room would lie beside sharded ones: on the coordinator, all of them small."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = (
    *local("requests at the desk", "privacy_asked"),
    *local("a breach is rare; its rows are as many as those concerned", "privacy_breach", "privacy_breach_notice"),
)
