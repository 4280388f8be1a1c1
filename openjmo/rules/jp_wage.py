"""The weighted wage: what a wage of the past is worth in the year before the pension.

Called by the benefit and by projections. The wage of a year grows with the general inflation of that year and every later one up to the
year before the pension. PP 45/2015 Pasal 17(3) and its explanation. Inflation is a number of the book (`jp.inflation_rate`); what is not
published there is declared or assumed over it with `with_inflation`, and every figure that uses an assumption says so.

>>> law = with_inflation({2029: Rate.percent("4.75")}, "asumsi")
>>> jp_weighted_wage(Money.of_rupiah(12_930_000), 2029, last_year=2029, law=law).money
Money(sen=1354417500)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import prod
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.rules.believable import believable_year
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.jp_common import benefit_rounding, checked_amount, rounded_money
from openjmo.rules.lawbook import DeclaredValue, Lawbook, lawbook
from openjmo.rules.parameter import Confidence

FULL_YEAR: Final = 12
SHOWN: Final = Fraction(1, 10_000)
"""People read an index in percent with two decimals; the computation uses all of it."""


def with_inflation(rates: Mapping[int, Rate], source: str, *, confidence: Confidence = "assumed", law: Lawbook | None = None) -> Lawbook:
    """The book with the inflation of whole years laid over it. Raises InvalidInput (`rules.declared_value_wrong`)."""
    return (law or lawbook()).with_values(
        DeclaredValue(
            id="jp.inflation_rate",
            value=rate.as_percent(),
            effective_from=date(year, 1, 1),
            effective_to=date(year, 12, 31),
            source=source,
            confidence=confidence,
        )
        for year, rate in sorted(rates.items())
    )


def jp_wage_index(year: int, last_year: int, law: Lawbook | None = None) -> Figure:
    """By what a wage of `year` is multiplied; `last_year` is the year before the pension. A wage of the pension's own year stays.

    Raises InvalidInput (`rules.wage_year_after_pension`) and UnknownParameter where an inflation is not known.
    """
    book = law or lawbook()
    believable_year(year, "wage_year")
    believable_year(last_year, "pension_year")
    if year > last_year + 1:
        raise InvalidInput(
            "Upah tahun %(year)s diterima sesudah tahun pensiun %(pension_year)s.",
            code="rules.wage_year_after_pension",
            field="wage_year",
            fix="Isi tahun upah sampai dengan %(pension_year)s.",
            values={"year": year, "pension_year": last_year + 1},
        )
    use = book.value("jp.inflation_use", date(last_year + 1, 12, 31), "wages")
    inflations = tuple(_inflation(each, book) for each in range(year, last_year + 1))
    return Figure(
        code="jp.wage_index",
        label=sentence("Indeks upah tahun %(year)s, inflasi sampai dengan tahun %(last_year)s"),
        amount=Rate(prod((1 + inflation.rate.ratio for inflation in inflations), start=Fraction(1))),
        formula="product(1 + part for part in {jp.inflation})",
        inputs=(("year", year), ("last_year", last_year)),
        parameters=(use,),
        article=use.source,
        parts=inflations,
    )


def jp_index_in_percent(index: Figure) -> Figure:
    """The index as people read it, in percent with two decimals."""
    return Figure(
        code="jp.wage_index_shown",
        label=sentence("Indeks upah tahun %(year)s dengan dua angka di belakang koma"),
        amount=Rate(Rounding.HALF_UP.apply(index.rate.ratio / SHOWN) * SHOWN),
        formula="round_to({jp.wage_index}, 1 / 10000)",
        inputs=(("year", index.values["year"]),),
        parts=(index,),
    )


def jp_year_wage(year: int, wages: Sequence[Money], law: Lawbook | None = None) -> Figure:
    """The monthly wage of a year: the mean of the wages of its paid months, to the sen.

    Raises InvalidInput: `rules.wages_missing`, `rules.amount_negative`.
    """
    if not wages:
        raise InvalidInput(
            "Belum ada upah untuk tahun %(year)s.",
            code="rules.wages_missing",
            field="wages",
            fix="Isi upah tiap bulan yang iurannya sudah dibayar.",
            values={"year": year},
        )
    rounding = (law or lawbook()).value("jp.benefit.rounding", date(believable_year(year, "wage_year"), 12, 31))
    total = Money.total(checked_amount(wage, "wages") for wage in wages)
    rounded = Rounded(Rounding(rounding.text))
    return Figure(
        code="jp.year_wage",
        label=sentence("Upah sebulan tahun %(year)s, %(total_wage)s dibagi %(months)s bulan"),
        amount=rounded_money(Fraction(total.sen, len(wages)), rounded),
        formula="total_wage / months",
        inputs=(("year", year), ("total_wage", total), ("months", len(wages))),
        parameters=(rounding,),
        rounding=rounded,
    )


def jp_weighted_wage(wage: Money | Figure, year: int, *, last_year: int, months: int = FULL_YEAR, law: Lawbook | None = None) -> Figure:
    """A monthly wage of `year`, grown to the year before the pension. `months` were paid that year. `wage` may come from `jp_year_wage`.

    Raises InvalidInput: `rules.amount_negative`, `rules.months_of_year_wrong`, `rules.wage_year_after_pension`; UnknownParameter.
    """
    book = law or lawbook()
    known = wage.money if isinstance(wage, Figure) else checked_amount(wage, "monthly_wage")
    if not 1 <= months <= FULL_YEAR:
        raise InvalidInput(
            "Satu tahun tidak mungkin berisi %(months)s bulan iuran.",
            code="rules.months_of_year_wrong",
            field="months",
            fix="Isi jumlah bulan dari 1 sampai 12.",
            values={"months": months},
        )
    index = jp_wage_index(year, last_year, book)
    rounding = benefit_rounding(book, date(last_year + 1, 1, 1))
    return Figure(
        code="jp.weighted_wage",
        label=sentence("Upah tertimbang tahun %(year)s, upah %(wage)s dikali indeks"),
        amount=rounding.money(known.sen * index.rate.ratio),
        formula=("wage = {jp.year_wage}; " if isinstance(wage, Figure) else "") + "wage * {jp.wage_index}",
        inputs=(("wage", known), ("year", year), ("months", months)),
        parameters=rounding.settings,
        article=index.article,
        rounding=rounding.rounded,
        parts=(index, wage) if isinstance(wage, Figure) else (index,),
    )


def _inflation(year: int, book: Lawbook) -> Figure:
    rate = book.value("jp.inflation_rate", date(year, 12, 31))
    return Figure(
        code="jp.inflation",
        label=sentence("Inflasi tahun %(year)s, sebuah asumsi") if rate.confidence == "assumed" else sentence("Inflasi tahun %(year)s"),
        amount=rate.rate,
        formula="[jp.inflation_rate]",
        inputs=(("year", year),),
        parameters=(rate,),
        article=rate.source,
    )
