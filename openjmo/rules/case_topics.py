"""What a worked example may be about: for each topic the inputs it knows and how its figures are computed.

Called only by `cases`. A new rule adds its topic here, one function and one line in `TOPICS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.calendar import holidays_of
from openjmo.rules.contributions import jht_contribution
from openjmo.rules.deadlines import due_date, late_fine, late_fine_for_months, months_late
from openjmo.rules.growth import GrowthTable, growth_table
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.returns import Flow, credit_for_month

SOURCE: Final = "worked example"


class NoCheckError(Exception):
    """The example cannot be checked by this version; the text says why."""


class CaseInput:
    """The input of one example, read strictly: every method raises ValueError naming the field and what is accepted."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def has(self, field: str) -> bool:
        """Whether a field is given."""
        return field in self._given

    def _get(self, field: str, accepted: str) -> object:
        if field not in self._given:
            raise ValueError(f"input {field}: is missing; accepted is {accepted}")
        return self._given[field]

    def _wrong(self, field: str, accepted: str) -> ValueError:
        return ValueError(f"input {field}: {self._given[field]!r}; accepted is {accepted}")

    def money(self, field: str) -> Money:
        """Rupiah; sen as a quoted decimal."""
        accepted = 'whole rupiah, or a quoted decimal with sen, for example "1000.50"'
        try:
            return rupiah_amount(self._get(field, accepted))
        except ValueError as problem:
            raise self._wrong(field, accepted) if self.has(field) else problem from problem

    def count(self, field: str) -> int:
        """A whole number."""
        value = self._get(field, "a whole number")
        if type(value) is not int:
            raise self._wrong(field, "a whole number")
        return value

    def rate(self, field: str) -> Rate:
        """A quoted percentage."""
        accepted = 'a quoted percentage, for example "5.59"'
        value = self._get(field, accepted)
        if not isinstance(value, str):
            raise self._wrong(field, accepted)
        return Rate.percent(value)

    def text(self, field: str) -> str:
        """A word."""
        value = self._get(field, "a word")
        if not isinstance(value, str):
            raise self._wrong(field, "a word")
        return value

    def day(self, field: str) -> date:
        """A date, quoted or not."""
        value = self._get(field, "a date, for example 2026-10-15")
        return value if type(value) is date else date.fromisoformat(str(value))

    def month(self, field: str = "month") -> Month:
        """A month; when none is given, the latest the book speaks of."""
        return Month.parse(self.text(field)) if self.has(field) else Month.of(lawbook().researched_on)

    def flows(self) -> list[Flow]:
        """Bookings of a year: a list of `booked_on` and `amount`."""
        found = []
        listed = self._given.get("flows", [])
        for flow in listed if isinstance(listed, list) else [listed]:
            if not isinstance(flow, dict) or set(flow) != {"booked_on", "amount"}:
                raise ValueError(f"input flows: {flow!r}; accepted is a list of booked_on and amount")
            part = CaseInput(flow)
            found.append(Flow(part.day("booked_on"), part.money("amount")))
        return found

    def law(self) -> Lawbook:
        """The book, with the `settings` of the example over it (parameter id to value), as known on its `known_on`."""
        book = lawbook()
        settings = self._given.get("settings", {})
        if not isinstance(settings, dict):
            raise self._wrong("settings", "a mapping of parameter ids to values")
        declared = [
            DeclaredValue(id=name, value=value, effective_from=date.min, effective_to=None, source=SOURCE, confidence="assumed")
            for name, value in settings.items()
        ]
        book = book.with_values(declared)
        return book.as_known_on(self.day("known_on")) if self.has("known_on") else book


def rupiah_amount(value: object) -> Money:
    """Rupiah as a case file writes them. Raises ValueError."""
    if type(value) is int:
        return Money.of_rupiah(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]{1,2})?", value):
        whole, _, part = value.lstrip("-").partition(".")
        sen = int(whole) * 100 + int(part.ljust(2, "0"))
        return Money(-sen if value.startswith("-") else sen)
    raise ValueError(f"not an amount: {value!r}")


