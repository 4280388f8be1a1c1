"""The lines of a passbook put into words; the signed file keeps codes, so that it reads the same in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from openjmo.core.money import Money
from openjmo.domains.passbooks.reads import Passbook, PassbookLine
from openjmo.domains.savings.reads import Component
from openjmo.portals.participant.lines import rate_words, title_of

_COMPONENTS = {"worker": Component.WORKER, "employer": Component.EMPLOYER, "returns": Component.RETURNS, "claims": Component.CLAIMS}


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line as the PDF shows it."""

    ref: str
    on: date
    recorded_at: datetime
    title: str
    detail: str
    card: str
    amount: Money
    balance: Money


def book_lines(passbook: Passbook) -> list[BookLine]:
    """For the active language; the card is named only where there are several."""
    numbers = {card.ref: card.number for card in passbook.cards}
    return [
        BookLine(
            ref=line.ref,
            on=line.on,
            recorded_at=line.recorded_at,
            title=title_of(_COMPONENTS.get(line.part, Component.PLAIN), line.event, line.month),
            detail=_detail(line),
            card=numbers[line.card] if len(numbers) > 1 else "",
            amount=line.amount,
            balance=line.balance,
        )
        for line in passbook.lines
    ]


def _detail(line: PassbookLine) -> str:
    if line.event not in {"returns", "returns.late"}:
        return line.detail
    rate, _, status = line.detail.partition(" ")
    return rate_words(rate, status)
