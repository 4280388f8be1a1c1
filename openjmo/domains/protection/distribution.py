"""How locks and freezes would lie beside sharded tables: on the coordinator, with the accounts."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local(
    "found by the account, only before a payout and when something about the account changes",
    "protection_payout_account",
    "protection_lock",
    "protection_shortening",
    "protection_freeze",
    "protection_trusted_person",
    "protection_lost_call",
)
