"""What all deeds of a life share: its people and firms, the clock, doing a deed to the fund and to the books at once, and comparing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from openjmo.core.clock import JAKARTA
from openjmo.core.ids import Sex
from openjmo.core.periods import Month
from openjmo.domains.payments.actions import Notice
from tests.simulation.auditor import Auditor, Refused
from tests.simulation.crash import crashed
from tests.simulation.house import OK, Accounts, link_count, moment, outcome


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
MONTHS_OF_TWO_YEARS: Final = 24
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


class Frame:
    """A life with its books, before anything has happened."""

    def __init__(self, seed: int, size: Size = SHORT, *, between: Callable[[int], None] = lambda _step: None) -> None:
        """`between` is called before each deed with its number."""
        self.seed, self.size, self.between = seed, size, between
        self.chance = Random(seed)  # noqa: S311 - a life to be lived again, not a secret
        self.books = Auditor(late_years=size.late_years)
        self.accounts = Accounts()
        # Nobody has published a rate of these years; a life of up to three of them ends before 2025, whose rate is known.
        self.today = date(
            self.chance.choice((2021, 2022 if size.months <= MONTHS_OF_TWO_YEARS else 2021)), self.chance.choice((3, 7, 10, 11, 11, 12)), 1
        )
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

    def _disagree(self, what: str) -> Disagreement:
        how = f"OPENJMO_SIM_SEED={self.seed} OPENJMO_SIM_MONTHS={self.size.months} make soak"
        story = "\n".join(self.told[-12:])
        return Disagreement(f"life {self.seed}, deed {self.step}: {what}\nthe last deeds:\n{story}\nto live it again: {how}")
