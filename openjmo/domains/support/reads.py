"""Questions of the desk: who is an officer, and which requests wait for whom. Answers are frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection

from openjmo.core.clock import business_date
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.support.models import Officer


@dataclass(frozen=True, slots=True)
class OfficerView:
    """Somebody who answers requests."""

    account_id: int
    email: str
    name: str
    is_active: bool
    appointed_at: datetime


def officer_of(account_id: int) -> OfficerView | None:
    """The active officer behind an account."""
    row = Officer.objects.select_related("account").filter(account_id=account_id, is_active=True).first()
    return _view(row) if row else None


def officers() -> list[OfficerView]:
    """Everybody who is or was one, oldest first."""
    return [_view(row) for row in Officer.objects.select_related("account").order_by("appointed_at", "pk")]


def name_of(by: str) -> str:
    """The name behind `account:AK-…`, as answers keep who gave them; what is no officer's account stays as it is."""
    ref = by.removeprefix("account:")
    return Officer.objects.filter(account__ref=ref).values_list("name", flat=True).first() or by


def _view(row: Officer) -> OfficerView:
    return OfficerView(row.account_id, row.account.email, row.name, row.is_active, row.appointed_at)


class Kind(StrEnum):
    """What is asked."""

    DIFFERENCE = "difference"
    CARD = "card"
    MERGE = "merge"
    CORRECTION = "correction"
    PRIVACY = "privacy"
    DATA = "data"
    FACE = "face"


class State(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    """An officer's."""
    WAITING = "waiting"
    """An employer's."""
    CLOSED = "closed"
    """Nobody's: it is answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request in the list."""

    kind: Kind
    ref: str
    state: State
    opened_at: datetime
    full_name: str

    def age_days(self, today: date) -> int:
        """Whole days since it was opened."""
        return (today - business_date(self.opened_at)).days


_ALL = (
    "(SELECT * FROM savings_request UNION ALL SELECT * FROM membership_request UNION ALL SELECT * FROM privacy_request "
    "UNION ALL SELECT * FROM verification_request) "
    "AS request (kind, ref, state, opened_at, person_id, account_id)"
)


def requests(*, state: State, kind: Kind | None, limit: int, offset: int = 0) -> list[Request]:
    """Requests in that state, oldest first; answered ones newest first."""
    order = "DESC" if state is State.CLOSED else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, ref, state, opened_at, person_id, account_id FROM {_ALL} WHERE state = %s AND (%s::text IS NULL OR kind = %s) "  # noqa: S608 - own text
            f"ORDER BY opened_at {order}, ref {order} LIMIT %s OFFSET %s",
            [state, kind, kind, limit, offset],
        )
        rows = cursor.fetchall()
    people = membership.names_of({row[4] for row in rows if row[4]})
    accounts = {one.id: one.full_name for one in identity.contacts([row[5] for row in rows if row[5]])}
    return [
        Request(Kind(kind), ref, State(state), opened_at, people.get(person_id) or accounts.get(account_id, ""))
        for kind, ref, state, opened_at, person_id, account_id in rows
    ]


def request_counts() -> dict[tuple[Kind, State], int]:
    """How many there are of each kind in each state; one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, state, count(*) FROM {_ALL} GROUP BY kind, state")  # noqa: S608 - own text
        found = {(Kind(kind), State(state)): count for kind, state, count in cursor.fetchall()}
    return {(kind, state): found.get((kind, state), 0) for kind in Kind for state in State}
