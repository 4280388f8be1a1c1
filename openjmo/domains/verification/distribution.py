"""How the tables of this room would lie beside sharded ones: on the coordinator, with the accounts."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = (
    *local("found by the account, a few rows each", "verification_update", "verification_fact", "verification_check"),
    *local("requests at the desk", "verification_correction", "verification_face"),
    *local("few and short-lived: each is deleted some days after its decision", "verification_picture"),
)
