"""One life of a small fund, drawn from a seed: who works where, what is reported, paid, claimed, merged, credited, closed, what fails.

Every deed is done to the real fund through its rooms' actions and told to the auditor, who says beforehand what must come of it. After each
deed a sample is compared, at the end everything. A life with the same seed and size is the same life again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import Final

from openjmo.core.clock import JAKARTA
from openjmo.core.ids import Sex
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.actions import bill_report, post_report, read_report, receive_payment, submit_report, withdraw_report
from openjmo.domains.contributions.actions.take_over_reports import OldLine, OldReport, take_over_reports
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.payments.actions import Notice
from openjmo.domains.savings.actions import close_periods, credit_returns, declare_rate, request_merge, settle_merge
from openjmo.ledger import post as ledger
from openjmo.ledger.chart import BANK, Component
from openjmo.ledger.post import NewEntry, Posting
from openjmo.simulators.niks import Numbers
from tests import fund
from tests.simulation import auditor as sums
from tests.simulation.auditor import CLAIMS, EMPLOYER, PLAIN, WORKER, Auditor, Refused
from tests.simulation.crash import crashed
from tests.simulation.house import OK, Accounts, empty, link_count, moment, outcome, proved_total, together, unsound

OFFICER: Final = "account:AK-PETUGAS"
HIRED: Final = date(2020, 1, 6)
IN_TIME, TOO_LATE = (5, 14), (25, 28)
"""Days on which bills are paid: before any due day, which lies from the 15th on, or after every one, however holidays fall."""


class Disagreement(AssertionError):  # noqa: N818 - neither of the two need be wrong
    """The fund and the auditor differ; says how to live the same life again."""


@dataclass(frozen=True)
class Size:
    """How much happens. `late_years` also has movements that count in years already credited."""

    months: int = 3
    employers: int = 2
    people: int = 3
    deeds: int = 3
    crash_of: int = 16
    """One deed in so many is cut short once before it is done."""
    threads_of: int = 8
    late_years: bool = False


SHORT: Final = Size()
LONG: Final = Size(months=26, employers=4, people=9, deeds=6, crash_of=8, threads_of=4)


@dataclass
class Firm:
    """An employer: its row, its public reference, and the fines it has not been billed for."""

    id: int
    ref: str
    fines: list[int] = field(default_factory=list)

    @property
    def deposit(self) -> str:
        """The auditor's name for its account."""
        return f"deposit:{self.id}"


@dataclass
class Worker:
    """A person with cards, the newest last; `firms` are where each card was opened."""

    nik: str
    name: str
    born: date
    sex: Sex
    cards: list[str]
    firms: list[Firm]
    at: int = 0
    """Which of the cards is worked under."""


@dataclass
class Bill:
    """A report that was billed: what the auditor expects of it."""

    firm: Firm
    month: Month
    report: str
    code: str
    parts: list[tuple[str, int, int]]
    """Account, worker's part, employer's part."""
    fines: list[int]
    paid_on: date | None = None
    posted: bool = False
    notice: Notice | None = None

    @property
    def contributions(self) -> int:
        """Without fines."""
        return sum(worker + employer for _, worker, employer in self.parts)

    @property
    def amount(self) -> int:
        """What has to be paid, to the sen."""
        return self.contributions + sum(self.fines)


