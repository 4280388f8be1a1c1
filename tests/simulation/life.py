"""One life of a small fund, drawn from a seed: who works where, what is reported, paid, claimed, merged, credited, closed, what fails.

Every deed is done to the real fund through its rooms' actions and told to the auditor, who says beforehand what must come of it. After each
deed a sample is compared, at the end everything. A life with the same seed and size is the same life again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from openjmo.core.ids import Sex
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.simulators.niks import Numbers
from tests.simulation import auditor as sums
from tests.simulation.frame import LONG, SHORT, Disagreement, Firm, Size, Worker
from tests.simulation.house import empty, proved_total, unsound
from tests.simulation.merging import Merging
from tests.simulation.months import Months
from tests.simulation.payments import Payments
from tests.simulation.reports import HIRED, Reports

__all__ = ["LONG", "SHORT", "Disagreement", "Life", "Size"]


class Life(Reports, Payments, Months, Merging):
    """A life that has been begun; `live` goes through all of it."""

    def live(self) -> Life:
        """Everything from the first day to the last comparison. Raises Disagreement."""
        try:
            self._live()
        except Disagreement:
            raise
        except Exception as failure:
            raise self._disagree(f"{type(failure).__name__}: {failure}") from failure
        return self

    def _live(self) -> None:
        empty()
        self._begin()
        for _ in range(self.size.months):
            for day, deed in sorted(self._month(), key=lambda planned: planned[0]):
                self.today = self.today.replace(day=day)
                deed()
            self.today = sums.last_day(self.today.year, self.today.month) + timedelta(days=1)
        self._end()

    def _begin(self) -> None:
        numbers = Numbers()
        for account in ("bank", "returns", "fines"):
            self.books.open(account)
        for number in range(self.size.employers):
            ref = add_employer(NewEmployer(numbers.employer_number(self.chance), f"PT Rekaan {number}", "C", "35"))
            found = membership.employer_by_ref(ref)
            assert found
            firm = Firm(found.id, ref)
            self.firms.append(firm)
            self.books.open(firm.deposit)
            self.accounts.know_deposit(ref, firm.deposit)
        for number in range(self.size.people):
            born = date(self.chance.randint(1970, 1999), self.chance.randint(1, 12), 10)
            sex: Sex = self.chance.choice(("L", "P"))
            nik = numbers.nik(self.chance, "35", born, sex)
            several = min(len(self.firms), 3 if number % 3 == 2 else 2 if number % 3 == 0 else 1)
            firms = self.chance.sample(self.firms, several)
            cards = [numbers.card_number(self.chance, HIRED) for _ in firms]
            self.people.append(Worker(nik, f"Pekerja Rekaan {number}", born, sex, cards, firms))
        self.chance.shuffle(self.people)

    def _month(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """What is planned for this month, by day."""
        yield 1, self.declare
        yield 2, self.credit
        yield 3, self.close
        if self.chance.randrange(4):
            yield 4, self.report
        yield self.chance.randint(5, 14), self.pay
        if self.chance.randrange(2):
            yield self.chance.randint(5, 28), self.pay
        yield self.chance.randint(8, 20), self.post
        yield 28, self.post
        for _ in range(self.size.deeds):
            deed = self.chance.choice(
                (
                    *(self.claim, self.late, self.late, self.reverse, self.merge, self.merge, self.merge, self.unmerge),
                    *(self.pay_wrongly, self.repeat, self.hurry, self.look_back),
                )
            )
            yield self.chance.randint(4, 28), deed

    def _end(self) -> None:
        """Everything: each day on which something was booked, each moment that was kept, the chain, the proof."""
        self.compare_now()
        days = sorted({entry.business_on for entry in self.books.entries})
        for day in days:
            self._compare(self.accounts.on(day, None), self.books.all_parts(day), f"on {day}")
        for card in filter(self._is_known, self.books.cards):
            if self.accounts.years(card) != self.books.years(card):
                raise self._disagree(f"the years of {card}: the fund has {self.accounts.years(card)}, the auditor {self.books.years(card)}")
        for known_at, known in self.known:
            day = self.chance.choice(days) if days else self.today
            self._compare(self.accounts.on(day, known_at), self.books.all_parts(day, known), f"on {day} as known at {known_at}")
        wrong = unsound()
        if wrong:
            raise self._disagree(f"verify finds {wrong}")
        if days and self.books.cards:
            day = self.chance.choice(days)
            owed = sums.owed(self.books.all_parts(day))
            if proved_total(day) != (owed, owed):
                raise self._disagree(f"the proof of {day} sums to {proved_total(day)}, the auditor has {owed}")
