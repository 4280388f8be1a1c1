"""Questions of the desk: who is an officer with which tasks, and which requests wait for whom. Answers are frozen values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from openjmo.core.clock import business_date
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.support.models import Officer, TaskChange
from openjmo.domains.support.tasks import Task


class Kind(StrEnum):
    """What is asked."""

    DIFFERENCE = "difference"
    CARD = "card"
    MERGE = "merge"
    CORRECTION = "correction"
    PRIVACY = "privacy"
    DATA = "data"
    FACE = "face"


TASK_OF: Final = {
    Kind.DIFFERENCE: Task.DIFFERENCES,
    Kind.CARD: Task.CARDS,
    Kind.MERGE: Task.CARDS,
    Kind.CORRECTION: Task.CARDS,
    Kind.PRIVACY: Task.PRIVACY,
    Kind.DATA: Task.DATA,
    Kind.FACE: Task.IDENTITY,
}
"""Whose work each kind of request is."""


@dataclass(frozen=True, slots=True)
class OfficerView:
    """Somebody who answers requests, and which."""

    account_id: int
    email: str
    name: str
    is_active: bool
    appointed_at: datetime
    tasks: frozenset[Task]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of requests their tasks are about."""
        return tuple(kind for kind in Kind if TASK_OF[kind] in self.tasks)


def officer_of(account_id: int) -> OfficerView | None:
    """The active officer behind an account; one query."""
    row = _officers().filter(account_id=account_id, is_active=True).first()
    return _view(row) if row else None


def officers() -> list[OfficerView]:
    """Everybody who is or was one, oldest first; one query."""
    return [_view(row) for row in _officers().order_by("appointed_at", "pk")]


def tasks_of(officer_id: int) -> frozenset[Task]:
    """What an officer (by the number of their row) has to do now."""
    return frozenset(Task(task) for task in _held().filter(officer_id=officer_id).values_list("task", flat=True))


def _officers() -> QuerySet[Officer]:
    tasks = ArraySubquery(_held().filter(officer_id=OuterRef("pk")).values("task"))
    return Officer.objects.select_related("account").annotate(tasks=tasks)


def _held() -> QuerySet[TaskChange]:
    """The newest row of each officer and task, where it gives it."""
    newer = TaskChange.objects.filter(officer_id=OuterRef("officer_id"), task=OuterRef("task"), id__gt=OuterRef("id"))
    return TaskChange.objects.filter(~Exists(newer), is_given=True)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task that was given or taken back."""

    task: Task
    is_given: bool
    by: str
    at: datetime


def task_history(account_id: int, *, limit: int, offset: int = 0) -> list[TaskLine]:
    """Everything that was given to an officer and taken back, newest first."""
    rows = TaskChange.objects.filter(officer__account_id=account_id).order_by("-id")[offset : offset + limit]
    return [TaskLine(Task(row.task), row.is_given, row.by, row.at) for row in rows]


def name_of(by: str) -> str:
    """The name behind `account:AK-…`, as answers keep who gave them; what is no officer's account stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM support_signer WHERE ref = %s", [by.removeprefix("account:")])
        row = cursor.fetchone()
    return str(row[0]) if row else by


def _view(row: Officer) -> OfficerView:
    tasks = frozenset(Task(task) for task in vars(row)["tasks"])
    return OfficerView(row.account_id, row.account.email, row.name, row.is_active, row.appointed_at, tasks)


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


def requests(*, state: State, kinds: Collection[Kind], limit: int, offset: int = 0) -> list[Request]:
    """Requests of these kinds in that state, oldest first; answered ones newest first."""
    order = "DESC" if state is State.CLOSED else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, ref, opened_at FROM {_ALL} WHERE state = %s AND kind = ANY(%s) "  # noqa: S608 - own text
            f"ORDER BY opened_at {order}, ref {order} LIMIT %s OFFSET %s",
            [state, [str(kind) for kind in kinds], limit, offset],
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT of_ref, worker, account_name FROM support_names_of(%s)", [[ref for _kind, ref, _at in rows]])
        names = {ref: membership.name_in(worker) or identity.name_in(name) for ref, worker, name in cursor.fetchall()}
    return [Request(Kind(kind), ref, state, opened_at, names[ref]) for kind, ref, opened_at in rows]


def request_counts() -> dict[tuple[Kind, State], int]:
    """How many there are of each kind in each state; one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, state, count(*) FROM {_ALL} GROUP BY kind, state")  # noqa: S608 - own text
        found = {(Kind(kind), State(state)): count for kind, state, count in cursor.fetchall()}
    return {(kind, state): found.get((kind, state), 0) for kind in Kind for state in State}


@dataclass(frozen=True, slots=True)
class Whose:
    """A request by its reference alone: what it is, and whose. Nothing of what it says."""

    kind: Kind
    ref: str
    subject: str
    """Whose file it is, as looks and messages name it."""
    account_id: int | None


def request_of(ref: str) -> Whose | None:
    """The request of that reference; None for none. A request is somebody's of the register, or an account's that is not linked yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, person_id, account_id FROM {_ALL} WHERE ref = %s", [ref])  # noqa: S608 - own text
        row = cursor.fetchone()
    if row is None:
        return None
    kind, person_id, account_id = row
    person = membership.person_by_id(person_id) if person_id else membership.person_for_account(account_id)
    if person:
        return Whose(Kind(kind), ref, membership.file_key(person.ref), person.account_id)
    account = identity.account(account_id) if account_id else None
    return Whose(Kind(kind), ref, account.recipient, account.id) if account else None
