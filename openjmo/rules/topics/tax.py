"""Worked examples of the tax on JHT, of the progressive rates, and of severance pay, which is not JHT."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.money import Money
from openjmo.rules.history import PastPayment
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.tax import JhtTax, jht_tax, jht_tax_after_window
from openjmo.rules.tax_scale import last_day_of, progressive_tax, severance_tax
from openjmo.rules.topics.inputs import CaseInput, NoCheckError, Several, Topic, topic

_PAYMENT: Final = frozenset({"year", "month", "date", "paid_on", "gross", "kind", "note"})
"""`kind` and `note` change no tax: a partial claim is taxed as any other payment."""


def _jht_tax(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    if given.has("payments_year_3"):
        return _shown(_after_window(given), given.moneys("payments_year_3"))
    payments = [_payment(row) for row in given.rows("payments", _PAYMENT)]
    if given.has("gross"):
        if payments:
            raise NoCheckError("gross and payments are given together")
        earlier = [_payment(row) for row in given.rows("earlier", _PAYMENT)]
        if not earlier and not given.flag("first_payment", default=True):
            raise NoCheckError("the example does not say what was paid before; `earlier` does")
        payments = [*earlier, PastPayment(paid_on=_day(given), gross=given.money("gross"), kind="full")]
        return _shown(_taxed(given, payments)[len(earlier) :], [payments[-1].gross])
    return _shown(_taxed(given, payments), [payment.gross for payment in payments])


def _taxed(given: CaseInput, payments: list[PastPayment]) -> list[JhtTax]:
    if not payments:
        raise ValueError("input payments: accepted is `payments`, `gross`, or `payments_year_3`")
    if given.has("brackets"):
        raise NoCheckError("the law follows from the day of each payment; `brackets` belongs to payments_year_3")
    npwp, other = given.flag("npwp", default=True), _other(given)
    return [
        jht_tax(payment.gross, payment.paid_on, earlier=payments[:number], has_npwp=npwp, other_income=other, law=given.law())
        for number, payment in enumerate(payments)
    ]


def _after_window(given: CaseInput) -> list[JhtTax]:
    law, on = given.law(), _day(given)
    if given.has("brackets"):
        on = _day_of_law(given.text("brackets"), law)
    payments = [PastPayment(paid_on=on, gross=gross, kind="full") for gross in given.moneys("payments_year_3")]
    npwp, other = given.flag("npwp", default=True), _other(given)
    return [
        jht_tax_after_window(payment.gross, on, paid_this_year=payments[:at], has_npwp=npwp, other_income=other, law=law)
        for at, payment in enumerate(payments)
    ]


def _shown(taxes: list[JhtTax], grosses: list[Money]) -> Mapping[str, object]:
    figures, whole = [one.tax for one in taxes], Money.total(one.tax.money for one in taxes)
    return {
        "tax": Several(tuple(figures), figures[0] if len(figures) == 1 else whole),
        "total": whole,
        "net": Several(tuple(one.net for one in taxes), Money.total(grosses) - whole),
        "final": Several(tuple(one.is_final for one in taxes), all(one.is_final.flag for one in taxes)),
        "object_code": Several(tuple(one.object_code for one in taxes), taxes[-1].object_code),
        "slip": Several(tuple(one.slip_owed for one in taxes), all(one.slip_owed.flag for one in taxes)),
    }


def _payment(row: CaseInput) -> PastPayment:
    return PastPayment(paid_on=_day(row), gross=row.money("gross"), kind="full")


def _day(given: CaseInput) -> date:
    """The day of a payment: a date, or the last day of a quoted month or of a year; else the latest the book speaks of."""
    for field in ("date", "paid_on"):
        if given.has(field):
            return given.day(field)
    for field in ("year", "tax_year"):
        if given.has(field):
            return last_day_of(given.count(field))
    return given.month().last_day


def _day_of_law(name: str, law: Lawbook) -> date:
    """The last day on which the progressive rates of a law are in force. Raises NoCheckError for a law the book does not name."""
    for version in law.parameter("tax.pasal17.brackets").versions:
        if version.source.startswith(name):
            return version.effective_to or law.researched_on
    raise NoCheckError(f"the rates of {name} are not known to this version")


def _other(given: CaseInput) -> Money:
    return given.money("other_income") if given.has("other_income") else Money.zero()


def _severance(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    figure = severance_tax(given.money("gross"), _day(given), given.law())
    return {"tax": figure, "net": given.money("gross") - figure.money, "final": True}


def _progressive(given: CaseInput, _wanted: frozenset[str]) -> Mapping[str, object]:
    law = given.law()
    year = _day_of_law(given.text("brackets"), law).year if given.has("brackets") else _day(given).year
    return {"tax": progressive_tax(given.money("taxable_income"), year, law)}


TAX: Final[Mapping[str, Topic]] = {
    "jht_tax": topic(
        _jht_tax, "payments", "gross", "first_payment", "earlier", "payments_year_3", "other_income", "npwp", "brackets",
        "year", "tax_year", "month", "date", "paid_on",
    ),
    "severance_tax_not_jht": topic(_severance, "gross", "year", "month", "date"),
    "progressive_tax": topic(_progressive, "taxable_income", "tax_year", "year", "brackets"),
}  # fmt: skip
