"""Questions about tickets of members whose own record differs (S37): the member's own, the desk's, and an employer's.

The view `savings_request` lists all of them for the worklist of an upper room: kind, reference, state, when it was opened, name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.files import Asked, files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging.wording import wording_of
from openjmo.domains.savings.models import Difference


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A ticket about a month: what the fund had, what the member has, the difference, and what came of it."""

    ref: str
    card_number: str
    month: Month
    recorded: Money
    claimed: Money
    note: str
    state: str
    """open, waiting or closed."""
    opened_at: datetime
    asked_employer: str
    """Name of the employer that was asked, or empty."""
    asked_at: datetime | None
    finding: str
    answer: str
    """The whole answer in the active language; empty until it is closed."""
    sentence: str
    """The officer's own words in it."""
    answered_at: datetime | None

    @property
    def difference(self) -> Money:
        """What was missing on the account when positive."""
        return self.claimed - self.recorded


@dataclass(frozen=True, slots=True)
class DifferenceFile:
    """A ticket as the desk sees it: with whose it is and who acted."""

    ticket: DifferenceView
    person: PersonView
    asked_by: str
    answered_by: str


def differences_of(person_id: int) -> list[DifferenceView]:
    """The member's own tickets, newest first."""
    rows = Difference.objects.filter(person_id=person_id).select_related("asked_employer").order_by("-opened_at", "-pk")
    return [_view(row) for row in rows]


def difference_of(person_id: int, ref: str) -> DifferenceView:
    """The member's own ticket. Raises NotYours for anybody else's and for none."""
    row = Difference.objects.filter(person_id=person_id, ref=ref).select_related("asked_employer").first()
    if row is None:
        raise NotYours("Laporan ini tidak ada.")
    return _view(row)


def difference_file(ref: str, reader: Reader) -> DifferenceFile:
    """Any ticket, for the desk; a look at the member. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.DIFFERENCE, ref).due_from(reader.account_id), Purpose.DIFFERENCE, about=ref)
    row = Difference.objects.filter(ref=ref).select_related("asked_employer").first()
    person = membership.person_by_id(row.person_id) if row else None
    if row is None or person is None:
        raise NotYours("Laporan ini tidak ada.")
    return DifferenceFile(_view(row), person, row.asked_by, row.answered_by)


def open_differences(*, limit: int, offset: int = 0) -> list[DifferenceView]:
    """Tickets that are not answered, oldest first."""
    rows = Difference.objects.filter(state__in=["open", "waiting"]).select_related("asked_employer").order_by("opened_at", "pk")
    return [_view(row) for row in rows[offset : offset + limit]]


@dataclass(frozen=True, slots=True)
class EmployerQuestion:
    """What the desk asks an employer: a month of one worker, without the member's own words and figures."""

    ref: str
    month: Month
    full_name: str
    masked_card: str
    asked_at: datetime


def questions_to(employer_id: int, reader: Reader, *, limit: int) -> list[EmployerQuestion]:
    """Questions that wait for the employer, oldest first; a look at each member they are about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ticket.ref, ticket.month, ticket.card_number, ticket.asked_at, ticket.person_id FROM savings_difference ticket "
            "WHERE ticket.asked_employer_id = %s AND ticket.state = 'waiting' ORDER BY ticket.asked_at, ticket.id LIMIT %s",
            [employer_id, limit],
        )
        rows = cursor.fetchall()
    people = {row[4] for row in rows}
    note_look(reader, membership.file_keys(people), Purpose.QUESTION)
    names = membership.names_of(people)
    return [EmployerQuestion(ref, Month.of(month), names[person], "··· " + card[-4:], at) for ref, month, card, at, person in rows]


def _view(row: Difference) -> DifferenceView:
    month = Month.of(row.month)
    values = {"ref": row.ref, "of_month": str(month), "note": row.answer}
    return DifferenceView(
        ref=row.ref,
        card_number=row.card_number,
        month=month,
        recorded=Money(row.recorded_sen),
        claimed=Money(row.claimed_sen),
        note=row.note,
        state=row.state,
        opened_at=row.opened_at,
        asked_employer=row.asked_employer.name if row.asked_employer else "",
        asked_at=row.asked_at,
        finding=row.finding,
        answer=wording_of(f"difference_{row.finding}", values).body.strip() if row.finding else "",
        sentence=row.answer,
        answered_at=row.answered_at,
    )
