"""What the family of a self-employed person would no longer receive after a lapse, as the warning shows it (N18).

The sums of JKM and of the scholarship on the day of the warning; the medical care of JKK has no ceiling in the text and is named, not
counted.

>>> lost_on_lapse(date(2026, 10, 1), children=2, paid_months=40).money
Money(sen=21600000000)
"""

from __future__ import annotations

from datetime import date

from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jkm import jkm_benefit
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.scholarship import scholarship


def lost_on_lapse(on: date, *, children: int, paid_months: int, law: Lawbook | None = None) -> Figure:
    """What heirs would receive for a death on `on`, and no longer after a lapse; at most. Raises as `scholarship`."""
    book = law or lawbook()
    jkm = jkm_benefit(on, segment="BPU", law=book).total
    school = scholarship(children, event_on=on, programme="jkm", paid_months=paid_months, law=book).total
    return Figure(
        code="bpu.lost_on_lapse",
        label=sentence("Yang tidak lagi diterima keluarga bila meninggal sesudah hak gugur, paling banyak"),
        amount=jkm.money + school.money,
        formula="{jkm.benefit} + {scholarship}",
        inputs=(("on", on),),
        article=f"{jkm.article}; {school.article}",
        notes=(sentence("Perawatan akibat kecelakaan kerja juga tidak lagi ditanggung."),),
        parts=(jkm, school),
    )
