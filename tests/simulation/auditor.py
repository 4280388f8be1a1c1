"""Books kept a second time, by somebody who has only read docs/rules.md and docs/architecture.md.

Plain Python on whole sen: nothing of the product is imported. The auditor is told what happens (who reported, paid, asked) and says
beforehand what must come of it: a code of refusal, or entries. Accounts have names of their own (`card:<number>`, `deposit:<number>`,
`bank`, `returns`, `fines`); parts are numbered as the ledger numbers them.

What is reckoned here, each from the text:

- contributions: 2 % and 3.7 % of the wage, each rounded half up to the sen; the fine 2 % of the deposit for each month late that has begun;
- closing: what is dated in a closed month is booked on the first open day and counts from its own;
- returns of the monthly method, cut to the sen: the balance at the beginning of the year and each month's movements, by the growth since;
- merging: everything before the first year that is not fully credited in one sum, then day by day; and its way back, with returns;
- with `late_years`: what counts in a former year earns that year's returns when the next month is credited.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

PLAIN, WORKER, EMPLOYER, RETURNS, CLAIMS = range(5)
DIGITS = 10**18
BELOW_ZERO = "database.refused"
"""How the database's own refusal is told."""

Lines = tuple[tuple[str, int, int], ...]
"""Account, part, sen."""


@dataclass(frozen=True)
class Entry:
    """One event: where it is booked, and the day from which returns count it."""

    key: str
    business_on: date
    counts_on: date
    lines: Lines


class Refused(Exception):  # noqa: N818 - what a rule says, not an error of the auditor
    """The rules say no, with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Credit:
    """A month that was credited: the rate it was reckoned with and when it was done."""

    year: int
    month: int
    rate: Fraction
    at: int


@dataclass
class Merge:
    """A merging: the keys it took, and when it was done."""

    source: str
    target: str
    keys: list[str]
    at: int


def shares(wage_sen: int) -> tuple[int, int]:
    """The worker's and the employer's part of one wage."""
    return (wage_sen * 4 + 100) // 200, (wage_sen * 74 + 1_000) // 2_000


def fine(deposit_sen: int, months: int) -> int:
    """What being late costs."""
    return (deposit_sen * months * 4 + 100) // 200


def last_day(year: int, month: int) -> date:
    """Of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def nearest(value: Fraction) -> int:
    """The whole number next to it, the even one of two."""
    return round(value)


def growth(rate: Fraction, month: int) -> int:
    """(1 + rate) to the power of month/12, with 18 digits: the twelfth root found by halving."""
    exact = (1 + rate) ** month * DIGITS**12
    low, high = DIGITS, 2 * DIGITS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**12 <= exact else (low, middle)
    return low if Fraction(2 * low + 1, 2) ** 12 > exact else high


_WEIGHTS: dict[tuple[Fraction, int, int], int] = {}


def weight(rate: Fraction, through: int, since: int) -> int:
    """What one sen of month `since` (0: of the beginning of the year) has earned by the end of month `through`, times 10^18."""
    known = _WEIGHTS.get((rate, through, since))
    if known is None:
        known = _WEIGHTS[rate, through, since] = nearest(Fraction(growth(rate, through) * DIGITS, growth(rate, since))) - DIGITS
    return known


