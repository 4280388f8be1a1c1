"""Until when a claim must be paid, and what guides for participants promise beside it.

The duty counts from complete and correct papers: 5 working days (PP 46/2015 Pasal 31(3)). Guides count 3 to 5 working days from approval;
that is information and no deadline, and both clocks are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.core.periods import plus_working_days
from openjmo.rules.calendar import NOTES, certainty_of, closed_days
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook


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
    pay_by = _working_days_after(
        "pay_by",
        sentence("Paling lambat dibayar, %(days)s hari kerja setelah berkas lengkap dan benar pada %(start)s"),
        complete_on,
        days.number,
        f"[{days.id}]",
        days.id,
        book,
    )
    if approved_on is None:
        return PaymentClock(pay_by)
    informed = book.value("jht.claim.informed_payment_days", approved_on)
    clocks = [
        _working_days_after(
            code,
            sentence("Menurut panduan peserta, %(days)s hari kerja setelah disetujui pada %(start)s; bukan batas waktu hukum"),
            approved_on,
            int(str(informed.mapping[name])),
            f'field([{informed.id}], "{name}")',
            informed.id,
            book,
        )
        for code, name in (("informed_from", "at_least"), ("informed_by", "at_most"))
    ]
    return PaymentClock(pay_by, *clocks)


def _working_days_after(code: str, label: str, start: date, days: int, counted: str, parameter: str, book: Lawbook) -> Figure:
    leave = book.value("jht.claim.deadline_collective_leave", start)
    number = book.value(parameter, start)
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
