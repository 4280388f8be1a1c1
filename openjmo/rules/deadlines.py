"""Until when contributions must be paid.

Called by bills, arrears and reminders. Every programme has its own article: JHT PP 46/2015 Pasal 19 and 21 (before July 2015 PP 14/1993
Pasal 10), JP PP 45/2015 Pasal 30, JKK and JKM PP 44/2015 Pasal 21 and 24. JHT, JKK and JKM roll to the next working day; the text of JP
names no roll (setting `jp.contribution.due_day_roll`). The self-employed pay JKK and JKM in the same month already. Settings beside it:
`jht.contribution.due_roll_collective_leave` (for all programmes), `jht.covid_relief.applies`.

>>> due_date(Month(2026, 10)).day
datetime.date(2026, 11, 16)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month, next_working_day
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.programmes import PROGRAMMES, first_month_from

SEGMENTS: Final = ("PU", "BPU")
"""Segments whose due day the law names: wage earners and the self-employed."""


class _DueDay(NamedTuple):
    """Where the due day of a programme and segment stands: the parameter, its key, and how many months after the contribution month."""

    id: str
    key: str | None
    months_later: int = 1

    @property
    def roll_id(self) -> str:
        """The parameter that says what a holiday does to it."""
        return f"{self.id}_roll"


_DUE_DAYS: Final[Mapping[tuple[str, str], _DueDay]] = {
    ("JHT", "PU"): _DueDay("jht.contribution.due_day", "PU"),
    ("JHT", "BPU"): _DueDay("jht.contribution.due_day", "BPU"),
    ("JP", "PU"): _DueDay("jp.contribution.due_day", None),
    ("JKK", "PU"): _DueDay("jkk_jkm.due_day", None),
    ("JKM", "PU"): _DueDay("jkk_jkm.due_day", None),
    ("JKK", "BPU"): _DueDay("jkk_jkm.bpu.due_day", None, 0),
    ("JKM", "BPU"): _DueDay("jkk_jkm.bpu.due_day", None, 0),
}


def due_date(month: Month, segment: str = "PU", law: Lawbook | None = None, *, programme: str = "JHT") -> Figure:
    """The last day to pay a programme's contributions of a month; `.day` is the date.

    Raises InvalidInput: `rules.segment_unknown`, `rules.programme_unknown`, `rules.programme_without_due_day` (JKP, which nobody pays,
    and JP of the self-employed, which does not exist), `rules.month_before_programme`.
    """
    book = law or lawbook()
    line = _line(programme, segment)
    first = first_month_from(book.first_day(line.id, line.key))
    if month < first:
        raise InvalidInput(
            "Bulan iuran %(month)s terjadi sebelum batas setor %(programme)s segmen %(segment)s diketahui.",
            code="rules.month_before_programme",
            field="month",
            fix="Isi bulan iuran mulai %(first)s.",
            values={"month": str(month), "programme": programme, "segment": segment, "first": str(first)},
        )
    on = month.first_day
    relieved = (programme, segment) == ("JHT", "PU") and covid_relief_covers(month, book)
    due = book.value(line.id, on, "PU_covid" if relieved else line.key)
    parameters = [due, book.value(line.roll_id, on, line.key if programme == "JHT" else None)]
    if relieved:
        parameters.append(book.value("jht.covid_relief.applies", on))
    return _due_figure(month, segment, programme, line, parameters, book)


def _due_figure(month: Month, segment: str, programme: str, line: _DueDay, parameters: list[ParameterValue], book: Lawbook) -> Figure:
    due, roll = parameters[:2]
    nominal = month.plus(line.months_later).day(due.number)
    payable, notes = nominal, []
    claim = f"nominal = day_of(plus_months(month, {line.months_later}), [{line.id}]); "
    formula = f"{claim}nominal"
    if roll.text == "next_working_day":
        leave = book.value("jht.contribution.due_roll_collective_leave", month.first_day)
        parameters.append(leave)
        payable = next_working_day(nominal, closed_days(nominal.year, nominal.year + 1, collective_leave=leave.flag))
        notes = [NOTES[certainty_of(nominal.year)]]
        formula = f"{claim}next_working_day(nominal, [{leave.id}])"
    return Figure(
        code=f"{programme.lower()}.due_date",
        label=sentence("Batas setor iuran %(programme)s bulan %(month)s, tanggal %(nominal)s atau hari kerja berikutnya")
        if payable != nominal
        else sentence("Batas setor iuran %(programme)s bulan %(month)s, tanggal %(nominal)s"),
        amount=payable,
        formula=formula,
        inputs=(("month", month), ("programme", programme), ("segment", segment), ("nominal", nominal)),
        parameters=tuple(parameters),
        article=articles(parameters),
        notes=tuple(note for note in notes if note),
    )


def _line(programme: str, segment: str) -> _DueDay:
    if segment not in SEGMENTS:
        raise InvalidInput(
            "Segmen %(segment)s tidak dikenali.",
            code="rules.segment_unknown",
            field="segment",
            fix="Pilih salah satu: %(accepted)s.",
            values={"segment": segment, "accepted": ", ".join(SEGMENTS)},
        )
    if programme not in PROGRAMMES:
        raise InvalidInput(
            "Program %(programme)s tidak dikenali.",
            code="rules.programme_unknown",
            field="programme",
            fix="Pilih dari: %(accepted)s.",
            values={"programme": programme, "accepted": ", ".join(PROGRAMMES)},
        )
    if (programme, segment) not in _DUE_DAYS:
        raise InvalidInput(
            "Program %(programme)s tidak punya setoran sendiri untuk segmen %(segment)s.",
            code="rules.programme_without_due_day",
            field="programme",
            fix="Pilih dari: %(accepted)s.",
            values={
                "programme": programme,
                "segment": segment,
                "accepted": ", ".join(name for name, of_segment in _DUE_DAYS if of_segment == segment),
            },
        )
    return _DUE_DAYS[programme, segment]


def covid_relief_covers(month: Month, book: Lawbook) -> bool:
    """Whether the Covid relief of PP 49/2020 on due day and fine of JHT governs a contribution month."""
    on = month.first_day
    return book.value("jht.covid_relief.applies", on).flag and book.find("jht.contribution.due_day", on, "PU_covid") is not None
