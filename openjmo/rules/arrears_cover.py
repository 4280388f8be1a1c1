"""Who pays a JKK or JKM benefit when contributions were in arrears on the day of the accident or death.

PP 44/2015 Pasal 38, 39, 41 and 42. An employer's arrears of up to three months in a row change nothing for the worker; beyond that the
employer pays first. A self-employed person with arrears of up to three months has the medical care and the funeral money at once and the
rest once the arrears are paid; beyond that there is no right.

>>> benefit_payer("BPU", 4, date(2026, 10, 1)).text
'none'
"""

from __future__ import annotations

from datetime import date
from typing import Final

from openjmo.core.money import Money
from openjmo.rules.benefit_parts import refuse_negative_count, refuse_unknown
from openjmo.rules.deadlines import SEGMENTS
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

PAYERS: Final = ("fund", "employer_first", "after_arrears", "none")
"""The fund; the employer, who then reclaims; the fund, most of it once the arrears are paid; nobody."""
_NOTES: Final = {
    "fund": "",
    "employer_first": sentence("Pemberi kerja membayar lebih dulu, lalu meminta ganti setelah tunggakan dan denda lunas."),
    "after_arrears": sentence("Perawatan dan biaya pemakaman diberikan langsung, selebihnya setelah tunggakan lunas."),
    "none": sentence("Tunggakan melewati batas, sehingga tidak ada hak atas manfaat."),
}


def benefit_payer(segment: str, arrears_months: int, on: date, law: Lawbook | None = None) -> Figure:
    """Who pays, one of `PAYERS`, for contributions unpaid for so many months in a row on the day `on`; `.text`.

    Raises InvalidInput: `rules.choice_unknown`, `rules.count_negative`.
    """
    refuse_unknown(segment, SEGMENTS, "segment")
    refuse_negative_count(arrears_months, "arrears_months")
    book = law or lawbook()
    if segment == "PU":
        limit = book.value("jkk_jkm.employer.arrears_limit", on)
        payer = "fund" if arrears_months <= limit.number else "employer_first"
        formula = f'"fund" if arrears_months <= [{limit.id}] else "employer_first"'
    else:
        limit = book.value("jkk_jkm.bpu.arrears_limit", on)
        payer = "fund" if not arrears_months else "after_arrears" if arrears_months <= limit.number else "none"
        formula = f'"fund" if arrears_months == 0 else "after_arrears" if arrears_months <= [{limit.id}] else "none"'
    return Figure(
        code="benefit.payer",
        label=sentence("Pembayar manfaat, dengan tunggakan %(arrears_months)s bulan berturut-turut pada %(on)s"),
        amount=payer,
        formula=formula,
        inputs=(("arrears_months", arrears_months), ("segment", segment), ("on", on)),
        parameters=(limit,),
        article=limit.source,
        notes=tuple(note for note in (_NOTES[payer],) if note),
    )


def payable(benefit: Figure, payer: Figure) -> Figure:
    """The benefit, or nothing where arrears took the right away; `payer` comes from `benefit_payer`."""
    return Figure(
        code="benefit.payable",
        label=sentence("Yang menjadi hak, sesudah tunggakan diperhitungkan"),
        amount=benefit.money if payer.text != "none" else Money.zero(),
        formula=f'{{{benefit.code}}} if {{benefit.payer}} != "none" else 0',
        article=payer.article,
        parts=(benefit, payer),
    )
