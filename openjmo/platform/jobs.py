"""Background work: left for later in the caller's own transaction, done after it, and taken up again when a worker is killed.

Rooms call `defer`; `openjmo work` calls `work`; tests call `work(until_idle=True)`. Promises: a job exists exactly when the transaction
that left it has committed, also when a job leaves another one; a job whose worker died is done again, so every job must bear repeating.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString

import psycopg
from django.conf import settings
from django.db import connections
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.sql import queries
from procrastinate.tasks import configure_task

_SIGNS_OF_LIFE: Final = 3
"""A worker gives so many before its silence means that it is dead."""
_GRACE_SECONDS: Final = 60
_PATIENCE_SECONDS: Final = 30
_ANSWER_SECONDS: Final = 10
"""How long the database may be away before a worker gives up; whoever keeps it alive starts it again."""
_OUTCOMES: Final = frozenset({queries["finish_job"], queries["retry_job"]})


class _PatientConnector(PsycopgConnector):
    """The worker's own connections; what became of a job is written even if the database was away for a moment.

    Otherwise the worker would go on without it, and the job would count as being done for as long as that worker lives.
    """

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:  # noqa: ANN401 - Procrastinate's interface
        """As Procrastinate does; the outcome of a job again and again for `_PATIENCE_SECONDS`. Raises ConnectorException."""
        until = time.monotonic() + (_PATIENCE_SECONDS if query in _OUTCOMES else 0)
        while True:
            try:
                await super().execute_query_async(query, **arguments)
            except ConnectorException as trouble:
                if not isinstance(trouble.__cause__, psycopg.OperationalError) or time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)
            else:
                return


def defer(task: str, *, queue: str = "default", at: datetime | None = None, **values: str | int) -> None:
    """Leave a job for later, by name, not before `at`; a row of the current transaction, wherever this is called.

    Procrastinate itself would use a connection of its own inside a worker, and the job would run before what it is about is there, or
    although that was rolled back.
    """
    manager = JobManager(DjangoConnector())
    if at is None:
        configure_task(name=task, job_manager=manager, queue=queue).defer(**values)
    else:
        configure_task(name=task, job_manager=manager, queue=queue, schedule_at=at).defer(**values)


def work(*, queues: Sequence[str] | None = None, at_a_time: int = 2, until_idle: bool = False) -> None:
    """Do jobs until asked to stop by a signal, or until nothing is left that could be done now."""
    silence = settings.OPENJMO_WORKER_SILENCE_SECONDS
    while True:
        with app.replace_connector(_PatientConnector(kwargs=connector_params("default"), timeout=_ANSWER_SECONDS)) as worker:
            worker.run_worker(
                queues=queues,
                concurrency=at_a_time,
                name=f"openjmo-{os.getpid()}",
                wait=not until_idle,
                shutdown_graceful_timeout=_GRACE_SECONDS,
                update_heartbeat_interval=silence / _SIGNS_OF_LIFE,
                stalled_worker_timeout=silence,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                install_signal_handlers=not until_idle,
            )
        if not until_idle or not _is_work_left(queues):
            return
        take_up_lost_jobs()
        time.sleep(0.05)


def take_up_lost_jobs() -> int:
    """Put back the jobs of workers that have been silent too long; how many."""
    silent_since = timezone.now() - timedelta(seconds=settings.OPENJMO_WORKER_SILENCE_SECONDS)
    lost = ProcrastinateJob.objects.filter(Q(worker=None) | Q(worker__last_heartbeat__lt=silent_since), status="doing")
    manager = JobManager(DjangoConnector())
    count = 0
    for job_id in list(lost.values_list("id", flat=True)):
        try:
            manager.retry_job_by_id(job_id, retry_at=timezone.now())
        except ConnectorException:
            continue  # another worker was faster by a moment, or scheduled work has a successor waiting already
        count += 1
    return count


def _is_work_left(queues: Sequence[str] | None) -> bool:
    waiting = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now()))
    found = ProcrastinateJob.objects.filter(waiting | Q(status="doing"))
    if queues is not None:
        found = found.filter(queue_name__in=queues)
    try:
        return found.exists()
    finally:
        connections.close_all()


@app.periodic(cron="* * * * *")
@app.task(name="platform.take_up_lost_jobs", queueing_lock="platform.take_up_lost_jobs")
def take_up_lost(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Every minute."""
    take_up_lost_jobs()
