"""Jobs: there exactly when their transaction is, and done again when a worker is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from openjmo.platform import jobs
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
DONE: list[str] = []


class ChangedItsMind(Exception):  # noqa: N818 - it is named as people would say it
    pass


def _leave_another(*, fails: bool) -> None:
    with transaction.atomic():
        jobs.defer("tests.note", what="left by a job")
        with connection.cursor() as cursor:
            # Whoever does the other job too early finds the database without this.
            cursor.execute("SELECT pg_sleep(0.2)")
        if fails:
            raise ChangedItsMind


@pytest.fixture(autouse=True)
def _tasks() -> Iterator[None]:
    known = dict(app.tasks)
    app.task(name="tests.note")(_note)
    app.task(name="tests.leave_another")(_leave_another)
    DONE.clear()
    yield
    app.tasks.clear()
    app.tasks.update(known)


def _note(what: str) -> None:
    DONE.append(what)


def test_a_job_is_done_when_its_transaction_holds() -> None:
    with transaction.atomic():
        jobs.defer("tests.note", what="kept")
    work()
    assert DONE == ["kept"]
    assert ProcrastinateJob.objects.count() == 0


def test_a_job_vanishes_with_its_transaction() -> None:
    with transaction.atomic():
        jobs.defer("tests.note", what="never")
        transaction.set_rollback(True)
    work()
    assert DONE == []


@pytest.mark.parametrize("fails", [False, True])
def test_the_same_holds_for_a_job_left_by_a_job(*, fails: bool) -> None:
    jobs.defer("tests.leave_another", fails=fails)
    work()
    expected = [] if fails else ["left by a job"]
    assert expected == DONE


def test_the_job_of_a_silent_worker_is_taken_up_and_that_of_a_living_one_is_not() -> None:
    jobs.defer("tests.note", what="lost")
    jobs.defer("tests.note", what="being done")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour'), (now()) RETURNING id")
        workers = [row[0] for row in cursor.fetchall()]
        for worker, what in zip(workers, ("lost", "being done"), strict=True):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE args ->> 'what' = %s AND status = 'todo'",
                [worker, what],
            )
    assert jobs.take_up_lost_jobs() == 1
    assert list(ProcrastinateJob.objects.order_by("id").values_list("status", flat=True)) == ["todo", "doing"]
    assert jobs.take_up_lost_jobs() == 0
