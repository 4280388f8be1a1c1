"""Until when a claim must be paid, and what guides for participants promise beside it.

The duty counts from complete and correct papers: 5 working days (PP 46/2015 Pasal 31(3)). Guides count 3 to 5 working days from approval;
that is information and no deadline, and both clocks are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from openjmo.core.periods import plus_working_days
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue


@dataclass(frozen=True, slots=True)
class PaymentClock:
    """The two clocks. The first is the law's; the others are there only for an approved claim."""

    pay_by: Figure
    informed_from: Figure | None = None
    informed_by: Figure | None = None


def payment_deadline(complete_on: date, *, approved_on: date | None = None, law: Lawbook | None = None) -> PaymentClock:
    """The last day to pay a claim whose papers were complete and correct on `complete_on`, which is itself not counted.

    Raises UnknownParameter before July 2015.
    """
    book = law or lawbook()
    days = book.value("jht.claim.payment_deadline", complete_on)
    label = sentence("Paling lambat dibayar, %(days)s hari kerja setelah berkas lengkap dan benar pada %(start)s")
    pay_by = _after(complete_on, days.number, days, book, code="pay_by", label=label, counted=f"[{days.id}]")
    if approved_on is None:
        return PaymentClock(pay_by)
    informed = book.value("jht.claim.informed_payment_days", approved_on)
    label = sentence("Menurut panduan peserta, %(days)s hari kerja setelah disetujui pada %(start)s; bukan batas waktu hukum")
    clocks = [
        _after(
            approved_on,
            cast("int", informed.mapping[name]),
            informed,
            book,
            code=code,
            label=label,
            counted=f'field([{informed.id}], "{name}")',
        )
        for code, name in (("informed_from", "at_least"), ("informed_by", "at_most"))
    ]
    return PaymentClock(pay_by, *clocks)


def _after(start: date, days: int, number: ParameterValue, book: Lawbook, *, code: str, label: str, counted: str) -> Figure:
    """So many working days after a day; `counted` is how a formula finds their number."""
    leave = book.value("jht.claim.deadline_collective_leave", start)
    note = NOTES[certainty_of(start.year)]
    return Figure(
        code=f"jht.claim.{code}",
        label=label,
        amount=plus_working_days(start, days, closed_days(start.year, start.year + 1, collective_leave=leave.flag)),
        formula=f"days = {counted}; plus_working_days(start, days, [{leave.id}])",
        inputs=(("start", start), ("days", days)),
        parameters=(number, leave),
        article=number.source,
        notes=(note,) if note else (),
    )
