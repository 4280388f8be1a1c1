"""Until when JHT contributions must be paid, and what being late costs.

Called by bills, arrears and reminders. The due day rolls to the next working day; the fine is the employer's alone. PP 46/2015 Pasal 19,
20 and 21; before July 2015 PP 14/1993 Pasal 10. What the articles leave open are settings: `jht.late_fine_base`,
`jht.late_fine_part_months`, `jht.contribution.due_roll_collective_leave`, `jht.covid_relief.applies`.

>>> due_date(Month(2026, 10)).day
datetime.date(2026, 11, 16)
"""

from __future__ import annotations

from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rounding
from openjmo.core.periods import Month, next_working_day, plus_months
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.contributions import first_month_from
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue

SEGMENTS: Final = ("PU", "BPU")
"""Segments whose due day the law names: wage earners and the self-employed."""


def due_date(month: Month, segment: str = "PU", law: Lawbook | None = None) -> Figure:
    """The last day to pay the contributions of a month; `.day` is the date.

    Raises InvalidInput: `rules.segment_unknown`, `rules.month_before_programme`.
    """
    book = law or lawbook()
    if segment not in SEGMENTS:
        raise InvalidInput(
            "Segmen %(segment)s tidak dikenali.",
            code="rules.segment_unknown",
            field="segment",
            fix="Pilih salah satu: %(accepted)s.",
            values={"segment": segment, "accepted": ", ".join(SEGMENTS)},
        )
    first = first_month_from(book.first_day("jht.contribution.due_day", segment))
    if month < first:
        raise InvalidInput(
            "Bulan iuran %(month)s terjadi sebelum JHT segmen %(segment)s dimulai.",
            code="rules.month_before_programme",
            field="month",
            fix="Isi bulan iuran mulai %(first)s.",
            values={"month": str(month), "segment": segment, "first": str(first)},
        )
    on = month.first_day
    relieved = segment == "PU" and _relief_covers(month, book)
    due = book.value("jht.contribution.due_day", on, "PU_covid" if relieved else segment)
    parameters = [due, book.value("jht.contribution.due_day_roll", on, segment)]
    if relieved:
        parameters.append(book.value("jht.covid_relief.applies", on))
    nominal = month.following().day(due.number)
    payable, notes = nominal, []
    formula = "nominal = day_of(plus_months(month, 1), [jht.contribution.due_day]); nominal"
    if parameters[1].text == "next_working_day":
        leave = book.value("jht.contribution.due_roll_collective_leave", on)
        parameters.append(leave)
        payable = next_working_day(nominal, closed_days(nominal.year, nominal.year + 1, collective_leave=leave.flag))
        notes = [NOTES[certainty_of(nominal.year)]]
        formula = f"{formula.removesuffix('nominal')}next_working_day(nominal, [{leave.id}])"
    return Figure(
        code="jht.due_date",
        label=sentence("Batas setor iuran JHT bulan %(month)s, tanggal %(nominal)s atau hari kerja berikutnya")
        if payable != nominal
        else sentence("Batas setor iuran JHT bulan %(month)s, tanggal %(nominal)s"),
        amount=payable,
        formula=formula,
        inputs=(("month", month), ("segment", segment), ("nominal", nominal)),
        parameters=tuple(parameters),
        article=articles(parameters),
        notes=tuple(note for note in notes if note),
    )


def months_late(due_on: date, paid_on: date, on: date, law: Lawbook | None = None) -> Figure:
    """How many months late a payment is; `.count`. Months run from the due date to the same day of the next month.

    `on` is a day of the contribution month, which decides the law.
    """
    setting = (law or lawbook()).value("jht.late_fine_part_months", on)
    full = max(0, Month.of(paid_on).index - Month.of(due_on).index)
    if full and plus_months(due_on, full) > paid_on:
        full -= 1
    started = full + (plus_months(due_on, full) < paid_on)
    return Figure(
        code="jht.months_late",
        label=sentence("Bulan terlambat dari %(due_on)s sampai dibayar pada %(paid_on)s"),
        amount=started if setting.text == "started" else full,
        formula='started_months(due_on, paid_on) if [jht.late_fine_part_months] == "started" else full_months(due_on, paid_on)',
        inputs=(("due_on", due_on), ("paid_on", paid_on)),
        parameters=(setting,),
    )


