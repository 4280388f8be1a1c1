"""The scholarship for the children of a participant who died or is totally disabled.

Called by the claim, by the simulation and by the preview for heirs. Since 2 December 2019 for at most two children and by level of school
(PP 82/2019, Permenaker 5/2021); before, one flat sum for each participant (PP 44/2015 Pasal 25 and 34). From JKM only after some paid-up
years, from JKK without that condition. The day of the death or accident decides the law.

>>> scholarship(1, event_on=date(2026, 1, 5)).total.money
Money(sen=8700000000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.money import Money
from openjmo.core.periods import age_on, plus_months
from openjmo.rules.benefit_parts import refuse_negative_count, refuse_unknown
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue

LEVELS: Final = ("TK", "SD", "SMP", "SMA", "higher_education_or_training")
"""The levels of school, in the order in which a child passes through them."""
PROGRAMMES: Final = ("jkk", "jkm")
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Scholarship:
    """The right to a scholarship, what one child may receive, and the sum for all children."""

    entitled: Figure
    per_child: Figure | None
    """None under the flat sum of the old law, which is for the participant and not for a child."""
    total: Figure


def scholarship(
    children: int,
    *,
    event_on: date,
    levels: Sequence[str] = LEVELS,
    programme: str = "jkk",
    paid_months: int | None = None,
    law: Lawbook | None = None,
) -> Scholarship:
    """What all children may receive when each passes through all of `levels` to the end.

    `paid_months` is the paid-up time, looked at for JKM only; None takes it as fulfilled and says so. Raises InvalidInput
    (`rules.choice_unknown`, `rules.count_negative`) and UnknownParameter where the amounts of that day were not found.
    """
    refuse_negative_count(children, "children")
    for level in levels:
        refuse_unknown(level, LEVELS, "levels")
    book = law or lawbook()
    entitled = scholarship_right(programme, event_on, paid_months, book)
    flat = book.find("scholarship.old_flat_amount", event_on)
    if flat is not None:
        return Scholarship(entitled, None, _flat(flat, children, entitled))
    per_child = _child(levels, event_on, book)
    most = book.value("scholarship.max_children", event_on)
    counted = min(children, most.number)
    total = Figure(
        code="scholarship",
        label=sentence("Beasiswa paling banyak untuk %(counted)s anak"),
        amount=per_child.money * counted if entitled.flag else Money.zero(),
        formula=f"counted = min(children, [{most.id}]); {{scholarship.child}} * counted if {{scholarship.entitled}} else 0",
        inputs=(("children", children), ("counted", counted)),
        parameters=(most,),
        article=f"{most.source}; {per_child.article}",
        notes=(sentence("Dibayar tiap tahun, dan berakhir bila anak mencapai batas usia, menikah, atau bekerja."),),
        parts=(entitled, per_child),
    )
    return Scholarship(entitled, per_child, total)


def scholarship_right(programme: str, event_on: date, paid_months: int | None, law: Lawbook | None = None) -> Figure:
    """Whether there is a right: from JKK always, from JKM after the paid-up years of the law; `.flag`. Raises InvalidInput."""
    refuse_unknown(programme, PROGRAMMES, "programme")
    book = law or lawbook()
    years = book.value("scholarship.min_contribution_period_jkm", event_on)
    enough = programme == "jkk" or paid_months is None or paid_months >= years.number * MONTHS_A_YEAR
    if programme == "jkk":
        notes, formula = sentence("Untuk JKK tidak ada syarat masa iur."), 'programme == "jkk"'
    elif paid_months is None:
        notes, formula = sentence("Masa iur belum disebut dan dianggap cukup; JKM meminta paling sedikit %(years)s tahun."), "assumed"
    else:
        notes, formula = sentence("JKM meminta masa iur paling sedikit %(years)s tahun."), f"paid_months >= [{years.id}] * {MONTHS_A_YEAR}"
    return Figure(
        code="scholarship.entitled",
        label=sentence("Hak atas beasiswa anak"),
        amount=enough,
        formula=f"years = [{years.id}]; {formula}",
        inputs=(
            ("programme", programme),
            ("years", years.number),
            ("paid_months", paid_months) if paid_months is not None else ("assumed", True),
        ),
        parameters=(years,),
        article=years.source,
        notes=(notes,),
    )


def child_plan(birth: date, level: str, years_done: int, first_paid_on: date, law: Lawbook | None = None) -> Figure:
    """The yearly payments of one child who goes on from `level`, of which `years_done` years are behind it.

    Paid on `first_paid_on` and a year later each, while the child is younger than the last age; the parts are the years. Assumes that
    the child passes every year and neither marries nor works. Raises as `scholarship`.
    """
    refuse_unknown(level, LEVELS, "level")
    refuse_negative_count(years_done, "years_done")
    book = law or lawbook()
    end = book.value("scholarship.end_age", first_paid_on)
    parts: list[Figure] = []
    for later in LEVELS[LEVELS.index(level) :]:
        amount = book.value("scholarship", first_paid_on, later)
        last = book.value("scholarship.max_years", first_paid_on, later)
        for number in range(years_done + 1 if later == level else 1, last.number + 1):
            pay_on = plus_months(first_paid_on, len(parts) * MONTHS_A_YEAR)
            if age_on(birth, pay_on) < end.number:
                parts.append(_year(birth, later, number, pay_on, amount, last, end))
    return Figure(
        code="scholarship.plan",
        label=sentence("Beasiswa anak yang lahir %(birth)s, mulai %(first_paid_on)s, bila terus bersekolah"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        inputs=(("birth", birth), ("first_paid_on", first_paid_on)),
        parameters=(end,),
        article=articles([parameter for part in parts for parameter in part.parameters] or [end]),
        notes=(sentence("Berakhir bila anak menikah atau bekerja."),),
        parts=tuple(parts),
    )


def _year(birth: date, level: str, number: int, pay_on: date, amount: ParameterValue, last: ParameterValue, end: ParameterValue) -> Figure:
    return Figure(
        code="scholarship.year",
        label=(
            sentence("Beasiswa kuliah atau pelatihan tahun ke-%(number)s, dibayar %(pay_on)s")
            if level == LEVELS[-1]
            else sentence("Beasiswa %(level)s tahun ke-%(number)s, dibayar %(pay_on)s")
        ),
        amount=amount.money,
        formula=f"[{amount.id}] if age(birth, pay_on) < [{end.id}] and number <= [{last.id}] else 0",
        inputs=(("birth", birth), ("level", level), ("number", number), ("pay_on", pay_on)),
        parameters=(amount, last, end),
        article=amount.source,
    )


def _flat(flat: ParameterValue, children: int, entitled: Figure) -> Figure:
    return Figure(
        code="scholarship",
        label=sentence("Beasiswa untuk peserta yang mempunyai anak, menurut aturan lama"),
        amount=flat.money if children and entitled.flag else Money.zero(),
        formula=f"[{flat.id}] if children > 0 and {{scholarship.entitled}} else 0",
        inputs=(("children", children),),
        parameters=(flat,),
        article=flat.source,
        parts=(entitled,),
    )


def _child(levels: Sequence[str], on: date, book: Lawbook) -> Figure:
    parts = []
    for level in dict.fromkeys(levels):
        amount = book.value("scholarship", on, level)
        years = book.value("scholarship.max_years", on, level)
        parts.append(
            Figure(
                code="scholarship.level",
                label=(
                    sentence("Beasiswa kuliah atau pelatihan, %(amount)s setahun selama %(years)s tahun")
                    if level == LEVELS[-1]
                    else sentence("Beasiswa %(level)s, %(amount)s setahun selama %(years)s tahun")
                ),
                amount=amount.money * years.number,
                formula=f"amount = [{amount.id}]; years = [{years.id}]; amount * years",
                inputs=(("level", level), ("amount", amount.money), ("years", years.number)),
                parameters=(amount, years),
                article=amount.source,
            )
        )
    return Figure(
        code="scholarship.child",
        label=sentence("Beasiswa paling banyak untuk satu anak"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        article="; ".join(dict.fromkeys(part.article for part in parts)),
        parts=tuple(parts),
    )
