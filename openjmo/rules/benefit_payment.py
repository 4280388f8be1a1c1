"""Until when a JKK or JKM benefit must be paid, what the fund owes when it is late, and who receives it without heirs.

PP 44/2015 Pasal 37 (JKK: 7 working days) and Pasal 40 (JKM: 3 working days), each with 1 % a day when late. Whether days late are
working days, and whether cuti bersama is a holiday for the fund, are settings: `benefit.compensation_days`,
`benefit.payment_collective_leave`.

>>> benefit_due("jkm", date(2026, 11, 13)).day
datetime.date(2026, 11, 18)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from openjmo.core.money import Money
from openjmo.core.periods import is_working_day, plus_working_days
from openjmo.rules.benefit_parts import benefit_rounding, refuse_negative, refuse_unknown
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

PROGRAMMES: Final = ("jkk", "jkm")


def benefit_due(programme: str, complete_on: date, law: Lawbook | None = None) -> Figure:
    """The last day for the fund to pay a claim that was complete on `complete_on`; `.day`. Raises InvalidInput."""
    refuse_unknown(programme, PROGRAMMES, "programme")
    book = law or lawbook()
    days = book.value(f"{programme}.benefit.payment_deadline", complete_on)
    leave = book.value("benefit.payment_collective_leave", complete_on)
    closed = closed_days(complete_on.year, complete_on.year + 1, collective_leave=leave.flag)
    parameters = (days, leave)
    return Figure(
        code="benefit.due_on",
        label=sentence("Batas waktu membayar manfaat, %(days)s hari kerja sejak berkas lengkap pada %(complete_on)s"),
        amount=plus_working_days(complete_on, days.number, closed),
        formula=f"days = [{days.id}]; plus_working_days(complete_on, days, [{leave.id}])",
        inputs=(("complete_on", complete_on), ("days", days.number)),
        parameters=parameters,
        article=articles(parameters),
        notes=tuple(note for note in (NOTES[certainty_of(complete_on.year)],) if note),
    )


def late_compensation(programme: str, amount: Money, due_on: date, paid_on: date, law: Lawbook | None = None) -> Figure:
    """What the fund owes besides a benefit paid after `due_on`; nothing when in time. Raises InvalidInput."""
    refuse_unknown(programme, PROGRAMMES, "programme")
    refuse_negative(amount, "amount")
    book = law or lawbook()
    rate = book.value(f"{programme}.benefit.late_compensation", due_on)
    settings, rounded = benefit_rounding(book, due_on)
    late = _days_late(due_on, paid_on, book)
    return Figure(
        code="benefit.late_compensation",
        label=sentence("Ganti rugi %(rate)s sehari dari %(amount)s selama %(days)s hari terlambat"),
        amount=(amount * late.count).times(rate.rate, rounded.method, unit_sen=rounded.unit_sen),
        formula=f"rate = [{rate.id}]; days = {{benefit.days_late}}; amount * days * rate",
        inputs=(("amount", amount), ("rate", rate.rate), ("days", late.count)),
        parameters=(rate, *settings),
        article=rate.source,
        rounding=rounded,
        notes=(sentence("Ganti rugi ditanggung badan penyelenggara dan dibayar kepada peserta atau ahli warisnya."),),
        parts=(late,),
    )


def _days_late(due_on: date, paid_on: date, book: Lawbook) -> Figure:
    kind = book.value("benefit.compensation_days", due_on)
    leave = book.value("benefit.payment_collective_leave", due_on)
    days = max(0, (paid_on - due_on).days)
    if days and kind.text == "working":
        closed = closed_days(due_on.year, paid_on.year, collective_leave=leave.flag)
        days = sum(is_working_day(due_on + timedelta(days=later), closed) for later in range(1, days + 1))
    return Figure(
        code="benefit.days_late",
        label=sentence("Hari terlambat dari %(due_on)s sampai dibayar pada %(paid_on)s"),
        amount=days,
        formula=(f'working_days_from(due_on, paid_on, [{leave.id}]) if [{kind.id}] == "working" else max(0, days_from(due_on, paid_on))'),
        inputs=(("due_on", due_on), ("paid_on", paid_on)),
        parameters=(kind, leave),
    )


def recipient_without_heirs(share: str, on: date, law: Lawbook | None = None) -> Figure:
    """Who receives a share (`funeral` or `rest`) when there is neither heir nor will: a code word; `.text`. Raises InvalidInput."""
    rule = (law or lawbook()).value("benefit.recipient_without_heirs", on)
    refuse_unknown(share, tuple(rule.mapping), "share")
    return Figure(
        code="benefit.recipient",
        label=sentence("Penerima bila tidak ada ahli waris dan tidak ada wasiat"),
        amount=str(rule.mapping[share]),
        formula=f"field([{rule.id}], share)",
        inputs=(("share", share),),
        parameters=(rule,),
        article=rule.source,
    )
