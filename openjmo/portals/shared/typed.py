"""What people type into number fields: percentages and counts. Amounts are read by `openjmo.rules.wage_values.read_sen`."""

from __future__ import annotations

import re
from typing import Final

from openjmo.core.money import Rate

_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%?")
_COUNT: Final = re.compile(r"[0-9]{1,4}")


def read_percent(text: str) -> Rate | None:
    """`5`, `5,5`, `5.51 %`; None for anything else."""
    found = _PERCENT.fullmatch(text.strip())
    return Rate.percent(f"{found[1]}.{found[2] or 0}") if found else None


def read_count(text: str) -> int | None:
    """A whole number of at most four digits; None for anything else."""
    plain = text.strip()
    return int(plain) if _COUNT.fullmatch(plain) else None
