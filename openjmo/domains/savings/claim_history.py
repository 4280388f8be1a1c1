"""A member's history as the rules of claims need it, filled from the fund's own records.

Called by the pages that say what can be claimed and that try a claim; the claim itself will be decided on the same history, so that an
unchanged case is decided as it was tried. Four queries, however many cards. What the fund does not know (NPWP, citizenship, a disability,
heirs, evidence of a leaving that nobody reported) keeps the default of `MemberHistory` and is asked by the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast, get_args

from openjmo.core.clock import business_date
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView, EmploymentView, PersonView
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.ledger import reads as ledger
from openjmo.ledger.reads import Payout
from openjmo.rules.history import Card, Job, MemberHistory, PaidMonth, PastPayment, PaymentKind
from openjmo.rules.wage_words import EndReason

_FEWEST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class ClaimHistory:
    """The history, and the cards it tells apart by a label."""

    history: MemberHistory
    cards: tuple[CardView, ...]
    """Newest first, as in the history."""
    labels: Mapping[str, str]
    """The label of a card in the history, by the card's public reference."""


def claim_history_of(person: PersonView, *, now: datetime) -> ClaimHistory:
    """Everything the fund knows that a claim may depend on, as of this moment."""
    cards, today = membership.cards_of(person.id), business_date(now)
    held = {balance.code: balance.total for balance in ledger.balances_now([card.account_code for card in cards])}
    months: dict[int, list[MonthRow]] = {}
    for row in history_of(cards, today=today):
        months.setdefault(row.card.id, []).append(row)
    labels = _labels(cards)
    return ClaimHistory(
        history=MemberHistory(
            birth_date=person.birth_date,
            cards=tuple(
                Card(
                    label=labels[card.ref],
                    segment=cast("Literal['PU', 'BPU', 'PMI']", card.segment),
                    opened_on=card.opened_on,
                    balance=held.get(card.account_code, Money.zero()),
                    jobs=tuple(_job(work) for work in reversed(card.employments)),
                    paid_months=_paid(months.get(card.id, [])),
                    in_arrears=any(row.is_owed(today) for row in months.get(card.id, [])),
                )
                for card in cards
            ),
            payments=_payments(ledger.payouts([card.account_code for card in cards]), cards, labels),
        ),
        cards=tuple(cards),
        labels=labels,
    )


def _labels(cards: Sequence[CardView]) -> dict[str, str]:
    """The last digits of each card, as few as tell them apart."""
    numbers = [card.card_number for card in cards]
    length = next(
        (
            count
            for count in range(_FEWEST_DIGITS, max(map(len, numbers), default=0))
            if len({one[-count:] for one in numbers}) == len(numbers)
        ),
        0,
    )
    return {card.ref: f"KPJ ··· {card.card_number[-length:]}" for card in cards}


def _job(work: EmploymentView) -> Job:
    """Work as reported: an end on record always comes from an employer."""
    return Job(
        employer=work.employer_name,
        started_on=work.started_on,
        ended_on=work.ended_on,
        end_reason=cast("EndReason", work.end_reason) if work.end_reason in get_args(EndReason) else None,
    )


def _paid(rows: Sequence[MonthRow]) -> tuple[PaidMonth, ...]:
    """Posted months, oldest first, the wages of one month together."""
    wages: dict[Month, Money] = {}
    for row in rows:
        if row.state is MonthState.POSTED and row.wage:
            wages[row.month] = wages.get(row.month, Money.zero()) + row.wage
    return tuple(PaidMonth(month=month, wage=wages[month]) for month in sorted(wages))


def _payments(paid: Sequence[Payout], cards: Sequence[CardView], labels: Mapping[str, str]) -> tuple[PastPayment, ...]:
    """Claims paid before, the cards of one entry together. Where the entry names no kind, what was left on the cards tells it."""
    entries: dict[int, list[Payout]] = {}
    for one in paid:
        entries.setdefault(one.entry_id, []).append(one)
    return tuple(_payment(parts, cards, labels) for parts in entries.values())


def _payment(parts: Sequence[Payout], cards: Sequence[CardView], labels: Mapping[str, str]) -> PastPayment:
    paid_on, named = parts[0].business_on, parts[0].about.get("kind", "")
    emptied = all(part.balance_after == Money.zero() for part in parts)
    kind = cast("PaymentKind", named) if named in get_args(PaymentKind) else "full" if emptied else "partial_other"
    accounts = {part.account for part in parts}
    open_then = [card for card in cards if card.opened_on <= paid_on]
    whole = kind == "full" and all(card.account_code in accounts for card in open_then)
    return PastPayment(
        paid_on=paid_on,
        gross=Money.total(part.amount for part in parts),
        kind=kind,
        cards=() if whole or kind != "full" else tuple(labels[card.ref] for card in cards if card.account_code in accounts),
    )
