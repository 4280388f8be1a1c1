"""One figure for everything a calculator or a simulation found, so that a single file can be kept and computed anew.

Called by whoever answers a question with several figures: the first is the answer, the others stand beside it with their own reasons.

>>> given = Figure(code="given", label="", amount=7)
>>> sheet(given).amount
7
"""

from __future__ import annotations

from collections.abc import Sequence

from openjmo.core.money import Money
from openjmo.rules.derivation import Figure, sentence


def sheet(answer: Figure, *beside: Figure) -> Figure:
    """The answer, and the figures `beside` it that carry another code."""
    return Figure(
        code="sheet",
        label=sentence("Hasil hitungan beserta angka di sekitarnya"),
        amount=answer.amount,
        formula=f"{{{answer.code}}}",
        parts=(answer, *beside),
    )


def total_of(code: str, label: str, parts: Sequence[Figure]) -> Figure:
    """Amounts of money added up under one name."""
    return Figure(code=code, label=label, amount=Money.total(part.money for part in parts), formula="total(parts)", parts=tuple(parts))
