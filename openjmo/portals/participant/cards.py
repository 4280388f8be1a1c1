"""Cards as the pages show them: four digits and the employer, never the whole number in a list."""

from __future__ import annotations

from dataclasses import dataclass

from openjmo.domains.membership.reads import Card, CardView


@dataclass(frozen=True, slots=True)
class CardChoice:
    """One card to choose."""

    ref: str
    label: str
    employer: str
    is_merged: bool = False
    """Whether its balance went over to another card."""


def label_of(card: Card) -> str:
    """`KPJ ··· 4471`."""
    return f"KPJ ··· {card.card_number[-4:]}"


def choices(cards: list[CardView]) -> list[CardChoice]:
    """All cards, newest first."""
    return [
        CardChoice(
            card.ref,
            label_of(card),
            card.employments[0].employer_name if card.employments else card.employer_name,
            card.merged_into_id is not None,
        )
        for card in cards
    ]