def _contribution(given: CaseInput, wanted: frozenset[str]) -> Mapping[str, object]:
    found = jht_contribution(given.money("monthly_wage"), given.month(), given.law())
    figures: dict[str, object] = {}
    for payer, amount in (("worker", found.worker), ("employer", found.employer), ("total", found.total)):
        figures |= {payer: amount, f"{payer}_per_month": amount}
        for field in wanted:
            if several := re.fullmatch(rf"{payer}_([0-9]+)_months", field):
                figures[field] = amount * int(several[1])
    return figures


def _late_fine(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law, due = given.law(), given.money("contribution_due")
    share = given.money("employer_share") if given.has("employer_share") else None
    if given.has("months_late"):
        fine = late_fine_for_months(due, given.count("months_late"), month=given.month(), employer_share=share, law=law)
        return {"fine": fine.money, "months_late": given.count("months_late")}
    due_on = given.day("due_on") if given.has("due_on") else due_date(given.month(), law=law).day
    month = given.month() if given.has("month") else Month.of(due_on).plus(-1)
    fine = late_fine(due, due_on, given.day("paid_on"), employer_share=share, month=month, law=law)
    return {"fine": fine.money, "months_late": months_late(due_on, given.day("paid_on"), month.first_day, law).count}


def _due_date(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    segment = given.text("segment") if given.has("segment") else "PU"
    return {"due_on": due_date(given.month(), segment, given.law()).day}


def _growth(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    if given.has("new_contributions") and given.money("new_contributions"):
        raise NoCheckError("the example does not say when new contributions came in; the topic jht_return_credit does")
    opening = balance = given.money("opening_balance")
    year = given.month().year
    for later in range(given.count("years") if given.has("years") else 1):
        table = _table(given, year + later)
        month = Month(year + later, 12)
        balance += credit_for_month(table, opening=balance, flows=(), credited=Money.zero(), month=month).money
    return {"development": balance - opening, "closing_balance": balance}


def _return_credit(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    month = given.month()
    table = _table(given, month.year)
    credited = given.money("credited") if given.has("credited") else Money.zero()
    figure = credit_for_month(table, opening=given.money("opening_balance"), flows=given.flows(), credited=credited, month=month)
    return {"credit": figure.money, "earned": figure.parts[0].money}


def _table(given: CaseInput, year: int) -> GrowthTable:
    law = given.law()
    if not given.has("annual_rate_percent"):
        return growth_table(year, scheme=given.text("scheme") if given.has("scheme") else None, law=law)
    day = date(year, 12, 31)
    rounding = Rounding(law.value("jht.development.rounding", day).text)
    method = given.text("method") if given.has("method") else law.value("jht.development.crediting_method", day).text
    return GrowthTable.for_rate(given.rate("annual_rate_percent"), method, year, rounding)


def _parameter(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    key = given.text("key") if given.has("key") else None
    found: ParameterValue = given.law().value(given.text("id"), given.day("day"), key)
    return {"value": found.value, "source": found.source, "confidence": found.confidence, "setting": found.setting}


def _holiday(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    day = given.day("date")
    name = holidays_of(day.year).get(day)
    return {"holiday": name is not None, "name": name or ""}


@dataclass(frozen=True, slots=True)
class Topic:
    """The inputs a topic knows, and the function from them and the wanted figures to figures by name."""

    inputs: frozenset[str]
    compute: Callable[[CaseInput, frozenset[str]], Mapping[str, object]]


def _topic(compute: Callable[[CaseInput, frozenset[str]], Mapping[str, object]], *inputs: str) -> Topic:
    return Topic(frozenset(inputs) | {"settings", "known_on"}, compute)


TOPICS: Final[Mapping[str, Topic]] = {
    "jht_contribution": _topic(_contribution, "monthly_wage", "month", "months"),
    "late_fine": _topic(_late_fine, "contribution_due", "months_late", "month", "due_on", "paid_on", "employer_share"),
    "jht_due_date": _topic(_due_date, "month", "segment"),
    "jht_growth": _topic(_growth, "opening_balance", "annual_rate_percent", "years", "new_contributions", "month", "method", "scheme"),
    "jht_return_credit": _topic(_return_credit, "opening_balance", "annual_rate_percent", "month", "method", "scheme", "flows", "credited"),
    "parameter_value": _topic(_parameter, "id", "day", "key"),
    "holiday": _topic(_holiday, "date"),
}
