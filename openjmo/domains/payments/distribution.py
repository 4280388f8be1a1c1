"""How receipts would lie beside sharded tables: on the coordinator."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("one row a payment of an employer; unique by the bank's own number", "payments_receipt")
