"""Until when an accident must be reported and a JKK benefit claimed.

PP 44/2015 Pasal 43 and 44: phase I within 2 x 24 hours of the accident, phase II within 2 x 24 hours of its outcome. Pasal 26: the right
lapses after 2 years, since PP 82/2019 after 5. Whether a right still running on 2 December 2019 moved to five years was not found:
`jkk.claim_lapse_running_moves`.

>>> claim_lapses_on(date(2026, 1, 5)).day
datetime.date(2031, 1, 5)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from openjmo.core.periods import plus_months
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

HOURS_A_DAY: Final = 24
MONTHS_A_YEAR: Final = 12


def report_by(happened_on: date, law: Lawbook | None = None) -> Figure:
    """The last day to report an accident (phase I) or its outcome (phase II), at the hour it happened; `.day`."""
    hours = (law or lawbook()).value("jkk.report_deadline", happened_on)
    return Figure(
        code="jkk.report_by",
        label=sentence("Batas melapor, %(hours)s jam sejak %(happened_on)s"),
        amount=happened_on + timedelta(days=hours.number // HOURS_A_DAY),
        formula=f"hours = [{hours.id}]; plus_days(happened_on, floor_to(hours / {HOURS_A_DAY}, 1))",
        inputs=(("happened_on", happened_on), ("hours", hours.number)),
        parameters=(hours,),
        article=hours.source,
        notes=(sentence("Batasnya pada jam yang sama dengan jam kejadian."),),
    )


def claim_lapses_on(accident_on: date, law: Lawbook | None = None) -> Figure:
    """The last day to claim a JKK benefit; `.day`. Raises UnknownParameter for an accident before PP 44/2015."""
    book = law or lawbook()
    moves = book.value("jkk.claim_lapse_running_moves", accident_on)
    years = book.value("jkk.claim_lapses_after", accident_on)
    if moves.flag:
        years = book.value("jkk.claim_lapses_after", plus_months(accident_on, years.number * MONTHS_A_YEAR))
    return Figure(
        code="jkk.claim_lapses_on",
        label=sentence("Hak atas manfaat JKK gugur setelah %(years)s tahun sejak %(accident_on)s"),
        amount=plus_months(accident_on, years.number * MONTHS_A_YEAR),
        formula=f"years = [{years.id}]; plus_months(accident_on, years * {MONTHS_A_YEAR})",
        inputs=(("accident_on", accident_on), ("years", years.number)),
        parameters=(years, moves),
        article=years.source,
    )
