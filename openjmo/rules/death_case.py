"""What heirs receive in all when a participant dies: the sum of figures computed elsewhere.

Called by the preview for heirs and the death claim. Nothing is decided here; each amount comes from its own programme.

>>> death_case_total({"jkm": Money.of_rupiah(42_000_000), "jht": Money.of_rupiah(1_000_000)}).money
Money(sen=4300000000)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openjmo.core.money import Money
from openjmo.rules.benefit_parts import refuse_negative, refuse_unknown
from openjmo.rules.derivation import Figure, sentence

PARTS: Final = {
    "jkm": sentence("Manfaat JKM"),
    "jkk": sentence("Santunan JKK"),
    "scholarship": sentence("Beasiswa anak"),
    "jht": sentence("Saldo JHT"),
    "jp": sentence("Manfaat JP"),
}
"""What a death case may be made of."""


def death_case_total(amounts: Mapping[str, Money]) -> Figure:
    """The sum. Raises InvalidInput: `rules.choice_unknown`, `rules.amount_negative`."""
    for name, amount in amounts.items():
        refuse_unknown(name, PARTS, name)
        refuse_negative(amount, name)
    parts = tuple(Figure(code=f"death_case.{name}", label=label, amount=amounts[name]) for name, label in PARTS.items() if name in amounts)
    return Figure(
        code="death_case",
        label=sentence("Seluruh yang diterima ahli waris"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        parts=parts,
    )
