"""What JKM pays when an active participant dies, not by a work accident.

Called by the claim, by the simulation and by the preview for heirs. PP 44/2015 Pasal 34, from 2 December 2019 as amended by PP 82/2019;
"active" is working and paying on the day of death (its explanation). Arrears: Pasal 41 and 42.

>>> jkm_benefit(date(2024, 1, 15)).total.money
Money(sen=4200000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.core.money import Money
from openjmo.rules.arrears_cover import benefit_payer
from openjmo.rules.benefit_parts import fixed_sum
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook


@dataclass(frozen=True, slots=True)
class JkmBenefit:
    """The parts of a JKM benefit, their sum, and how much of it is paid before arrears are settled."""

    entitled: Figure
    """Yes or no."""
    lump_sum: Figure
    periodic: Figure
    funeral: Figure
    total: Figure
    at_once: Figure
    """What is paid without waiting for arrears."""
    after_arrears: Figure
    """What is paid once the heirs have paid the arrears."""


def jkm_benefit(
    death_on: date,
    *,
    active: bool = True,
    by_work_accident: bool = False,
    segment: str = "PU",
    arrears_months: int = 0,
    law: Lawbook | None = None,
) -> JkmBenefit:
    """The benefit of a death on `death_on`, with unpaid months in a row on that day.

    Raises InvalidInput (as `benefit_payer`) and UnknownParameter for a death before PP 44/2015.
    """
    book = law or lawbook()
    payer = benefit_payer(segment, arrears_months, death_on, book)
    entitled = _entitled(death_on, payer, active=active, by_work_accident=by_work_accident)
    lump_sum, periodic, funeral = (
        fixed_sum(code, label, book.value(code, death_on), entitled=entitled.flag)
        for code, label in (
            ("jkm.benefit.lump_sum", sentence("Santunan sekaligus JKM")),
            ("jkm.benefit.periodic_paid_at_once", sentence("Santunan berkala JKM yang dibayar sekaligus")),
            ("jkm.benefit.funeral", sentence("Biaya pemakaman dari JKM")),
        )
    )
    money = (lump_sum, periodic, funeral)
    whole = Money.total(part.money for part in money)
    waits = payer.text == "after_arrears"
    article = articles([part.parameters[0] for part in money])
    total = Figure(
        code="jkm.benefit",
        label=sentence("Manfaat JKM, meninggal pada %(death_on)s"),
        amount=whole,
        formula=f"entitled = {{jkm.entitled}}; {_SUM}",
        inputs=(("death_on", death_on), ("entitled", entitled.flag)),
        article=article,
        parts=(entitled, *money),
    )
    at_once = Figure(
        code="jkm.benefit.at_once",
        label=sentence("Dibayar langsung, tanpa menunggu tunggakan dilunasi"),
        amount=funeral.money if waits else whole,
        formula=f'{{jkm.benefit.funeral}} if {{benefit.payer}} == "after_arrears" else {_SUM}',
        article=payer.article,
        parts=(payer, *money),
    )
    after = Figure(
        code="jkm.benefit.after_arrears",
        label=sentence("Dibayar setelah tunggakan dilunasi"),
        amount=whole - at_once.money,
        formula="{jkm.benefit} - {jkm.benefit.at_once}",
        article=payer.article,
        parts=(total, at_once),
    )
    return JkmBenefit(entitled, lump_sum, periodic, funeral, total, at_once, after)


_SUM = "{jkm.benefit.lump_sum} + {jkm.benefit.periodic_paid_at_once} + {jkm.benefit.funeral}"


def _entitled(death_on: date, payer: Figure, *, active: bool, by_work_accident: bool) -> Figure:
    notes = []
    if not active:
        notes.append(sentence("Peserta tidak bekerja dan membayar iuran ketika meninggal, jadi JKM tidak dibayar."))
    if by_work_accident:
        notes.append(sentence("Meninggal akibat kecelakaan kerja dijamin JKK, bukan JKM."))
    return Figure(
        code="jkm.entitled",
        label=sentence("Hak atas JKM, meninggal pada %(death_on)s"),
        amount=active and not by_work_accident and payer.text != "none",
        formula='active and not by_work_accident and {benefit.payer} != "none"',
        inputs=(("death_on", death_on), ("active", active), ("by_work_accident", by_work_accident)),
        article="PP 44/2015 Pasal 34(1), 40(1)",
        notes=tuple(notes),
        parts=(payer,),
    )
