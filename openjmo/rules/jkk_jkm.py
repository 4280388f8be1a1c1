"""What the employer owes to JKK and JKM for a wage, and the discounts on it.

Called by wage contributions and their fast path. JKK has five classes of risk (PP 44/2015 Pasal 16), JKM one rate (Pasal 18). Discounts by
month: labour-intensive industry with enough active workers (PP 7/2025, PP 36/2025; JKK only) and Covid (PP 49/2020; both; setting
`jkk_jkm.covid_relief.applies`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Value, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import ShareRounding, checked_wage

JKK_CLASSES: Final = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
"""The classes of risk from very low to very high, as the law names them."""
Premium = Literal["JKK", "JKM"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefFacts:
    """What decides about the discount for labour-intensive industry."""

    sector: str | None = None
    """Held against the sectors the regulation names; None leaves it to `labour_intensive`."""
    labour_intensive: bool = False
    """Whether the firm is of such an industry; looked at only without a `sector`."""
    active_workers: int = 0


NO_RELIEF: Final = ReliefFacts()


def employer_contribution(
    programme: Premium,
    wage: Money,
    month: Month,
    *,
    jkk_class: str | None = None,
    relief: ReliefFacts = NO_RELIEF,
    law: Lawbook | None = None,
) -> Figure:
    """What the employer pays for JKK or JKM; `.money`.

    Raises InvalidInput: `rules.wage_negative`, `rules.month_before_programme`, `rules.jkk_class_missing`, `rules.jkk_class_unknown`,
    `rules.count_negative`.
    """
    book = law or lawbook()
    rate = premium_rate(programme, month, jkk_class=jkk_class, relief=relief, law=book)
    label = (
        sentence("Iuran JKK dari pemberi kerja, %(rate)s dari upah %(wage)s")
        if programme == "JKK"
        else sentence("Iuran JKM dari pemberi kerja, %(rate)s dari upah %(wage)s")
    )
    rounding = ShareRounding.on(month.first_day, book)
    return rounding.by_rate_of_part(f"{programme.lower()}.contribution.employer", label, ("wage", checked_wage(wage)), rate)


def premium_rate(
    programme: Premium,
    month: Month,
    *,
    jkk_class: str | None = None,
    relief: ReliefFacts = NO_RELIEF,
    law: Lawbook | None = None,
) -> Figure:
    """The rate of JKK or JKM after discounts; `.rate`. Raises as `employer_contribution`."""
    book = law or lawbook()
    check_programmes((programme,), month, book)
    key = _checked_class(jkk_class) if programme == "JKK" else None
    code = f"{programme.lower()}.contribution.rate"
    full = book.value(code, month.first_day, key)
    discount = relief_discount(programme, month, relief, book)
    inputs: tuple[tuple[str, Value], ...] = (("month", month), ("full", full.rate))
    if key is not None:
        inputs = (*inputs, ("jkk_class", key))
    parameters = (full, *discount.parameters) if discount else (full,)
    return Figure(
        code=code,
        label=sentence("Tarif JKK tingkat risiko %(jkk_class)s bulan %(month)s") if key else sentence("Tarif JKM bulan %(month)s"),
        amount=Rate(full.rate.ratio * (1 - discount.rate.ratio)) if discount else full.rate,
        formula=f"full = [{code}]; full * (1 - {{{discount.code}}})" if discount else f"full = [{code}]; full",
        inputs=inputs,
        parameters=(full,),
        article=articles(parameters),
        parts=(discount,) if discount else (),
    )


def relief_discount(programme: Premium, month: Month, relief: ReliefFacts, book: Lawbook) -> Figure | None:
    """The discount of a month on JKK or JKM; `.rate`, zero for a firm that does not meet its conditions; None in a month without one."""
    day = month.first_day
    if covid := book.find("jkk_jkm.covid_relief", day):
        applies = book.value("jkk_jkm.covid_relief.applies", day)
        return Figure(
            code=f"{programme.lower()}.relief",
            label=sentence("Potongan iuran JKK dan JKM masa Covid"),
            amount=covid.rate if applies.flag else Rate.of(0),
            formula=f"[{covid.id}] if [{applies.id}] else 0",
            parameters=(covid, applies),
            article=covid.source,
        )
    if programme == "JKK" and book.find("jkk.relief_labour_intensive", day):
        return _labour_intensive(month, relief, book)
    return None


def _labour_intensive(month: Month, facts: ReliefFacts, book: Lawbook) -> Figure:
    if facts.active_workers < 0:
        raise InvalidInput(
            "Jumlah pekerja aktif tidak boleh kurang dari nol.",
            code="rules.count_negative",
            field="active_workers",
            fix="Isi jumlah pekerja aktif, nol atau lebih.",
        )
    day = month.first_day
    discount = book.value("jkk.relief_labour_intensive", day)
    fewest = book.value("jkk.relief_labour_intensive.min_workers", day)
    sectors = book.value("jkk.relief_labour_intensive.sectors", day)
    meets = facts.labour_intensive if facts.sector is None else facts.sector in sectors.words
    inputs: tuple[tuple[str, Value], ...] = (("active_workers", facts.active_workers), ("fewest", fewest.number))
    if facts.sector is None:
        inputs, condition = (*inputs, ("labour_intensive", facts.labour_intensive)), "labour_intensive"
    else:
        inputs, condition = (*inputs, ("sector", facts.sector)), f"has([{sectors.id}], sector)"
    return Figure(
        code="jkk.relief",
        label=sentence("Potongan tarif JKK bagi industri padat karya dengan paling sedikit %(fewest)s pekerja aktif"),
        amount=discount.rate if meets and facts.active_workers >= fewest.number else Rate.of(0),
        formula=f"fewest = [{fewest.id}]; [{discount.id}] if {condition} and active_workers >= fewest else 0",
        inputs=inputs,
        parameters=(discount, fewest, sectors),
        article=articles((discount, fewest)),
    )


def _checked_class(jkk_class: str | None) -> str:
    if jkk_class in JKK_CLASSES:
        return str(jkk_class)
    raise InvalidInput(
        "Tingkat risiko JKK %(jkk_class)s tidak dikenali." if jkk_class else "Tingkat risiko JKK belum disebut.",
        code="rules.jkk_class_unknown" if jkk_class else "rules.jkk_class_missing",
        field="jkk_class",
        fix="Pilih tingkat risiko usaha: %(accepted)s.",
        values={"jkk_class": jkk_class, "accepted": ", ".join(JKK_CLASSES)},
    )
