"""How a balance grows in a year, as whole numbers, the same in Python and in one SQL statement.

Called by `returns` and by the job that credits returns to all accounts. A year is cut into slots in which money is booked: slot 0 is
the opening balance, then the twelve months (daily method: the days of the year). `weights(month)` says for each slot how much one sen
in it has earned by the end of that month, as numerators over `scale`. Everything follows from one line:

    earned by the end of the month = max(0, (sum of flow * weight + offset) div scale)

and the credit of a month is what was earned so far less what this year has credited so far, never below zero. So no sen is lost
between months, and an untouched balance gets in a year exactly the balance times the published rate, whatever the method.

The method is a setting, because the regulation that has it could not be read (`jht.development.crediting_method`, PP 46/2015 Pasal 27):

- monthly: on the balance at the end of the previous month. Factor F_k = (1+r)^(k/12), found by exact integer roots with 18 decimals;
  money booked in month j has grown by F_k / F_j at the end of month k, so it begins to earn in month j+1;
- yearly: on the opening balance, all in December;
- daily: r / (days of the year) for each day after the day of booking, without interest on interest inside the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal, get_args

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.believable import believable_year
from openjmo.rules.benefit_parts import refuse_unknown
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.shares import rounding_offset

SCALE: Final = 10**18
"""Growth factors carry 18 decimals: an error below a sen up to balances of ten trillion rupiah."""
MONTHS: Final = 12

Method = Literal["monthly", "yearly", "daily"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)


@dataclass(frozen=True, slots=True)
class GrowthTable:
    """The growth of one year under one rate. Make it with `for_rate`, or from the law with `growth_table`."""

    year: int
    rate: Rate
    method: Method
    rounding: Rounding
    scale: int
    """The denominator of all weights."""
    offset: int
    """What is added before dividing, so that cutting off rounds as the setting says."""
    rows: tuple[tuple[int, ...], ...]
    """The weights of January to December."""
    parameters: tuple[ParameterValue, ...] = ()
    """The rate and settings it was made from, when it was made from the law."""

    @classmethod
    def for_rate(cls, rate: Rate, method: str, year: int, rounding: Rounding = Rounding.DOWN) -> GrowthTable:
        """The table for an annual rate.

        Raises InvalidInput: `rules.annual_rate_wrong` (below 0 %, above 100 %, or no decimal of at most 16 places in percent),
        `rules.crediting_method_unknown`.
        """
        if not 0 <= rate.ratio <= 1 or SCALE % rate.ratio.denominator:
            raise InvalidInput(
                "Hasil pengembangan setahun %(rate)s%% tidak dapat dipakai.",
                code="rules.annual_rate_wrong",
                field="rate",
                fix="Isi angka persen antara 0 dan 100 dengan paling banyak 16 angka di belakang koma.",
                values={"rate": rate.as_percent()},
            )
        if method not in METHODS:
            raise InvalidInput(
                "Cara membukukan hasil pengembangan %(method)s tidak dikenali.",
                code="rules.crediting_method_unknown",
                field="method",
                fix="Pilih salah satu: %(accepted)s.",
                values={"method": method, "accepted": ", ".join(METHODS)},
            )
        return _table(rate, method, year, rounding)

    @property
    def slot_count(self) -> int:
        """How many weights a month has: 13, or one more than the days of the year."""
        return len(self.rows[0])

    def slot_of(self, booked_on: date) -> int:
        """The slot of money booked on a day of this year: its month, or its day in the year. Raises InvalidInput for another year."""
        if booked_on.year != self.year:
            raise InvalidInput(
                "Tanggal %(day)s tidak berada di tahun %(year)s.",
                code="rules.booking_outside_year",
                field="booked_on",
                fix="Uang dari tahun sebelumnya masuk ke saldo awal.",
                values={"day": booked_on.isoformat(), "year": self.year},
            )
        return booked_on.timetuple().tm_yday if self.method == "daily" else booked_on.month

    def weights(self, month: int) -> tuple[int, ...]:
        """For each slot what one sen has earned by the end of month 1 to 12, times `scale`; zero for later slots."""
        if not 1 <= month <= MONTHS:
            raise ValueError(f"a month is 1 to 12, not {month}")
        return self.rows[month - 1]

    def earned(self, by_slot: Mapping[int, int], month: int) -> int:
        """Sen earned since the beginning of the year by the end of a month, rounded once; never below zero."""
        weights = self.weights(month)
        exact = sum(sen * weights[slot] for slot, sen in by_slot.items())
        return max(0, (exact + self.offset) // self.scale)

    def credit(self, by_slot: Mapping[int, int], credited_sen: int, month: int) -> int:
        """Sen to credit for a month when `credited_sen` was already credited this year; never below zero.

        A rate that turns out lower than first assumed is caught up by smaller credits later, not by taking money back.
        """
        return max(0, self.earned(by_slot, month) - credited_sen)


def growth_table(year: int, *, scheme: str | None = None, law: Lawbook | None = None) -> GrowthTable:
    """The table of a year by the law: published or declared rate (`scheme` None is conventional, or `syariah`), method, rounding.

    Raises InvalidInput (`rules.date_unbelievable`, `rules.choice_unknown`) and UnknownParameter when no rate is known for the year.
    """
    book = law or lawbook()
    believable_year(year, "year")
    if scheme is not None:
        refuse_unknown(scheme, [key for key in book.parameter("jht.development.annual_rate").keys if key], "scheme")
    return _lawful_table(year, scheme, book)


@lru_cache(maxsize=256)
def _lawful_table(year: int, scheme: str | None, law: Lawbook) -> GrowthTable:
    day = Month(year, MONTHS).last_day
    rate = law.value("jht.development.annual_rate", day, scheme)
    method = law.value("jht.development.crediting_method", day)
    rounding = law.value("jht.development.rounding", day)
    table = GrowthTable.for_rate(rate.rate, method.text, year, Rounding(rounding.text))
    return GrowthTable(
        table.year,
        table.rate,
        table.method,
        table.rounding,
        table.scale,
        table.offset,
        table.rows,
        (rate, method, rounding),
    )


@lru_cache(maxsize=256)
def _table(rate: Rate, method: Method, year: int, rounding: Rounding) -> GrowthTable:
    if method == "monthly":
        scale, rows = SCALE, _monthly(rate)
    elif method == "yearly":
        scale, rows = rate.ratio.denominator, _yearly(rate)
    else:
        scale, rows = _daily(rate, year)
    return GrowthTable(year, rate, method, rounding, scale, rounding_offset(rounding, scale), rows)


def _monthly(rate: Rate) -> tuple[tuple[int, ...], ...]:
    factors = [_factor(rate, month) for month in range(MONTHS + 1)]
    return tuple(
        tuple(_divide_half_even(factors[month] * SCALE, factors[slot]) - SCALE if slot <= month else 0 for slot in range(MONTHS + 1))
        for month in range(1, MONTHS + 1)
    )


def _yearly(rate: Rate) -> tuple[tuple[int, ...], ...]:
    nothing = (0,) * (MONTHS + 1)
    return (*(nothing for _ in range(MONTHS - 1)), (rate.ratio.numerator, *nothing[1:]))


def _daily(rate: Rate, year: int) -> tuple[int, tuple[tuple[int, ...], ...]]:
    ends = [Month(year, month).last_day.timetuple().tm_yday for month in range(1, MONTHS + 1)]
    days = ends[-1]
    rows = tuple(tuple(max(0, end - slot) * rate.ratio.numerator for slot in range(days + 1)) for end in ends)
    return days * rate.ratio.denominator, rows


def _factor(rate: Rate, month: int) -> int:
    """(1+r)^(month/12) times SCALE, rounded half-even; exact for 0 and 12."""
    growth = 1 + rate.ratio
    top, bottom = growth.numerator**month * SCALE**MONTHS, growth.denominator**month
    root = _root(top // bottom)
    middle = (2 * root + 1) ** MONTHS * bottom - 2**MONTHS * top
    return root + (middle < 0 or (middle == 0 and root % 2 == 1))


def _root(number: int) -> int:
    """The whole part of the twelfth root, by Newton's steps from above; each step is smaller, so it ends."""
    guess = 1 << -(-number.bit_length() // MONTHS)
    while True:
        better = ((MONTHS - 1) * guess + number // guess ** (MONTHS - 1)) // MONTHS
        if better >= guess:
            return guess
        guess = better


def _divide_half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))
