"""Active or non-active, with the reasons (S24).

No article defines the two words. Working definition: an employee is active while the employment is open and the contributions of the
current due month are paid, non-active once the employer reported the end; a self-employed person is non-active after the unpaid months of
a public guide. Between the two stands `in_arrears`: still a participant, months unpaid.

>>> membership_state("PU", date(2026, 11, 20), last_paid=Month(2026, 10), ended_on=None).text
'active'
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from openjmo.core.periods import Month
from openjmo.rules.benefit_parts import refuse_unknown
from openjmo.rules.deadlines import SEGMENTS
from openjmo.rules.derivation import Figure, Value, sentence
from openjmo.rules.lapse import last_due_month
from openjmo.rules.lawbook import Lawbook, lawbook

STATES: Final = ("active", "in_arrears", "non_active")
_NOTES: Final = {
    "active": sentence("Iuran bulan yang sudah jatuh tempo sudah dibayar."),
    "in_arrears": sentence("Ada bulan yang sudah jatuh tempo dan belum dibayar."),
    "non_active": sentence("Hubungan kerja sudah berakhir, atau iuran terlalu lama tidak dibayar."),
}


def membership_state(
    segment: str, on: date, *, last_paid: Month | None, ended_on: date | None = None, law: Lawbook | None = None
) -> Figure:
    """The state on a day, one of `STATES`; `.text`. `last_paid` is the last month up to which all is paid.

    `ended_on` is the end of the employment as the employer reported it, its last day. Raises InvalidInput: `rules.choice_unknown`.
    """
    refuse_unknown(segment, SEGMENTS, "segment")
    book = law or lawbook()
    due = last_due_month(segment, on, book)
    unpaid = max(0, due.index - last_paid.index) if last_paid else None
    limit = book.value("membership.bpu.non_active_after", on) if segment == "BPU" else None
    inputs: tuple[tuple[str, Value], ...] = (("on", on), ("due_month", due), ("segment", segment))
    ended = ended_on is not None and ended_on < on
    if ended_on is not None:
        inputs += (("ended_on", ended_on),)
    if last_paid is not None:
        inputs += (("last_paid", last_paid),)
    if ended or unpaid is None or (limit is not None and unpaid >= limit.number):
        state = "non_active"
    else:
        state = "in_arrears" if unpaid else "active"
    late = '("in_arrears" if months_from(last_paid, due_month) > 0 else "active")'
    if limit is not None:
        late = f'("non_active" if months_from(last_paid, due_month) >= [{limit.id}] else {late})'
    return Figure(
        code="membership.state",
        label=sentence("Status kepesertaan pada %(on)s"),
        amount=state,
        formula=(
            ('"non_active" if ended_on < on else ' if ended_on is not None else "") + (late if last_paid is not None else '"non_active"')
        ),
        inputs=inputs,
        parameters=(limit,) if limit else (),
        article=limit.source if limit else "PP 46/2015 Pasal 7(3)",
        notes=(
            _NOTES[state],
            sentence("Tidak ada pasal yang merumuskan aktif dan nonaktif; ini rumusan kerja."),
        ),
    )


def warning_ends_on(first_warning_on: date, law: Lawbook | None = None) -> Figure:
    """The last day of the last written warning to an employer; after it comes the fine; `.day`. PP 86/2013."""
    book = law or lawbook()
    count = book.value("membership.employer_sanction.warnings", first_warning_on)
    days = book.value("membership.employer_sanction.warning_days", first_warning_on)
    return Figure(
        code="membership.warning_ends_on",
        label=sentence("Akhir teguran tertulis, %(count)s kali %(days)s hari sejak %(first_warning_on)s"),
        amount=first_warning_on + timedelta(days=count.number * days.number),
        formula=f"count = [{count.id}]; days = [{days.id}]; plus_days(first_warning_on, count * days)",
        inputs=(("first_warning_on", first_warning_on), ("count", count.number), ("days", days.number)),
        parameters=(days, count),
        article=days.source,
        notes=(sentence("Sesudahnya denda, lalu tidak mendapat pelayanan publik tertentu."),),
    )
