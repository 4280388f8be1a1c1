"""How issued passbooks would lie beside sharded tables: on the coordinator."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local

PLACEMENTS: Final = local("one row a passbook that somebody asked for", "passbooks_issued", "passbooks_prepared_pdf")