class Life:
    """A life that has been begun; `live` goes through all of it."""

    def __init__(self, seed: int, size: Size = SHORT, *, between: Callable[[int], None] = lambda _step: None) -> None:
        """`between` is called before each deed with its number."""
        self.seed, self.size, self.between = seed, size, between
        self.chance = Random(seed)  # noqa: S311 - a life to be lived again, not a secret
        self.books = Auditor(late_years=size.late_years)
        self.accounts = Accounts()
        self.today = date(self.chance.choice((2022, 2023)), self.chance.choice((3, 7, 10, 11, 11, 12)), 1)
        self.step, self.serial = 0, 0
        self.firms: list[Firm] = []
        self.people: list[Worker] = []
        self.bills: list[Bill] = []
        self.known: list[tuple[datetime, int]] = []
        self.employed: dict[tuple[str, int], bool] = {}
        self.fresh_cards: set[str] = set()
        """NIK of people who may have a card whose account is not known yet."""
        self.refs: dict[str, str] = {}
        """References of requests to merge that were approved, by the auditor's name."""
        self.told: list[str] = []

    # -- the whole

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

    # -- one deed

    def do(self, name: str, action: Callable[[], object], expected: Callable[[], object]) -> str:
        """Do it to the fund and to the books; both must say the same. Sometimes it is cut short first, and then done again."""
        self.between(self.step)
        self.step += 1
        self.told.append(f"{self.today} {name}")
        if self.chance.randrange(self.size.crash_of) == 0:
            statement, cut_off = self.chance.choice((1, 2, 3, 5, 8, 13, 21, 34)), self.chance.randrange(4) == 0
            kept = self.serial
            try:
                if crashed(action, statement, cut_off=cut_off):
                    self.told.append(f"    cut short at statement {statement}{', disconnected' if cut_off else ''}")
                    self.compare_now()
            except Exception as failure:  # noqa: BLE001 - what it says the second time is what counts
                self.told.append(f"    said {type(failure).__name__} the first time")
            self.serial = kept
        try:
            expected()
        except Refused as refused:
            must_be = refused.code
        else:
            must_be = OK
        found = outcome(action)
        if found != must_be:
            raise self._disagree(f"the fund says {found}, the auditor {must_be}")
        self.compare_now()
        if self.chance.randrange(4) == 0:
            self.known.append((moment(), len(self.books.entries)))
            self.compare_past(1)
        return must_be

    @property
    def now(self) -> datetime:
        """The moment of this deed: each is a second later than the one before."""
        return datetime.combine(self.today, time(9), JAKARTA).astimezone(UTC) + timedelta(seconds=self.step)

    def new(self, kind: str) -> str:
        """A key that was not used yet."""
        self.serial += 1
        return f"{kind}:{self.serial}"

    @property
    def floor(self) -> date:
        """The first day on which something late may count: the year that is being credited, or the one before where that is lived."""
        year = self.today.year
        if self.books.credits:
            newest = self.books.credits[-1]
            year = min(year, newest.year + (newest.month == 12))
        if self.size.late_years and self.chance.randrange(3) == 0:
            year -= 1
        return date(year, 1, 1)

    def _day_since(self, first: date) -> date:
        return first + timedelta(days=self.chance.randint(0, max(0, (self.today - first).days)))

    # -- rates, months, closing

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
            self.do(
                f"close {month}",
                lambda: close_periods.close_periods(month, by="test", now=self.now),
                lambda: self.books.close(month.year, month.month, self.today),
            )

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

    # -- reports

    def report(self) -> None:
        """Employers report last month's wages; some withdraw what they sent and send it again with other wages."""
        month = Month.of(self.today).plus(-1)
        firms = [firm for firm in self.firms if self.chance.randrange(4)]
        drafts = [draft for firm in firms if (draft := self._draft(firm, month))]
        if not drafts:
            return
        self._bill(drafts)
        fresh = self.bills[-len(drafts) :]
        if self.chance.randrange(9) == 0:
            wrong = self.chance.choice(fresh)
            self.do(f"withdraw {wrong.report}", lambda: withdraw_report.withdraw_report(wrong.report, now=self.now), lambda: None)
            self.bills.remove(wrong)
            wrong.firm.fines += wrong.fines
            again = self._draft(wrong.firm, month)
            if again:
                self._bill([again])

    def _draft(self, firm: Firm, month: Month) -> tuple[Firm, Month, list[OldLine]] | None:
        lines = []
        for worker in self.people:
            works_here = worker.firms[worker.at] is firm
            old = next((place for place in range(worker.at) if worker.firms[place] is firm), None)
            if not works_here and (old is None or self.chance.randrange(6)):
                continue
            place = worker.at if works_here else old
            assert place is not None
            wage = self.chance.choice((self.chance.randint(1, 10**9), self.chance.randint(30, 99) * 10_000_000, 12_345_675))
            leaves = works_here and worker.at + 1 < len(worker.cards) and self.chance.randrange(5) > 0
            ended = month.last_day if leaves else None
            lines.append(
                OldLine(
                    *(worker.nik, worker.cards[place], worker.name, worker.born, worker.sex, "Kamaria", HIRED),
                    *(ended, "resign" if leaves else "", wage, 0),
                )
            )
        return (firm, month, lines) if lines else None

    def _bill(self, drafts: Sequence[tuple[Firm, Month, list[OldLine]]]) -> None:
        key = self.new("laporan")
        now, is_file = self.now, self.chance.randrange(8) == 0
        if is_file:
            drafts = [
                (firm, month, [line._replace(wage_sen=max(10**8, line.wage_sen // 100 * 100)) for line in lines])
                for firm, month, lines in drafts
            ]
        reports = [OldReport(firm.id, month, key, now, lines) for firm, month, lines in drafts]
        made: dict[str, list[str]] = {}

        def send() -> None:
            made["refs"] = [self._send_file(*draft) for draft in drafts] if is_file else take_over_reports(reports, by="test")
            accepted = [bill_report.Acceptance(ref, None, "test", self.now) for ref in made["refs"]]
            made["codes"] = bill_report.bill_reports(accepted)

        fresh: list[Bill] = []
        self.do(
            f"{'send a file' if is_file else 'report'} {', '.join(f'{month} of {firm.id}' for firm, month, _ in drafts)}",
            send,
            lambda: fresh.extend(self._expect(drafts)),
        )
        for bill, ref, code in zip(fresh, made["refs"], made["codes"], strict=True):
            bill.report, bill.code = ref, code
            found = contributions.bill_by_code(code)
            if found is None or found.amount.sen != bill.amount:
                raise self._disagree(f"bill {code} of {found.amount.sen if found else None} sen, the auditor has {bill.amount}")
        self.bills += fresh

    def _send_file(self, firm: Firm, month: Month, lines: Sequence[OldLine]) -> str:
        """The same lines as an employer would send them."""
        workers = [
            fund.Worker(
                *(line.nik, line.card_number, line.full_name, line.birth_date.isoformat(), line.sex, line.mother_name),
                *(line.wage_sen // 100, line.started_on.isoformat(), line.ended_on.isoformat() if line.ended_on else "", line.end_reason),
            )
            for line in lines
        ]
        new = submit_report.NewReport(firm.id, month, f"laporan-{month}.csv", "test", "test")
        ref = submit_report.submit_report(new, [fund.as_file(workers)], now=self.now, read_later=False).ref
        read_report.read_report(ref, now=self.now)
        return ref

    def _expect(self, drafts: Sequence[tuple[Firm, Month, list[OldLine]]]) -> Iterator[Bill]:
        for firm, month, lines in drafts:
            parts = []
            for line in lines:
                account = self.books.final(f"card:{line.card_number}")
                self.books.open(account)
                parts.append((account, *sums.shares(line.wage_sen)))
                if self.employed.setdefault((account, firm.id), True) and line.ended_on:
                    self.employed[account, firm.id] = False
            fines, firm.fines = firm.fines, []
            yield Bill(firm, month, "", "", parts, fines)
        reported = {line.nik: line for _, _, lines in drafts for line in lines}
        for worker in self.people:
            if worker.nik in reported:
                self.fresh_cards.add(worker.nik)
                worker.at += reported[worker.nik].ended_on is not None

    # -- payments

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

    # -- single entries

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
        counts_on = self._day_since(self.floor) if self.chance.randrange(3) == 0 else None
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

    # -- merging

    def _is_known(self, card: str) -> bool:
        try:
            self.accounts.code(card)
        except KeyError:
            return False
        return True

    def _know_cards(self) -> None:
        for nik in self.fresh_cards:
            self.accounts.know_cards(nik)
        self.fresh_cards.clear()

    def merge(self) -> None:
        """A member asks that one card give way to another, and an officer approves."""
        self._know_cards()
        pairs = [
            (worker, source, target)
            for worker in self.people
            for source, target in product([f"card:{number}" for number in worker.cards], repeat=2)
            if source != target and self._is_known(source) and self._is_known(target)
        ]
        if not pairs:
            return
        likely = [pair for pair in pairs if self._is_mergeable(*pair[1:])]
        worker, source, target = self.chance.choice(likely if likely and self.chance.randrange(5) else pairs)
        person = membership.person_with_nik(worker.nik)
        assert person
        asked: list[str] = []

        def ask() -> None:
            asked.append(request_merge.request_merge(person.id, self.accounts.ref(source), self.accounts.ref(target), now=self.now))

        if self.do(f"ask to merge {source} into {target}", ask, lambda: self._must_be_mergeable(source, target)) != OK:
            return
        name, now, step, ref = self.new("gabung"), self.now, self.step, asked[-1]
        self.do(
            f"merge {source} into {target}",
            lambda: settle_merge.approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=now),
            lambda: self.books.merge(name, source, target, self.today, step),
        )
        self.refs[name] = ref

    def _is_mergeable(self, source: str, target: str) -> bool:
        try:
            self._must_be_mergeable(source, target)
        except Refused:
            return False
        return True

    def _must_be_mergeable(self, source: str, target: str) -> None:
        if source in self.books.merged_into or target in self.books.merged_into:
            raise Refused("membership.card_merged")
        if any(works for (card, _), works in self.employed.items() if card == source):
            raise Refused("membership.card_at_work")

    def unmerge(self) -> None:
        """An officer takes a merging back."""
        if self.refs:
            name = self.chance.choice(list(self.refs))
            ref, now = self.refs[name], self.now
            if (
                self.do(
                    f"undo {name}",
                    lambda: settle_merge.undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=now),
                    lambda: self.books.unmerge(name, self.today),
                )
                == OK
            ):
                del self.refs[name]

    # -- comparing

    def look_back(self) -> None:
        """Nothing happens; somebody asks for old balances."""
        self.compare_past(2)

    def compare_now(self) -> None:
        """What every known account holds, and how many links there are."""
        self._know_cards()
        self._compare(self.accounts.now(), self.books.held, "now")
        if link_count() != len(self.books.entries):
            raise self._disagree(f"the chain has {link_count()} links, the auditor {len(self.books.entries)} entries")

    def compare_past(self, count: int) -> None:
        """Some days, each as known now or at a moment of before."""
        for _ in range(count):
            day = self._day_since(self.today - timedelta(days=120))
            known_at, known = self.chance.choice([*self.known, (None, None)])
            self._compare(self.accounts.on(day, known_at), self.books.all_parts(day, known), f"on {day} as known at {known_at}")

    def _compare(self, found: dict[str, tuple[list[int], int]], expected: dict[str, list[int]], when: str) -> None:
        for account, (parts, whole) in found.items():
            must_be = expected.get(account, [0] * 5)
            if parts != must_be[1:] or whole != sum(must_be):
                raise self._disagree(f"{account} {when}: the fund has {parts} = {whole}, the auditor {must_be[1:]} = {sum(must_be)}")

    def _end(self) -> None:
        """Everything: each day on which something was booked, each moment that was kept, the chain, the proof."""
        self.compare_now()
        days = sorted({entry.business_on for entry in self.books.entries})
        for day in days:
            self._compare(self.accounts.on(day, None), self.books.all_parts(day), f"on {day}")
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

    def _disagree(self, what: str) -> Disagreement:
        how = f"OPENJMO_SIM_SEED={self.seed} OPENJMO_SIM_MONTHS={self.size.months} make soak"
        story = "\n".join(self.told[-12:])
        return Disagreement(f"life {self.seed}, deed {self.step}: {what}\nthe last deeds:\n{story}\nto live it again: {how}")
