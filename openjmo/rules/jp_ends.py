"""When a survivor's pension ends.

Called by the monthly payment run and by eligibility. A pension ends on death; a widow's or widower's also on remarriage; a child's at 23,
on work or on marriage. PP 45/2015 Pasal 21, 22(5).

>>> jp_child_ends_on(date(2004, 2, 29)).day
datetime.date(2027, 3, 1)
"""

from __future__ import annotations

from datetime import date

from openjmo.core.errors import Refusal
from openjmo.core.periods import birthday
from openjmo.rules.believable import believable_day
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook


def jp_child_ends_on(
    birth: date,
    *,
    worked_on: date | None = None,
    married_on: date | None = None,
    died_on: date | None = None,
    law: Lawbook | None = None,
) -> Figure:
    """The day on which a child's pension ends: the earliest of the 23rd birthday, work, marriage and death; `.day`.

    The age limit is that in force at the birth, or the programme's first. Raises InvalidInput (`rules.date_unbelievable`) and
    UnknownParameter.
    """
    book = law or lawbook()
    believable_day(birth, "birth_date")
    limit = book.value("jp.child.age_limit", max(birth, book.first_day("jp.child.age_limit")))
    ends = birthday(birth, limit.number)
    events = tuple((name, day) for name, day in (("worked_on", worked_on), ("married_on", married_on), ("died_on", died_on)) if day)
    return Figure(
        code="jp.child_ends_on",
        label=sentence("Pensiun anak berakhir pada usia %(limit)s tahun, atau ketika bekerja atau menikah"),
        amount=min(ends, *(day for _, day in events)) if events else ends,
        formula="limit = [jp.child.age_limit]; "
        + (f"min(birthday(birth, limit), {', '.join(name for name, _ in events)})" if events else "birthday(birth, limit)"),
        inputs=(("birth", birth), ("limit", limit.number), *events),
        parameters=(limit,),
        article=limit.source,
    )


def jp_child_entitled(
    birth: date, on: date, *, worked_on: date | None = None, married_on: date | None = None, law: Lawbook | None = None
) -> Figure:
    """Whether a child is entitled on a day; `.flag`. Raises UnknownParameter."""
    ends = jp_child_ends_on(birth, worked_on=worked_on, married_on=married_on, law=law)
    return Figure(
        code="jp.child_entitled",
        label=sentence("Apakah anak yang lahir %(birth)s masih berhak pada %(on)s"),
        amount=on < ends.day,
        formula="on < {jp.child_ends_on}",
        inputs=(("birth", birth), ("on", on)),
        article=ends.article,
        parts=(ends,),
    )


def jp_spouse_ends_on(*, died_on: date | None = None, remarried_on: date | None = None, law: Lawbook | None = None) -> Figure:
    """The day on which a widow's or widower's pension ends: death or remarriage; `.day`.

    Raises Refusal (`rules.jp_has_not_ended`) when neither happened.
    """
    events = tuple((name, day) for name, day in (("died_on", died_on), ("remarried_on", remarried_on)) if day)
    if not events:
        raise Refusal(
            "Pensiun janda atau duda belum berakhir.",
            code="rules.jp_has_not_ended",
            fix="Pensiun ini berakhir ketika penerima meninggal atau menikah lagi.",
        )
    ends = min(day for _, day in events)
    book = law or lawbook()
    return Figure(
        code="jp.spouse_ends_on",
        label=sentence("Pensiun janda atau duda berakhir ketika penerima meninggal atau menikah lagi"),
        amount=ends,
        formula=f"min({', '.join(name for name, _ in events)})" if len(events) > 1 else events[0][0],
        inputs=events,
        article=articles([book.value("jp.survivor_share", ends, "widow_or_widower")]),
    )