def late_fine(
    due: Money,
    due_on: date,
    paid_on: date,
    *,
    employer_share: Money | None = None,
    month: Month | None = None,
    law: Lawbook | None = None,
) -> Figure:
    """The fine on a deposit `due` that should have been paid by `due_on`; nothing when paid in time.

    `employer_share` is needed only where the setting takes the fine on that share alone. `month` is the contribution month, which
    decides the law; without it the month before `due_on`. Raises InvalidInput: `rules.amount_negative`, `rules.employer_share_missing`.
    """
    governing = month or Month.of(due_on).plus(-1)
    late = months_late(due_on, paid_on, governing.first_day, law)
    return late_fine_for_months(due, late.count, month=governing, employer_share=employer_share, law=law, parts=(late,))


def late_fine_for_months(
    due: Money,
    months: int,
    *,
    month: Month,
    employer_share: Money | None = None,
    law: Lawbook | None = None,
    parts: tuple[Figure, ...] = (),
) -> Figure:
    """The fine for a known count of months late, for the contribution month `month`. Raises as `late_fine`."""
    book = law or lawbook()
    on = month.first_day
    base_setting = book.value("jht.late_fine_base", on)
    base = _base(due, employer_share, base_setting)
    if months < 0:
        raise InvalidInput(
            "Jumlah bulan terlambat tidak boleh kurang dari nol.",
            code="rules.months_negative",
            field="months_late",
            fix="Isi jumlah bulan, nol atau lebih.",
        )
    relieved = _relief_covers(month, book)
    rate = book.value("jht.late_fine_rate", on, "covid" if relieved else None)
    rounding = (book.value("jht.contribution.rounding", on), book.value("jht.contribution.rounding_unit", on))
    rounded = Rounded(Rounding(rounding[0].text), rounding[1].number)
    return Figure(
        code="jht.late_fine",
        label=sentence("Denda %(rate)s sebulan dari %(base)s selama %(months)s bulan"),
        amount=(base * months).times(rate.rate, rounded.method, unit_sen=rounded.unit_sen),
        formula="rate = [jht.late_fine_rate]; " + ("months = {jht.months_late}; " if parts else "") + "base * months * rate",
        inputs=(("base", base), ("rate", rate.rate), ("months", months), ("month", month)),
        parameters=(rate, base_setting, *rounding),
        article=rate.source,
        rounding=rounded,
        notes=(sentence("Denda ditanggung pemberi kerja, bukan pekerja."),),
        parts=parts,
    )


def _base(due: Money, employer_share: Money | None, setting: ParameterValue) -> Money:
    base: Money | None = due
    if setting.text == "employer_share":
        base = employer_share
    if base is None:
        raise InvalidInput(
            "Bagian pemberi kerja belum disebut, padahal denda dihitung darinya.",
            code="rules.employer_share_missing",
            field="employer_share",
            fix="Sertakan bagian pemberi kerja dari iuran yang terlambat.",
        )
    if base < Money.zero():
        raise InvalidInput(
            "Iuran yang terlambat tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="due",
            fix="Isi jumlah iuran dalam rupiah, nol atau lebih.",
        )
    return base


def _relief_covers(month: Month, book: Lawbook) -> bool:
    """Whether the Covid relief of PP 49/2020 governs a contribution month."""
    on = month.first_day
    return book.value("jht.covid_relief.applies", on).flag and book.find("jht.contribution.due_day", on, "PU_covid") is not None
