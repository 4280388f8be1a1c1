"""Single entries: money that comes after its day, claims, and reversals."""

from __future__ import annotations

from datetime import date, timedelta

from openjmo.core.money import Money
from openjmo.ledger import post as ledger
from openjmo.ledger.chart import BANK, Component
from openjmo.ledger.post import NewEntry, Posting
from tests.simulation.auditor import CLAIMS, EMPLOYER, PLAIN, WORKER
from tests.simulation.frame import Frame


class Entries(Frame):
    """They go straight to the ledger: no room files claims or corrections yet."""

    def book(
        self, kind: str, card: str, sen: int, *, part: int = WORKER, on: date, counts_on: date | None = None, own_day_only: bool = False
    ) -> None:
        """Money from the bank to a card, or back."""
        key = self.new(kind)
        entry = NewEntry(key=key, event=kind, business_on=on, counts_on=counts_on, on_its_day_only=own_day_only)
        postings = [Posting(self.accounts.code(card), Money(sen), Component(part)), Posting(BANK, Money(-sen))]
        self.do(
            f"book {key}: {sen} sen on {card} on {on}{f', counts on {counts_on}' if counts_on else ''}",
            lambda: ledger.post(entry, postings),
            lambda: self.books.book(key, on, [(card, part, sen), ("bank", PLAIN, -sen)], counts_on=counts_on, own_day_only=own_day_only),
        )

    def late(self) -> None:
        """Money that comes after its day."""
        cards = [card for card in self.books.cards if card not in self.books.merged_into and self._is_known(card)]
        if not cards:
            return
        on = self._day_since(self.floor)
        first = min(self.floor, on)
        # Money may count earlier than it is booked, never later.
        counts_on = first + timedelta(days=self.chance.randint(0, (on - first).days)) if self.chance.randrange(3) == 0 else None
        sen = self.chance.choice((1, 7, self.chance.randint(1, 10**8), self.chance.randint(1, 10**8)))
        self.book("late", self.chance.choice(cards), sen, part=self.chance.choice((WORKER, EMPLOYER)), on=on, counts_on=counts_on)

    def claim(self) -> None:
        """A claim is paid, sometimes of more than there is."""
        rich = [card for card in self.books.cards if sum(self.books.held[card]) > 0]
        if rich:
            card = self.chance.choice(rich)
            held = sum(self.books.held[card])
            sen = self.chance.choice((held, held + 1, self.chance.randint(1, held), self.chance.randint(1, held), max(1, held // 10)))
            self.book("claim", card, -sen, part=CLAIMS, on=self.today)

    def reverse(self) -> None:
        """An entry is undone; one that was undone before is refused."""
        floor = self.floor
        kinds = ("contribution:", "late:", "claim:")
        found = [entry for entry in self.books.entries if entry.key.startswith(kinds) and entry.counts_on >= floor]
        if found:
            key = self.chance.choice(found).key
            new_key = self.new("reversal")
            self.do(
                f"reverse {key}",
                lambda: ledger.reverse(key, new_key=new_key, business_on=self.today, reason="uji"),
                lambda: self.books.reverse(key, new_key, self.today),
            )
