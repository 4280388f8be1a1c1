"""What JKK pays for disability and death by a work accident, and for the way to the hospital.

Called by the claim and by the simulation. The day of the accident decides the law and the wage is the last one before it (PP 44/2015
Pasal 25 and 32; PP 82/2019). The amounts stand in Lampiran III, which is known from secondary sources; its table of percentages was not
found, so a doctor's percentage is an input. What was not found is refused, for example the sums before 2 December 2019.

>>> death_benefit(Money.of_rupiah(5_000_000), date(2026, 1, 5)).money
Money(sen=24000000000)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.rules.benefit_parts import benefit_rounding, fixed_sum, refuse_negative, refuse_unknown
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

WHOLE: Final = Rate.of(1)
TRANSPORTS: Final = ("land", "sea", "air")


def partial_disability(
    wage: Money, accident_on: date, percentage: Rate | None, *, function_loss: Rate = WHOLE, law: Lawbook | None = None
) -> Figure:
    """Table percentage x 80 x wage, for a lost function also x the part of the function that is lost.

    `percentage` is a doctor's, read from the official table; without it the figure is refused, because that table was not found.
    Raises InvalidInput: `rules.amount_negative`, `rules.percentage_wrong`; UnknownParameter.
    """
    book = law or lawbook()
    refuse_negative(wage, "wage")
    if percentage is None:
        percentage = book.value("jkk.benefit.disability_table", accident_on).rate
    for rate, field in ((percentage, "percentage"), (function_loss, "function_loss")):
        _refuse_percentage(rate, field)
    multiple = book.value("jkk.benefit.disability_multiple", accident_on)
    settings, rounded = benefit_rounding(book, accident_on)
    share = Rate(percentage.ratio * function_loss.ratio)
    return Figure(
        code="jkk.benefit.partial_disability",
        label=sentence("Santunan cacat sebagian, %(percentage)s x %(function_loss)s x %(multiple)s x upah %(wage)s"),
        amount=(wage * multiple.number).times(share, rounded.method, unit_sen=rounded.unit_sen),
        formula=f"multiple = [{multiple.id}]; wage * multiple * percentage * function_loss",
        inputs=(("wage", wage), ("percentage", percentage), ("function_loss", function_loss), ("multiple", multiple.number)),
        parameters=(multiple, *settings),
        article=articles((multiple,)),
        rounding=rounded,
        notes=(sentence("Persentase menurut surat dokter. Tabel resminya tidak kami temukan."),),
    )


def total_disability(wage: Money, accident_on: date, law: Lawbook | None = None) -> Figure:
    """The sum paid for total permanent disability, without the periodic benefit. Raises InvalidInput, UnknownParameter."""
    book = law or lawbook()
    refuse_negative(wage, "wage")
    multiple = book.value("jkk.benefit.disability_multiple", accident_on)
    share = book.value("jkk.benefit.total_disability_share", accident_on)
    settings, rounded = benefit_rounding(book, accident_on)
    return Figure(
        code="jkk.benefit.total_disability",
        label=sentence("Santunan cacat total tetap, %(share)s x %(multiple)s x upah %(wage)s"),
        amount=(wage * multiple.number).times(share.rate, rounded.method, unit_sen=rounded.unit_sen),
        formula=f"multiple = [{multiple.id}]; share = [{share.id}]; wage * multiple * share",
        inputs=(("wage", wage), ("share", share.rate), ("multiple", multiple.number)),
        parameters=(share, multiple, *settings),
        article=articles((share, multiple)),
        rounding=rounded,
    )


def death_benefit(wage: Money, accident_on: date, law: Lawbook | None = None) -> Figure:
    """48 x wage for a death by a work accident, and not less than the lump sum of JKM where the law says so."""
    book = law or lawbook()
    refuse_negative(wage, "wage")
    multiple = book.value("jkk.benefit.death_multiple", accident_on)
    minimum = book.find("jkk.benefit.death_minimum_is_jkm", accident_on)
    parameters = [multiple]
    amount, formula = wage * multiple.number, "wage * multiple"
    notes = [sentence("Batas paling sedikit untuk masa itu tidak diketahui.")]
    if minimum is not None:
        least = book.value("jkm.benefit.lump_sum", accident_on)
        parameters += [minimum, least]
        notes = []
        formula = f"max({formula}, [{least.id}]) if [{minimum.id}] else {formula}"
        if minimum.flag:
            amount = max(amount, least.money)
    return Figure(
        code="jkk.benefit.death",
        label=sentence("Santunan kematian akibat kecelakaan kerja, %(multiple)s x upah %(wage)s"),
        amount=amount,
        formula=f"multiple = [{multiple.id}]; {formula}",
        inputs=(("wage", wage), ("multiple", multiple.number)),
        parameters=tuple(parameters),
        article=articles(parameters),
        notes=tuple(notes),
    )


def jkk_funeral(accident_on: date, law: Lawbook | None = None) -> Figure:
    """Funeral money for a death by a work accident. Raises UnknownParameter before 2 December 2019."""
    parameter = (law or lawbook()).value("jkk.benefit.funeral", accident_on)
    return fixed_sum("jkk.benefit.funeral", sentence("Biaya pemakaman dari JKK"), parameter)


def jkk_periodic(accident_on: date, law: Lawbook | None = None) -> Figure:
    """The periodic benefit, paid at once for death and total disability. Raises UnknownParameter before 2 December 2019."""
    parameter = (law or lawbook()).value("jkk.benefit.periodic_paid_at_once", accident_on)
    return fixed_sum("jkk.benefit.periodic_paid_at_once", sentence("Santunan berkala JKK yang dibayar sekaligus"), parameter)


def jkk_total(parts: tuple[Figure, ...]) -> Figure:
    """The sum of the benefits of one accident."""
    return Figure(
        code="jkk.benefit",
        label=sentence("Santunan JKK seluruhnya"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        article="; ".join(dict.fromkeys(part.article for part in parts)),
        parts=parts,
    )


def transport_refund(costs: Mapping[str, Money], accident_on: date, law: Lawbook | None = None) -> Figure:
    """What is refunded of the transport after an accident, by kind (`land`, `sea`, `air`), each up to its own highest sum.

    Raises InvalidInput: `rules.choice_unknown`, `rules.amount_negative`; UnknownParameter before 2 December 2019.
    """
    parts = []
    for kind, cost in costs.items():
        refuse_unknown(kind, TRANSPORTS, "transport")
        refuse_negative(cost, kind)
        most = (law or lawbook()).value("jkk.benefit.transport_maximum", accident_on, kind)
        parts.append(
            Figure(
                code="jkk.benefit.transport_kind",
                label=sentence("Biaya pengangkutan %(cost)s, paling banyak %(most)s"),
                amount=min(cost, most.money),
                formula=f"most = [{most.id}]; min(cost, most)",
                inputs=(("cost", cost), ("most", most.money), ("kind", kind)),
                parameters=(most,),
                article=most.source,
            )
        )
    return Figure(
        code="jkk.benefit.transport",
        label=sentence("Penggantian biaya pengangkutan"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        article="; ".join(dict.fromkeys(part.article for part in parts)),
        parts=tuple(parts),
    )


def _refuse_percentage(rate: Rate, field: str) -> None:
    if not Rate.of(0) < rate <= WHOLE:
        raise InvalidInput(
            "Persentase %(rate)s%% tidak mungkin.",
            code="rules.percentage_wrong",
            field=field,
            fix="Isi persentase di atas 0 sampai dengan 100.",
            values={"rate": rate.as_percent()},
        )
