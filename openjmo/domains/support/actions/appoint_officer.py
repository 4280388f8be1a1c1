"""Make an account an officer, say what they may do, and take either back. Called by the operator only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.support.models import Officer, TaskChange
from openjmo.domains.support.reads import tasks_of
from openjmo.domains.support.tasks import Task

_NOBODY = "Akun ini bukan petugas."


def appoint_officer(account_id: int, name: str, *, tasks: Collection[Task] | None = None, by: str, now: datetime) -> None:
    """From now on the account answers requests under that name, as far as its tasks go; for one who was removed it begins again.

    Of an active officer only the name changes, and the tasks where they are named. Raises InvalidInput without a name, and for a new
    officer without tasks.
    """
    written = " ".join(name.split())
    if not written:
        raise InvalidInput("Nama petugas belum diisi.", field="name", fix="Tulis nama yang tercatat pada setiap jawaban.")
    with transaction.atomic():
        officer = Officer.objects.select_for_update().filter(account_id=account_id).first()
        if not tasks and (officer is None or not officer.is_active):
            raise InvalidInput(
                "Tugas petugas belum disebut.",
                code="support.no_task",
                field="tasks",
                fix="Sebut yang memang pekerjaannya: %(known)s, atau all untuk semuanya.",
                values={"known": ", ".join(Task)},
            )
        if officer is None:
            officer = Officer(account_id=account_id, appointed_by=by, appointed_at=now)
        elif not officer.is_active:
            officer.is_active, officer.appointed_by, officer.appointed_at = True, by, now
            officer.removed_by, officer.removed_at = "", None
        officer.name = written
        officer.save()
        if tasks is not None:
            _change(officer, give=tasks, take=set(Task) - set(tasks), by=by, now=now)


def change_tasks(account_id: int, *, give: Collection[Task] = (), take: Collection[Task] = (), by: str, now: datetime) -> frozenset[Task]:
    """Give tasks and take others back, at once; what the officer has now. What is so already leaves no line.

    Raises NotYours for whoever is no active officer, InvalidInput when a task is to be given and taken.
    """
    both = sorted(set(give) & set(take))
    if both:
        raise InvalidInput(
            "Tugas %(task)s diberikan dan diambil sekaligus.",
            code="support.given_and_taken",
            field="tasks",
            fix="Sebut setiap tugas sekali saja.",
            values={"task": both[0]},
        )
    with transaction.atomic():
        officer = Officer.objects.select_for_update().filter(account_id=account_id, is_active=True).first()
        if officer is None:
            raise NotYours(_NOBODY)
        return _change(officer, give=give, take=take, by=by, now=now)


def remove_officer(account_id: int, *, by: str, now: datetime) -> None:
    """From now on the account answers nothing and has no task; what it has answered keeps its name. A second time nothing happens.

    Raises NotYours for an account that never was an officer.
    """
    with transaction.atomic():
        officer = Officer.objects.select_for_update().filter(account_id=account_id).first()
        if officer is None:
            raise NotYours(_NOBODY)
        if officer.is_active:
            _change(officer, take=set(Task), by=by, now=now)
            officer.is_active, officer.removed_by, officer.removed_at = False, by, now
            officer.save(update_fields=["is_active", "removed_by", "removed_at"])


def _change(officer: Officer, *, give: Collection[Task] = (), take: Collection[Task] = (), by: str, now: datetime) -> frozenset[Task]:
    held = tasks_of(officer.pk)
    given, taken = set(give) - held, held & set(take)
    TaskChange.objects.bulk_create(
        TaskChange(officer=officer, task=task, is_given=task in given, by=by, at=now) for task in sorted(given | taken)
    )
    return (held | given) - taken
