"""The banks a payout account may be with: clearing code of three digits and name. The list is of January 2026."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def banks() -> dict[str, str]:
    """Name by code, in the order of names."""
    with (Path(__file__).parent / "banks.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
