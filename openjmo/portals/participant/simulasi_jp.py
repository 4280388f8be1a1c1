"""The JP pension beside the simulation of the balance: about how much a month, from when, and why.

The fund does not record JP payments yet, so the months paid so far are an assumption the member may change; it begins with the months of
JHT on record. Wage, growth, prices, returns and breaks are those of the simulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import rupiah
from openjmo.core.periods import Month
from openjmo.domains.savings.outlook import Outlook
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import about
from openjmo.portals.shared.typed import read_count
from openjmo.rules import Figure, Lawbook, sheet
from openjmo.rules.projection import Assumptions, Career, PensionOutlook, pension_outlook, value_today

FIELD = "bulan_jp"


@dataclass(slots=True)
class PensionCard:
    """The card. Without `headline`, `refusal` or `error` says why there is none."""

    typed: str
    error: str = ""
    refusal: str = ""
    headline: str = ""
    today: str = ""
    """The same at the prices of today."""
    is_monthly: bool = False
    reached: date | None = None
    starts: date | None = None
    age: object = None
    months: int = 0
    least: object = None
    limits_unknown_for: int = 0
    """The year of the first pension, when its limits are not published yet."""
    figure: Figure | None = None


def pension_card(outlook: Outlook, assumed: Assumptions, typed: str | None, law: Lawbook) -> PensionCard:
    """About the pension under the assumptions of the simulation; `typed` are the months paid so far."""
    standard = outlook.months_since_jp
    card = PensionCard(str(standard) if typed is None else typed.strip()[:10])
    months = read_count(card.typed)
    if months is None:
        card.error = gettext("Tulis angka bulat, misalnya 12.")
        months = standard
    try:
        career = _career(outlook, assumed, months)
        _fill(card, career, pension_outlook(career, law))
    except InvalidInput as problem:
        if problem.field == "months_paid":
            card.error = f"{reason_of(problem)} {next_step_of(problem)}"
        else:
            card.refusal = (
                gettext("Belum ada bulan iuran JP yang dapat dihitung.") if problem.field == "contributions" else reason_of(problem)
            )
    except Refusal as refusal:
        card.refusal = reason_of(refusal)
    return card


def _career(outlook: Outlook, assumed: Assumptions, months: int) -> Career:
    start = outlook.start
    return Career(
        on=start.on,
        birth_date=start.birth_date,
        wage=assumed.wage,
        months_paid=months,
        first_month=start.first_month,
        wage_growth=assumed.wage_growth,
        inflation=assumed.inflation,
        annual_return=assumed.return_middle,
        stop=Month.of(start.birth_date).plus(12 * assumed.stop_age),
        breaks=assumed.breaks,
    )


def _fill(card: PensionCard, career: Career, found: PensionOutlook) -> None:
    amount = found.monthly or found.lump_sum
    if amount is None:
        raise AssertionError("a pension is monthly or one sum")
    worth = value_today(amount.money, now=Month.of(career.on), then=Month.of(found.starts.day), inflation=career.inflation)
    card.is_monthly = found.monthly is not None
    card.headline, card.today = [rupiah(one.money) if card.is_monthly else about(one.money) for one in (amount, worth)]
    card.reached, card.starts, card.months = found.reached.day, found.starts.day, found.months
    card.age, card.least = found.reached.values["age"], found.form.values["least"]
    card.limits_unknown_for = found.starts.day.year if card.is_monthly and not found.is_limited else 0
    card.figure = sheet(amount, found.form, found.starts, worth)
