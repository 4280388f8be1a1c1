"""Whether a row of a wage report can be taken as it is: every refusal names the row, the reason and the fix.

For the contributions room, the employer portal and `openjmo preflight`. Rows come one by one as typed text, whatever file they came
from; out come typed values with wages in sen, and problems. Promises: the same rows give the same answer; memory grows by at most
48 bytes for each NIK and KPJ, never by rows; a row refused for its NIK is not also blamed for what follows from it. Never reads a file, a
clock or a database, and never mends a value that could mean two things.

Wage = basic wage + fixed allowance (PP 46/2015 Pasal 17). A NIK keeps its digits when a birth date is corrected later, so differing
from it is a warning only (UU 23/2006, registry practice).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import CARD_NUMBER_DIGITS, FEMALE_DAY_OFFSET, NIK_DIGITS, CardNumber, Nik, Sex
from openjmo.core.money import SEN_PER_RUPIAH, Money, rupiah, rupiah_sen
from openjmo.core.periods import Month, age_on
from openjmo.core.regions import regions
from openjmo.rules.number_index import NumberIndex
from openjmo.rules.wage_minimum import MinimumWage
from openjmo.rules.wage_names import MOST_NAME_LETTERS, read_name
from openjmo.rules.wage_problems import Problem, problem, problem_from
from openjmo.rules.wage_programmes import RequiredProgrammes
from openjmo.rules.wage_rows import CheckedRow, Outcome, WageRow
from openjmo.rules.wage_values import (
    NO_DATE,
    NOTHING,
    Birth,
    DateFault,
    WageFault,
    read_birth,
    read_date,
    read_sen,
)
from openjmo.rules.wage_words import EndReason, Programme, read_end_reason, read_programmes, read_sex

MOST_SEN: Final = 10_000_000_000 * SEN_PER_RUPIAH
"""Rp 10 billion a month: beyond it a typing error is certain. A bound of good sense, not of the law."""
YOUNGEST, OLDEST = 15, 80
"""Ages outside are asked about, not refused: a net for wrong years, not the law's limits."""
_DAYS_AND_MONTHS: Final = frozenset(
    f"{day + offset:02d}{month:02d}"
    for month in range(1, 13)
    for day in range(1, monthrange(2001, month)[1] + 1)
    for offset in (0, FEMALE_DAY_OFFSET)
)
"""What digits 7 to 10 of a NIK can be, whatever the year. 29 February goes the long way."""


