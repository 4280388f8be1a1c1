"""What officers are given to do and what is taken back; every change stays written."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.db import connection

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.support import reads
from openjmo.domains.support.actions.appoint_officer import appoint_officer, change_tasks, remove_officer
from openjmo.domains.support.models import Officer
from openjmo.domains.support.tasks import Task, read_tasks
from tests.desk import make_officer
from tests.domains.identity.makers import make_account
from tests.fund import NOW

pytestmark = pytest.mark.django_db


def _tasks(account_id: int) -> frozenset[Task]:
    officer = reads.officer_of(account_id)
    assert officer
    return officer.tasks


def _history(account_id: int) -> list[tuple[Task, bool, str]]:
    return [(line.task, line.is_given, line.by) for line in reads.task_history(account_id, limit=50)]


def test_tasks_are_given_and_taken_and_who_and_when_stay_written() -> None:
    account_id = make_officer(tasks=[Task.CARDS])
    later = NOW + timedelta(days=1)
    assert change_tasks(account_id, give=[Task.DATA, Task.CARDS], by="operator:b", now=NOW) == {Task.CARDS, Task.DATA}
    assert change_tasks(account_id, take=[Task.CARDS, Task.PRIVACY], by="operator:c", now=later) == {Task.DATA}
    assert _tasks(account_id) == {Task.DATA}
    assert change_tasks(account_id, give=[Task.CARDS], by="operator:d", now=later) == {Task.CARDS, Task.DATA}
    assert _history(account_id) == [
        (Task.CARDS, True, "operator:d"),
        (Task.CARDS, False, "operator:c"),
        (Task.DATA, True, "operator:b"),
        (Task.CARDS, True, "operator:test"),
    ]
    assert reads.task_history(account_id, limit=1, offset=1)[0].at == later


def test_whoever_is_removed_has_no_task_and_begins_again_with_those_that_are_named() -> None:
    account_id = make_officer(tasks=[Task.CARDS, Task.OVERSIGHT])
    for _ in range(2):
        remove_officer(account_id, by="operator:b", now=NOW)
    assert [one.tasks for one in reads.officers()] == [frozenset()]
    assert _history(account_id)[:2] == [(Task.OVERSIGHT, False, "operator:b"), (Task.CARDS, False, "operator:b")]
    with pytest.raises(InvalidInput, match="no_task"):
        appoint_officer(account_id, "Ratna", by="operator:c", now=NOW)
    with pytest.raises(NotYours):
        change_tasks(account_id, give=[Task.DATA], by="operator:c", now=NOW)
    appoint_officer(account_id, "Ratna", tasks=[Task.DATA], by="operator:c", now=NOW)
    assert _tasks(account_id) == {Task.DATA}


def test_an_active_officer_keeps_the_tasks_unless_others_are_named() -> None:
    account_id = make_officer(tasks=[Task.CARDS])
    appoint_officer(account_id, "Ratna P.", by="operator:b", now=NOW)
    assert _tasks(account_id) == {Task.CARDS}
    appoint_officer(account_id, "Ratna P.", tasks=[Task.DATA, Task.IDENTITY], by="operator:b", now=NOW)
    assert _tasks(account_id) == {Task.DATA, Task.IDENTITY}


def test_a_task_is_not_given_and_taken_at_once_and_nobody_else_gets_any() -> None:
    account_id = make_officer(tasks=[Task.CARDS])
    with pytest.raises(InvalidInput, match="given_and_taken"):
        change_tasks(account_id, give=[Task.DATA], take=[Task.DATA], by="operator:b", now=NOW)
    with pytest.raises(NotYours):
        change_tasks(make_account(), give=[Task.DATA], by="operator:b", now=NOW)
    assert len(_history(account_id)) == 1


@pytest.mark.parametrize(
    ("typed", "tasks"),
    [("cards", {Task.CARDS}), (" Cards, data ,", {Task.CARDS, Task.DATA}), ("all", set(Task)), ("", set())],
)
def test_tasks_as_they_are_typed(typed: str, tasks: set[Task]) -> None:
    assert read_tasks(typed) == tasks


@pytest.mark.parametrize("typed", ["kartu", "cards,all", "cards;data"])
def test_what_is_no_task_is_named(typed: str) -> None:
    with pytest.raises(InvalidInput, match="unknown_task"):
        read_tasks(typed)


def test_an_upgrade_gives_every_task_to_whoever_is_an_officer_today() -> None:
    active, removed = make_account("aktif@contoh.example"), make_account("berhenti@contoh.example")
    for account_id, is_active in ((active, True), (removed, False)):
        Officer.objects.create(account_id=account_id, name="Petugas", appointed_by="operator:a", appointed_at=NOW, is_active=is_active)
    assert _tasks(active) == frozenset()
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("openjmo.domains.support.migrations.0007_tasks").EVERY_TASK)
    assert sorted(_tasks(active)) == ["cards", "data", "differences", "identity", "oversight", "privacy", "protection", "recovery"]
    assert _history(removed) == []
