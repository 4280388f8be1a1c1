"""What migrant workers (PMI) pay: JKK and JKM in one sum by span of cover, and JHT if they choose.

Called by simulations and bills. Permenaker 4/2023 Pasal 18. The day it came into force was not verified.
"""

from __future__ import annotations

from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.programmes import first_month_from

MIGRANT_STAGES: Final = (
    "before_departure",
    "during_and_after_24_months",
    "during_and_after_12_months",
    "during_and_after_6_months",
    "extension_per_month",
)
"""The spans of cover the regulation names, and the month of an extension."""


def migrant_contribution(stage: str, month: Month, *, months: int = 1, law: Lawbook | None = None) -> Figure:
    """JKK and JKM together for a span of cover; `.money`. `months` counts the months of an extension.

    Raises InvalidInput: `rules.stage_unknown`, `rules.months_negative`, `rules.month_before_programme`.
    """
    book = law or lawbook()
    if stage not in MIGRANT_STAGES:
        raise InvalidInput(
            "Masa perlindungan %(stage)s tidak dikenali.",
            code="rules.stage_unknown",
            field="stage",
            fix="Pilih dari: %(accepted)s.",
            values={"stage": stage, "accepted": ", ".join(MIGRANT_STAGES)},
        )
    if months < 1 or (months > 1 and stage != "extension_per_month"):
        raise InvalidInput(
            "Jumlah bulan %(months)s tidak cocok dengan masa perlindungan ini.",
            code="rules.months_negative",
            field="months",
            fix="Isi satu atau lebih untuk perpanjangan; selain itu kosongkan.",
            values={"months": months},
        )
    amount = _in_force("pmi.jkk_jkm.contribution", month, stage, book)
    return Figure(
        code="pmi.contribution",
        label=sentence("Iuran JKK dan JKM pekerja migran, %(months)s kali %(amount)s"),
        amount=amount.money * months,
        formula="amount = [pmi.jkk_jkm.contribution]; amount * months",
        inputs=(("stage", stage), ("months", months), ("amount", amount.money)),
        parameters=(amount,),
        article=amount.source,
    )


def migrant_jht(amount: Money, month: Month, law: Lawbook | None = None) -> Figure:
    """A chosen JHT contribution of a migrant worker, which must lie between the two amounts of the law; `.money`.

    Raises InvalidInput: `rules.amount_outside`, `rules.month_before_programme`.
    """
    book = law or lawbook()
    lowest, highest = (_in_force("jht.pmi.contribution", month, key, book) for key in ("minimum", "maximum"))
    if not lowest.money <= amount <= highest.money:
        raise InvalidInput(
            "Iuran JHT pekerja migran di luar batas.",
            code="rules.amount_outside",
            field="amount",
            fix="Pilih dari %(lowest)s sampai %(highest)s sebulan.",
            values={"lowest": rupiah(lowest.money), "highest": rupiah(highest.money)},
        )
    return Figure(
        code="jht.pmi.contribution",
        label=sentence("Iuran JHT pekerja migran menurut pilihannya, bulan %(month)s"),
        amount=amount,
        inputs=(("month", month),),
        article=lowest.source,
    )


def _in_force(name: str, month: Month, key: str, book: Lawbook) -> ParameterValue:
    first = first_month_from(book.first_day(name, key))
    if month < first:
        raise InvalidInput(
            "Bulan %(month)s terjadi sebelum iuran pekerja migran diketahui.",
            code="rules.month_before_programme",
            field="month",
            fix="Isi bulan mulai %(first)s.",
            values={"month": str(month), "first": str(first)},
        )
    return book.value(name, month.first_day, key)
