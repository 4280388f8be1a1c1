"""Rates, the crediting of months and their closing, in time, late, and before their time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from openjmo.core.periods import Month
from openjmo.domains.savings.actions import close_periods, credit_returns, declare_rate
from openjmo.ledger import years
from tests.simulation.entries import Entries
from tests.simulation.house import OK


class Months(Entries):
    """What an operator does."""

    def declare(self) -> None:
        """Somebody enters a rate, in time or late, or another one than before."""
        for year in sorted({self.today.year, (self.today - timedelta(days=40)).year}):
            if self.chance.randrange(12 if year in self.books.rates else 2) == 0:
                self._declare(year, self.chance.choice(("5.51", "5.5", "6.25", "3.3333", "7", "0.01", "5.7600000001")))

    def _declare(self, year: int, percent: str) -> None:
        new = declare_rate.NewRate(year, percent, "asumsi uji", is_assumed=True, by="test")
        rate = Fraction(percent) / 100
        self.do(f"declare {percent} for {year}", lambda: declare_rate.declare_rate(new), lambda: self.books.rates.update({year: rate}))

    def credit(self) -> None:
        """Months that are over are credited in order, as far as rates are known; sometimes later than they could be."""
        last = Month.of(self.today).plus(-1)
        newest = self.books.credits[-1] if self.books.credits else None
        month = Month(newest.year, newest.month).following() if newest else last
        while month <= last and self.chance.randrange(6):
            if self.credit_month(month) != OK:
                return
            month = month.following()

    def credit_month(self, month: Month) -> str:
        """One month, whether or not its turn has come."""
        now, step = self.now, self.step
        return self.do(
            f"credit {month}",
            lambda: credit_returns.credit_returns(month, now=now),
            lambda: self.books.credit(month.year, month.month, self.today, step),
        )

    def close(self) -> None:
        """A month is closed, if it may be."""
        if self.chance.randrange(2):
            month = Month.of(self.today).plus(-self.chance.choice((0, 1, 1, 1, 2, 3)))
            self.do(f"close {month}", lambda: self._close(month), lambda: self.books.close(month.year, month.month, self.today))

    def _close(self, month: Month) -> None:
        close_periods.close_periods(month, by="test", now=self.now)
        years.carry_closed_years()

    def hurry(self) -> None:
        """Something that must not be done: a month before its time or out of order, an entry into a closed month, a closing too early."""
        match self.chance.randrange(3):
            case 0:
                self.credit_month(Month.of(self.today).plus(self.chance.choice((-3, -2, -1, 0, 1))))
            case 1:
                month = Month.of(self.today)
                self.do(
                    f"close {month} before it is over",
                    lambda: close_periods.close_periods(month, by="test", now=self.now),
                    lambda: self.books.close(month.year, month.month, self.today),
                )
            case _ if self.books.cards:
                card, on = self.chance.choice(self.books.cards), self._day_since(self.floor)
                self.book("own-day", card, 12_345, on=on, own_day_only=True)