class WageReportChecker:
    """Checks the rows of one report of one month, one after the other. Use a new one for every file."""

    def __init__(
        self, month: Month, minimum_wage: MinimumWage | None = None, required_programmes: RequiredProgrammes | None = None
    ) -> None:
        """`minimum_wage` comes from `minimum_wage_for`, `required_programmes` from the function of that name; without one, no check."""
        self.month: Final = month
        self.required_programmes: Final = required_programmes
        self.minimum_wage: Final = minimum_wage
        self._first_day: Final = month.first_day
        self._last_day: Final = month.last_day
        self._minimum_sen: Final = minimum_wage.amount.sen if minimum_wage else 0
        self._districts: Final = regions().districts
        self._niks: Final = NumberIndex()
        self._cards: Final = NumberIndex()

    def check_all(self, rows: Iterable[WageRow]) -> Iterator[Outcome]:
        """Every row in turn."""
        return map(self.check, rows)

    def check(self, row: WageRow) -> Outcome:
        """One row. Rows seen before matter only for doubled NIK and KPJ."""
        problems: list[Problem] = []
        line = row.line
        if row.surplus_count:
            return Outcome(None, (problem(line, "too_many_cells", count=row.surplus_count),))
        nik = self._nik(row, problems)
        card_number = self._card_number(row.card_number, line, problems)
        full_name = self._name(row.full_name, "full_name", line, problems)
        if full_name == "":
            problems.append(problem(line, "name_missing"))
        mother_name = self._name(row.mother_name, "mother_name", line, problems)
        born, sex = self._person(row, nik, problems)
        start, end, reason = self._employment(row, born, problems)
        has_left = end is not None and end < self._first_day
        basic, fixed, back_pay = self._wage(row, problems, has_left=has_left)
        programmes = read_programmes(row.programmes)
        if programmes is None:
            problems.append(problem(line, "programme_unknown"))
        if problems and any(found.severity == "error" for found in problems):
            return Outcome(None, tuple(problems))
        # Whatever must be there and is not has left an error behind.
        assert nik is not None
        assert full_name is not None
        assert mother_name is not None
        assert born is not None
        assert sex is not None
        assert programmes is not None
        if programmes and self.required_programmes is not None and basic:
            self._hold_against_law(self.required_programmes.left_out(programmes, born), line, problems)
        accepted = CheckedRow(
            line, nik, card_number, full_name, born, sex, mother_name, start, end, reason, basic, fixed, back_pay, programmes
        )
        return Outcome(accepted, tuple(problems))

    def _nik(self, row: WageRow, problems: list[Problem]) -> str | None:
        """The digits; None when refused."""
        digits = row.nik
        is_plain = len(digits) == NIK_DIGITS and digits.isascii() and digits.isdigit()
        if not is_plain or digits[:6] not in self._districts or digits[6:10] not in _DAYS_AND_MONTHS:
            try:
                nik = Nik.parse(_unwrapped(digits))
            except InvalidInput as trouble:
                problems.append(problem_from(row.line, trouble))
                return None
            digits = nik.digits
            if not nik.region_is_known:
                problems.append(problem(row.line, "nik_unknown_region", code=nik.district_code))
        first = self._niks.first_line(int(digits), row.line)
        if first != row.line:
            problems.append(problem(row.line, "nik_duplicate", other=first))
            return None
        if row.nik_is_number and digits.endswith("0"):
            problems.append(problem(row.line, "nik_stored_as_number"))
        return digits

    def _card_number(self, text: str, line: int, problems: list[Problem]) -> str | None:
        digits = text
        if len(digits) != CARD_NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
            plain = _unwrapped(text)
            if plain in NOTHING:
                return None
            try:
                digits = CardNumber.parse(plain).digits
            except InvalidInput as trouble:
                problems.append(problem_from(line, trouble))
                return None
        first = self._cards.first_line(int(digits), line)
        if first != line:
            problems.append(problem(line, "card_number_duplicate", other=first))
        return digits

    def _person(self, row: WageRow, nik: str | None, problems: list[Problem]) -> tuple[date | None, Sex | None]:
        """Birth date and sex, held against the NIK when that stands."""
        line = row.line
        birth = self._birth(row.birth_date, line, problems)
        sex = read_sex(row.sex)
        if sex is None:
            problems.append(problem(line, "sex_missing" if row.sex.strip() in NOTHING else "sex_unknown"))
        if nik is not None:
            said = birth.signs.get(nik[6:12]) if birth else None
            if said is None or (sex is not None and said != sex):
                self._hold_against_nik(Nik(nik), birth, sex, line, problems)
        return (birth.day if birth else None), sex

    def _birth(self, text: str, line: int, problems: list[Problem]) -> Birth | None:
        birth = read_birth(text)
        if isinstance(birth, DateFault):
            problems.append(problem(line, "birth_date_missing" if text.strip() in NO_DATE else f"birth_date_{birth}"))
            return None
        if birth.day > self._last_day:
            problems.append(problem(line, "birth_date_in_future"))
            return None
        # The difference of years is the age or one more; only at the edges is the exact age worth its time.
        if not YOUNGEST < self._last_day.year - birth.day.year <= OLDEST:
            age = age_on(birth.day, self._last_day)
            if not YOUNGEST <= age <= OLDEST:
                problems.append(problem(line, "age_unusual", age=age))
        return birth

    def _hold_against_nik(self, nik: Nik, birth: Birth | None, sex: Sex | None, line: int, problems: list[Problem]) -> None:
        if birth is not None and not nik.says_born_on(birth.day):
            problems.append(problem(line, "birth_date_differs_from_nik"))
        if sex is not None and nik.sex != sex:
            problems.append(problem(line, "sex_differs_from_nik"))

    def _name(self, text: str, about: str, line: int, problems: list[Problem]) -> str | None:
        """The name in plain letters, empty when nothing is written; None when refused."""
        name, fault = read_name(text)
        if fault is None:
            return name
        problems.append(problem(line, fault, about=about, most=MOST_NAME_LETTERS))
        return None

    def _employment(self, row: WageRow, born: date | None, problems: list[Problem]) -> tuple[date | None, date | None, EndReason | None]:
        """Start, last day and reason; None for what is not given or refused."""
        line = row.line
        start = self._day(row.employment_start, "start", line, problems)
        if start is None:
            if row.employment_start.strip() in NO_DATE and _unwrapped(row.card_number) in NOTHING:
                problems.append(problem(line, "start_missing"))
        elif start > self._last_day:
            problems.append(problem(line, "start_in_future", month=str(self.month)))
            start = None
        elif born is not None and start <= born:
            problems.append(problem(line, "start_before_birth"))
            start = None
        if not row.employment_end and not row.end_reason:
            return start, None, None
        end, reason = self._leaving(row, start, problems)
        return start, end, reason

    def _leaving(self, row: WageRow, start: date | None, problems: list[Problem]) -> tuple[date | None, EndReason | None]:
        line = row.line
        end = self._day(row.employment_end, "end", line, problems)
        reason = read_end_reason(row.end_reason)
        reason_is_given = row.end_reason.strip() not in NOTHING
        if reason is None and reason_is_given:
            problems.append(problem(line, "end_reason_unknown"))
        if end is None:
            if reason_is_given and row.employment_end.strip() in NO_DATE:
                problems.append(problem(line, "end_reason_without_date"))
            return None, None
        if not reason_is_given:
            problems.append(problem(line, "end_without_reason"))
        if start is not None and end < start:
            problems.append(problem(line, "end_before_start"))
            return None, None
        if end > self._last_day:
            problems.append(problem(line, "end_in_future", month=str(self.month)))
            return None, None
        return end, reason

    def _day(self, text: str, about: str, line: int, problems: list[Problem]) -> date | None:
        if text in NO_DATE:
            return None
        day = read_date(text)
        if isinstance(day, DateFault):
            if text.strip() not in NO_DATE:
                problems.append(problem(line, f"{about}_{day}"))
            return None
        return day

    def _wage(self, row: WageRow, problems: list[Problem], *, has_left: bool) -> tuple[int, int, int]:
        """Basic wage, fixed allowance and back pay in sen; zero for what is not given or refused."""
        line, count = row.line, len(problems)
        basic = self._sen(row.basic_wage, "basic_wage", line, problems)
        fault_count = len(problems) - count
        fixed = self._sen(row.fixed_allowance, "fixed_allowance", line, problems) or 0
        back_pay = self._sen(row.back_pay, "back_pay", line, problems) or 0
        if has_left and (basic or fixed):
            problems.append(problem(line, "end_before_month", month=str(self.month)))
        elif not basic and not has_left and not fault_count:
            problems.append(problem(line, "wage_missing" if basic is None else "wage_zero"))
        elif basic and len(problems) == count:
            self._weigh(basic + fixed, line, problems)
        return basic or 0, fixed, back_pay

    def _weigh(self, wage_sen: int, line: int, problems: list[Problem]) -> None:
        """Warn about a wage that is readable but odd."""
        if wage_sen % SEN_PER_RUPIAH:
            problems.append(problem(line, "wage_has_sen", wage=rupiah_sen(Money(wage_sen))))
        minimum = self.minimum_wage
        if minimum is not None and wage_sen < self._minimum_sen:
            about = ("country" if minimum.is_lowest else "province") + ("_earlier" if minimum.year != minimum.wanted_year else "")
            values: dict[str, object] = {
                "wage": rupiah(Money(wage_sen)),
                "minimum": rupiah(minimum.amount),
                "year": minimum.year,
                "wanted_year": minimum.wanted_year,
                "province": minimum.province,
            }
            problems.append(problem(line, "under_minimum_wage", about=about, **values))

    def _hold_against_law(self, left_out: tuple[Programme, ...], line: int, problems: list[Problem]) -> None:
        """Ask about mandatory programmes a row does not name."""
        if left_out:
            problems.append(problem(line, "mandatory_programme_missing", programmes=", ".join(left_out)))

    def _sen(self, text: str, about: str, line: int, problems: list[Problem]) -> int | None:
        """None for nothing written and for a refused amount; only the latter adds a problem."""
        sen = read_sen(text)
        if isinstance(sen, WageFault):
            problems.append(problem(line, sen.value, about=about))
            return None
        if sen is not None and sen > MOST_SEN:
            problems.append(problem(line, "wage_too_large", about=about, most=rupiah(Money(MOST_SEN))))
            return None
        return sen


def _unwrapped(text: str) -> str:
    """Without the apostrophe or `="…"` that people put around digits to keep spreadsheets from eating them."""
    plain = text.strip().removeprefix("'")
    return plain[2:-1] if plain.startswith('="') and plain.endswith('"') else plain