@dataclass
class Auditor:
    """The books. `late_years` switches the rule of former years on."""

    late_years: bool = False
    entries: list[Entry] = field(default_factory=list)
    by_key: dict[str, Entry] = field(default_factory=dict)
    held: dict[str, list[int]] = field(default_factory=dict)
    """Account: its five parts, now."""
    closed: date | None = None
    rates: dict[int, Fraction] = field(default_factory=dict)
    credits: list[Credit] = field(default_factory=list)
    merged_into: dict[str, str] = field(default_factory=dict)
    reversed_by: dict[str, str] = field(default_factory=dict)
    merges: dict[str, Merge] = field(default_factory=dict)
    touched: set[tuple[str, int]] = field(default_factory=set)
    """Accounts and former years of movements that came late and have not earned that year's returns."""

    # -- accounts and entries

    def open(self, account: str) -> None:
        """An account begins with nothing."""
        self.held.setdefault(account, [0] * 5)

    @property
    def cards(self) -> list[str]:
        """The members' accounts."""
        return [account for account in self.held if account.startswith("card:")]

    def book(
        self, key: str, on: date, lines: Iterable[tuple[str, int, int]], *, counts_on: date | None = None, own_day_only: bool = False
    ) -> Entry:
        """An event, once. Raises Refused."""
        if key in self.by_key:
            return self.by_key[key]
        wanted = counts_on or on
        if self.closed and on <= self.closed:
            if own_day_only:
                raise Refused("ledger.period_closed")
            on = self.closed + timedelta(days=1)
        entry = Entry(key, on, wanted, tuple(line for line in lines if line[2]))
        assert sum(sen for _, _, sen in entry.lines) == 0
        self._must_suffice(entry.lines)
        for account, part, sen in entry.lines:
            self.held[account][part] += sen
        self.entries.append(entry)
        self.by_key[key] = entry
        self._note_late(entry)
        return entry

    def _must_suffice(self, lines: Lines) -> None:
        moved: dict[str, int] = defaultdict(int)
        for account, _, sen in lines:
            moved[account] += sen
        for account, sen in moved.items():
            if ":" in account and sum(self.held[account]) + sen < 0:
                raise Refused(BELOW_ZERO)

    def reverse(self, key: str, new_key: str, on: date) -> Entry:
        """The mirror of an entry, counting from the same day. Raises Refused."""
        if key not in self.by_key:
            raise Refused("ledger.entry_unknown")
        if self.reversed_by.get(key, new_key) != new_key:
            raise Refused("ledger.already_reversed")
        original = self.by_key[key]
        entry = self.book(new_key, on, [(account, part, -sen) for account, part, sen in original.lines], counts_on=original.counts_on)
        self.reversed_by[key] = new_key
        return entry

    def final(self, card: str) -> str:
        """The account that has a card's money now."""
        while card in self.merged_into:
            card = self.merged_into[card]
        return card

    # -- balances

    def parts(self, account: str, on: date | None = None, known: int | None = None) -> list[int]:
        """The five parts at the end of a business date, as known when there were so many entries."""
        if on is None and known is None:
            return self.held[account]
        found = [0] * 5
        for entry in self.entries[:known]:
            if on is None or entry.business_on <= on:
                for name, part, sen in entry.lines:
                    if name == account:
                        found[part] += sen
        return found

    def all_parts(self, on: date, known: int | None = None) -> dict[str, list[int]]:
        """As `parts`, of every account."""
        found = {account: [0] * 5 for account in self.held}
        for entry in self.entries[:known]:
            if entry.business_on <= on:
                for name, part, sen in entry.lines:
                    found[name][part] += sen
        return found

    def years(self, account: str) -> dict[int, list[int]]:
        """What each year of business dates added to an account, without the first part; years that added nothing are left out."""
        found: dict[int, list[int]] = {}
        for entry in self.entries:
            for name, part, sen in entry.lines:
                if name == account and part:
                    found.setdefault(entry.business_on.year, [0] * 4)[part - 1] += sen
        return {year: parts for year, parts in sorted(found.items()) if any(parts)}

    # -- months

    def close(self, year: int, month: int, today: date) -> None:
        """Close a month for good. Raises Refused."""
        if today <= last_day(year, month):
            raise Refused("savings.period_not_over")
        if not any((credit.year, credit.month) >= (year, month) for credit in self.credits):
            raise Refused("savings.period_not_credited")
        if self.closed is None or self.closed < last_day(year, month):
            self.closed = last_day(year, month)

    def credit(self, year: int, month: int, today: date, at: int) -> None:
        """Credit a month's returns to every card. Raises Refused."""
        end = last_day(year, month)
        if today <= end:
            raise Refused("savings.month_not_over")
        if year not in self.rates:
            raise Refused("rules.parameter_unknown")
        if any((credit.year, credit.month) == (year, month) for credit in self.credits):
            return
        if any((credit.year, credit.month) > (year, month) for credit in self.credits):
            raise Refused("savings.month_out_of_order")
        if self.late_years:
            self._credit_late(year, month)
        rate = self.rates[year]
        due = {card: max(0, self.earned(card, year, month, rate) - self.credited(card, year, end)) for card in self.cards}
        lines = [(card, RETURNS, sen) for card, sen in due.items() if sen]
        if not lines:
            return
        self.book(f"returns:{year}-{month:02}", end, [*lines, ("returns", PLAIN, -sum(due.values()))], own_day_only=True)
        self.credits.append(Credit(year, month, rate, at))

    def earned(self, card: str, year: int, month: int, rate: Fraction) -> int:
        """What a card has earned in a year by the end of a month, cut to the sen; never below nothing."""
        first, end = date(year, 1, 1), last_day(year, month)
        exact = 0
        for entry in self.entries:
            for account, part, sen in entry.lines:
                if account != card:
                    continue
                if entry.counts_on < first:
                    exact += sen * weight(rate, month, 0)
                elif part != RETURNS and entry.counts_on <= end:
                    exact += sen * weight(rate, month, entry.counts_on.month)
        return max(0, exact // DIGITS)

    def credited(self, card: str, year: int, end: date) -> int:
        """Returns of a year that are on a card."""
        return sum(
            sen
            for entry in self.entries
            if date(year, 1, 1) <= entry.counts_on <= end
            for account, part, sen in entry.lines
            if account == card and part == RETURNS
        )

    # -- former years (switched on by `late_years`)

    def _note_late(self, entry: Entry) -> None:
        newest = self.credits[-1] if self.credits else None
        if (
            newest
            and entry.counts_on.year < newest.year + (newest.month == 12)
            and not entry.key.startswith(("merge:", "unmerge:", "returns"))
        ):
            self.touched |= {(account, entry.counts_on.year) for account, _, _ in entry.lines if account.startswith("card:")}

    def _credit_late(self, year: int, month: int) -> None:
        """Returns of former years on movements that came late: added, or taken back where a correction made them too many."""
        for former in sorted({credit.year for credit in self.credits if credit.year < year}):
            rate = next(credit.rate for credit in reversed(self.credits) if credit.year == former)
            newest = max(credit.month for credit in self.credits if credit.year == former)
            lines = []
            for card in sorted({account for account, counted in self.touched if counted <= former}):
                sen = self.earned(card, former, newest, rate) - self.credited(card, former, date(former, 12, 31))
                lines.append((card, RETURNS, sen))
            total = sum(sen for _, _, sen in lines)
            if any(sen for _, _, sen in lines):
                key = f"returns-late:{year}-{month:02}:{former}"
                self.book(key, last_day(year, month), [*lines, ("returns", PLAIN, -total)], counts_on=date(former, 12, 31))
        self.touched.clear()

    # -- merging

    def merge(self, ref: str, source: str, target: str, today: date, at: int) -> None:
        """Everything of one card goes over to another."""
        year = today.year
        if self.credits:
            newest = max((credit.year, credit.month) for credit in self.credits)
            year = min(year, newest[0] + (newest[1] == 12))
        days: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for entry in self.entries:
            for account, part, sen in entry.lines:
                if account == source:
                    day = entry.counts_on if entry.counts_on.year >= year or not self.credits else date(year - 1, 12, 31)
                    days[day][part] += sen
        keys: list[str] = []
        for day, parts in sorted(days.items()):
            lines = [line for part, sen in sorted(parts.items()) if sen for line in ((source, part, -sen), (target, part, sen))]
            if lines:
                keys.append(f"merge:{ref}:{len(keys) + 1}")
                self._book_within(keys[-1], today, tuple(lines), day)
        self.merged_into[source] = target
        self.merges[ref] = Merge(source, target, keys, at)

    def _book_within(self, key: str, today: date, lines: Lines, counts_on: date) -> None:
        """One of several entries that are booked together, so that only their sum has to suffice."""
        entry = Entry(key, today, counts_on, lines)
        for account, part, sen in lines:
            self.held[account][part] += sen
        self.entries.append(entry)
        self.by_key[key] = entry

    def unmerge(self, ref: str, today: date) -> None:
        """Everything goes back, with the returns of the months credited since. Raises Refused, and then nothing has changed."""
        merge = self.merges[ref]
        if merge.target in self.merged_into:
            raise Refused("membership.target_merged_on")
        kept = (list(self.entries), dict(self.by_key), {account: list(parts) for account, parts in self.held.items()})
        try:
            self._go_back(ref, merge, today)
        except Refused:
            self.entries, self.by_key, self.held = kept
            raise
        del self.merged_into[merge.source]
        for key in merge.keys:
            self.reversed_by[key] = f"un{key}"

    def _go_back(self, ref: str, merge: Merge, today: date) -> None:
        there = {key: sum(sen for account, _, sen in self.by_key[key].lines if account == merge.target) for key in merge.keys}
        limit, back = sum(self.held[merge.target]), 0
        waiting = sorted(merge.keys, key=lambda key: there[key], reverse=True)
        while waiting:
            # The largest first that leaves neither card below nothing on the way.
            fitting = [key for key in waiting if 0 <= back + there[key] <= limit]
            if not fitting:
                raise Refused("savings.merge_spent")
            waiting.remove(fitting[0])
            back += there[fitting[0]]
            original = self.by_key[fitting[0]]
            mirror = tuple((account, part, -sen) for account, part, sen in original.lines)
            self._book_within(f"un{fitting[0]}", today, mirror, original.counts_on)
        newest: dict[int, Credit] = {credit.year: credit for credit in self.credits if credit.at >= merge.at}
        for year, credit in sorted(newest.items()):
            end = last_day(year, credit.month)
            short = self.earned(merge.source, year, credit.month, credit.rate) - self.credited(merge.source, year, end)
            over = self.credited(merge.target, year, end) - self.earned(merge.target, year, credit.month, credit.rate)
            due = min(short, over)
            if due > 0:
                if sum(self.held[merge.target]) < due:
                    raise Refused("savings.merge_spent")
                lines = ((merge.target, RETURNS, -due), (merge.source, RETURNS, due))
                self._book_within(f"unmerge:{ref}:returns:{year}", today, lines, end)


def total(parts: Sequence[int]) -> int:
    """Of an account."""
    return sum(parts)


def owed(balances: Mapping[str, Sequence[int]]) -> int:
    """What the fund owes all cards together."""
    return sum(total(parts) for account, parts in balances.items() if account.startswith("card:"))
