"""Payments, right and wrong, and the posting of what was paid."""

from __future__ import annotations

from datetime import date, datetime, time

from openjmo.core.clock import JAKARTA
from openjmo.core.money import Money
from openjmo.domains.contributions.actions import post_report, receive_payment
from openjmo.domains.payments.actions import Notice
from openjmo.ledger import post as ledger
from openjmo.ledger.chart import BANK, Component
from openjmo.ledger.post import NewEntry, Posting
from tests.simulation import auditor as sums
from tests.simulation.auditor import CLAIMS, EMPLOYER, PLAIN, WORKER, Refused
from tests.simulation.frame import Bill, Frame
from tests.simulation.house import OK, together

IN_TIME, TOO_LATE = (5, 14), (25, 28)
"""Days on which bills are paid: before any due day, which lies from the 15th on, or after every one, however holidays fall."""


class Payments(Frame):
    """What the bank tells, and what becomes of it."""

    def pay(self) -> None:
        """A bill is paid in full; the bank may tell of it later than it was paid."""
        waiting = [bill for bill in self.bills if bill.paid_on is None]
        if not waiting:
            return
        bill = self.chance.choice(waiting)
        first = max(bill.month.following().day(IN_TIME[0]), self.floor)
        paid_on = self.chance.choice((self.today, self._day_since(min(first, self.today))))
        if not any(low <= paid_on.day <= high for low, high in (IN_TIME, TOO_LATE)):
            paid_on = paid_on.replace(day=IN_TIME[1] if paid_on.day < TOO_LATE[0] else TOO_LATE[1])
        if paid_on > self.today or paid_on < first:
            return
        notice = self._notice(bill, bill.amount, paid_on)
        if (
            self.do(
                f"pay {bill.report} on {paid_on}",
                lambda: receive_payment.receive_payment(notice, post_later=False),
                lambda: self._paid(bill, paid_on),
            )
            == OK
        ):
            bill.notice = notice

    def _notice(self, bill: Bill, amount: int, paid_on: date) -> Notice:
        return Notice("test", self.new("bank"), bill.code, Money(amount), datetime.combine(paid_on, time(9), JAKARTA))

    def _paid(self, bill: Bill, paid_on: date) -> None:
        self.books.book(f"receipt:{bill.code}", paid_on, [("bank", PLAIN, -bill.amount), (bill.firm.deposit, PLAIN, bill.amount)])
        bill.paid_on = paid_on
        due = bill.month.following()
        months = (paid_on.year - due.year) * 12 + paid_on.month - due.month + (paid_on.day >= TOO_LATE[0])
        if months:
            bill.firm.fines.append(sums.fine(bill.contributions, months))

    def pay_wrongly(self) -> None:
        """Too little, another code, or once more."""
        if not self.bills:
            return
        bill = self.chance.choice(self.bills)
        amount = bill.amount - self.chance.choice((0, 1, 100))
        notice = self._notice(bill, amount, self.today)
        if self.chance.randrange(3) == 0:
            notice = Notice("test", self.new("bank"), "999999999999", Money(bill.amount), notice.paid_at)
            expected = "contributions.bill_unknown"
        elif amount != bill.amount:
            expected = "contributions.amount_differs"
        elif bill.paid_on is None:
            return
        elif self.chance.randrange(2) and bill.notice:
            notice, expected = bill.notice, ""
        else:
            expected = "contributions.bill_already_paid"

        def says() -> None:
            if expected:
                raise Refused(expected)

        self.do(f"pay {bill.report} wrongly", lambda: receive_payment.receive_payment(notice, post_later=False), says)

    def post(self) -> None:
        """Paid reports are posted, one after the other or two at the same moment."""
        waiting = [bill for bill in self.bills if bill.paid_on and not bill.posted]
        if waiting and self.chance.randrange(self.size.threads_of) == 0:
            self._post_beside(self.chance.choice(waiting))
        elif len(waiting) > 1 and self.chance.randrange(self.size.threads_of) == 0:
            self._post_both(waiting[0], waiting[1])
        elif waiting:
            bill = self.chance.choice(waiting)
            self.do(f"post {bill.report}", lambda: self._post(bill), lambda: self._posted(bill))
        self._know_cards()

    def _post_both(self, one: Bill, other: Bill) -> None:
        def both() -> None:
            for said in together([lambda: self._post(one), lambda: self._post(other)]):
                self._must_be_ok(said)

        def expected() -> None:
            self._posted(one)
            self._posted(other)

        self.do(f"post {one.report} and {other.report} at once", both, expected)

    def _post_beside(self, bill: Bill) -> None:
        """A report is posted while a claim is paid from one of the cards, at the same moment."""
        rich = [card for card in self.books.cards if sum(self.books.held[card]) > 0 and self._is_known(card)]
        if not rich:
            return
        card, key = self.chance.choice(rich), self.new("claim")
        sen, today = self.chance.randint(1, sum(self.books.held[card])), self.today
        entry = NewEntry(key=key, event="claim", business_on=today)
        postings = [Posting(self.accounts.code(card), Money(-sen), Component.CLAIMS), Posting(BANK, Money(sen))]

        def both() -> None:
            for said in together([lambda: self._post(bill), lambda: ledger.post(entry, postings)]):
                self._must_be_ok(said)

        def expected() -> None:
            self._posted(bill)
            self.books.book(key, today, [(card, CLAIMS, -sen), ("bank", PLAIN, sen)])

        self.do(f"post {bill.report} and pay {key} from {card} at once", both, expected)

    def _must_be_ok(self, said: str) -> None:
        if said != OK:
            raise self._disagree(f"of two at once one says {said}")

    def _post(self, bill: Bill) -> None:
        post_report.post_report(bill.report, now=self.now)

    def _posted(self, bill: Bill) -> None:
        if bill.posted:
            return
        assert bill.paid_on
        lines = [
            line
            for account, worker, employer in bill.parts
            for line in ((self.books.final(account), WORKER, worker), (self.books.final(account), EMPLOYER, employer))
        ]
        fines = sum(bill.fines)
        self.books.book(
            f"contribution:{bill.report}", bill.paid_on, [*lines, (bill.firm.deposit, PLAIN, -bill.amount), ("fines", PLAIN, fines)]
        )
        bill.posted = True

    def repeat(self) -> None:
        """What was done is done again, and changes nothing."""
        done = [bill for bill in self.bills if bill.posted]
        if done:
            bill = self.chance.choice(done)
            self.do(f"post {bill.report} again", lambda: self._post(bill), lambda: None)
