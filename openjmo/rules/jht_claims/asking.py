"""One question about a claim: whose history, for which reason, on which day, over which cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import Card, Job, MemberHistory, PastPayment
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import ParameterValue

LEAVING = frozenset({"resign", "dismissal", "contract_end", "bpu_stop"})
"""Reasons that follow from leaving work; they pay the cards on which work has ended."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What the conditions look at. `cards` are those the claim would pay, `scope` the setting that chose them where one did."""

    history: MemberHistory
    reason: str
    on: date
    cards: tuple[Card, ...]
    book: Lawbook
    scope: ParameterValue | None = None

    @classmethod
    def of(cls, history: MemberHistory, reason: str, on: date, card: str | None, book: Lawbook) -> Asking:
        """Choose the cards: one by its label, or all together. Raises InvalidInput: `rules.card_unknown`."""
        cards = tuple(one for one in history.cards if card in (None, one.label) and one.opened_on <= on)
        if card is not None and not cards:
            raise InvalidInput(
                "Kartu %(card)s tidak ada dalam riwayat ini.",
                code="rules.card_unknown",
                field="card",
                fix="Pilih salah satu kartu yang tercatat.",
                values={"card": card},
            )
        if reason not in LEAVING:
            return cls(history, reason, on, cards, book)
        scope = book.value("jht.claim.balance_scope", on)
        ended = tuple(one for one in cards if not works_on(one, on))
        return cls(history, reason, on, ended if ended and scope.text == "ended_cards" else cards, book, scope)

    @property
    def last_jobs(self) -> tuple[Job, ...]:
        """The last job of each card that has one, the one that ended last at the end, work that goes on after all of them."""
        found = [job for card in self.cards if (job := last_job(card, self.on))]
        return tuple(sorted(found, key=lambda job: job.ended_on or date.max))

    @property
    def last_leaving(self) -> Job | None:
        """The job that ended last, or one that goes on."""
        return next(reversed(self.last_jobs), None)

    @property
    def balance(self) -> Money:
        """What the cards of the claim hold together."""
        return Money.total(card.balance for card in self.cards)

    @property
    def partial_claims(self) -> tuple[PastPayment, ...]:
        """The partial claims already paid in this membership."""
        begun = self.membership_begun_after
        return tuple(one for one in self.history.payments if one.kind != "full" and (begun is None or one.paid_on > begun))

    @property
    def membership_begun_after(self) -> date | None:
        """The day of the last full claim of all cards, which ended the membership before; None when there was none."""
        return max((one.paid_on for one in self.history.payments if one.kind == "full" and not one.cards), default=None)


def last_job(card: Card, on: date) -> Job | None:
    """The latest job of a card that has begun by `on`."""
    return next((job for job in reversed(card.jobs) if job.started_on <= on), None)


def works_on(card: Card, on: date) -> bool:
    """Whether somebody still works on a card: the last job has no end, or its last day is not over. Without a job, no."""
    job = last_job(card, on)
    return job is not None and (job.ended_on is None or on <= job.ended_on)


def card_balances(asking: Asking) -> tuple[Figure, ...]:
    """The balance of each card of the claim, given facts."""
    return tuple(
        Figure(code="jht.claim.card_balance", label=sentence("Saldo kartu %(card)s"), amount=card.balance, inputs=(("card", card.label),))
        for card in asking.cards
    )
