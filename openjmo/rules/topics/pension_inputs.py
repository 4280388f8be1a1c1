"""What the worked examples of JP have in common: their names for months, averages, inflation and days, and how these are read."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, cast

from openjmo.core.money import Rate
from openjmo.rules.derivation import Figure
from openjmo.rules.jp_benefit import jp_average_wage, jp_given_average, jp_given_wage
from openjmo.rules.jp_record import Cause, jp_counted_months
from openjmo.rules.jp_wage import jp_weighted_wage, with_inflation
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.topics.inputs import SOURCE, CaseInput, rupiah_amount

YEARS: Final = range(2000, 2101)
EACH_YEAR: Final = ("inflation_percent_each_year", *(f"inflation_percent_each_year_to_{year}" for year in YEARS))
"""Names for the inflation of several years; the year in the name is the last one that counts."""
OF_ONE_YEAR: Final = ("inflation_percent", *(f"inflation_{year}_percent" for year in YEARS))
AVERAGES: Final = (
    "average",
    "average_weighted_wage",
    "average_weighted_monthly_wage",
    "weighted_average",
    "weighted_average_monthly_wage",
    "average_monthly_wage",
)
MONTHS: Final = ("contribution_months", "months", "months_paid", "masa_iur_months")
RECORD: Final = ("cause", "months_due", "registered_on", "event_on")
DAYS: Final = ("day", "year", "pension_year", "month", "start_month")


def _percent(value: str | int) -> Rate:
    return Rate.percent(str(value))


def law_of(given: CaseInput) -> Lawbook:
    """The book, with the inflation of the example over it as an assumption."""
    field = given.first_of(*EACH_YEAR)
    law = given.law()
    return with_inflation({year: _percent(each) for year, each in given.by_year(field).items()}, SOURCE, law=law) if field else law


def last_year_of(given: CaseInput) -> int:
    """The year before the pension: stated, in the field's name, or the last one with an inflation."""
    if given.has("pension_year"):
        return given.count("pension_year") - 1
    field = given.first_of(*EACH_YEAR)
    if field is None:
        raise ValueError("input pension_year: is missing; accepted is a year, or inflation_percent_each_year_to_<year>")
    named = re.search(r"[0-9]{4}$", field)
    return int(named[0]) if named else max(given.by_year(field))


def day_of(given: CaseInput) -> date:
    """The day whose law holds; when none is given, the latest the book speaks of."""
    field = given.first_of(*DAYS)
    if field in {"year", "pension_year"}:
        return date(given.count(field), 12, 31)
    if field in {"month", "start_month"}:
        return given.month(field).first_day
    return given.day("day") if field else lawbook().researched_on


def average_of(given: CaseInput, law: Lawbook) -> Figure:
    """The average weighted wage: given, or from the wages of years, or from weighted wages."""
    if field := given.first_of(*AVERAGES):
        return jp_given_average(given.money(field))
    if given.has("monthly_wages_by_year"):
        paid = given.by_year("months_by_year") if given.has("months_by_year") else {}
        wages = {year: rupiah_amount(wage) for year, wage in sorted(given.by_year("monthly_wages_by_year").items())}
        return jp_average_wage(
            [
                jp_weighted_wage(wage, year, last_year=last_year_of(given), months=int(paid.get(year, 12)), law=law)
                for year, wage in wages.items()
            ],
            day_of(given),
            law,
        )
    return jp_average_wage([jp_given_wage(wage) for wage in given.moneys("weighted_monthly_wages")], day_of(given), law)


def counted_of(given: CaseInput, law: Lawbook) -> Figure:
    """The months that count for a disability or survivors' pension."""
    months = given.first_of(*MONTHS) or MONTHS[0]
    return jp_counted_months(
        cast("Cause", given.text("cause")),
        months_paid=given.count(months),
        months_due=given.count("months_due"),
        registered_on=given.day("registered_on"),
        event_on=given.day("event_on"),
        law=law,
    )


def law_with_one_inflation(given: CaseInput, year: int) -> Lawbook:
    """The book with the one inflation of the example over it, for the year its name says, else for `year`."""
    field = given.first_of(*OF_ONE_YEAR)
    if field is None:
        return law_of(given)
    named = re.search(r"[0-9]{4}", field)
    return with_inflation({int(named[0]) if named else year: given.rate(field)}, SOURCE, law=given.law())
